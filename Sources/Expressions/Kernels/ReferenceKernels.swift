import Model
import Tabular

/// Numbers of the records that have the keys: −1 none, −2 part of the key is missing, or the table is not there.
private func records(_ name: String, _ keys: [Node], _ frame: inout Frame) -> (ReferenceTable?, [Int32]) {
    let count = frame.rowCount
    guard let table = frame.references.tables[name] else { return (nil, [Int32](repeating: -2, count: count)) }
    var columns: [Column] = []
    for key in keys {
        switch key {
        case .integers(let node): columns.append(.integers(node.evaluate(&frame).column(&frame)))
        case .texts(let node): columns.append(.texts(node.evaluate(&frame).column(count: count)))
        case .truths: preconditionFailure("conditions become 0 and 1 before they are keys")
        }
    }
    return (table, table.find(columns, rowCount: count))
}

struct ExistsNode: TruthNode {
    let table: String
    let keys: [Node]

    func evaluate(_ frame: inout Frame) -> Truths {
        let (_, ids) = records(table, keys, &frame)
        return Truths(yes: rowMask(ids.count) { ids[$0] >= 0 }, missing: rowMask(ids.count) { ids[$0] == -2 })
    }
}

struct LookupNode: IntegerNode, TextNode {
    let table: String
    let keys: [Node]
    let field: String

    func evaluate(_ frame: inout Frame) -> Integers {
        let (table, ids) = records(table, keys, &frame)
        guard case .integers(let column)? = table?.column(field, at: ids) else { return .constant(nil) }
        return .narrow(column)
    }

    func evaluate(_ frame: inout Frame) -> Texts {
        let (table, ids) = records(table, keys, &frame)
        guard case .texts(let column)? = table?.column(field, at: ids) else { return .constant(nil) }
        return .column(column)
    }
}

/// Conditions as 0 and 1.
struct IntegersOfTruths: IntegerNode {
    let inner: any TruthNode

    func evaluate(_ frame: inout Frame) -> Integers {
        let truths = inner.evaluate(&frame)
        var values = [Int64](repeating: 0, count: frame.rowCount)
        truths.yes.forEachSet { values[$0] = 1 }
        return .narrow(IntegerColumn(values: values, validity: truths.missing.complement))
    }
}
