import Model

/// The attributes of figures or findings that a `table` output may name, and the words that some of them are limited to.
struct TableAttributes {
    let source: TableDefinition.Source
    /// Fixed names and, behind a dot, those that the pipeline's definitions make.
    let names: [String]
    private let values: [String: [String]]
    private let isComplete: Bool

    /// `isComplete`: datasets and indicators are all there. If not, names that they would make are taken as they are.
    init(
        _ source: TableDefinition.Source, datasets: [DatasetDefinition], indicators: [IndicatorDefinition],
        isComplete: Bool
    ) {
        self.source = source
        self.isComplete = isComplete
        // A rank is named by what it is of: only those that an indicator asks for exist.
        let ranks = Set(indicators.flatMap { $0.statistics.compactMap(\.rank) }).sorted().map(\.name)
        let statistics = Statistic.allCases.filter { $0 != .rank }.map(\.rawValue) + ranks
        switch source {
        case .figures:
            let categories = Set(indicators.flatMap { $0.breakdowns.flatMap(\.self) }).sorted()
            let labels = Set(indicators.flatMap(\.labels.keys)).sorted()
            names =
                TableAttributes.figures + categories.map { "category.\($0)" } + labels.map { "label.\($0)" }
            var values = ["quantity": Quantity.allCases.map(\.rawValue)]
            if isComplete {
                values["statistic"] = statistics
                values["indicator"] = indicators.map(\.id)
            }
            for label in labels where isComplete {
                values["label.\(label)"] = Set(indicators.compactMap { $0.labels[label] }).sorted()
            }
            self.values = values
        case .findings:
            let stated = Set(datasets.flatMap { $0.fields.map(\.name) })
            let all = stated.union(datasets.flatMap { $0.derive.map(\.name) })
            names =
                TableAttributes.findings + stated.sorted().map { "raw.\($0)" } + all.sorted().map { "value.\($0)" }
            var values = ["severity": Severity.allCases.map(\.rawValue)]
            if isComplete { values["dataset"] = datasets.map(\.name) }
            self.values = values
        }
    }

    private static let figures = [
        "indicator", "title", "area", "area_name", "period", "quantity", "statistic", "breakdown", "category", "unit",
        "status", "qualifier", "base_period", "base_source", "kept_out_records", "kept_out_value", "kept_out_share",
        "corrected_records", "corrected_value", "corrected_share", "excluded_records", "excluded_value",
        "excluded_share",
    ]
    private static let findings = [
        "exception_id", "rule", "severity", "level", "dataset", "period", "sender", "area", "subject", "delivery",
        "file", "sheet", "row", "line", "column", "field", "field_title", "field_position", "value", "normalized",
        "expected", "difference", "impact", "rank", "suggestion", "message", "disposition", "reason", "by", "date",
        "explanation", "proposed_value", "filled_in_by", "corrected_value", "waived_until", "confirmed_by", "case",
        "review_state",
    ]

    func contains(_ name: String) -> Bool {
        names.contains(name)
            || (!isComplete && ["category.", "label.", "raw.", "value."].contains { name.hasPrefix($0) })
    }

    /// The attribute that a node names.
    func name(_ node: NodeReader) -> String? {
        guard let text = node.text() else { return nil }
        if contains(text) { return text }
        unknown(text, at: node)
        return nil
    }

    func unknown(_ word: String, at node: NodeReader) {
        let kind = source == .figures ? "attribute of figures" : "attribute of findings"
        node.mistakes.add(unknown: kind, word, known: names, at: node.place)
    }

    /// `{severity: error, dataset: [a, b]}`: attribute → the values it may have.
    func conditions(_ node: NodeReader) -> [String: [String]] {
        var conditions: [String: [String]] = [:]
        for (key, keyNode, value) in node.pairs() {
            guard contains(key) else {
                unknown(key, at: keyNode)
                continue
            }
            let entries = value.listOrOne().map { entry in (entry, entry.text(allowingEmpty: true)) }
            for case (let entry, let text?) in entries {
                if let known = values[key], !known.contains(text) { entry.mistake(unknown: key, text, known: known) }
            }
            conditions[key] = entries.compactMap(\.1)
            if value.isEmptyList || value.isNull { value.expected("a value") }
        }
        return conditions
    }
}
