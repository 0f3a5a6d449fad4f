/// Lines ordered by several keys, each a whole number a line; equal lines keep their order.
struct SortKeys {
    let count: Int
    private var columns: [[Int64]] = []

    init(count: Int) { self.count = count }

    /// Earlier columns weigh more; one that is the same on every line is left out.
    mutating func add(_ column: [Int64]) {
        if let first = column.first, column.contains(where: { $0 != first }) { columns.append(column) }
    }

    /// Texts by their UTF-8 bytes.
    mutating func add(_ column: [String]) { add(ranks(column)) }

    /// Positions of the lines in their order.
    func sorted() -> [Int] {
        let width = columns.count
        guard width > 0 else { return Array(0..<count) }
        // One array with the keys of a line side by side: comparisons stay within a cache line.
        var keys = [Int64](repeating: 0, count: count * width)
        for (c, column) in columns.enumerated() { for line in 0..<count { keys[line * width + c] = column[line] } }
        return keys.withUnsafeBufferPointer { keys in
            (0..<count).sorted { a, b in
                for c in 0..<width {
                    let (left, right) = (keys[a * width + c], keys[b * width + c])
                    if left != right { return left < right }
                }
                return a < b
            }
        }
    }
}

/// A text that is equal to another only byte by byte, and hashed so: no normalization, which the order of outputs must not
/// know and which costs five times as much on Chinese text.
struct ByteText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (a: ByteText, b: ByteText) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
        let hashed: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if hashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}

/// Each text's position among the distinct ones, by UTF-8 bytes.
func ranks(_ texts: [String]) -> [Int64] {
    var distinct: [ByteText: Int] = [:]
    var numbers: [Int] = []
    numbers.reserveCapacity(texts.count)
    for text in texts {
        let key = ByteText(text)
        let number = distinct[key] ?? distinct.count
        if number == distinct.count { distinct[key] = number }
        numbers.append(number)
    }
    var rank = [Int64](repeating: 0, count: distinct.count)
    let ordered = distinct.sorted { precedesInBytes($0.key.text, $1.key.text) }
    for (i, entry) in ordered.enumerated() { rank[entry.value] = Int64(i) }
    return numbers.map { rank[$0] }
}

/// Order by UTF-8 bytes, as no locale would have it.
func precedesInBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
