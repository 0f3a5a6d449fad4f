import Model
import Tabular

/// A text of the expression itself, in a buffer of its own so that results can be ranges of it.
final class ConstantText: Sendable {
    let buffer: ByteBuffer

    init(_ text: String) { buffer = ByteBuffer(Array(text.utf8)) }
    init(_ bytes: [UInt8]) { buffer = ByteBuffer(bytes) }

    var bytes: UnsafeBufferPointer<UInt8> { buffer.bytes }
}

/// UTF-8 texts of a batch: one for all rows, or ranges of a buffer.
enum Texts {
    /// nil: missing everywhere.
    case constant(ConstantText?)
    case column(TextColumn)

    func validity(count: Int) -> Bitmap {
        switch self {
        case .constant(let text): Bitmap(count: count, repeating: text != nil)
        case .column(let column): column.validity
        }
    }

    /// As ranges; of a constant, the same range in every row.
    func column(count: Int) -> TextColumn {
        switch self {
        case .constant(let text):
            TextColumn(
                buffer: text?.buffer ?? ByteBuffer(capacity: 0), starts: [UInt32](repeating: 0, count: count),
                lengths: [UInt32](repeating: UInt32(text?.buffer.count ?? 0), count: count),
                validity: Bitmap(count: count, repeating: text != nil))
        case .column(let column): column
        }
    }
}

/// Makes a text column row by row, in a buffer that is large enough from the start.
struct TextBuilder {
    private let buffer: ByteBuffer
    private let base: UnsafeMutablePointer<UInt8>
    private var used = 0
    private var starts: [UInt32] = []
    private var lengths: [UInt32] = []

    /// `bytes`: at least as many as all rows will have.
    init(rows: Int, bytes: Int) {
        buffer = ByteBuffer(capacity: bytes)
        base = buffer.base
        starts.reserveCapacity(rows)
        lengths.reserveCapacity(rows)
    }

    /// One row: the parts one after another.
    mutating func append(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>? = nil) {
        let start = used
        copy(first)
        if let second { copy(second) }
        starts.append(UInt32(truncatingIfNeeded: start))
        lengths.append(UInt32(truncatingIfNeeded: used - start))
    }

    private mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) {
        precondition(used + bytes.count <= buffer.capacity)
        guard let source = bytes.baseAddress else { return }
        (base + used).update(from: source, count: bytes.count)
        used += bytes.count
    }

    mutating func appendMissing() {
        starts.append(0)
        lengths.append(0)
    }

    /// `validity` has as many rows as were appended.
    func column(validity: Bitmap) -> TextColumn {
        precondition(used <= Int(UInt32.max), "a batch holds up to 4 GiB of text")
        buffer.filled(used)
        return TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: validity)
    }
}

/// Compares texts by their UTF-8 bytes.
struct TextComparison: TruthNode {
    let comparison: Comparison
    let left: any TextNode
    let right: any TextNode

    func evaluate(_ frame: inout Frame) -> Truths {
        let (a, b) = (left.evaluate(&frame), right.evaluate(&frame))
        let count = frame.rowCount
        let validity = a.validity(count: count).intersection(b.validity(count: count))
        if validity.isEmpty { return Truths(repeating: .missing, count: count) }
        let (x, y) = (a.column(count: count), b.column(count: count))
        let answers: Bitmap
        switch comparison {
        case .equal: answers = equalRows(x, y)
        case .notEqual: answers = equalRows(x, y).complement
        case .less: answers = lessRows(x, y)
        case .greaterOrEqual: answers = lessRows(x, y).complement
        case .greater: answers = lessRows(y, x)
        case .lessOrEqual: answers = lessRows(y, x).complement
        }
        return Truths(answers: answers, validity: validity)
    }

    // Rows that are not valid hold ranges that may be read all the same; their answers are masked away.

    private func equalRows(_ a: TextColumn, _ b: TextColumn) -> Bitmap {
        rowMask(a.lengths.count) { row in
            a.lengths[row] == b.lengths[row] && areEqual(a.bytes(row), b.bytes(row))
        }
    }

    private func lessRows(_ a: TextColumn, _ b: TextColumn) -> Bitmap {
        rowMask(a.lengths.count) { isLess(a.bytes($0), b.bytes($0)) }
    }
}

/// Whether two texts of one length hold the same bytes.
func areEqual(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let x = UnsafeRawPointer(a.baseAddress), let y = UnsafeRawPointer(b.baseAddress) else { return true }
    let count = a.count
    var at = 0
    while at &+ 8 <= count {
        if x.loadUnaligned(fromByteOffset: at, as: UInt64.self) != y.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        {
            return false
        }
        at &+= 8
    }
    while at < count {
        if a[at] != b[at] { return false }
        at &+= 1
    }
    return true
}

func isLess(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    let common = min(a.count, b.count)
    for i in 0..<common where a[i] != b[i] { return a[i] < b[i] }
    return a.count < b.count
}

/// The texts of codes.
struct TextOfCodes: TextNode {
    let inner: any IntegerNode
    private let buffer: ByteBuffer
    private let starts: [UInt32]
    private let lengths: [UInt32]

    init(_ inner: any IntegerNode, _ dictionary: CodeDictionary) {
        self.inner = inner
        var bytes: [UInt8] = []
        var starts: [UInt32] = []
        for code in dictionary.codes {
            starts.append(UInt32(bytes.count))
            bytes += code.utf8
        }
        buffer = ByteBuffer(bytes)
        self.starts = starts
        lengths = dictionary.codes.map { UInt32($0.utf8.count) }
    }

    func evaluate(_ frame: inout Frame) -> Texts {
        let column = inner.evaluate(&frame).column(&frame)
        // A position outside the dictionary stands for a code that was not found there.
        let known = rowMask(column.values.count) { column.values[$0] >= 0 && column.values[$0] < starts.count }
        return .column(
            TextColumn(
                buffer: buffer,
                starts: column.values.map { $0 >= 0 && $0 < starts.count ? starts[Int($0)] : 0 },
                lengths: column.values.map { $0 >= 0 && $0 < starts.count ? lengths[Int($0)] : 0 },
                validity: column.validity.intersection(known)))
    }
}
