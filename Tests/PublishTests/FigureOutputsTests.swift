import Definitions
import Model
import Testing

@testable import Publish

@Suite struct ReturnsCSVTests {
    let world = SmallWorld()

    @Test func oneLineAFigureNumbersOrNot() throws {
        var rank = world.figure(0, .rank, Fraction(1), unit: "位", decimals: 0)
        rank.basePeriod = Period(year: 2023)
        rank.baseSource = "records"
        rank.qualifier = "超"
        var other = rank
        other.rank = RankTerms(of: .yoy, among: .group)
        let text = try written(
            .returns,
            world.publication([
                world.figure(1, .value, Fraction(3), unit: "件", decimals: 0, category: ["1"]), other, rank,
                world.figure(0, .yoy, nil, unit: "%", status: .cannotExist),
                world.figure(0, .value, Fraction(mantissa: 58_547_950_000, scale: 2), unit: "万元"),
                world.figure(0, .yoy, Fraction(-3, over: 8), unit: "%", decimals: 1, area: 0),
            ]), path: "returns/returns.csv.gz")
        #expect(
            text == "\u{FEFF}"
                + [
                    "indicator,area,period,quantity,statistic,breakdown,category,value,unit,decimals,status,confidentiality,qualifier,base_period,base_source",
                    "contract_value,340100,2024-Q4,period,yoy,,,-37.5,%,1,A,F,,,",
                    "contract_value,340102,2024-Q4,period,value,,,58547.95,万元,2,A,F,,,",
                    "contract_value,340102,2024-Q4,period,yoy,,,,%,2,M,F,,,",
                    "contract_value,340102,2024-Q4,period,rank,,,1,位,0,A,F,超,2023,records",
                    "contract_value,340102,2024-Q4,period,rank_yoy_group,,,1,位,0,A,F,超,2023,records",
                    "contract_count,340102,2024-Q4,period,value,contract_type,1,3,件,0,A,F,,,", "",
                ].joined(separator: "\r\n"))
    }

    @Test(arguments: [
        (Rounding.halfUp, Fraction(mantissa: 12_345, scale: 0), "1.2345", "1.23"),
        (.halfUp, Fraction(12_350), "", "1.24"), (.gb8170, Fraction(12_350), "", "1.24"),
        (.halfUp, Fraction(12_450), "", "1.25"), (.gb8170, Fraction(12_450), "", "1.24"),
        (.halfUp, Fraction(-12_450), "", "-1.25"), (.halfUp, Fraction(-49), "", "0.00"),
    ]) func roundsOnceInTheUnitShown(rounding: Rounding, value: Fraction, note: String, shown: String) throws {
        let small = SmallWorld(rounding: rounding)
        let text = try written(
            .returns, small.publication([small.figure(0, .value, value, unit: "万元")]), path: "returns/r.csv")
        #expect(parsed(text)[1][7] == shown)
    }
}

@Suite struct FigureTableTests {
    let world = SmallWorld()

    func column(
        _ name: String, from: String? = nil, pick: [String: [String]] = [:], unit: String? = nil,
        decimals: Int? = nil, format: String? = nil
    ) -> TableColumn {
        TableColumn(
            name: name, from: from, pick: pick, unit: unit.flatMap { Unit(named: $0) }, decimals: decimals,
            format: format, place: SmallWorld.nowhere)
    }

    func table(_ columns: [TableColumn], filter: [String: [String]] = [:], order: [String], bom: Bool = false)
        -> TableDefinition
    {
        TableDefinition(
            source: .figures, columns: columns, filter: filter, order: order, byteOrderMark: bom,
            endOfLine: "\n", header: true)
    }

    var columns: [TableColumn] {
        [
            column("basis", from: "label.basis"), column("district", from: "area"),
            column("period", from: "period", format: "{year}Q{quarter}"), column("type", from: "category"),
            column("count", pick: ["label.measure": ["count"], "statistic": ["value"]]),
            column("amount", pick: ["label.measure": ["amount"], "statistic": ["value"]], unit: "元", decimals: 6),
            column("prior", pick: ["label.measure": ["amount"], "statistic": ["prior"]], unit: "万元", decimals: 6),
            column("yoy", pick: ["label.measure": ["amount"], "statistic": ["yoy"]], unit: "%", decimals: 2),
        ]
    }

    @Test func picksMakeOneLineOfManyFigures() throws {
        let earlier = Period(.quarter, holding: Month(year: 2024, month: 3))
        let figures = [
            world.figure(0, .value, Fraction(1), unit: "万元"),  // the whole: filtered out
            world.figure(0, .value, Fraction(250_000), unit: "万元", area: 2, category: ["转让"]),
            world.figure(0, .prior, nil, unit: "万元", area: 2, category: ["转让"]),
            world.figure(0, .yoy, nil, unit: "%", area: 2, category: ["转让"]),
            world.figure(1, .value, Fraction(2), unit: "件", decimals: 0, area: 2, category: ["转让"]),
            world.figure(0, .value, Fraction(mantissa: 15, scale: 1), unit: "万元", category: ["开发"]),
            world.figure(0, .prior, Fraction(1_234_567), unit: "万元", category: ["开发"]),
            world.figure(0, .yoy, Fraction(1, over: 3), unit: "%", category: ["开发"]),
            world.figure(1, .value, Fraction(1), unit: "件", decimals: 0, category: ["开发"]),
            world.figure(1, .value, Fraction(7), unit: "件", decimals: 0, category: ["开发"], period: earlier),
            world.figure(0, .value, nil, unit: "万元", category: ["许可"], status: .notDelivered),
        ]
        let text = try written(
            .table, world.publication(figures.reversed()), path: "returns/t.csv.gz",
            table: table(
                columns, filter: ["quantity": ["period"], "breakdown": ["contract_type"]],
                order: ["basis", "district", "period", "type"]))
        #expect(
            text == """
                basis,district,period,type,count,amount,prior,yoy
                输出,340102,2024Q1,开发,7,,,
                输出,340102,2024Q4,开发,1,1.500000,123.456700,33.33
                输出,340103,2024Q4,转让,2,250000.000000,,

                """)
    }

    @Test func numbersAreOrderedByValue() throws {
        let figures = [(1, 9), (2, 10), (0, -3)].map {
            world.figure(1, .value, Fraction(Int128($0.1)), unit: "件", decimals: 0, area: $0.0)
        }
        let text = try written(
            .table, world.publication(figures), path: "returns/t.csv",
            table: table(
                [column("area", from: "area_name"), column("n", pick: ["statistic": ["value"]])], order: ["n"]))
        #expect(text == "area,n\n合肥市,-3\n瑶海区,9\n庐阳区,10\n")
    }

    @Test func withoutPicksEveryFigureIsALine() throws {
        let figures = [
            world.figure(1, .value, Fraction(5), unit: "件", decimals: 0),
            world.figure(1, .yoy, nil, unit: "%", status: .cannotExist),
        ]
        let text = try written(
            .table, world.publication(figures), path: "internal/t.csv",
            table: table(
                ["title", "area", "statistic", "value", "unit", "status"].map { column($0, from: $0) }, order: []))
        #expect(text == "title,area,statistic,value,unit,status\n合同数,340102,value,5,件,A\n合同数,340102,yoy,,%,M\n")
    }

    @Test func periodPatterns() {
        let quarter = Period(.quarter, holding: Month(year: 2024, month: 5))
        #expect(formatted(quarter, nil) == "2024-Q2")
        #expect(formatted(quarter, "{year}Q{quarter} H{half} {month} {month2} {other}") == "2024Q2 H1 6 06 {other}")
    }
}
