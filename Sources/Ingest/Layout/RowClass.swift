/// What a row is when it is not a record. Such rows are counted, never dropped in silence.
public enum RowClass: String, Hashable, Sendable, CaseIterable, Comparable {
    case blank
    /// Title, unit and reporting lines above the header, and their repetitions.
    case title
    /// Below a header: another table's, in a table that is not read yet with what that means.
    case header
    case repeatedHeader = "repeated_header"
    /// 甲 乙 1 2 3 under a header.
    case columnNumbers = "column_numbers"
    case subtotal, total
    /// 其中: part of the row above it.
    case ofWhich = "of_which"
    case note, signature, page

    /// Its numbers are those of other rows.
    var statesSums: Bool { self == .total || self == .subtotal || self == .ofWhich }

    /// In order of declaration.
    public static func < (a: RowClass, b: RowClass) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

/// The cells of one row as ranges of bytes, blank ones empty; columns of the sheet from 0.
struct RowCells {
    let base: UnsafePointer<UInt8>
    let starts: UnsafePointer<UInt32>
    let ends: UnsafePointer<UInt32>
    var count: Int

    func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        guard column >= 0, column < count else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: base + Int(starts[column]), count: Int(ends[column] - starts[column]))
    }

    /// Nothing, or nothing but spaces (U+3000 and no-break ones too, in UTF-8 and GB18030).
    func isBlank(_ column: Int) -> Bool {
        let cell = bytes(column)
        var at = 0
        while at < cell.count {
            switch cell[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            case 0xE3 where at + 2 < cell.count && cell[at + 1] == 0x80 && cell[at + 2] == 0x80: at += 3
            case 0xC2 where at + 1 < cell.count && cell[at + 1] == 0xA0: at += 2
            case 0xA1 where at + 1 < cell.count && cell[at + 1] == 0xA1: at += 2
            default: return false
            }
        }
        return true
    }

    /// Nothing but digits, signs and separators, and no blank.
    func isNumber(_ column: Int) -> Bool {
        let cell = bytes(column)
        return !cell.isEmpty && cell.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2C || $0 == 0x2D }
    }

    /// Without the columns from `end` on.
    func before(_ end: Int) -> RowCells {
        var cells = self
        cells.count = min(count, end)
        return cells
    }

    func firstColumn(from column: Int = 0) -> Int? { (column..<max(column, count)).first { !isBlank($0) } }
}
