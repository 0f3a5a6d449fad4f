import Definitions
import Expressions
import Model
import Tabular

/// A field computed from the record's others: no rule, but rules after it may use it.
struct Derive: RuleKind {
    /// Position in the schema.
    let field: Int
    let expression: Expression

    static func compile(_ compilation: inout RuleCompilation) -> [Derive] {
        var derived: [Derive] = []
        for definition in compilation.dataset.derive {
            guard let expression = compilation.expression(definition.expression) else {
                // So that one mistake is not told again wherever the field is used.
                let type = definition.type.map(placeholder) ?? .text
                compilation.schema.fields.append(SchemaField(name: definition.name, type: type))
                continue
            }
            let (value, codes) = expression.resultField
            let result = SchemaField(name: definition.name, type: value, codes: codes)
            if let type = definition.type, !matches(type, result.type) {
                compilation.diagnostics.append(
                    Diagnostic(
                        "\(definition.name) is declared as \(type.rawValue), but its expression is \(noun(result.type))",
                        at: definition.expression.place))
            }
            // Two derived fields of one name, or one named as a field: the reader of the definition says so.
            derived.append(Derive(field: compilation.schema.fields.count, expression: expression))
            compilation.schema.fields.append(result)
        }
        return derived
    }

    private static func placeholder(_ type: FieldType) -> ValueType {
        switch type {
        case .string, .uscc, .code, .amount: .text
        case .integer, .number: .number(scale: 0)
        case .date: .date
        case .period: .period
        case .boolean: .boolean
        case .area: .area
        }
    }

    private static func matches(_ type: FieldType, _ value: ValueType) -> Bool {
        switch (type, value) {
        case (.string, .text), (.string, .code), (.uscc, .text), (.code, .code), (.number, .number),
            (.date, .date), (.period, .period), (.boolean, .boolean), (.area, .area):
            true
        case (.integer, .number(let scale)): scale == 0
        default: false
        }
    }

    private static func noun(_ type: ValueType) -> String {
        switch type {
        case .number(let scale): scale == 0 ? "an integer" : "a number with \(scale) decimals"
        case .date: "a date"
        case .boolean: "a boolean"
        case .area: "an area"
        case .period: "a period"
        case .code: "a code"
        case .text: "a string"
        }
    }

    func evaluate(_ rows: inout RowEvaluation) {
        let column = expression.evaluate(rows.batch, references: rows.references, counters: &rows.counters)
        if field < rows.columns.count { rows.columns[field] = column } else { rows.columns.append(column) }
    }
}
