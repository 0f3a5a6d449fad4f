import Definitions
import Model
import Tabular

/// Functions over the accepted records of other datasets.
enum ReferenceFunctions {
    static let all = [exists, lookup]

    static let exists = FunctionDefinition(
        name: "EXISTS", signature: "EXISTS(dataset, key…)",
        summary: "Whether the dataset has an accepted record with the key; missing where part of the key is.",
        arguments: 2...20,
        check: { checker, call in
            guard let dataset = dataset(&checker, call),
                let keys = keys(&checker, call, dataset, call.arguments.dropFirst())
            else { return nil }
            checker.lookups[dataset.definition.name, default: []].formUnion([])
            return .truths(ExistsNode(dataset: dataset.definition.name, keys: keys), at: call.offset)
        },
        row: { row, arguments in
            guard let id = row.reference(arguments[0], Array(arguments.dropFirst()))?.id, id != -2 else {
                return .missing
            }
            return .truth(id >= 0)
        })

    static let lookup = FunctionDefinition(
        name: "LOOKUP", signature: "LOOKUP(dataset, key…, field)",
        summary: "The field of the dataset's accepted record with the key; missing where there is none.",
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
            checker.lookups[dataset.definition.name, default: []].insert(name)
            let type = ExpressionType(dataset.schema.fields[field])
            let node = LookupNode(dataset: dataset.definition.name, keys: keys, field: name)
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
        guard !definition.primaryKey.isEmpty else {
            _ = checker.mistake("\(name) has no primaryKey to be found by", at: argument.offset)
            return nil
        }
        return Dataset(definition: definition, schema: schema)
    }

    /// The key's parts in the physical form of the key fields.
    private static func keys(
        _ checker: inout Checker, _ call: Call, _ dataset: Dataset, _ arguments: some Collection<Syntax>
    ) -> [Node]? {
        let fields = dataset.definition.primaryKey.compactMap { name in
            dataset.schema.index(of: name).map { dataset.schema.fields[$0] }
        }
        guard fields.count == arguments.count else {
            _ = checker.mistake(
                "the key of \(dataset.definition.name) is \(dataset.definition.primaryKey.joined(separator: ", "))",
                at: call.offset)
            return nil
        }
        let nodes = zip(arguments, fields).map { argument, field in
            checker.check(argument).flatMap { key(&checker, $0, field) }
        }
        let known = nodes.compactMap { $0 }
        return known.count == nodes.count ? known : nil
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
