public import Definitions
public import Model

/// Why a row of a dataset of figures is not used as it stands.
public struct StatedProblem: Sendable {
    public enum Kind: Hashable, Sendable {
        /// No indicator has that id, title or alias. The nearest, if any is near.
        case indicatorUnknown(String?)
        /// The indicator is computed from records: nobody states its values.
        case indicatorComputed
        case unitMissing(expected: String)
        case unitUnknown(String)
        /// It does not measure what the indicator does.
        case unitMismatch(String, expected: String)
        /// 百分点 of a percentage whose change from a year earlier nobody asks for: they are no value of it.
        case changeNotAsked
        /// Nobody can aim at it: a completion is of a target itself, and a flow has no opening.
        case noTarget(Statistic)
        /// A target that begins after its end.
        case beginsAfterEnd
        /// The same figure stands at another place of the same reception, with another number.
        case repeated(Place)
    }

    public var kind: Kind
    public var figure: StatedFigure
}

/// What a run's stated figures come to.
public struct StatedResolution: Sendable {
    public var figures = StatedFigures.none
    /// With the indicators that only the figures have, behind the others.
    public var pipeline: PipelineDefinition
    /// In order of dataset and place.
    public var problems: [StatedProblem] = []
    /// Figures that a later version or delivery replaces, or that stand there twice alike.
    public var superseded: [StatedFigure] = []

    /// - Parameter figures: of all datasets of figures, in any order.
    public init(_ figures: [StatedFigure], _ pipeline: PipelineDefinition) {
        self.pipeline = pipeline
        let ordered = figures.sorted { a, b in
            (a.dataset, a.turn, a.place.file, a.place.sheet, a.place.row)
                < (b.dataset, b.turn, b.place.file, b.place.sheet, b.place.row)
        }
        var names = IndicatorNames(pipeline.indicators)
        addIndicators(ordered, &names)
        var found: [Found] = []
        for figure in ordered {
            switch settle(figure, names) {
            case .success(let stated): found.append(stated)
            case .failure(let problem): problems.append(StatedProblem(kind: problem.kind, figure: figure))
            }
        }
        choose(found)
        problems.sort {
            ($0.figure.dataset, $0.figure.place.file, $0.figure.place.sheet, $0.figure.place.row)
                < ($1.figure.dataset, $1.figure.place.file, $1.figure.place.sheet, $1.figure.place.row)
        }
    }

    private struct Unusable: Error { var kind: StatedProblem.Kind }

    /// A figure whose indicator, statistic and unit are known.
    private struct Found {
        var gives: FiguresGiven
        var key: StatedFigures.Key
        /// Targets: their time.
        var months: ClosedRange<Month>?
        var stated: StatedFigures.Stated
    }

    // MARK: Indicators

    private mutating func addIndicators(_ figures: [StatedFigure], _ names: inout IndicatorNames) {
        for figure in figures where pipeline.datasets[figure.dataset].gives == .values {
            if let known = names.position(figure.indicator) {
                // One that the figures brought is no finer and no coarser than they are.
                if pipeline.indicators[known].place == StatedResolution.nowhere {
                    pipeline.indicators[known].frequency = min(
                        pipeline.indicators[known].frequency, figure.period.frequency)
                }
                continue
            }
            guard let word = figure.number.unit ?? figure.unit, let unit = Unit(named: word) else { continue }
            var isCount = false
            if case .count = unit.dimension { isCount = true }
            let place = StatedResolution.nowhere
            let indicator = IndicatorDefinition(
                id: figure.indicator, title: LocalizedText(zh: figure.indicator), note: LocalizedText(),
                dataset: pipeline.datasets[figure.dataset].name, measure: nil, filter: nil,
                timing: figure.quantity == .stock ? .stock : .flow, from: nil, to: nil, date: nil, area: nil,
                frequency: figure.period.frequency, breakdowns: [], unit: unit, decimals: isCount ? [.value: 0] : [:],
                statistics: [StatisticRequest(.value, place: place)], formula: nil, labels: [:], qualifier: nil,
                place: place)
            pipeline.indicators.append(indicator)
            names.add(indicator, at: pipeline.indicators.count - 1)
        }
    }

    /// Where indicators stand that no file defines.
    private static let nowhere = SourcePlace(file: "", line: 0, column: 0)

    // MARK: Units and statistics

    private func settle(_ figure: StatedFigure, _ names: IndicatorNames) -> Result<Found, Unusable> {
        let gives = pipeline.datasets[figure.dataset].gives ?? .values
        let written = figure.number.unit ?? figure.unit
        guard let position = names.position(figure.indicator) else {
            if gives == .values { return .failure(Unusable(kind: unitProblem(written, expected: ""))) }
            return .failure(Unusable(kind: .indicatorUnknown(names.nearest(figure.indicator))))
        }
        let indicator = pipeline.indicators[position]
        if gives == .values, indicator.measure != nil || indicator.formula != nil {
            return .failure(Unusable(kind: .indicatorComputed))
        }
        let stated = written.flatMap { Unit(named: $0) }
        if let written, stated == nil { return .failure(Unusable(kind: .unitUnknown(written))) }
        let statistic = figure.statistic ?? self.statistic(figure, stated, indicator, gives)
        if gives == .values, statistic == .change, !indicator.statistics.contains(where: { $0.statistic == .change }) {
            return .failure(Unusable(kind: .changeNotAsked))
        }
        let isOfRecordsFlow = indicator.measure != nil && indicator.timing != .stock
        if gives == .targets, statistic == .completion || statistic == .growthOnOpening && isOfRecordsFlow {
            return .failure(Unusable(kind: .noTarget(statistic)))
        }
        let expected = expectedUnit(statistic, indicator.unit)
        guard let unit = stated ?? (expected.isPlainCount ? expected : nil) else {
            return .failure(Unusable(kind: .unitMissing(expected: expected.symbol)))
        }
        guard unit.dimension == expected.dimension else {
            return .failure(Unusable(kind: .unitMismatch(unit.symbol, expected: expected.symbol)))
        }
        // 428家 is 428, not what was rounded to it.
        let isExact = unit.isPlainCount && figure.number.decimal.scale == 0
        let half = isExact ? .zero : Fraction(mantissa: 5, scale: figure.number.decimal.scale + 1)
        guard let value = figure.number.decimal.fraction.multiplied(by: unit.factor),
            let margin = half.multiplied(by: unit.factor)
        else { return .failure(Unusable(kind: .unitMismatch(unit.symbol, expected: expected.symbol))) }
        let quantity = figure.quantity ?? (indicator.timing == .stock ? .stock : .ytd)
        var months: ClosedRange<Month>?
        if gives == .targets {
            let first = figure.from?.firstMonth ?? Month(year: figure.period.year, month: 1)
            guard first <= figure.period.lastMonth else { return .failure(Unusable(kind: .beginsAfterEnd)) }
            months = first...figure.period.lastMonth
        }
        let qualifier = figure.qualifier ?? figure.number.qualifier
        let forecasts = ["预计", "力争", "拟"]
        return .success(
            Found(
                gives: gives,
                key: StatedFigures.Key(
                    indicator: position, area: pipeline.areas.current(figure.area), statistic: statistic,
                    span: StatedFigures.Span(quantity, figure.period)),
                months: months,
                stated: StatedFigures.Stated(
                    value: value, half: margin,
                    isForecast: figure.status == "forecast" || qualifier.map(forecasts.contains) ?? false,
                    qualifier: qualifier ?? (figure.status == "preliminary" ? preliminary : nil), figure: figure)))
    }

    /// A row that names no indicator would have become one, had it a unit that is known.
    private func unitProblem(_ written: String?, expected: String) -> StatedProblem.Kind {
        written.map { .unitUnknown($0) } ?? .unitMissing(expected: expected)
    }

    private var preliminary: String {
        pipeline.codelist("figure_status")?.entries.first { $0.code == "preliminary" }?.name[pipeline.language]
            ?? "preliminary"
    }

    /// What a number is of, where its row does not say: a percentage of an amount is its growth, and over several years
    /// the average growth that is aimed at.
    private func statistic(
        _ figure: StatedFigure, _ unit: Unit?, _ indicator: IndicatorDefinition, _ gives: FiguresGiven
    ) -> Statistic {
        guard let unit, unit.dimension == .ratio else { return .value }
        if indicator.unit.dimension == .ratio {
            return unit.symbol == "百分点" && indicator.unit.symbol != unit.symbol ? .change : .value
        }
        let isOfYears = gives == .targets && (figure.from?.year ?? figure.period.year) < figure.period.year
        return isOfYears ? .averageGrowth : .yoy
    }

    private func expectedUnit(_ statistic: Statistic, _ own: Unit) -> Unit {
        switch statistic {
        case .value, .prior, .target, .threshold: own
        case .change, .gap: own == .percent ? .percentagePoint : own
        case .yoy, .priorYoy, .share, .growthOnOpening, .averageGrowth, .completion, .progress: .percent
        case .rank: Unit("位", .count("位"))
        case .streak: Unit("年", .count("年"))
        }
    }

    // MARK: Versions

    /// Of several that speak of the same the newest version stands, then the newest delivery, then the first.
    private mutating func choose(_ found: [Found]) {
        struct Slot: Hashable {
            var gives: FiguresGiven
            var key: StatedFigures.Key
            var months: ClosedRange<Month>?
        }
        var standing: [Slot: Found] = [:]
        var order: [Slot] = []
        for one in found {
            var key = one.key
            if one.gives == .targets { key.span = .stock(one.months?.upperBound ?? Month(index: 0)) }
            let slot = Slot(gives: one.gives, key: key, months: one.months)
            guard let other = standing[slot] else {
                standing[slot] = one
                order.append(slot)
                continue
            }
            let (new, old) = (one.stated.figure, other.stated.figure)
            let (a, b) = (Version(new.version), Version(old.version))
            if a == b, new.turn == old.turn {
                if one.stated.value == other.stated.value {
                    superseded.append(new)
                } else {
                    problems.append(StatedProblem(kind: .repeated(old.place), figure: new))
                }
            } else if (b, old.turn) < (a, new.turn) {
                superseded.append(old)
                standing[slot] = one
            } else {
                superseded.append(new)
            }
        }
        for slot in order { if let one = standing[slot] { enter(one) } }
    }

    private mutating func enter(_ one: Found) {
        switch one.gives {
        case .values: figures.values[one.key] = one.stated
        case .published: figures.published[one.key] = one.stated
        case .targets:
            let figure = one.stated.figure
            var direction = figure.direction ?? one.stated.qualifier.flatMap { Direction(qualifier: $0) }
            // The better place is the smaller number: 不低于第三位 is 3 at most.
            if one.key.statistic == .rank, direction != .equal { direction = .atMost }
            let isOfNothing =
                (direction ?? .atMost) == .atMost && one.stated.value.isZero
                && !pipeline.canBeNegative(one.key.statistic, of: one.key.indicator)
            let target = Target(
                months: one.months ?? figure.period.months, period: figure.period, statistic: one.key.statistic,
                direction: direction ?? (isOfNothing ? .atMost : .atLeast), isOfNothing: isOfNothing,
                stated: one.stated)
            figures.targets[StatedFigures.Place(indicator: one.key.indicator, area: one.key.area), default: []]
                .append(target)
        }
    }
}

extension Unit {
    /// Counted one by one: a number without a unit can mean nothing else.
    var isPlainCount: Bool {
        if case .count = dimension { return numerator == denominator }
        return false
    }
}

/// A version as people write it: none before any, numbers by value, then texts.
private struct Version: Comparable {
    let numbers: [Int]
    let text: String?

    init(_ text: String?) {
        self.text = text
        numbers = (text ?? "").split { !($0.isASCII && $0.isNumber) }.compactMap { Int($0) }
    }

    static func < (a: Version, b: Version) -> Bool {
        guard let left = a.text, let right = b.text else { return a.text == nil && b.text != nil }
        if a.numbers != b.numbers { return a.numbers.lexicographicallyPrecedes(b.numbers) }
        return Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
    }
}
