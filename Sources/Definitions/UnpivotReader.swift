import Model

/// Reads `unpivot:` of a dataset.
struct UnpivotReader {
    /// Fields of the dataset, without derived ones.
    let fields: [FieldDefinition]

    func read(_ node: NodeReader) -> UnpivotDefinition? {
        guard let entries = node.entries(["value", "set", "columns"]) else { return nil }
        let value = entries["value"]?.text() ?? "value"
        let valueNode = entries["value"] ?? node
        let field = fields.first { $0.name == value }
        if field == nil {
            valueNode.mistake(unknown: "field", value, known: fields.map(\.name))
        } else if let field, ![.number, .integer, .amount].contains(field.type) {
            valueNode.mistake("the cells of a wide table are numbers; '\(value)' is of type \(field.type.rawValue)")
        }
        let settings = entries["set"].map { read(settings: $0, value: value) } ?? []
        let columns = entries.required("columns").map { node in
            if node.isNull || node.isEmptyList { node.mistake("at least one column is expected here") }
            return node.list().compactMap { read(column: $0, value: value, field) }
        }
        guard let columns, field != nil else { return nil }
        return UnpivotDefinition(value: value, settings: settings, columns: columns)
    }

    private func read(column node: NodeReader, value: String, _ field: FieldDefinition?) -> UnpivotDefinition.Column? {
        guard let entries = node.entries(["path", "set", "unit", "adds_up"]), let pathNode = entries.required("path"),
            let text = pathNode.text()
        else { return nil }
        var names: [String] = []
        let levels = text.split(separator: "/", omittingEmptySubsequences: false).map {
            level(String($0), of: pathNode, value: value, &names)
        }
        let settings = entries["set"].map { read(settings: $0, value: value) } ?? []
        for setting in settings where names.contains(setting.field) {
            entries["set"]?.mistake("the path gives '\(setting.field)' already")
        }
        let unit = entries["unit"]?.unit()
        if let unit, let held = field?.unit, unit.dimension != held.dimension {
            entries["unit"]?.mistake(
                "\(unit.symbol) does not measure what the unit of '\(value)', \(held.symbol), measures")
        }
        return UnpivotDefinition.Column(
            path: levels, settings: settings, unit: unit, addsUp: entries["adds_up"]?.boolean(), place: entries.place)
    }

    private func level(
        _ text: String, of node: NodeReader, value: String, _ names: inout [String]
    ) -> UnpivotDefinition.Level {
        if text.isEmpty { node.mistake("a level of the path is empty") }
        if text == "*" { return .any }
        guard text.hasPrefix("{"), text.hasSuffix("}") else {
            if text.contains("{") { node.mistake("a field in braces is a level of its own: 技术合同/{indicator}") }
            return .text(text)
        }
        let name = String(text.dropFirst().dropLast())
        check(field: name, node, value: value)
        if names.contains(name) { node.mistake("'\(name)' is in the path twice") }
        names.append(name)
        return .field(name)
    }

    private func read(settings node: NodeReader, value: String) -> [UnpivotDefinition.Setting] {
        node.pairs().compactMap { key, keyNode, valueNode in
            check(field: key, keyNode, value: value)
            guard let text = valueNode.text() else { return nil }
            for name in placeholders(text) where !UnpivotDefinition.placeholders.contains(name) {
                valueNode.mistake(unknown: "word in braces", name, known: UnpivotDefinition.placeholders)
            }
            if placeholders(text).isEmpty, let field = fields.first(where: { $0.name == key }) {
                check(text, field, valueNode)
            }
            return UnpivotDefinition.Setting(field: key, text: text)
        }
    }

    private func check(field name: String, _ node: NodeReader, value: String) {
        if name == value {
            node.mistake("'\(name)' takes the cells and cannot be set")
        } else if !fields.contains(where: { $0.name == name }) {
            node.mistake(unknown: "field", name, known: fields.map(\.name))
        }
    }

    /// A text that its field could not read would be an error in every record.
    private func check(_ text: String, _ field: FieldDefinition, _ node: NodeReader) {
        switch field.type {
        case .period where Period(text) == nil: node.expected("a period such as 2024-11")
        case .date where CivilDate(text) == nil: node.expected("a date such as 2024-01-31")
        case .number where Decimal(text) == nil, .integer where Int(text) == nil: node.expected("a number")
        default: break
        }
    }

    private func placeholders(_ text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            part.firstIndex(of: "}").map { String(part[..<$0]) }
        }
    }
}
