import Definitions
import Expressions
import Model

/// An indicator with its names resolved, before measures are laid out in cubes.
struct ResolvedIndicator {
    var plan: IndicatorPlan
    /// nil for formulas.
    var measured: ResolvedMeasure?
}

struct ResolvedMeasure {
    struct Condition {
        var text: String
        var expression: Expression
    }

    var dataset: Int
    var kind: MeasureKind
    var operand: Int?
    var subject: Int?
    var factor: Fraction
    var condition: Condition?
    var timestamp: Timestamp
    var areaField: Int
    var breakdowns: [[Int]]
    var isCumulative = false
    /// What is taken off later of records that were revoked; one or none.
    var deducted: [ResolvedMeasure] = []
    /// The same records' field that states the year before; one or none.
    var restated: [ResolvedMeasure] = []
    /// The field that says who is who, where those of both years are compared.
    var matched: Int?
}

/// Finds what the names in indicators mean, and every mistake in them.
struct Resolver {
    let pipeline: PipelineDefinition
    let schemas: [Schema]
    var diagnostics: [Diagnostic] = []

    init(_ pipeline: PipelineDefinition, _ schemas: [Schema]) {
        self.pipeline = pipeline
        self.schemas = schemas
    }

    /// All indicators, by position; nil where one of them has a mistake.
    mutating func indicators() -> [ResolvedIndicator]? {
        let formulas = formulas()
        var resolved: [ResolvedIndicator?] = []
        for (position, definition) in pipeline.indicators.enumerated() {
            checkStatistics(definition)
            if let dataset = definition.dataset.flatMap(pipeline.datasetIndex),
                pipeline.datasets[dataset].gives != nil
            {
                resolved.append(stated(definition))
            } else if definition.formula == nil {
                resolved.append(measured(definition))
            } else {
                resolved.append(
                    formulas[position].map { formula in
                        ResolvedIndicator(
                            plan: IndicatorPlan(
                                source: .formula(formula), quantities: [], frequency: definition.frequency,
                                statistics: definition.statistics.inOrder, reference: definition.reference,
                                lag: definition.lag))
                    })
            }
        }
        let complete = resolved.compactMap { $0 }
        guard complete.count == resolved.count else { return nil }
        return spread(complete)
    }

    /// An indicator that a dataset of figures states.
    private func stated(_ definition: IndicatorDefinition) -> ResolvedIndicator {
        ResolvedIndicator(
            plan: IndicatorPlan(
                source: .stated, quantities: quantities(definition), frequency: definition.frequency,
                statistics: definition.statistics.inOrder, reference: definition.reference, lag: definition.lag))
    }

    private mutating func measured(_ definition: IndicatorDefinition) -> ResolvedIndicator? {
        guard let name = definition.dataset, let measure = definition.measure else {
            report("an indicator needs a dataset and a measure, or a formula", definition)
            return nil
        }
        guard let dataset = pipeline.datasetIndex(name) else {
            report("no dataset is named '\(name)'", definition, nearest(name, among: pipeline.datasets.map(\.name)))
            return nil
        }
        let mistakes = diagnostics.count
        let owner = pipeline.datasets[dataset]
        var source = ResolvedMeasure(
            dataset: dataset, kind: measure.kind, factor: Fraction(1), timestamp: .day(field: 0), areaField: 0,
            breakdowns: [])
        if let area = definition.area ?? owner.area {
            source.areaField = field(area, dataset, definition, "an area") { $0 == .area } ?? 0
        } else {
            report("the indicator has no area: neither it nor its dataset names a field", definition)
        }
        source.timestamp = timestamp(definition, dataset) ?? .day(field: 0)
        resolveOperand(measure, definition, dataset, &source)
        source.breakdowns = definition.breakdowns.map { names in
            names.compactMap { field($0, dataset, definition, "a field") { _ in true } }
        }
        source.condition = standing(definition, dataset, &source)
        source.isCumulative = definition.timing == .cumulative
        source.restated = restated(definition, dataset, source)
        if definition.bases.contains(.matched), measure.kind == .sum, let subject = owner.subject {
            source.matched = field(subject, dataset, definition, "a field") { _ in true }
        }
        guard diagnostics.count == mistakes else { return nil }
        let plan = MeasuredPlan(
            dataset: dataset, kind: source.kind, isCumulative: source.isCumulative, factor: source.factor,
            breakdowns: [],
            whole: MeasuredPlan.Place(cube: 0, measure: 0))
        return ResolvedIndicator(
            plan: IndicatorPlan(
                source: .measured(plan), quantities: quantities(definition),
                frequency: definition.frequency, statistics: definition.statistics.inOrder,
                reference: definition.reference, lag: definition.lag),
            measured: source)
    }

    /// Statements say what was since January. A month by itself would be the difference of two, which is one only where
    /// nobody came or went in between.
    private func quantities(_ definition: IndicatorDefinition) -> [Quantity] {
        switch definition.timing {
        case .stock: [.stock]
        case .flow: [.period, .ytd]
        case .cumulative: [.ytd]
        }
    }

    /// The condition of the records that count; what is deducted of them later is put beside.
    private mutating func standing(
        _ definition: IndicatorDefinition, _ dataset: Int, _ source: inout ResolvedMeasure
    ) -> ResolvedMeasure.Condition? {
        let own = definition.filter.flatMap { condition($0, dataset) }
        guard let revoked = pipeline.datasets[dataset].revoked, condition(revoked.when, dataset) != nil else {
            return own
        }
        let place = definition.filter?.place ?? definition.place
        let filter = definition.filter.map { "(\($0.text)) and " } ?? ""
        // Unknown is not revoked.
        func text(_ isRevoked: Int, besides: String = "") -> SourceText {
            SourceText(
                "\(filter)case when (\(revoked.when.text))\(besides) then 1 else 0 end = \(isRevoked)", at: place)
        }
        guard revoked.mode == .deduct, let on = revoked.on, source.kind == .sum || source.kind == .count,
            definition.timing == .flow
        else { return condition(text(0), dataset) }
        var deducted = source
        deducted.condition = condition(text(1), dataset)
        deducted.timestamp = .day(
            field: field(on, dataset, definition, "a date") { $0 == .date } ?? 0)
        source.deducted = [deducted]
        return condition(text(0, besides: " and \(on) is null"), dataset)
    }

    /// Only of records whose own value counts, so that as many records mean the same records.
    private mutating func restated(
        _ definition: IndicatorDefinition, _ dataset: Int, _ own: ResolvedMeasure
    ) -> [ResolvedMeasure] {
        guard let prior = definition.priorField, definition.bases.contains(.restated),
            let field = definition.measure?.field
        else { return [] }
        var source = own
        resolveOperand(Measure(kind: .sum, field: prior), definition, dataset, &source)
        // What is taken off later was never stated of the year before.
        source.deducted = []
        let rest = own.condition.map { "(\($0.text)) and " } ?? ""
        source.condition = condition(
            SourceText("\(rest)\(field) is not null", at: definition.filter?.place ?? definition.place), dataset)
        return [source]
    }

    private mutating func timestamp(_ definition: IndicatorDefinition, _ dataset: Int) -> Timestamp? {
        if definition.timing == .stock {
            guard let from = definition.from else {
                report("a stock needs `from:`, the field of the first day", definition)
                return nil
            }
            let first = field(from, dataset, definition, "a date") { $0 == .date }
            let last = definition.to.map { to in field(to, dataset, definition, "a date") { $0 == .date } }
            return first.map { .spell(from: $0, to: last ?? nil, rule: definition.stockRule) }
        }
        guard let name = definition.date ?? pipeline.datasets[dataset].date else {
            report("the indicator has no date: neither it nor its dataset names a field", definition)
            return nil
        }
        guard let date = field(name, dataset, definition, "a date or a period", { $0 == .date || $0 == .period }) else {
            return nil
        }
        return schemas[dataset].fields[date].type == .period ? .period(field: date) : .day(field: date)
    }

    private mutating func resolveOperand(
        _ measure: Measure, _ definition: IndicatorDefinition, _ dataset: Int, _ source: inout ResolvedMeasure
    ) {
        switch measure.kind {
        case .count:
            // Stocks count subjects; without a stated one the key is the subject, and records differ in their keys.
            if definition.timing == .stock, let subject = pipeline.datasets[dataset].subject {
                source.kind = .countDistinct
                source.subject = field(subject, dataset, definition, "a field") { _ in true }
            }
        case .countDistinct:
            source.subject = operand(measure, dataset, definition, "a field") { _ in true }
        case .sum, .min, .max, .mean, .median:
            source.operand = operand(measure, dataset, definition, "a number") {
                if case .number = $0 { true } else { false }
            }
            guard let position = source.operand, case .number(let scale) = schemas[dataset].fields[position].type else {
                return
            }
            let fields = pipeline.datasets[dataset].fields
            let unit = fields.indices.contains(position) ? fields[position].unit : nil
            if let unit, unit.dimension != definition.unit.dimension {
                report(
                    "'\(fields[position].name)' is in \(unit.symbol), which is never \(definition.unit.symbol)",
                    definition)
            }
            let one = Fraction(mantissa: 1, scale: scale)
            source.factor = unit.flatMap { one.multiplied(by: $0.factor) } ?? one
        }
    }

    private mutating func operand(
        _ measure: Measure, _ dataset: Int, _ definition: IndicatorDefinition, _ noun: String,
        _ fits: (ValueType) -> Bool
    ) -> Int? {
        guard let name = measure.field else {
            report("\(measure.kind.rawValue) needs a field", definition)
            return nil
        }
        return field(name, dataset, definition, noun, fits)
    }

    private mutating func field(
        _ name: String, _ dataset: Int, _ definition: IndicatorDefinition, _ noun: String, _ fits: (ValueType) -> Bool
    ) -> Int? {
        let schema = schemas[dataset]
        guard let position = schema.index(of: name) else {
            report(
                "dataset '\(pipeline.datasets[dataset].name)' has no field '\(name)'", definition,
                nearest(name, among: schema.fields.map(\.name)))
            return nil
        }
        guard fits(schema.fields[position].type) else {
            report("'\(name)' is not \(noun)", definition)
            return nil
        }
        return position
    }

    private mutating func checkStatistics(_ definition: IndicatorDefinition) {
        var seen: Set<[String]> = []
        for request in definition.statistics
        where !seen.insert([request.statistic.rawValue, request.rank?.name ?? ""]).inserted {
            diagnostics.append(
                Diagnostic(
                    "'\(request.rank?.name ?? request.statistic.rawValue)' is asked for twice", at: request.place))
        }
        for request in definition.statistics where request.rank != nil && (request.of == .rank || request.of == .streak)
        {
            diagnostics.append(Diagnostic("a rank cannot be of a rank", at: request.place))
        }
        for request in definition.statistics where request.rank?.among == .group {
            guard !pipeline.areas.areas.contains(where: { $0.published && $0.rankGroup != nil }) else { continue }
            diagnostics.append(
                Diagnostic(
                    "no published area has a group to be ranked in: column rank_group of areas.csv is empty",
                    at: request.place))
        }
        for request in definition.statistics {
            guard let under = request.under, !pipeline.areas.areas.contains(where: { $0.kind == under }) else {
                continue
            }
            diagnostics.append(Diagnostic("areas.csv holds no area of kind '\(under.rawValue)'", at: request.place))
        }
    }

    mutating func report(_ message: String, _ definition: IndicatorDefinition, _ suggestion: String? = nil) {
        diagnostics.append(
            Diagnostic("indicator '\(definition.id)': \(message)", at: definition.place, suggestion: suggestion))
    }
}

extension [StatisticRequest] {
    /// In the order of `Statistic.allCases`, ranks by what they are of.
    fileprivate var inOrder: [StatisticRequest] {
        Statistic.allCases.flatMap { statistic in
            let asked = filter { $0.statistic == statistic }
            return statistic == .rank || statistic == .streak
                ? asked.sorted { ($0.rank ?? RankTerms()) < ($1.rank ?? RankTerms()) } : asked
        }
    }
}
