import Aggregate
import Definitions
import Model
import Testing

@Suite struct StatisticTests {
    typealias Row = World.Row

    /// 340102: 2 then 3; 340103: none then 1; 340191: 4 then 2; 340202: 1 then none.
    private let rows: [Row] = {
        let lots = [
            (2, "2023-12-31", 2), (2, "2024-10-01", 3), (3, "2024-12-31", 1), (4, "2023-10-01", 4),
            (4, "2024-10-07", 2), (8, "2023-11-11", 1),
        ]
        return lots.flatMap { area, day, count in
            Array(repeating: Row(type: 0, area: area, day: day, value: 100), count: count)
        }
    }()
    private let all: [Statistic] = [.value, .prior, .yoy, .change, .share]

    @Test func priorIsTheSameQuantityAYearEarlier() throws {
        let outcome = try #require(Outcome([World.indicator("n", statistics: all)], rows))
        #expect(outcome.text("340102", .period, .prior) == "2")
        #expect(outcome.text("340103", .period, .prior) == "0")
        #expect(outcome.text("340100", .ytd, .prior) == "6")
        #expect(outcome.figure("340102", .period, .prior)?.basePeriod == Period("2023Q4"))
        #expect(outcome.figure("340102", .period, .prior)?.baseSource == "records")
    }

    @Test func growthOnAMissingZeroOrNegativeBaseIsNoNumber() throws {
        let outcome = try #require(Outcome([World.indicator("n", statistics: all)], rows))
        #expect(outcome.text("340102", .period, .yoy) == "1/2")
        #expect(outcome.text("340191", .period, .yoy) == "-1/2")
        #expect(outcome.text("340103", .period, .yoy) == "M")
        #expect(outcome.text("340202", .period, .yoy) == "-1")
        let loss = [Row(day: "2023-11-01", value: -5), Row(value: 5)]
        let sums = try #require(Outcome([World.indicator("s", .sum, of: "value", statistics: [.yoy, .change])], loss))
        #expect(sums.text("340102", .period, .yoy) == "M")
        #expect(sums.text("340102", .period, .change) == "1000")
    }

    @Test func changeIsTheDifference() throws {
        let outcome = try #require(Outcome([World.indicator("n", statistics: all)], rows))
        #expect(outcome.text("340102", .period, .change) == "1")
        #expect(outcome.text("340202", .period, .change) == "-1")
        #expect(outcome.figure("340102", .period, .change)?.unit == World.household)
    }

    @Test func changeOfPercentagesIsInPercentagePoints() throws {
        let indicators = [
            World.indicator("a"), World.indicator("b", where: "value > 0"),
            World.indicator("r", unit: Unit("%", .ratio, 1, 100), statistics: [.value, .change], formula: "b / a"),
        ]
        let outcome = try #require(Outcome(indicators, rows + [Row(), Row(day: "2023-12-01")]))
        // 3 of 4 now, 2 of 3 then.
        #expect(outcome.text("340102", .period, .change, of: 2) == "1/12")
        #expect(outcome.figure("340102", .period, .change, of: 2)?.unit.symbol == "百分点")
        #expect(outcome.figure("340102", .period, .value, of: 2)?.unit.symbol == "%")
    }

    @Test func shareIsOfTheParentOrOfTheArea() throws {
        let more = rows + [Row(type: 1), Row(type: nil)]
        let outcome = try #require(Outcome([World.indicator("n", breakdowns: [["type"]], statistics: all)], more))
        #expect(outcome.text("340102", .period, .share) == "5/8")
        #expect(outcome.text("340100", .period, .share) == "1")
        #expect(outcome.text("340000", .period, .share) == "M")
        #expect(outcome.text("340202", .period, .share) == "M")
        #expect(outcome.text("340102", .period, .share, by: ["type"], ["开发"]) == "3/5")
        #expect(outcome.text("340102", .period, .share, by: ["type"], ["转让"]) == "1/5")
    }

    @Test func ranksAreOneOneThreeAmongSiblings() throws {
        let rows = [Row(area: 2), Row(area: 2), Row(area: 3), Row(area: 3), Row(area: 4), Row(area: 8)]
        let outcome = try #require(Outcome([World.indicator("n", rank: .value)], rows))
        #expect(outcome.text("340102", .period, .rank) == "1")
        #expect(outcome.text("340103", .period, .rank) == "1")
        #expect(outcome.text("340191", .period, .rank) == "3")
        #expect(outcome.figure("340191", .period, .rank)?.among == 3)
        #expect(outcome.text("340202", .period, .rank) == "1")
        #expect(outcome.figure("340202", .period, .rank)?.among == 2)
        // Nobody is first of one.
        #expect(outcome.text("340000", .period, .rank) == "M")
        #expect(outcome.figure("340000", .period, .rank)?.among == 1)
        let ascending = try #require(Outcome([World.indicator("n", rank: .value, ascending: true)], rows))
        #expect(ascending.text("340191", .period, .rank) == "1")
        #expect(ascending.text("340102", .period, .rank) == "2")
        #expect(ascending.text("340103", .period, .rank) == "2")
    }

    @Test func ranksAreAmongSiblingsAGroupOrALevel() throws {
        let counts = [(2, 3), (3, 5), (4, 1), (8, 4), (9, 5), (5, 9)]
        let rows = counts.flatMap { area, count in Array(repeating: Row(area: area), count: count) }
        let group = RankTerms(among: .group)
        let level = RankTerms(among: .level)
        let city = RankTerms(among: .level, under: .city)
        let outcome = try #require(Outcome([World.indicator("n", ranks: [level, group, city])], rows))
        func places(_ terms: RankTerms, _ codes: String...) -> [String] {
            codes.map { code in
                let figure = outcome.table.figures.first {
                    $0.rank == terms && World.areas[$0.area].code == code && $0.quantity == .period
                }
                guard let figure else { return "none" }
                return "\(figure.value.map { "\($0.numerator)" } ?? figure.status.rawValue)/\(figure.among ?? -1)"
            }
        }
        // Own levels have records and no place, whatever word stands beside them.
        #expect(places(group, "340102", "340202") == ["2/2", "1/2"])
        #expect(places(group, "340103", "340207", "340191", "340100") == ["1/3", "1/3", "3/3", "M/-1"])
        #expect(places(level, "340103", "340207", "340202", "340102", "340191") == ["1/5", "1/5", "3/5", "4/5", "5/5"])
        #expect(places(level, "340100", "340200", "340300") == ["1/3", "2/3", "3/3"])
        #expect(places(city, "340103", "340102", "340207", "340202") == ["1/3", "2/3", "1/2", "2/2"])
        #expect(places(city, "340100", "340000") == ["M/-1", "M/-1"])
    }

    @Test func ranksOfOneIndicatorAreToldApart() throws {
        let terms = [RankTerms(of: .yoy), RankTerms(), RankTerms(among: .level, under: .province)]
        let outcome = try #require(Outcome([World.indicator("n", statistics: [.value, .yoy], ranks: terms)], rows))
        let figures = outcome.table.figures.filter { World.areas[$0.area].code == "340191" && $0.quantity == .period }
        #expect(
            figures.map(\.statisticName) == ["value", "yoy", "rank", "rank_value_level_province", "rank_yoy"])
        #expect(figures.map { $0.value?.numerator } == [2, -1, 2, 2, 2])
        #expect(figures.allSatisfy { outcome.table[FigureKey($0)] == $0 })
    }

    @Test func areasWithoutANumberAreNotRanked() throws {
        let outcome = try #require(Outcome([World.indicator("n", rank: .yoy)], rows))
        #expect(outcome.text("340102", .period, .rank) == "1")
        #expect(outcome.text("340191", .period, .rank) == "2")
        #expect(outcome.text("340103", .period, .rank) == "M")
        #expect(outcome.figure("340103", .period, .rank)?.among == 2)
        #expect(outcome.figure("340102", .period, .rank)?.basePeriod == Period("2023Q4"))
    }

    @Test func figuresAreShownInTheirUnitsAndDigits() throws {
        let indicator = World.indicator(
            "s", .sum, of: "value", statistics: all, rank: .value, decimals: [.value: 1, .share: 3])
        let outcome = try #require(Outcome([indicator], rows))
        func shown(_ statistic: Statistic) -> String? {
            outcome.figure("340102", .period, statistic).map { "\($0.unit.symbol) \($0.decimals)" }
        }
        #expect(shown(.value) == "亿元 1")
        #expect(shown(.prior) == "亿元 1")
        #expect(shown(.yoy) == "% 2")
        #expect(shown(.share) == "% 3")
        #expect(shown(.rank) == "位 0")
    }
}
