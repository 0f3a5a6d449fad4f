import Tabular

/// Texts of cells merged downwards (地区), filled into the rows that they cover: within the merge, and nowhere else.
/// Numbers are not: one amount for three rows is not an amount of each.
struct SheetStubs {
    private struct Stub {
        var column: Int
        var lastRow: Int
        var text: [UInt8]
    }

    private var stubs: [Stub] = []
    /// Told before the rows; by first row.
    private let known: [HeadGrid.Merge]
    private var next = 0

    init(_ known: [HeadGrid.Merge]) { self.known = known }

    var isEmpty: Bool { stubs.isEmpty }

    /// The rows before this one are done.
    mutating func startRow(_ number: Int) {
        if !stubs.isEmpty { stubs.removeAll { $0.lastRow < number } }
    }

    /// Merges that begin in this row.
    mutating func adopt(_ number: Int, _ row: SheetRow) {
        for merge in row.merges where merge.down > 0 { add(merge.column, number + merge.down, row) }
        while next < known.count, known[next].rows.lowerBound <= number {
            let merge = known[next]
            if merge.rows.lowerBound == number { add(merge.columns.lowerBound, merge.rows.upperBound, row) }
            next += 1
        }
    }

    /// The text that fills an empty cell.
    func text(_ column: Int) -> [UInt8]? { stubs.first { $0.column == column }?.text }

    private mutating func add(_ column: Int, _ lastRow: Int, _ row: SheetRow) {
        guard column < row.width, row.kinds[column] == .text else { return }
        let text = Array(row.bytes(column))
        let isFigure = text.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || "+-.,%() ".utf8.contains($0) }
        if isFigure { return }
        stubs.append(Stub(column: column, lastRow: lastRow, text: text))
    }
}
