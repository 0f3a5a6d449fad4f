public import Definitions
import Model
import Tabular

/// Names in an output's definition that nothing answers to: columns, filters, picks, orders; units that can never meet.
/// Found before the first byte of data is read; empty for an output that can be written.
public func mistakes(in output: OutputDefinition, of pipeline: PipelineDefinition) -> [Diagnostic] {
    guard let table = output.table else {
        return output.kind == .table ? [Diagnostic("a table needs source and columns", at: output.place)] : []
    }
    let vocabulary = Vocabulary(table.source, pipeline)
    var found: [Diagnostic] = []
    for column in table.columns {
        if column.pick.isEmpty {
            let name = column.from ?? column.name
            if !vocabulary.knows(name) { found.append(vocabulary.unknown(name, at: column.place)) }
        } else if table.source == .findings {
            found.append(Diagnostic("only tables of figures can pick", at: column.place))
        }
        for name in column.pick.keys.sorted(by: precedesInBytes) where !vocabulary.knows(name) {
            found.append(vocabulary.unknown(name, at: column.place))
        }
        if let decimals = column.decimals, !(0...18).contains(decimals) {
            found.append(Diagnostic("decimals must be 0 to 18", at: column.place))
        }
    }
    for name in table.filter.keys.sorted(by: precedesInBytes) where !vocabulary.knows(name) {
        found.append(vocabulary.unknown(name, at: output.place))
    }
    for name in table.order {
        let isColumn = table.columns.contains { $0.name == name || $0.from == name }
        // Lines of figures have no attributes but their columns.
        if !isColumn, table.source == .figures || !vocabulary.knows(name) {
            found.append(vocabulary.unknown(name, at: output.place))
        }
    }
    return found
}

/// The words that tables of one source may use.
private struct Vocabulary {
    private let source: TableDefinition.Source
    private let fields: Set<String>
    private let breakdownFields: Set<String>
    private let labels: Set<String>

    init(_ source: TableDefinition.Source, _ pipeline: PipelineDefinition) {
        self.source = source
        fields = Set(pipeline.datasets.flatMap { $0.fields.map(\.name) + $0.derive.map(\.name) })
        breakdownFields = Set(pipeline.indicators.flatMap { $0.breakdowns.flatMap { $0 } })
        labels = Set(pipeline.indicators.flatMap { $0.labels.keys })
    }

    func knows(_ name: String) -> Bool {
        switch source {
        case .findings:
            if FindingAttribute.Name(rawValue: name) != nil { return true }
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            return parts.count == 2 && (parts[0] == "raw" || parts[0] == "value") && fields.contains(parts[1])
        case .figures:
            switch FigureAttribute(name) {
            case .named: return true
            case .label(let label): return labels.contains(label)
            case .category(let field): return breakdownFields.contains(field)
            case nil: return false
            }
        }
    }

    func unknown(_ name: String, at place: SourcePlace) -> Diagnostic {
        let names = source == .findings ? FindingAttribute.names : FigureAttribute.names
        let of = source == .findings ? "findings" : "figures"
        return Diagnostic(
            "tables of \(of) know no `\(name)`", at: place, suggestion: "known: \(names.joined(separator: ", "))")
    }
}
