import CSQLite

/// A database in memory that holds whole numbers and texts only.
final class Database {
    enum Cell: Hashable {
        case null
        case integer(Int64)
        case text(String)

        init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
        init(_ text: String?) { self = text.map(Cell.text) ?? .null }

        var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
        var text: String? { if case .text(let value) = self { value } else { nil } }
    }

    /// What SQLite says of a statement, with the statement.
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    private var connection: OpaquePointer?

    init() throws {
        guard sqlite3_open(":memory:", &connection) == SQLITE_OK else { throw Mistake(description: "no database") }
        // Fractions are kept reduced, so that products stay within 64 bits: SQLite would go on with floating point.
        let status = sqlite3_create_function(
            connection, "gcd", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, _, arguments in
                var (a, b) = (
                    sqlite3_value_int64(arguments?[0]).magnitude, sqlite3_value_int64(arguments?[1]).magnitude
                )
                while b != 0 { (a, b) = (b, a % b) }
                sqlite3_result_int64(context, Int64(a))
            }, nil, nil)
        guard status == SQLITE_OK else { throw Mistake(description: "no function gcd") }
    }

    deinit { sqlite3_close(connection) }

    func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw mistake(sql) }
    }

    func insert(into table: String, _ rows: [[Cell]]) throws {
        guard let first = rows.first else { return }
        let marks = first.map { _ in "?" }.joined(separator: ", ")
        let statement = try prepare("INSERT INTO \(table) VALUES (\(marks))")
        defer { sqlite3_finalize(statement) }
        for row in rows {
            for (i, cell) in row.enumerated() { bind(cell, statement, Int32(i + 1)) }
            guard sqlite3_step(statement) == SQLITE_DONE else { throw mistake(table) }
            sqlite3_reset(statement)
        }
    }

    func rows(_ sql: String) throws -> [[Cell]] {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        var rows: [[Cell]] = []
        while true {
            let status = sqlite3_step(statement)
            if status == SQLITE_DONE { return rows }
            guard status == SQLITE_ROW else { throw mistake(sql) }
            rows.append(try (0..<sqlite3_column_count(statement)).map { try cell(statement, $0) })
        }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else { throw mistake(sql) }
        return statement
    }

    private func mistake(_ sql: String) -> Mistake {
        Mistake(description: "\(String(cString: sqlite3_errmsg(connection))) in \(sql)")
    }

    private func bind(_ cell: Cell, _ statement: OpaquePointer?, _ position: Int32) {
        switch cell {
        case .integer(let value): sqlite3_bind_int64(statement, position, value)
        case .text(let text):
            // SQLITE_TRANSIENT, a cast that the importer cannot see: SQLite copies the bytes.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_text(statement, position, text, Int32(text.utf8.count), transient)
        case .null: sqlite3_bind_null(statement, position)
        }
    }

    private func cell(_ statement: OpaquePointer?, _ column: Int32) throws -> Cell {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_TEXT: return .text(String(cString: sqlite3_column_text(statement, column)))
        default: throw Mistake(description: "floating point: the numbers of this world are too large for the oracle")
        }
    }
}
