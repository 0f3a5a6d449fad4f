import Definitions
import Model
import Tabular

/// Functions over the accepted records of other datasets.
enum ReferenceFunctions {
    static let all = [exists, lookup, counted]

    static let exists = FunctionDefinition(
        name: "EXISTS", signature: "EXISTS(dataset, key…)",
        summary:
            "Whether the dataset has an accepted record with the key, or with the fields named (field = value, …); missing where part of it is.",
        arguments: 2...20,
        check: { checker, call in
            guard let dataset = dataset(&checker, call),
                let keys = keys(&checker, call, dataset, call.arguments.dropFirst())
            else { return nil }
            checker.lookups[keys.lookup, default: []].formUnion([])
            return .truths(ExistsNode(table: keys.lookup.table, keys: keys.nodes), at: call.offset)
        },
        row: { row, arguments in
            guard let id = row.reference(arguments[0], Array(arguments.dropFirst()))?.id, id != -2 else {
                return .missing
            }
            return .truth(id >= 0)
        })

    static let lookup = FunctionDefinition(
        name: "LOOKUP", signature: "LOOKUP(dataset, key…, field)",
        summary:
            "The field of the dataset's accepted record with the key, or of the first with the fields named (field = value, …); missing where there is none.",
        arguments: 3...21,
        check: { checker, call in
            guard let dataset = dataset(&checker, call) else { return nil }
            let last = call.arguments[call.arguments.count - 1]
            let keys = keys(&checker, call, dataset, call.arguments.dropFirst().dropLast())
            guard case .name(let name) = last.form, let field = dataset.schema.index(of: name) else {
                var suggestion: String?
                if case .name(let name) = last.form {
                    suggestion = nearest(name, among: dataset.schema.fields.map(\.name))
                }
                return checker.mistake(
                    "a field of \(dataset.definition.name) is expected here", at: last.offset, suggestion: suggestion)
            }
            guard let keys else { return nil }
            checker.lookups[keys.lookup, default: []].insert(name)
            let type = ExpressionType(dataset.schema.fields[field])
            let node = LookupNode(table: keys.lookup.table, keys: keys.nodes, field: name)
            switch type {
            case .text: return .texts(node, at: call.offset)
            case .boolean: return .truths(TruthOfIntegers(inner: node), at: call.offset)
            default: return .integers(type, node, at: call.offset)
            }
        },
        row: { row, arguments in
            guard case .name(let name) = arguments[arguments.count - 1].form,
                let found = row.reference(arguments[0], Array(arguments.dropFirst().dropLast())),
                let field = found.schema.index(of: name)
            else { return .missing }
            return RowValue(found.table.column(name, at: [found.id]), row: 0, field: found.schema.fields[field])
        })

    static let counted = FunctionDefinition(
        name: "COUNTED", signature: "COUNTED(indicator, subject)",
        summary: "Lists only: whether the subject is among those that the indicator counts in the list's period.",
        arguments: 2...2,
        check: { checker, call in
            let argument = call.arguments[0]
            guard !checker.scope.counted.isEmpty else {
                return checker.mistake(
                    "COUNTED is for lists: figures are made when records have been read", at: call.offset)
            }
            guard case .name(let name) = argument.form, let subject = checker.scope.counted[name] else {
                var suggestion: String?
                if case .name(let name) = argument.form {
                    suggestion = nearest(name, among: checker.scope.counted.keys.sorted())
                }
                return checker.mistake(
                    "an indicator that counts distinct subjects is expected here", at: argument.offset,
                    suggestion: suggestion)
            }
            guard let part = checker.check(call.arguments[1]), let key = key(&checker, part, subject) else {
                return nil
            }
            checker.counted.insert(name)
            return .truths(ExistsNode(table: countedTable(name), keys: [key]), at: call.offset)
        },
        row: { row, arguments in
            guard case .name(let name) = arguments[0].form,
                let id = row.record(in: countedTable(name), [arguments[1]])?.id, id != -2
            else { return .missing }
            return .truth(id >= 0)
        })

    private struct Dataset {
        var definition: DatasetDefinition
        var schema: Schema
    }

    private static func dataset(_ checker: inout Checker, _ call: Call) -> Dataset? {
        let argument = call.arguments[0]
        let names = checker.scope.references.keys.sorted()
        guard case .name(let name) = argument.form else {
            _ = checker.mistake("the name of a dataset is expected here", at: argument.offset)
            return nil
        }
        guard let schema = checker.scope.references[name],
            let position = checker.scope.pipeline.datasetIndex(name)
        else {
            _ = checker.mistake(
                checker.scope.dataset?.name == name
                    ? "a dataset cannot refer to itself" : "there is no dataset “\(name)” to refer to",
                at: argument.offset, suggestion: nearest(name, among: names))
            return nil
        }
        let definition = checker.scope.pipeline.datasets[position]
        return Dataset(definition: definition, schema: schema)
    }

    /// What records are found by: the table that keeps them so, and the key's parts in the physical form of its fields.
    private struct Keys {
        var lookup: Lookup
        var nodes: [Node]
    }

    private static func keys(
        _ checker: inout Checker, _ call: Call, _ dataset: Dataset, _ arguments: some Collection<Syntax>
    ) -> Keys? {
        let name = dataset.definition.name
        let parts: [(field: SchemaField, value: Syntax)]
        let named = arguments.compactMap { namedKey($0) }
        let lookup: Lookup
        if named.count == arguments.count {
            var found: [(field: SchemaField, value: Syntax)] = []
            for part in named {
                guard let field = dataset.schema.index(of: part.field) else {
                    _ = checker.mistake(
                        "\(name) has no field “\(part.field)”", at: part.offset,
                        suggestion: nearest(part.field, among: dataset.schema.fields.map(\.name)))
                    return nil
                }
                found.append((dataset.schema.fields[field], part.value))
            }
            parts = found
            lookup = Lookup(dataset: name, by: named.map(\.field))
        } else {
            let primary = dataset.definition.primaryKey
            guard !primary.isEmpty else {
                _ = checker.mistake(
                    "\(name) has no primaryKey to be found by; name the fields: field = value", at: call.offset)
                return nil
            }
            let fields = primary.compactMap { name in
                dataset.schema.index(of: name).map { dataset.schema.fields[$0] }
            }
            guard fields.count == arguments.count else {
                _ = checker.mistake(
                    "the key of \(name) is \(primary.joined(separator: ", ")); by other fields write field = value",
                    at: call.offset)
                return nil
            }
            parts = zip(fields, arguments).map { ($0, $1) }
            lookup = Lookup(dataset: name, by: [])
        }
        let nodes = parts.map { part in
            checker.check(part.value).flatMap { key(&checker, $0, part.field) }
        }
        let known = nodes.compactMap { $0 }
        return known.count == nodes.count ? Keys(lookup: lookup, nodes: known) : nil
    }

    /// `field = value`
    static func namedKey(_ syntax: Syntax) -> (field: String, value: Syntax, offset: Int)? {
        guard case .binary(.equal, let left, let value) = syntax.form, case .name(let field) = left.form else {
            return nil
        }
        return (field, value, left.offset)
    }

    private static func key(_ checker: inout Checker, _ part: Checked, _ field: SchemaField) -> Node? {
        let type = ExpressionType(field)
        switch type {
        case .text: return checker.texts(part).map { .texts($0) }
        case .boolean: return checker.condition(part).map { .integers(IntegersOfTruths(inner: $0)) }
        case .code(let dictionary):
            if case .texts(let node) = part.node, part.literal == nil {
                return .integers(CodesOfTexts(node, dictionary))
            }
        case .number(let scale):
            if let own = part.scale, own > scale {
                _ = checker.mistake(
                    "\(field.name) has \(scale) digits after the point: ROUND this number to compare", at: part.offset)
                return nil
            }
        default: break
        }
        return checker.integers(part, as: type).map(\.node)
    }
}
