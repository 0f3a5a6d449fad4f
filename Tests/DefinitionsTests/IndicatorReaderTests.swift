import Definitions
import Model
import Testing

@Suite struct IndicatorReaderTests {
    /// The mistakes of one indicator of the contracts, which begins in line 1 as `- indicator: a`.
    private func told(_ lines: String, area: Bool = true) throws -> [String] {
        try reading(["indicators/main.yaml": "- indicator: a\n  dataset: contracts\n\(lines)\n"]).told
            .map { $0.replacing("indicators/main.yaml:", with: "") }
    }

    private func indicators(_ text: String) throws -> [IndicatorDefinition] {
        let read = try reading(["indicators/main.yaml": text])
        #expect(read.told == [])
        return read.definition?.indicators ?? []
    }

    @Test func defaults() throws {
        let amount = try #require(try reading().definition?.indicators.first)
        #expect(amount.measure == Measure(kind: .sum, field: "value"))
        #expect(amount.area == "seller_area")
        #expect(amount.date == "registered_on")
        #expect(amount.timing == .flow)
        #expect(amount.statistics.map(\.statistic) == [.value])
        #expect(amount.title.zh == "amount")
        #expect(amount.labels == ["basis": "输出"])
        #expect(amount.breakdowns == [["contract_type"], ["contract_type", "is_large"]])
        #expect(amount.decimals[.value] == 2)
        #expect(amount.decimals[.rank] == 0)
    }

    @Test func decimalsByStatistic() throws {
        let all = try indicators(
            """
            - {indicator: a, dataset: contracts, measure: count}
            - {indicator: b, dataset: contracts, measure: sum(value), decimals: 1}
            - {indicator: c, dataset: contracts, measure: sum(value), decimals: {value: 3, yoy: 1}}
            - {indicator: d, dataset: contracts, measure: sum(value)}
            """)
        let statistics: [Statistic] = [.value, .prior, .change, .yoy, .rank]
        #expect(
            all.map { indicator in statistics.map { indicator.decimals[$0] } } == [
                [0, 0, 0, 2, 0], [1, 1, 1, 1, 0], [3, 3, 3, 1, 0], [2, 2, 2, 2, 0],
            ])
        #expect(all.map(\.unit.symbol) == ["项", "元", "元", "元"])
    }

    @Test func measures() throws {
        let written = [
            "count", "count(distinct seller)", "sum( value )", "min(registered_on)", "MAX(staff)", "mean(value)",
            "median(value)",
        ]
        let all = try indicators(
            written.enumerated().map {
                "- {indicator: i\($0), dataset: contracts, measure: \($1), unit: \(["项", "家", "万元", "项", "人", "元", "元"][$0])}\n"
            }
            .joined())
        #expect(all.map(\.measure?.kind) == [.count, .countDistinct, .sum, .min, .max, .mean, .median])
        #expect(all.map(\.measure?.field) == [nil, "seller", "value", "registered_on", "staff", "value", "value"])
        try expectEqual(told("  measure: summ(value)"), ["3:12: unknown measure 'summ' → sum"])
        try expectEqual(told("  measure: sum(valeu)"), ["3:16: unknown field 'valeu' → value"])
        try expectEqual(told("  measure: sum"), ["3:12: a measure is written 'sum(field)'"])
        try expectEqual(
            told("  measure: count(seller)"), ["3:12: a count is written 'count' or 'count(distinct field)'"])
        try expectEqual(told("  measure: sum(value) + 1"), ["3:12: a measure is written 'sum(field)'"])
        try expectEqual(
            told("  measure: sum(seller)"),
            [
                "3:16: the field of sum() must be of type number or integer; 'seller' is of type uscc"
            ])
    }

    @Test func unitsFitTheField() throws {
        try expectEqual(
            told("  measure: sum(value)\n  unit: 家"), ["4:9: 家 does not measure what field 'value' holds (元)"])
        try expectEqual(
            told("  measure: count\n  unit: 万元"), ["4:9: a count is in a unit such as 家, 项 or 人, not in 万元"])
        try expectEqual(
            told("  measure: sum(staff)\n  unit: 万元"),
            [
                "4:9: field 'staff' has no unit, so it cannot be shown in 万元; state the field's unit"
            ])
        try expectEqual(
            told("  measure: sum(staff)"),
            [
                "1:3: key 'unit' is missing, and field 'staff' has no unit of its own"
            ])
        try expectEqual(told("  measure: sum(value)\n  unit: 亿园"), ["4:9: unknown unit '亿园' → 亿元"])
    }

    @Test func timingNeedsItsDays() throws {
        try expectEqual(told("  measure: count\n  timing: stock\n  from: registered_on\n  to: valid_to"), [])
        try expectEqual(
            told("  measure: count\n  timing: stock\n  date: valid_to"),
            [
                "1:3: a stock needs 'from', the field of the first day",
                "5:3: 'date' has no place here: a stock has 'from' and 'to'",
            ])
        try expectEqual(
            told("  measure: count\n  from: valid_too"),
            [
                "4:3: 'from' has no place here: only a stock has a first and a last day"
            ])
        try expectEqual(
            told("  measure: count\n  timing: stock\n  from: value"),
            [
                "5:9: 'from' must be of type date; 'value' is of type number"
            ])
    }

    @Test func breakdownsAndStatistics() throws {
        try expectEqual(
            told("  measure: count\n  breakdowns: [contract_type, [contract_type], [value], [kind, kind]]"),
            [
                "4:31: this breakdown is stated twice",
                "4:49: a breakdown must be of type code or string or boolean or area or uscc; 'value' is of type number",
                "4:58: unknown field 'kind' (known: contract_no, contract_type, seller, seller_area, value, staff, "
                    + "registered_on, valid_to, is_large)",
                "4:64: unknown field 'kind' (known: contract_no, contract_type, seller, seller_area, value, staff, "
                    + "registered_on, valid_to, is_large)",
            ])
        try expectEqual(
            told(
                "  measure: count\n  statistics: [value, yoyo, growth_on_opening, value, {rank: {of: rank, amung: x}}]"),
            [
                "4:23: unknown statistic 'yoyo' → yoy",
                "4:29: growth_on_opening compares with the opening stock; this is a flow",
                "4:48: statistic 'value' is stated twice",
                "4:67: a rank of ranks",
                "4:73: unknown key 'amung' → among",
            ])
        let ranked = try indicators(
            """
            - indicator: a
              dataset: contracts
              measure: count
              statistics: [value, {rank: {of: yoy, among: siblings, order: ascending}}, rank]
            """)
        #expect(ranked[0].statistics.map(\.statistic) == [.value, .rank, .rank])
        #expect(ranked[0].statistics.map(\.of) == [.value, .yoy, .value])
        #expect(ranked[0].statistics.map(\.ascending) == [false, true, false])
    }

    @Test func ranksAreAmongSiblingsGroupsOrLevels() throws {
        let ranked = try indicators(
            """
            - indicator: a
              dataset: contracts
              measure: count
              statistics:
                - rank
                - {rank: {among: group}}
                - {rank: {of: yoy, among: level, under: province}}
                - {rank: {of: yoy, among: level}}
            """)
        #expect(
            ranked[0].statistics.map(\.rank?.name) == [
                "rank", "rank_value_group", "rank_yoy_level_province", "rank_yoy_level",
            ])
        try expectEqual(
            told(
                "  measure: count\n  statistics: [{rank: {among: groups}}, {rank: {under: city}}, {rank: {among: level, under: district}}]"
            ),
            [
                "4:31: unknown group of areas 'groups' → group",
                "4:49: 'under' has no place here: only a level is taken under an ancestor",
                "4:93: unknown kind of area 'district' (known: country, province, city)",
            ])
        try expectEqual(
            told("  measure: count\n  statistics: [rank, {rank: {of: value, order: ascending}}]"),
            ["4:22: statistic 'rank' is stated twice"])
    }

    @Test func streaksSayOfWhichRank() throws {
        let all = try indicators(
            """
            - indicator: a
              dataset: contracts
              measure: count
              statistics:
                - {streak: {of: rank_yoy}}
                - {streak: {of: rank, at_most: 3, years: 2}}
                - {streak: {of: rank_yoy, among: level, under: province}}
            """)
        #expect(
            all[0].statistics.map(\.rank?.name) == [
                "streak_rank_yoy", "streak_rank_3", "streak_rank_yoy_level_province",
            ])
        #expect(all[0].statistics.map(\.years) == [4, 2, 4])
        try expectEqual(
            told("  measure: count\n  statistics: [streak, {streak: {of: rank_yoyo, at_most: 0, amung: x}}]"),
            [
                "4:16: a streak says of which rank: {streak: {of: rank_yoy, at_most: 1}}",
                "4:38: unknown rank 'rank_yoyo' → rank_yoy",
                "4:58: 0 is out of range: 1 to 1000",
                "4:61: unknown key 'amung' → among",
            ])
        try expectEqual(
            told("  measure: count\n  statistics: [{rank: {of: streak}}]"), ["4:28: a rank of ranks"])
        try expectEqual(
            told("  measure: count\n  statistics: [{rank: {of: threshold}}]"),
            ["4:28: a threshold is passed or not: there is nothing to rank"])
    }

    @Test func aRankOfAverageGrowthIsOnTheStatedYear() throws {
        let all = try indicators(
            """
            - indicator: a
              dataset: contracts
              measure: count
              statistics: [{rank: {of: average_growth}}, {average_growth: {base: 2020}}, {rank: {of: yoy}}]
            - {indicator: b, dataset: contracts, measure: count, statistics: [{rank: {of: average_growth}}]}
            """)
        #expect(all[0].statistics.map(\.baseYear) == [2020, 2020, nil])
        #expect(all[1].statistics.map(\.baseYear) == [nil])
    }

    @Test func stocksCountByDateOrByCohort() throws {
        let all = try indicators(
            """
            - {indicator: a, dataset: contracts, measure: count, timing: stock, from: registered_on}
            - {indicator: b, dataset: contracts, measure: count, timing: stock, from: registered_on, stock_rule: cohort}
            """)
        #expect(all.map(\.stockRule) == [.date, .cohort])
        try expectEqual(
            told("  measure: count\n  stock_rule: cohort"),
            ["4:3: 'stock_rule' has no place here: only a stock has a first and a last day"])
        try expectEqual(
            told("  measure: count\n  timing: stock\n  from: registered_on\n  stock_rule: cohrt"),
            ["6:15: unknown stock rule 'cohrt' → cohort"])
    }

    @Test func basesAndStatementsAreChecked() throws {
        let all = try indicators(
            """
            - {indicator: a, dataset: contracts, measure: sum(value)}
            - {indicator: b, dataset: contracts, measure: sum(value), timing: cumulative, prior_field: value, bases: [restated, records]}
            """)
        #expect(all.map(\.bases) == [[.records], [.restated, .records]])
        #expect(all.map(\.timing) == [.flow, .cumulative])
        #expect(all.map(\.priorField) == [nil, "value"])
        try expectEqual(
            told("  measure: max(value)\n  timing: cumulative"),
            ["3:12: statements that accumulate have a sum or a count, no max"])
        try expectEqual(
            told("  measure: sum(value)\n  bases: [restated, recrods]"),
            [
                "4:10: base 'restated' needs 'prior_field', the field that states it",
                "4:21: unknown base 'recrods' → records",
            ])
        try expectEqual(
            told("  measure: sum(value)\n  prior_field: value"),
            ["4:16: nothing is taken from it: 'bases' does not name 'restated'"])
        try expectEqual(
            told("  measure: sum(value)\n  prior_field: staff\n  bases: restated"),
            ["4:16: it does not measure what field 'value' does"])
        try expectEqual(
            told("  measure: count\n  prior_field: value\n  bases: restated"),
            ["4:16: only the sum of a flow or of statements is restated"])
    }

    @Test func formulasFollowTheirOperands() throws {
        let all = try indicators(
            """
            - {indicator: net, formula: later + stock - stock@year_start, statistics: [value, growth_on_opening]}
            - {indicator: later, formula: stock - stock@prior_year}
            - {indicator: stock, dataset: contracts, measure: count, timing: stock, from: registered_on, unit: 家, frequency: quarter}
            - {indicator: intensity, formula: amount / stock, unit: "%", decimals: {value: 2, change: 2}}
            - {indicator: amount, dataset: contracts, measure: sum(value), frequency: year}
            """)
        #expect(all.map(\.unit.symbol) == ["家", "家", "家", "%", "元"])
        #expect(all.map(\.frequency) == [.quarter, .quarter, .quarter, .year, .year])
        #expect(all.map(\.timing) == [.stock, .stock, .stock, .flow, .flow])
        #expect(all[0].decimals[.value] == 0)
        #expect(all[0].formula?.place.column == 29)
        try expectEqual(
            reading([
                "indicators/main.yaml": Small.indicators + """

                    - indicator: ratio
                      formula: amount / amount
                      dataset: contracts
                      breakdowns: [[is_large]]
                    """
            ]).told,
            [
                "indicators/main.yaml:7:3: key 'unit' is missing: this formula does not say in what it is measured",
                "indicators/main.yaml:9:3: 'dataset' has no place here: a formula is computed from other indicators",
                "indicators/main.yaml:10:15: operand 'amount' has no breakdown by is_large",
            ])
    }

    @Test func idsAreUniqueOverFiles() throws {
        let told = try reading([
            "indicators/more.yaml":
                "- {indicator: amount, dataset: contracts, measure: count}\n- {dataset: contract}\n- {indicator: x}\n"
        ]).told
        #expect(
            told == [
                "indicators/more.yaml:1:15: indicator 'amount' is taken by p/indicators/main.yaml:1",
                "indicators/more.yaml:2:3: key 'indicator' is missing",
                "indicators/more.yaml:3:3: an indicator needs 'dataset' and 'measure', or 'formula'",
            ])
    }
}
