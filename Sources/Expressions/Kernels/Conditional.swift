import Model
import Tabular

/// The rows that each branch of a CASE or COALESCE answers, found condition by condition; a row's later branches are not
/// asked any more.
private struct Choice {
    var open: Bitmap

    init(_ frame: Frame) { open = Bitmap(count: frame.rowCount, repeating: true) }

    mutating func take(_ condition: any TruthNode, _ frame: inout Frame) -> Bitmap {
        let rows = frame.restricted(to: open) { condition.evaluate(&$0).yes }.intersection(open)
        open.subtract(rows)
        return rows
    }
}

/// CASE over integers: results are of one scale, one dictionary.
struct IntegerCase: IntegerNode {
    let branches: [(condition: any TruthNode, result: any IntegerNode)]
    let otherwise: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Integers {
        var choice = Choice(frame)
        var parts: [(rows: Bitmap, values: Integers)] = []
        for branch in branches where !choice.open.isEmpty {
            let rows = choice.take(branch.condition, &frame)
            guard !rows.isEmpty else { continue }
            parts.append((rows, frame.restricted(to: rows) { branch.result.evaluate(&$0) }))
        }
        if !choice.open.isEmpty {
            parts.append((choice.open, frame.restricted(to: choice.open) { otherwise.evaluate(&$0) }))
        }
        return merged(parts, count: frame.rowCount)
    }
}

/// COALESCE over integers.
struct IntegerCoalesce: IntegerNode {
    let items: [any IntegerNode]

    func evaluate(_ frame: inout Frame) -> Integers {
        var open = Bitmap(count: frame.rowCount, repeating: true)
        var parts: [(rows: Bitmap, values: Integers)] = []
        for item in items where !open.isEmpty {
            let values = frame.restricted(to: open) { item.evaluate(&$0) }
            let rows = values.validity(count: frame.rowCount).intersection(open)
            parts.append((rows, values))
            open.subtract(rows)
        }
        return merged(parts, count: frame.rowCount)
    }
}

/// Each part's values on its rows; rows in no part are missing.
private func merged(_ parts: [(rows: Bitmap, values: Integers)], count: Int) -> Integers {
    var validity = Bitmap(count: count)
    for part in parts { validity.formUnion(part.values.validity(count: count).intersection(part.rows)) }
    let isNarrow = parts.allSatisfy {
        switch $0.values {
        case .constant(let value): value.map { Int64(exactly: $0) != nil } ?? true
        case .narrow: true
        case .wide: false
        }
    }
    guard isNarrow else {
        var values = [Int128](repeating: 0, count: count)
        for part in parts {
            let source = part.values.wideValues(count: count)
            part.rows.forEachSet { values[$0] = source[$0] }
        }
        return .wide(WideColumn(values: values, validity: validity))
    }
    var values = [Int64](repeating: 0, count: count)
    for part in parts {
        switch part.values {
        case .constant(let value):
            let constant = value.flatMap { Int64(exactly: $0) } ?? 0
            part.rows.forEachSet { values[$0] = constant }
        case .narrow(let column): part.rows.forEachSet { values[$0] = column.values[$0] }
        case .wide: preconditionFailure("checked above")
        }
    }
    return .narrow(IntegerColumn(values: values, validity: validity))
}

/// CASE over texts that are not all stated in the expression.
struct TextCase: TextNode {
    let branches: [(condition: any TruthNode, result: any TextNode)]
    let otherwise: any TextNode

    func evaluate(_ frame: inout Frame) -> Texts {
        var choice = Choice(frame)
        var parts: [(rows: Bitmap, values: Texts)] = []
        for branch in branches where !choice.open.isEmpty {
            let rows = choice.take(branch.condition, &frame)
            guard !rows.isEmpty else { continue }
            parts.append((rows, frame.restricted(to: rows) { branch.result.evaluate(&$0) }))
        }
        if !choice.open.isEmpty {
            parts.append((choice.open, frame.restricted(to: choice.open) { otherwise.evaluate(&$0) }))
        }
        return merged(parts, count: frame.rowCount)
    }
}

/// COALESCE over texts.
struct TextCoalesce: TextNode {
    let items: [any TextNode]

    func evaluate(_ frame: inout Frame) -> Texts {
        var open = Bitmap(count: frame.rowCount, repeating: true)
        var parts: [(rows: Bitmap, values: Texts)] = []
        for item in items where !open.isEmpty {
            let values = frame.restricted(to: open) { item.evaluate(&$0) }
            let rows = values.validity(count: frame.rowCount).intersection(open)
            parts.append((rows, values))
            open.subtract(rows)
        }
        return merged(parts, count: frame.rowCount)
    }
}

private func merged(_ parts: [(rows: Bitmap, values: Texts)], count: Int) -> Texts {
    if parts.count == 1, parts[0].rows.isFull { return parts[0].values }
    var source = [Int](repeating: -1, count: count)
    for (number, part) in parts.enumerated() {
        part.rows.intersection(part.values.validity(count: count)).forEachSet { source[$0] = number }
    }
    let columns = parts.map { $0.values.column(count: count) }
    let validity = rowMask(count) { source[$0] >= 0 }
    let bytes = source.indices.reduce(0) { $0 + (source[$1] < 0 ? 0 : Int(columns[source[$1]].lengths[$1])) }
    var builder = TextBuilder(rows: count, bytes: bytes)
    for row in 0..<count {
        if source[row] < 0 { builder.appendMissing() } else { builder.append(columns[source[row]].bytes(row)) }
    }
    return .column(builder.column(validity: validity))
}

/// CASE over conditions.
struct TruthCase: TruthNode {
    let branches: [(condition: any TruthNode, result: any TruthNode)]
    let otherwise: any TruthNode

    func evaluate(_ frame: inout Frame) -> Truths {
        var choice = Choice(frame)
        var answer = Truths(repeating: .no, count: frame.rowCount)
        func add(_ rows: Bitmap, _ truths: Truths) {
            answer.yes.formUnion(truths.yes.intersection(rows))
            answer.missing.formUnion(truths.missing.intersection(rows))
        }
        for branch in branches where !choice.open.isEmpty {
            let rows = choice.take(branch.condition, &frame)
            if !rows.isEmpty { add(rows, frame.restricted(to: rows) { branch.result.evaluate(&$0) }) }
        }
        if !choice.open.isEmpty {
            add(choice.open, frame.restricted(to: choice.open) { otherwise.evaluate(&$0) })
        }
        return answer
    }
}

/// COALESCE over conditions.
struct TruthCoalesce: TruthNode {
    let items: [any TruthNode]

    func evaluate(_ frame: inout Frame) -> Truths {
        var answer = Truths(repeating: .missing, count: frame.rowCount)
        for item in items where !answer.missing.isEmpty {
            let open = answer.missing
            let truths = frame.restricted(to: open) { item.evaluate(&$0) }
            answer.yes.formUnion(truths.yes.intersection(open))
            answer.missing.formIntersection(truths.missing)
        }
        return answer
    }
}
