import Model
import Tabular

/// An expression that has been typed, as the kernels run it. One call a batch; the loops are inside.
protocol IntegerNode: Sendable {
    func evaluate(_ frame: inout Frame) -> Integers
}

protocol TextNode: Sendable {
    func evaluate(_ frame: inout Frame) -> Texts
}

protocol TruthNode: Sendable {
    func evaluate(_ frame: inout Frame) -> Truths
}

/// A typed expression by the form of its values.
enum Node: Sendable {
    /// Numbers, dates, areas, periods, codes.
    case integers(any IntegerNode)
    case texts(any TextNode)
    case truths(any TruthNode)
}

/// What nodes read and count while they go over one batch.
struct Frame {
    let batch: Batch
    let references: References
    var counters = EvaluationCounters()
    /// Rows whose answer will be used: branches of a CASE that a row does not take count no overflow. nil: all.
    var active: Bitmap?
    /// Values of nodes that several others read, by slot.
    var shared: [Int: SharedValue] = [:]

    var rowCount: Int { batch.rowCount }

    init(batch: Batch, references: References) {
        self.batch = batch
        self.references = references
    }

    /// Runs `body` for the rows given only.
    mutating func restricted<Answer>(to rows: Bitmap, _ body: (inout Frame) -> Answer) -> Answer {
        let outer = active
        active = outer?.intersection(rows) ?? rows
        defer { active = outer }
        return body(&self)
    }

    /// The rows given that are active.
    func activeCount(of rows: Bitmap) -> Int64 { Int64((active?.intersection(rows) ?? rows).ones) }

    /// How many rows are active.
    var activeRows: Int64 { Int64(active?.ones ?? rowCount) }
}

enum SharedValue {
    case integers(Integers)
    case texts(Texts)
}

/// A value that is used more than once (the operand of BETWEEN or of a simple CASE), computed and counted once.
struct SharedIntegers: IntegerNode {
    let slot: Int
    let inner: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Integers {
        if case .integers(let known) = frame.shared[slot] { return known }
        let value = inner.evaluate(&frame)
        frame.shared[slot] = .integers(value)
        return value
    }
}

struct SharedTexts: TextNode {
    let slot: Int
    let inner: any TextNode

    func evaluate(_ frame: inout Frame) -> Texts {
        if case .texts(let known) = frame.shared[slot] { return known }
        let value = inner.evaluate(&frame)
        frame.shared[slot] = .texts(value)
        return value
    }
}

struct IntegerConstant: IntegerNode {
    let value: Int128?
    func evaluate(_ frame: inout Frame) -> Integers { .constant(value) }
}

struct TextConstant: TextNode {
    let value: ConstantText?
    func evaluate(_ frame: inout Frame) -> Texts { .constant(value) }
}

struct TruthConstant: TruthNode {
    let value: Truth
    func evaluate(_ frame: inout Frame) -> Truths { Truths(repeating: value, count: frame.rowCount) }
}

struct IntegerField: IntegerNode {
    let position: Int

    func evaluate(_ frame: inout Frame) -> Integers {
        guard case .integers(let column) = frame.batch.columns[position] else {
            preconditionFailure("column \(position) holds texts where its schema says integers")
        }
        return .narrow(column)
    }
}

struct TextField: TextNode {
    let position: Int

    func evaluate(_ frame: inout Frame) -> Texts {
        guard case .texts(let column) = frame.batch.columns[position] else {
            preconditionFailure("column \(position) holds integers where its schema says text")
        }
        return .column(column)
    }
}

/// A boolean field, or any 0/1 integers.
struct TruthOfIntegers: TruthNode {
    let inner: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Truths {
        let values = inner.evaluate(&frame)
        return compareIntegers(.equal, values, .constant(1), count: frame.rowCount)
    }
}
