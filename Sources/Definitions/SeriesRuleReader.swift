import Model

extension RuleReader {
    private enum Kind: String, CaseIterable {
        case check, balance, change, outlier, falls, repeated, completeness
    }

    private enum Relation: String, CaseIterable {
        case equal
        case atMost = "at_most"
    }

    static let seriesKeys = [
        "kind", "against", "by", "minimum", "maximum", "width", "proportion", "exponent", "minimum_count", "fields",
        "register", "until", "whole", "parts", "relation", "tolerance",
    ]
    private static let ownKeys: [Kind: [String]] = [
        .balance: ["whole", "parts", "relation", "tolerance"],
        .change: ["against", "minimum", "maximum"],
        .outlier: ["against", "by", "width", "proportion", "exponent", "minimum_count"],
        .repeated: ["fields"],
        .completeness: ["register", "until"],
    ]

    /// What a rule says: a condition, a balance that becomes one, or a question over time or the whole.
    func statement(
        _ entries: Entries, _ fields: FieldNames
    ) -> (check: SourceText, expected: SourceText?, difference: SourceText?, series: SeriesRuleDefinition?)? {
        let kind = entries["kind"].flatMap { $0.choice("kind of rule", Kind.self) } ?? .check
        for key in RuleReader.seriesKeys where key != "kind" && RuleReader.ownKeys[kind]?.contains(key) != true {
            entries.forbid([key], "a rule of kind '\(kind.rawValue)' does not ask for it")
        }
        if kind == .check {
            let check = entries.required("check")?.sourceText()
            return check.map { ($0, entries["expected"]?.sourceText(), entries["difference"]?.sourceText(), nil) }
        }
        entries.forbid(["check", "expected", "difference"], "the kind '\(kind.rawValue)' says what has to hold")
        if kind == .balance { return balance(entries, fields) }
        if entries["severity"]?.plainText == Severity.error.rawValue {
            entries["severity"]?.mistake(
                "a rule of kind '\(kind.rawValue)' is judged when records have been counted and keeps none out: query or note"
            )
        }
        guard let series = series(kind, entries, fields) else { return nil }
        return (SourceText(series.text, at: entries.place), nil, nil, series)
    }

    /// Parts and whole within a record, as the expression that a definition would have to spell out.
    private func balance(
        _ entries: Entries, _ fields: FieldNames
    ) -> (check: SourceText, expected: SourceText?, difference: SourceText?, series: SeriesRuleDefinition?)? {
        let numbers: [FieldType] = [.number, .integer]
        let whole = entries.required("whole").flatMap { fields.name($0, types: numbers, role: "the whole") }
        let parts = (entries.required("parts")?.listOrOne() ?? []).compactMap {
            fields.name($0, types: numbers, role: "a part")
        }
        let relation = entries["relation"]?.choice("relation", Relation.self) ?? .equal
        let tolerance = entries["tolerance"].flatMap { number($0) }
        guard let whole, !parts.isEmpty else { return nil }
        let sum = parts.joined(separator: " + ")
        let difference = "\(whole) - (\(sum))"
        let check =
            switch (relation, tolerance) {
            case (.equal, nil): "\(whole) = \(sum)"
            case (.equal, let tolerance?): "abs(\(difference)) <= \(tolerance)"
            case (.atMost, nil): "\(sum) <= \(whole)"
            case (.atMost, let tolerance?): "\(sum) <= \(whole) + \(tolerance)"
            }
        return (
            SourceText(check, at: entries.place), SourceText(sum, at: entries.place),
            SourceText(difference, at: entries.place), nil
        )
    }

    private func series(_ kind: Kind, _ entries: Entries, _ fields: FieldNames) -> SeriesRuleDefinition? {
        guard let kind = SeriesRuleDefinition.Kind(rawValue: kind.rawValue) else { return nil }
        var rule = SeriesRuleDefinition(kind: kind)
        if [.change, .outlier, .falls].contains(kind) { _ = entries.required("field") }
        rule.base = entries["against"]?.choice("base", SeriesRuleDefinition.Base.self) ?? .priorYear
        if kind == .change, rule.base == .group {
            entries["against"]?.mistake("a change is against an earlier time: prior_year or prior_period")
        }
        rule.by = entries["by"]?.listOrOne().compactMap { fields.name($0) } ?? []
        rule.minimum = entries["minimum"].flatMap { number($0) }.flatMap { Decimal($0)?.fraction }
        rule.maximum = entries["maximum"].flatMap { number($0) }.flatMap { Decimal($0)?.fraction }
        if kind == .change, entries["minimum"] == nil, entries["maximum"] == nil {
            entries.mapping.mistake("a change needs a minimum or a maximum: ratios such as 0.5 and 2")
        }
        if let low = rule.minimum, let high = rule.maximum, high < low {
            entries["maximum"]?.mistake("the maximum is below the minimum")
        }
        if let width = entries["width"].flatMap({ number($0) }).flatMap({ Decimal($0)?.fraction }) {
            rule.width = width
        }
        if let proportion = entries["proportion"].flatMap({ $0.share() }) { rule.proportion = proportion }
        rule.exponent = entries["exponent"]?.choice("exponent", SeriesRuleDefinition.Exponent.self) ?? .half
        rule.minimumCount = entries["minimum_count"]?.integer(3...1_000_000) ?? 10
        if kind == .repeated {
            rule.fields = entries.required("fields")?.listOrOne().compactMap { fields.name($0) } ?? []
            if rule.fields.isEmpty { return nil }
        }
        rule.register = entries["register"]?.text()
        rule.until = entries["until"]?.text()
        if rule.register == nil { entries.forbid(["until"], "there is no register whose field it would be") }
        return rule
    }

    /// A number that is not negative, as it was written.
    private func number(_ node: NodeReader) -> String? {
        guard let text = node.text() else { return nil }
        guard let value = Decimal(text), value.mantissa >= 0 else {
            node.mistake("a number is expected here, found '\(text)'")
            return nil
        }
        return text
    }
}
