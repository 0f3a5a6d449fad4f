import Model

/// Reads the entries of `rules/*.yaml`. What `check` says is for the expression language to understand.
struct MacroRuleReader {
    let context: PipelineContext
    let identifiers: RuleIdentifiers

    private static let keys = [
        "rule", "title", "severity", "check", "footing", "over", "quantity", "areas", "tolerance", "message",
    ]
    static let placeholders = ["left", "right", "difference", "area", "period", "check"]

    func read(_ node: NodeReader) -> MacroRuleDefinition? {
        guard let entries = node.entries(MacroRuleReader.keys) else { return nil }
        let idNode = entries.required("rule")
        let id = idNode?.text()
        if let id, let idNode, let taken = identifiers.claim(id, at: idNode.place) {
            idNode.mistake("rule id '\(id)' is taken by \(taken.file):\(taken.line)")
        }
        let severity = entries.required("severity")?.choice("severity", Severity.self)
        if let message = entries["message"] { checkPlaceholders(message) }
        let tolerance = entries["tolerance"].flatMap(tolerance)
        guard let statement = statement(entries), let id else { return nil }
        return MacroRuleDefinition(
            id: id, title: entries["title"]?.localized(context.language) ?? LocalizedText(),
            severity: severity ?? .query, statement: statement,
            quantity: entries["quantity"]?.choice("quantity", Quantity.self),
            areas: entries["areas"]?.choice("choice of areas", MacroRuleDefinition.Areas.self) ?? .all,
            tolerance: tolerance ?? .absolute(.zero),
            message: entries["message"]?.localized(context.language) ?? LocalizedText(), place: entries.place)
    }

    private func statement(_ entries: Entries) -> MacroRuleDefinition.Statement? {
        guard let footing = entries["footing"] else {
            entries.forbid(["over"], "only 'footing' adds up parts")
            guard let check = entries["check"] else {
                entries.mapping.mistake("a rule over figures needs 'check' or 'footing'")
                return nil
            }
            return check.sourceText().map { .check($0) }
        }
        entries.forbid(["check"], "the rule says 'footing' already")
        guard let indicator = footing.sourceText() else { return nil }
        guard let over = entries["over"], over.plainText != "areas" else {
            entries.forbid(["areas"], "areas foot where there are areas below")
            return .footing(indicator: indicator, over: .areas)
        }
        let fields = over.texts()
        return fields.isEmpty ? nil : .footing(indicator: indicator, over: .breakdown(fields))
    }

    /// `0.5%` a share, `rounding`, anything else a number.
    private func tolerance(_ node: NodeReader) -> MacroRuleDefinition.Tolerance? {
        guard let text = node.text() else { return nil }
        if text == "rounding" { return .rounding }
        if text.hasSuffix("%") { return node.share().map { .share($0) } }
        guard let value = Decimal(text), value.mantissa >= 0 else {
            node.mistake("a tolerance is a number, a share such as 0.5%, or 'rounding'; found '\(text)'")
            return nil
        }
        return .absolute(value.fraction)
    }

    private func checkPlaceholders(_ node: NodeReader) {
        for text in node.isMapping ? node.pairs().map(\.value) : [node] {
            guard let source = (text.plainText?.isEmpty == false ? text : nil)?.sourceText() else { continue }
            for (name, offset) in Definitions.placeholders(in: source.text)
            where !MacroRuleReader.placeholders.contains(name) {
                node.mistakes.add(
                    unknown: "placeholder", name, known: MacroRuleReader.placeholders,
                    at: source.place(atOffset: offset))
            }
        }
    }
}
