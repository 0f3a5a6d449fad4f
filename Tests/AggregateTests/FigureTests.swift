import Aggregate
import Definitions
import Model
import Testing

@Suite struct FigureTests {
    typealias Row = World.Row

    @Test func notDeliveredIsNotZero() throws {
        let delivered = World.months(2024...2024).subtracting([Month(year: 2024, month: 3)])
        let indicator = World.indicator("n", statistics: [.value, .prior, .yoy, .change], rank: .value)
        let outcome = try #require(Outcome([indicator], [Row(area: 2)], delivered: delivered))
        #expect(outcome.text("340102") == "1")
        #expect(outcome.text("340103") == "0")
        #expect(outcome.text("340102", .ytd) == "L")
        #expect(outcome.text("340102", .period, .prior) == "L")
        #expect(outcome.text("340102", .period, .yoy) == "L")
        #expect(outcome.text("340102", .period, .change) == "L")
        #expect(outcome.text("340102", .ytd, .rank) == "L")
        #expect(outcome.figure("340102", .ytd, .rank)?.among == 0)
    }

    @Test func cellsWithoutRecordsAreLeftOut() throws {
        let rows = [
            Row(type: 2), Row(type: 0, day: "2024-01-01"), Row(type: nil), Row(type: 1, day: "2023-10-10"),
            Row(type: 2, relation: "本区"),
        ]
        let indicator = World.indicator("n", breakdowns: [["type"], ["relation"]], statistics: [.value, .prior, .yoy])
        let outcome = try #require(Outcome([indicator], rows))
        #expect(outcome.text("340102") == "3")
        #expect(outcome.text("340102", by: ["type"], ["咨询"]) == "2")
        #expect(outcome.text("340102", by: ["type"], ["开发"]) == nil)
        #expect(outcome.text("340102", .ytd, by: ["type"], ["开发"]) == "1")
        #expect(outcome.text("340102", .ytd, by: ["type"], ["转让"]) == nil)
        #expect(outcome.text("340102", by: ["relation"], ["本区"]) == "1")
        // The cell a year earlier had no records either: no prior, and growth on nothing.
        #expect(outcome.text("340102", .period, .prior, by: ["type"], ["咨询"]) == nil)
        #expect(outcome.text("340102", .period, .yoy, by: ["type"], ["咨询"]) == "M")
    }

    @Test func figuresHaveOneOrder() throws {
        let rows = [Row(type: 2), Row(type: 0), Row(type: 1, day: "2024-01-01")]
        let indicator = World.indicator("n", breakdowns: [["type"]], statistics: [.yoy, .value])
        let outcome = try #require(Outcome([indicator], rows, "2024Q3..2024Q4"))
        let lines = outcome.table.figures.filter { $0.area == 2 && $0.period == Period("2024Q4") }.map {
            "\($0.category.joined()) \($0.quantity) \($0.statistic)"
        }
        #expect(
            lines == [
                " period value", " period yoy", " ytd value", " ytd yoy", "开发 period value", "开发 period yoy",
                "开发 ytd value", "开发 ytd yoy", "转让 ytd value", "转让 ytd yoy", "咨询 period value", "咨询 period yoy",
                "咨询 ytd value", "咨询 ytd yoy",
            ])
        #expect(outcome.table.figures.map(\.area) == outcome.table.figures.map(\.area).sorted())
    }

    @Test func breakdownsByAnything() throws {
        let rows = [
            Row(type: 1, relation: "b", number: 10, area: 2, buyer: 8),
            Row(type: 0, relation: "市内", number: 9, buyer: 12),
            Row(type: 0, relation: "", number: -1, buyer: nil), Row(type: nil, relation: "a", number: nil),
        ]
        let breakdowns = [["buyer"], ["number"], ["day"], ["relation", "type"], ["number", "relation"]]
        let outcome = try #require(Outcome([World.indicator("n", breakdowns: breakdowns)], rows))
        func categories(_ fields: [String]) -> [String] {
            outcome.table.figures
                .filter { $0.area == 2 && $0.quantity == .period && $0.breakdown == fields }
                .map { $0.category.joined(separator: "|") }
        }
        #expect(categories(["buyer"]) == ["340202", "境外"])
        #expect(categories(["number"]) == ["-1", "9", "10"])
        #expect(categories(["day"]) == ["2024-11-05"])
        #expect(categories(["relation", "type"]) == ["|开发", "b|转让", "市内|开发"])
        #expect(categories(["number", "relation"]) == ["-1|", "9|市内", "10|b"])
    }

    @Test func everyFigureSaysWhichMonthsItRestsOn() throws {
        let outcome = try #require(Outcome([World.indicator("n")], []))
        let figure = try #require(outcome.figure("340102", .ytd))
        #expect(FigureTable.months(of: figure) == Month(year: 2024, month: 1)...Month(year: 2024, month: 12))
    }
}
