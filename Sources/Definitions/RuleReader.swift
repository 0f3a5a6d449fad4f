import Model

/// Reads `built_in:`: overrides of the program's own rules of that scope, by kind.
func readOverrides(_ node: NodeReader, scope: BuiltInRule.Scope, _ context: PipelineContext) -> [String: RuleOverride] {
    let kinds = BuiltInRule.allCases.filter { $0.scope == scope }
    var overrides: [String: RuleOverride] = [:]
    for (key, keyNode, value) in node.pairs() {
        guard let kind = BuiltInRule(rawValue: key), kind.scope == scope else {
            keyNode.mistake(unknown: "built-in rule", key, known: kinds.map(\.rawValue))
            continue
        }
        guard let entries = value.entries(["id", "severity", "rejects", "message"]) else { continue }
        let severity = entries["severity"]?.choice("severity", Severity.self)
        if (severity ?? kind.severity) != .error {
            entries.forbid(["rejects"], "only an error keeps something out")
        }
        overrides[key] = RuleOverride(
            id: entries["id"]?.text(), severity: severity, rejects: entries["rejects"]?.choice("word", Rejects.self),
            message: entries["message"]?.localized(context.language), place: entries.place)
    }
    return overrides
}

/// The ids that a pipeline's own rules have taken, with their lines.
final class RuleIdentifiers {
    private var places: [String: SourcePlace] = [:]

    /// The place of the rule that has the id already; nil: it was free.
    func claim(_ id: String, at place: SourcePlace) -> SourcePlace? {
        if let taken = places[id] { return taken }
        places[id] = place
        return nil
    }
}

/// Reads `rules:` and `derive:` of a dataset.
struct RuleReader {
    let context: PipelineContext
    let identifiers: RuleIdentifiers

    private static let keys =
        [
            "id", "title", "severity", "rejects", "field", "check", "expected", "difference", "message",
        ] + seriesKeys

    func read(_ node: NodeReader, fields: FieldNames) -> RuleDefinition? {
        guard let entries = node.entries(RuleReader.keys) else { return nil }
        let idNode = entries.required("id")
        let id = idNode?.text()
        if let id, let idNode, let taken = identifiers.claim(id, at: idNode.place) {
            idNode.mistake("rule id '\(id)' is taken by \(taken.file):\(taken.line)")
        }
        let severity = entries.required("severity")?.choice("severity", Severity.self)
        let rejects = entries["rejects"]?.choice("word", Rejects.self)
        if let severity, severity != .error {
            entries.forbid(["rejects"], "only an error keeps something out")
        } else if rejects == .field, entries["field"] == nil {
            entries["rejects"]?.mistake("'rejects: field' needs the field that it keeps out")
        }
        let field = entries["field"].flatMap { fields.name($0) }
        let statement = statement(entries, fields)
        if let message = entries["message"] { checkPlaceholders(message, fields) }
        guard let id, let statement else { return nil }
        var rule = RuleDefinition(
            id: id, title: entries["title"]?.localized(context.language) ?? LocalizedText(),
            severity: severity ?? .error, rejects: rejects, field: field, check: statement.check,
            expected: statement.expected, difference: statement.difference,
            message: entries["message"]?.localized(context.language) ?? LocalizedText(),
            place: entries.place)
        rule.series = statement.series
        return rule
    }

    /// `{name}` in a message stands for a field, or for what the rule computes.
    private func checkPlaceholders(_ node: NodeReader, _ fields: FieldNames) {
        let known = fields.names + ["expected", "difference", "value"]
        for text in node.isMapping ? node.pairs().map(\.value) : [node] {
            guard let source = (text.plainText?.isEmpty == false ? text : nil)?.sourceText() else { continue }
            for (name, offset) in placeholders(in: source.text) where !known.contains(name) {
                node.mistakes.add(unknown: "placeholder", name, known: known, at: source.place(atOffset: offset))
            }
        }
    }

    /// An entry of `derive:`.
    func readDerived(_ node: NodeReader) -> DeriveDefinition? {
        guard let entries = node.entries(["name", "title", "type", "expression"]) else { return nil }
        let name = entries.required("name")?.identifier("a field")
        let type = entries["type"]?.choice("type", FieldType.self)
        let expression = entries.required("expression")?.sourceText()
        guard let name, let expression else { return nil }
        return DeriveDefinition(
            name: name, title: entries["title"]?.localized(context.language) ?? LocalizedText(zh: name), type: type,
            expression: expression, place: entries.place)
    }
}
