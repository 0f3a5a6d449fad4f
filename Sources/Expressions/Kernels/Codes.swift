import Model
import Tabular

/// Replaces small whole numbers by others: codes of one dictionary by those of another, areas by their ancestors.
struct TableNode: IntegerNode {
    let inner: any IntegerNode
    /// By value; `TableNode.none`: missing.
    private let table: [Int64]

    private static let none = Int64.min

    /// By value; nil: missing.
    init(inner: any IntegerNode, table: [Int64?]) {
        self.inner = inner
        self.table = table.map { $0 ?? TableNode.none }
    }

    func evaluate(_ frame: inout Frame) -> Integers {
        switch inner.evaluate(&frame) {
        case .constant(let value):
            let target = value.flatMap { Int64(exactly: $0) }.map(entry) ?? TableNode.none
            return .constant(target == TableNode.none ? nil : Int128(target))
        case .narrow(let column):
            let values = column.values.map(entry)
            let known = rowMask(values.count) { values[$0] != TableNode.none }
            // What stands in a row without a value is nobody's business, as long as it is no special number.
            return .narrow(
                IntegerColumn(
                    values: values.map { $0 == TableNode.none ? 0 : $0 }, validity: column.validity.intersection(known))
            )
        case .wide: preconditionFailure("codes and areas are 64 bits")
        }
    }

    private func entry(_ value: Int64) -> Int64 {
        value >= 0 && value < table.count ? table[Int(value)] : TableNode.none
    }

    /// Positions in `target` of the codes of `source`; `absent` for codes that it lacks.
    static func translating(
        _ inner: any IntegerNode, from source: CodeDictionary, to target: CodeDictionary, absent: Int64?
    ) -> any IntegerNode {
        if source == target { return inner }
        return TableNode(inner: inner, table: source.codes.map { target.position(of: $0).map { Int64($0) } ?? absent })
    }
}

/// Positions in a dictionary of texts; −1, which no record has, for those that it lacks.
struct CodesOfTexts: IntegerNode {
    let inner: any TextNode
    /// Sorted by bytes.
    private let codes: [(text: ConstantText, position: Int64)]

    init(_ inner: any TextNode, _ dictionary: CodeDictionary) {
        self.inner = inner
        codes = dictionary.codes.enumerated()
            .filter { dictionary.position(of: $1) == $0 }
            .map { (ConstantText($1), Int64($0)) }
            .sorted { isLess($0.text.bytes, $1.text.bytes) }
    }

    func evaluate(_ frame: inout Frame) -> Integers {
        let column = inner.evaluate(&frame).column(count: frame.rowCount)
        var values = [Int64](repeating: 0, count: frame.rowCount)
        column.validity.forEachSet { values[$0] = position(of: column.bytes($0)) }
        return .narrow(IntegerColumn(values: values, validity: column.validity))
    }

    private func position(of bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        var (low, high) = (0, codes.count)
        while low < high {
            let middle = (low + high) / 2
            if isLess(codes[middle].text.bytes, bytes) { low = middle + 1 } else { high = middle }
        }
        guard low < codes.count else { return -1 }
        let found = codes[low].text.bytes
        return found.count == bytes.count && areEqual(found, bytes) ? codes[low].position : -1
    }
}

/// `x IN (1, 2, …)` over whole numbers that are known at type-check.
struct IntegerMembership: TruthNode {
    let inner: any IntegerNode
    /// At the scale of `inner`, ascending.
    let members: [Int64]
    /// NULL is in the list: a value outside it is missing, not no.
    let holdsNull: Bool

    func evaluate(_ frame: inout Frame) -> Truths {
        let count = frame.rowCount
        let value = inner.evaluate(&frame)
        let validity = value.validity(count: count)
        let answers: Bitmap
        if let values = value.narrowValues(count: count) {
            answers = rowMask(count) { contains(values[$0]) }
        } else {
            let values = value.wideValues(count: count)
            answers = rowMask(count) { Int64(exactly: values[$0]).map(contains) ?? false }
        }
        let truths = Truths(answers: answers, validity: validity)
        return holdsNull ? Truths(yes: truths.yes, missing: truths.yes.complement) : truths
    }

    private func contains(_ value: Int64) -> Bool {
        if members.count <= 8 { return members.contains(value) }
        var (low, high) = (0, members.count)
        while low < high {
            let middle = (low + high) / 2
            if members[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < members.count && members[low] == value
    }
}
