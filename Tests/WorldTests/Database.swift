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
        let rooted = sqlite3_create_function(
            connection, "root", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, _, arguments in
                let (numerator, denominator) = (sqlite3_value_int64(arguments?[0]), sqlite3_value_int64(arguments?[1]))
                let root = wholeRoot(numerator, denominator, Int(sqlite3_value_int64(arguments?[2])))
                sqlite3_result_int64(
                    context, sqlite3_value_int64(arguments?[3]) == 0 ? root.numerator : root.denominator)
            }, nil, nil)
        guard status == SQLITE_OK, rooted == SQLITE_OK else { throw Mistake(description: "no function gcd or root") }
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

/// The n-th root of a fraction: exact where its decimals end within twelve, else the middle of the interval of the thirteenth.
private func wholeRoot(_ numerator: Int64, _ denominator: Int64, _ n: Int) -> (numerator: Int64, denominator: Int64) {
    if n < 2 || numerator == 0 { return (numerator, denominator) }
    let unit: UInt64 = 1_000_000_000_000
    func power(_ base: UInt64, times last: UInt64) -> Limbs {
        (0..<n).reduce(Limbs(last)) { product, _ in product.times(base) }
    }
    let aim = power(unit, times: UInt64(numerator))
    var (low, high): (UInt64, UInt64) = (0, 4_000_000 * unit)
    while high - low > 1 {
        let middle = low + (high - low) / 2
        if aim < power(middle, times: UInt64(denominator)) { high = middle } else { low = middle }
    }
    let isExact = !(power(low, times: UInt64(denominator)) < aim)
    return isExact ? (Int64(low), Int64(unit)) : (Int64(2 * low + 1), Int64(2 * unit))
}

/// A natural number of any length, the lowest word first.
private struct Limbs {
    var words: [UInt64]

    init(_ word: UInt64) { words = [word] }

    func times(_ factor: UInt64) -> Limbs {
        var product = self
        var carry: UInt64 = 0
        for i in product.words.indices {
            let (high, low) = product.words[i].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            product.words[i] = sum
            carry = high + (overflow ? 1 : 0)
        }
        if carry > 0 { product.words.append(carry) }
        return product
    }

    static func < (a: Limbs, b: Limbs) -> Bool {
        a.words.count == b.words.count
            ? a.words.reversed().lexicographicallyPrecedes(b.words.reversed()) : a.words.count < b.words.count
    }
}
