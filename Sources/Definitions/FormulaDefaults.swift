import Model

/// Completes indicators with a formula: unit, frequency and timing follow their operands where nothing is stated. Whether the
/// formula itself makes sense is for the expression language to say.
struct FormulaDefaults {
    private var drafts: [IndicatorReader.Draft]
    private let positions: [String: Int]
    private var isDone: [Bool]

    /// `drafts` have ids of their own.
    init(_ drafts: [IndicatorReader.Draft]) {
        self.drafts = drafts
        positions = Dictionary(drafts.enumerated().map { ($1.definition.id, $0) }) { first, _ in first }
        isDone = drafts.map { $0.definition.formula == nil }
    }

    consuming func completed() -> [IndicatorDefinition] {
        for i in drafts.indices { complete(i) }
        return drafts.map(\.definition)
    }

    private mutating func complete(_ i: Int) {
        guard !isDone[i], let formula = drafts[i].definition.formula else { return }
        isDone[i] = true
        let operands = formulaNames(formula.text).compactMap { positions[$0] }.filter { $0 != i }
        for operand in operands { complete(operand) }
        let sources = operands.map { drafts[$0].definition }
        if !drafts[i].isFrequencyStated {
            drafts[i].definition.frequency = sources.map(\.frequency).max() ?? .month
        }
        if drafts[i].entries["reference"] == nil, sources.contains(where: { $0.reference == .latest }) {
            drafts[i].definition.reference = .latest
            drafts[i].definition.lag = sources.map(\.lag).max() ?? 0
        }
        drafts[i].definition.timing =
            drafts[i].definition.flow != nil || !sources.isEmpty && sources.allSatisfy { $0.timing == .stock }
            ? .stock : .flow
        checkBreakdowns(i, sources)
        if !drafts[i].isUnitStated { takeUnit(i, formula, sources) }
    }

    /// A sum or difference of operands in one unit has that unit.
    private mutating func takeUnit(_ i: Int, _ formula: SourceText, _ sources: [IndicatorDefinition]) {
        let isSum = !formula.text.contains { "*/(".contains($0) }
        guard isSum, let unit = sources.first?.unit, sources.allSatisfy({ $0.unit == unit }) else {
            drafts[i].entries.mapping.mistake("key 'unit' is missing: this formula does not say in what it is measured")
            return
        }
        // 8.3% less 6.1% is 2.2 percentage points, not per cent.
        let isDifference = sources.count > 1 && formula.text.contains("-")
        drafts[i].definition.unit = isDifference && unit.symbol == "%" ? Unit(named: "百分点") ?? unit : unit
        if drafts[i].entries["decimals"] == nil {
            let digits = sources.compactMap { $0.decimals[.value] }.max() ?? 0
            for statistic in [Statistic.value, .prior, .change, .target, .gap] {
                drafts[i].definition.decimals[statistic] = digits
            }
        }
    }

    private func checkBreakdowns(_ i: Int, _ sources: [IndicatorDefinition]) {
        for breakdown in drafts[i].definition.breakdowns {
            for source in sources where !source.breakdowns.contains(breakdown) {
                drafts[i].entries["breakdowns"]?.mistake(
                    "operand '\(source.id)' has no breakdown by \(breakdown.joined(separator: ", "))")
            }
        }
    }
}

/// Names in a formula, in order, each once; `@year_start` and functions are none.
func formulaNames(_ text: String) -> [String] {
    var names: [String] = []
    var word = ""
    var isAfterAt = false
    var isQuoted = false
    func isLetter(_ c: Character) -> Bool { c.isLetter || c == "_" }
    for c in text + " " {
        if c == "'" { isQuoted.toggle() }
        if !isQuoted, isLetter(c) || (c.isNumber && !word.isEmpty) {
            word.append(c)
            continue
        }
        if !word.isEmpty, !isAfterAt, c != "(", !names.contains(word) { names.append(word) }
        isAfterAt = c == "@"
        word = ""
    }
    return names
}
