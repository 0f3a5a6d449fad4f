import Model

/// Reads the entries of `indicators/*.yaml`.
struct IndicatorReader {
    let context: PipelineContext
    let datasets: [DatasetDefinition]
    /// Of each of `datasets`.
    let fields: [FieldNames]
    /// Also of those that could not be read, so that no mistake follows from another.
    let namedDatasets: [String]

    private static let recordKeys = [
        "measure", "where", "timing", "from", "to", "stock_rule", "date", "area", "dataset", "prior_field",
    ]
    private static let keys =
        [
            "indicator", "title", "aliases", "note", "formula", "union", "flow", "frequency", "breakdowns", "unit",
            "decimals",
            "statistics",
            "labels", "qualifier", "partial", "bases", "reference", "lag",
        ] + recordKeys

    /// An indicator as read; what a formula takes from its operands is added by `FormulaDefaults`.
    struct Draft {
        var definition: IndicatorDefinition
        var entries: Entries
        var isUnitStated: Bool
        var isFrequencyStated: Bool
    }

    func read(_ node: NodeReader) -> Draft? {
        guard let entries = node.entries(IndicatorReader.keys), let idNode = entries.required("indicator"),
            let id = idNode.identifier("an indicator")
        else { return nil }
        let definition =
            entries["formula"] == nil && entries["union"] == nil && entries["flow"] == nil
            ? measured(id, idNode.place, entries) : computed(id, idNode.place, entries)
        return definition.map {
            Draft(
                definition: $0, entries: entries, isUnitStated: entries["unit"] != nil,
                isFrequencyStated: entries["frequency"] != nil)
        }
    }

    private func computed(_ id: String, _ place: SourcePlace, _ entries: Entries) -> IndicatorDefinition? {
        entries.forbid(IndicatorReader.recordKeys, "a formula is computed from other indicators")
        let union = entries["union"].map(readUnion)
        let flow = entries["flow"].map { StockFlowReader().read($0) }
        guard let formula = union?.formula ?? flow.map({ $0?.formula }) ?? entries["formula"]?.sourceText() else {
            return nil
        }
        var indicator = common(id, place, entries)
        indicator.formula = formula
        if let union {
            entries.forbid(["formula", "breakdowns"], "a union counts subjects over several indicators")
            indicator.union = union.names
        }
        if let flow {
            entries.forbid(["formula", "union", "breakdowns"], "a flow follows the subjects of a stock")
            indicator.flow = flow?.flow
        }
        indicator.unit = entries["unit"]?.unit() ?? indicator.unit
        indicator.frequency = entries["frequency"]?.choice("frequency", Frequency.self) ?? .month
        indicator.breakdowns = breakdowns(entries["breakdowns"], fields: nil)
        indicator.bases = bases(entries, [.records, .published], "a formula")
        let statistics = StatisticReader(measure: nil, timing: .stock)
        indicator.statistics = statistics.read(entries["statistics"], at: place)
        indicator.decimals = statistics.decimals(entries["decimals"], value: union == nil && flow == nil ? 2 : 0)
        return indicator
    }

    /// The names of a union, and a formula that has each for an operand, with its place.
    private func readUnion(_ node: NodeReader) -> (names: [String], formula: SourceText?) {
        var names: [String] = []
        var runs: [SourceText.Run] = []
        var text = ""
        var first: SourcePlace?
        for item in node.list() {
            guard let (name, place) = item.word() else { continue }
            if names.contains(name) { item.mistake("'\(name)' is stated twice in the union") }
            names.append(name)
            if !text.isEmpty { text += " + " }
            runs.append(SourceText.Run(offset: text.utf8.count, line: place.line, column: place.column))
            text += name
            first = first ?? place
        }
        if names.count < 2 { node.mistake("a union is of two indicators at least") }
        return (names, first.map { SourceText(text, at: $0, runs: runs) })
    }

    private func measured(_ id: String, _ place: SourcePlace, _ entries: Entries) -> IndicatorDefinition? {
        guard let datasetNode = entries["dataset"] else {
            entries.mapping.mistake("an indicator needs 'dataset' and 'measure', or 'formula'")
            return nil
        }
        var indicator = common(id, place, entries)
        guard let name = datasetNode.text() else { return nil }
        guard let position = datasets.firstIndex(where: { $0.name == name }) else {
            if !namedDatasets.contains(name) { datasetNode.mistake(unknown: "dataset", name, known: namedDatasets) }
            return nil
        }
        let (dataset, fields) = (datasets[position], fields[position])
        indicator.dataset = name
        if let gives = dataset.gives { return stated(indicator, gives, datasetNode, entries) }
        let measure = entries.required("measure").flatMap { readMeasure($0, fields: fields) }
        indicator.measure = measure
        indicator.filter = entries["where"]?.sourceText()
        indicator.timing = entries["timing"]?.choice("timing", Timing.self) ?? .flow
        readDays(of: &indicator, dataset, fields, entries)
        readBases(of: &indicator, dataset, fields, entries)
        indicator.area = entries["area"].flatMap { fields.name($0, types: [.area], role: "the area") } ?? dataset.area
        if indicator.area == nil, entries["area"] == nil, !fields.faultyRoles.contains("area") {
            entries.mapping.mistake("key 'area' is missing, and dataset '\(name)' has no area of its own")
        }
        indicator.frequency = entries["frequency"]?.choice("frequency", Frequency.self) ?? dataset.frequency
        if indicator.frequency < dataset.frequency {
            entries["frequency"]?.mistake(
                "finer than dataset '\(name)', which is reported by \(dataset.frequency.rawValue)")
        }
        indicator.breakdowns = breakdowns(entries["breakdowns"], fields: fields)
        if let measure { indicator.unit = unit(of: measure, fields, entries) }
        let statistics = StatisticReader(measure: measure?.kind ?? .sum, timing: indicator.timing)
        indicator.statistics = statistics.read(entries["statistics"], at: place)
        indicator.decimals = statistics.decimals(
            entries["decimals"], value: measure.map { usualDecimals($0, fields, indicator.unit) } ?? 2)
        return indicator
    }

    /// An indicator whose values a dataset of figures states.
    private func stated(
        _ common: IndicatorDefinition, _ gives: FiguresGiven, _ dataset: NodeReader, _ entries: Entries
    ) -> IndicatorDefinition? {
        guard gives == .values else {
            dataset.mistake(
                "dataset '\(common.dataset ?? "")' gives \(gives.rawValue): only values are an indicator's own")
            return nil
        }
        entries.forbid(
            IndicatorReader.recordKeys.filter { $0 != "dataset" && $0 != "timing" } + ["breakdowns"],
            "its values are stated, not computed from records")
        var indicator = common
        indicator.timing = entries["timing"]?.choice("timing", Timing.self) ?? .flow
        if indicator.timing == .cumulative {
            entries["timing"]?.mistake(
                "figures that are stated are a flow or a stock; a flow's are read as the year to date")
        }
        indicator.unit = entries.required("unit")?.unit() ?? indicator.unit
        indicator.frequency = entries["frequency"]?.choice("frequency", Frequency.self) ?? .year
        indicator.bases = bases(entries, [.records, .published], "an indicator whose values are stated")
        let statistics = StatisticReader(measure: .sum, timing: indicator.timing)
        indicator.statistics = statistics.read(entries["statistics"], at: indicator.place)
        var isCount = false
        if case .count = indicator.unit.dimension { isCount = true }
        indicator.decimals = statistics.decimals(entries["decimals"], value: isCount ? 0 : 2)
        return indicator
    }

    /// `records` alone where nothing is stated; `kind` says what has no others than those allowed.
    private func bases(_ entries: Entries, _ allowed: [BaseSource], _ kind: String) -> [BaseSource] {
        var bases: [BaseSource] = []
        for node in entries["bases"]?.listOrOne() ?? [] {
            guard let base = node.choice("base", BaseSource.self) else { continue }
            if !allowed.contains(base) { node.mistake("\(kind) has no base '\(base.rawValue)'") }
            if bases.contains(base) { node.mistake("base '\(base.rawValue)' is stated twice") }
            bases.append(base)
        }
        return bases.isEmpty ? [.records] : bases
    }

    /// What formulas and measures both have.
    private func common(_ id: String, _ place: SourcePlace, _ entries: Entries) -> IndicatorDefinition {
        var labels: [String: String] = [:]
        for (key, _, value) in entries["labels"]?.pairs() ?? [] { labels[key] = value.text() }
        var definition = IndicatorDefinition(
            id: id, title: entries["title"]?.localized(context.language) ?? LocalizedText(zh: id),
            note: entries["note"]?.localized(context.language) ?? LocalizedText(), dataset: nil, measure: nil,
            filter: nil, timing: .flow, from: nil, to: nil, date: nil, area: nil, frequency: .month, breakdowns: [],
            unit: IndicatorReader.countUnit, decimals: [:], statistics: [], formula: nil, labels: labels,
            qualifier: entries["qualifier"]?.text(), place: place)
        definition.aliases = entries["aliases"]?.texts() ?? []
        definition.partial = entries["partial"]?.boolean() ?? false
        definition.reference = entries["reference"]?.choice("reference", ReferencePeriod.self) ?? .period
        if definition.reference == .latest {
            definition.lag = entries["lag"].flatMap(lag) ?? 0
        } else {
            entries.forbid(["lag"], "it is for 'reference: latest'")
        }
        return definition
    }

    /// `1M`, `1Q`, `1Y`, in months.
    private func lag(_ node: NodeReader) -> Int? {
        guard let text = node.text() else { return nil }
        let months = ["M": 1, "Q": 3, "S": 6, "Y": 12]
        guard let unit = text.last.flatMap({ months[String($0)] }), let count = Int(text.dropLast()),
            (0...60).contains(count)
        else {
            node.expected("a lag such as 1M, 1Q or 1Y")
            return nil
        }
        return count * unit
    }

    private func readDays(
        of indicator: inout IndicatorDefinition, _ dataset: DatasetDefinition, _ fields: FieldNames, _ entries: Entries
    ) {
        func day(_ key: String) -> String? {
            entries[key].flatMap { fields.name($0, types: [.date], role: "'\(key)'") }
        }
        switch indicator.timing {
        case .flow, .cumulative:
            entries.forbid(["from", "to", "stock_rule"], "only a stock has a first and a last day")
            indicator.date = day("date") ?? dataset.date
            if indicator.date == nil, entries["date"] == nil, !fields.faultyRoles.contains("date") {
                entries.mapping.mistake("key 'date' is missing, and dataset '\(dataset.name)' has no date of its own")
            }
        case .stock:
            entries.forbid(["date"], "a stock has 'from' and 'to'")
            if entries["from"] == nil { entries.mapping.mistake("a stock needs 'from', the field of the first day") }
            (indicator.from, indicator.to) = (day("from"), day("to"))
            indicator.stockRule = entries["stock_rule"]?.choice("stock rule", StockRule.self) ?? .date
        }
    }

    /// What a year earlier is, and whether the measure can be of statements that accumulate.
    private func readBases(
        of indicator: inout IndicatorDefinition, _ dataset: DatasetDefinition, _ fields: FieldNames, _ entries: Entries
    ) {
        if indicator.timing == .cumulative, let kind = indicator.measure?.kind,
            [.min, .max, .mean, .median].contains(kind)
        {
            entries["measure"]?.mistake("statements that accumulate have a sum or a count, no \(kind.rawValue)")
        }
        indicator.bases = bases(entries, BaseSource.allCases, "an indicator")
        if indicator.bases.contains(.matched), indicator.timing == .stock || indicator.measure?.kind != .sum {
            entries["bases"]?.mistake("only the sum of a flow or of statements has a base 'matched'")
        } else if indicator.bases.contains(.matched), dataset.subject == nil {
            entries["bases"]?.mistake(
                "base 'matched' needs to know who is who: dataset '\(dataset.name)' has no subject")
        }
        let isRestated = indicator.bases.contains(.restated)
        guard let node = entries["prior_field"] else {
            if isRestated { entries["bases"]?.mistake("base 'restated' needs 'prior_field', the field that states it") }
            return
        }
        if !isRestated { node.mistake("nothing is taken from it: 'bases' does not name 'restated'") }
        guard let measure = indicator.measure else { return }
        guard measure.kind == .sum, indicator.timing != .stock else {
            node.mistake("only the sum of a flow or of statements is restated")
            return
        }
        indicator.priorField = fields.name(node, types: [.number, .integer], role: "the prior_field")
        let (own, prior) = (measure.field.flatMap { fields[$0] }, indicator.priorField.flatMap { fields[$0] })
        if let own, let prior, own.unit?.dimension != prior.unit?.dimension {
            node.mistake("it does not measure what field '\(measure.field ?? "")' does")
        }
    }

    /// Lists of fields; one field stands for a list of one.
    private func breakdowns(_ node: NodeReader?, fields: FieldNames?) -> [[String]] {
        var breakdowns: [[String]] = []
        for entry in node?.list() ?? [] {
            var breakdown: [String] = []
            var isFaulty = false
            for part in entry.listOrOne() {
                let name =
                    fields.map {
                        $0.name(part, types: [.code, .string, .boolean, .area, .uscc], role: "a breakdown")
                    } ?? part.text()
                guard let name else { isFaulty = true; continue }
                if breakdown.contains(name) {
                    part.mistake("'\(name)' is stated twice in the breakdown")
                } else {
                    breakdown.append(name)
                }
            }
            if breakdowns.contains(breakdown), !isFaulty { entry.mistake("this breakdown is stated twice") }
            if !breakdown.isEmpty { breakdowns.append(breakdown) }
        }
        return breakdowns
    }

    // MARK: Units

    private static let countUnit = Unit(named: "项") ?? Unit("项", .count("项"))

    private func unit(of measure: Measure, _ fields: FieldNames, _ entries: Entries) -> Unit {
        let stated = entries["unit"].flatMap { node in node.unit().map { (unit: $0, node: node) } }
        let field = measure.field.flatMap { fields[$0] }
        switch measure.kind {
        case .count, .countDistinct:
            guard let stated else { return IndicatorReader.countUnit }
            if case .count = stated.unit.dimension { return stated.unit }
            stated.node.mistake("a count is in a unit such as 家, 项 or 人, not in \(stated.unit.symbol)")
            return stated.unit
        case .sum, .min, .max, .mean, .median:
            guard let own = field?.unit else { return unitless(stated, measure, field, entries) }
            guard let stated else { return own }
            if stated.unit.dimension != own.dimension {
                stated.node.mistake(
                    "\(stated.unit.symbol) does not measure what field '\(measure.field ?? "")' holds (\(own.symbol))")
            }
            return stated.unit
        }
    }

    /// The unit over a field that states none: only what is counted can go without.
    private func unitless(
        _ stated: (unit: Unit, node: NodeReader)?, _ measure: Measure, _ field: FieldNames.Entry?, _ entries: Entries
    ) -> Unit {
        let isDateOrUnknown = field?.type == .date || field?.type == nil
        guard let stated else {
            if !isDateOrUnknown, entries["unit"] == nil {
                entries.mapping.mistake(
                    "key 'unit' is missing, and field '\(measure.field ?? "")' has no unit of its own")
            }
            return IndicatorReader.countUnit
        }
        if case .count = stated.unit.dimension { return stated.unit }
        if !isDateOrUnknown {
            stated.node.mistake(
                "field '\(measure.field ?? "")' has no unit, so it cannot be shown in \(stated.unit.symbol); "
                    + "state the field's unit")
        }
        return stated.unit
    }

    /// All digits of the field where the units agree, two where they differ, none for counts.
    private func usualDecimals(_ measure: Measure, _ fields: FieldNames, _ unit: Unit) -> Int {
        guard let field = measure.field.flatMap({ fields[$0] }) else { return 0 }
        switch measure.kind {
        case .count, .countDistinct: return 0
        case .mean, .median: return 2
        case .sum, .min, .max: return field.unit == unit || field.unit == nil ? field.decimals : 2
        }
    }
}
