/// Lines ordered by several keys, each a whole number a line; equal lines keep their order.
struct SortKeys {
    let count: Int
    private var columns: [[Int64]] = []

    init(count: Int) { self.count = count }

    mutating func add(_ column: [Int64]) { columns.append(column) }

    /// Texts by their UTF-8 bytes.
    mutating func add(_ column: [String]) { add(ranks(column)) }

    func sorted() -> [Int] { sorted(Array(0..<count)) }

    /// Orders some of the lines.
    func sorted(_ lines: [Int]) -> [Int] {
        lines.sorted { a, b in
            for column in columns where column[a] != column[b] { return column[a] < column[b] }
            return a < b
        }
    }
}

/// Each text's position among the distinct ones, by UTF-8 bytes.
func ranks(_ texts: [String]) -> [Int64] {
    let distinct = Set(texts).sorted(by: precedesInBytes)
    var rank: [String: Int64] = [:]
    for (i, text) in distinct.enumerated() { rank[text] = Int64(i) }
    return texts.map { rank[$0] ?? 0 }
}

/// Order by UTF-8 bytes, as no locale would have it.
func precedesInBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
