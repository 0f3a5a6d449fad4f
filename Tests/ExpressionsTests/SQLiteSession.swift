import CSQLite
import Testing

/// A table in memory, as far as these tests need SQLite: integers, texts and nulls in, the values of one expression out.
final class SQLiteSession {
    enum Cell: Hashable {
        case null
        case integer(Int64)
        case text(String)
        /// A type that these tests never mean to meet.
        case other(String)
    }

    private var connection: OpaquePointer?

    init() throws {
        let status = sqlite3_open(":memory:", &connection)
        try #require(status == SQLITE_OK)
        try run("PRAGMA case_sensitive_like = ON")
    }

    deinit { sqlite3_close(connection) }

    func run(_ sql: String) throws {
        let status = sqlite3_exec(connection, sql, nil, nil, nil)
        try #require(status == SQLITE_OK, "\(message) in \(sql)")
    }

    /// A fresh table `t`, columns without affinity: values are compared as they were bound.
    func fill(_ columns: [(name: String, cells: [Cell])]) throws {
        try run("DROP TABLE IF EXISTS t")
        try run("CREATE TABLE t (\(columns.map { "\"\($0.name)\"" }.joined(separator: ", ")))")
        try run("BEGIN")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try prepare("INSERT INTO t VALUES (\(marks))")
        defer { sqlite3_finalize(statement) }
        for row in 0..<(columns.first?.cells.count ?? 0) {
            for (i, column) in columns.enumerated() { bind(column.cells[row], statement, Int32(i + 1)) }
            let status = sqlite3_step(statement)
            try #require(status == SQLITE_DONE, "\(message)")
            sqlite3_reset(statement)
        }
        try run("COMMIT")
    }

    /// The expression's value in every row, in order.
    func values(of sql: String) throws -> [Cell] {
        let statement = try prepare("SELECT \(sql) FROM t ORDER BY rowid")
        defer { sqlite3_finalize(statement) }
        var cells: [Cell] = []
        while true {
            let status = sqlite3_step(statement)
            if status == SQLITE_DONE { return cells }
            try #require(status == SQLITE_ROW, "\(message) in \(sql)")
            cells.append(cell(statement))
        }
    }

    private var message: String { String(cString: sqlite3_errmsg(connection)) }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        let status = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        try #require(status == SQLITE_OK, "\(message) in \(sql)")
        return statement
    }

    private func bind(_ cell: Cell, _ statement: OpaquePointer?, _ position: Int32) {
        switch cell {
        case .integer(let value): sqlite3_bind_int64(statement, position, value)
        case .text(let text):
            // SQLITE_TRANSIENT, a cast that the importer cannot see: SQLite copies the bytes.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_text(statement, position, text, Int32(text.utf8.count), transient)
        case .null, .other: sqlite3_bind_null(statement, position)
        }
    }

    private func cell(_ statement: OpaquePointer?) -> Cell {
        switch sqlite3_column_type(statement, 0) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, 0))
        case SQLITE_TEXT:
            let count = Int(sqlite3_column_bytes(statement, 0))
            guard let bytes = sqlite3_column_text(statement, 0) else { return .text("") }
            return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
        default: return .other(String(cString: sqlite3_column_text(statement, 0)))
        }
    }
}
