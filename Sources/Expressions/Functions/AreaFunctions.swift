import Definitions
import Model

/// Functions of areas.
enum AreaFunctions {
    static let all = [parent]

    static let parent = FunctionDefinition(
        name: "PARENT", signature: "PARENT(area, 'city' | 'province' | …)",
        summary: "The area of that kind which holds the area, or the area itself; missing where there is none.",
        arguments: 2...2,
        check: { checker, call in
            guard let part = checker.check(call.arguments[0]), let area = checker.integers(part, as: .area) else {
                return nil
            }
            guard case .text(let word) = call.arguments[1].form, let kind = AreaKind(rawValue: word) else {
                let kinds = AreaKind.allCases.map(\.rawValue)
                var suggestion: String?
                if case .text(let word) = call.arguments[1].form { suggestion = nearest(word, among: kinds) }
                return checker.mistake(
                    "a kind of area is expected here: \(kinds.map { "'\($0)'" }.joined(separator: ", "))",
                    at: call.arguments[1].offset, suggestion: suggestion)
            }
            let tree = checker.scope.pipeline.areas
            let table = tree.areas.indices.map { tree.ancestor(of: $0, kind: kind).map { Int64($0) } }
            return .integers(.area, TableNode(inner: area.integerNode, table: table), at: call.offset)
        },
        row: { row, arguments in
            guard case .area(let index) = row.coerced(row.value(arguments[0]), to: .area),
                case .text(let word) = arguments[1].form, let kind = AreaKind(rawValue: word)
            else { return .missing }
            return row.scope.pipeline.areas.ancestor(of: index, kind: kind).map { .area($0) } ?? .missing
        })
}
