import Aggregate
import Definitions
import Model

/// Figures that are stated: values, targets and published ones are datasets 2, 3 and 4.
extension World {
    static func resolution(
        _ indicators: [IndicatorDefinition], _ stated: [StatedFigure], subject: String? = nil,
        rules: [MacroRuleDefinition] = []
    ) -> StatedResolution {
        var pipeline = pipeline(indicators, subject: subject, rules: rules)
        pipeline.datasets += FiguresGiven.allCases.map { gives in
            var dataset = dataset(gives.rawValue)
            dataset.gives = gives
            dataset.fields = []
            return dataset
        }
        return StatedResolution(stated, pipeline)
    }

    static func stated(
        _ gives: FiguresGiven, _ indicator: String, _ area: String, _ period: String, _ number: String,
        unit: String? = nil, from: String? = nil, direction: Direction? = nil, statistic: Statistic? = nil,
        quantity: Quantity? = nil, version: String? = nil, status: String? = nil, turn: Int = 0, row: Int64 = 1
    ) -> StatedFigure {
        StatedFigure(
            dataset: 2 + (FiguresGiven.allCases.firstIndex(of: gives) ?? 0), area: areas.index(ofCode: area) ?? 0,
            indicator: indicator, period: Period(period) ?? Period(year: 1),
            number: StatedNumber(number) ?? StatedNumber(decimal: Decimal(mantissa: 0, scale: 0)), unit: unit,
            quantity: quantity, statistic: statistic, from: from.flatMap { Period($0) }, direction: direction,
            status: status, version: version, turn: turn, place: Place(file: 0, row: row))
    }

    /// An indicator whose values a dataset of figures states.
    static func statedIndicator(
        _ id: String, unit: Unit = money, statistics: [Statistic] = [.value], timing: Timing = .flow,
        frequency: Frequency = .year
    ) -> IndicatorDefinition {
        var definition = indicator(id, nil, unit: unit, frequency: frequency, statistics: statistics, dataset: "values")
        definition.timing = timing
        return definition
    }
}
