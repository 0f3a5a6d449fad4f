import Definitions
import Model
import Testing

@testable import Publish

@Suite struct SDMXIdentifierTests {
    @Test(arguments: [
        ("340102", "340102"), ("hnte_stock", "hnte_stock"), ("本区", "$672C$533A"), ("a b", "a$0020b"),
        ("a$0020b", "a$00240020b"), ("_T", "$005FT"), ("", "_U"), ("\u{20000}", "@020000"), ("3-5", "3-5"),
    ]) func codesStayApart(text: String, id: String) { #expect(SDMXIdentifier.code(text) == id) }

    /// pysdmx takes an identifier with these letters for a whole name.
    @Test func artefactsDoNotSpellURN() {
        #expect(SDMXIdentifier.artefact("returns") == "RETUR_NS")
        #expect(SDMXIdentifier.artefact("turnover-band") == "TUR_NOVER_BAND")
        #expect(SDMXIdentifier.component("2x") == "F_2X")
        #expect(SDMXIdentifier.component("规模") == "U89C4U6A21")
    }
}

@Suite struct SDMXUnitTests {
    @Test(arguments: [
        ("亿元", "CNY", 8), ("元", "CNY", 0), ("角", "CNY", -1), ("分", "CNY", -2), ("千万元", "CNY", 7), ("%", "PT", 0),
        ("百分点", "PP", 0), ("家", "UNITS", 0), ("万家", "UNITS", 4), ("人年", "PERSON_YEARS", 0),
        ("人月", "PERSON_MONTHS", 0), ("亩", "MU", 0), ("公顷", "MTK", 4), ("万千瓦时", "KWH", 4), ("位", "RANK", 0),
    ]) func measureAndPowerOfTen(symbol: String, measure: String, power: Int) throws {
        let unit = SDMXUnit(try #require(Unit(named: symbol)))
        #expect(unit.measure == measure)
        #expect(unit.multiplier == power)
    }

    /// Two units are the same in SDMX only where they are the same amount.
    @Test func unitsStayApart() {
        var seen: [String: Unit] = [:]
        for unit in Unit.all {
            let written = SDMXUnit(unit)
            #expect(written.name.en != nil, "\(unit.symbol) has no English name")
            #expect((-2...9).contains(written.multiplier), "\(unit.symbol)")
            let key = "\(written.measure) \(written.multiplier)"
            if let other = seen[key] {
                #expect(other.factor == unit.factor, "\(unit.symbol) and \(other.symbol) are both \(key)")
            }
            seen[key] = unit
        }
    }
}

@Suite struct SDMXOutputTests {
    let world = SmallWorld()

    var figures: [Figure] {
        let earlier = Period(.quarter, holding: Month(year: 2024, month: 9))
        var rank = world.figure(0, .rank, Fraction(1), unit: "位", decimals: 0)
        rank.among = 2
        rank.qualifier = "超\u{1}<"
        rank.basePeriod = Period(year: 2023)
        rank.baseSource = "records"
        return [
            world.figure(0, .value, Fraction(mantissa: 58_547_950_000, scale: 2), unit: "万元"),
            world.figure(0, .value, Fraction(10_000), unit: "万元", period: earlier),
            world.figure(0, .yoy, nil, unit: "%", decimals: 1, status: .cannotExist), rank,
            world.figure(1, .value, Fraction(3), unit: "件", decimals: 0, category: ["1"]),
            world.figure(1, .value, Fraction(4), unit: "件", decimals: 0, category: ["另 类"]),
        ]
    }

    @Test func seriesHoldTheirPeriodsAndSayWhyThereIsNoNumber() throws {
        let text = try written(.sdmxData, world.publication(figures), path: "returns/returns.xml.gz")
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("<Series") }
        let first =
            #"<Series FREQ="Q" REF_AREA="340102" INDICATOR="contract_value" QUANTITY="period" STATISTIC="#
        #expect(
            lines.first.map(String.init) == first
                + #""value" CONTRACT_TYPE="_T"><Obs TIME_PERIOD="2024-Q3" OBS_VALUE="1.00" UNIT_MEASURE="CNY" "#
                + #"UNIT_MULT="4" DECIMALS="2" OBS_STATUS="A" CONF_STATUS="F"/>"#
                + #"<Obs TIME_PERIOD="2024-Q4" OBS_VALUE="58547.95" UNIT_MEASURE="CNY" UNIT_MULT="4" DECIMALS="2" "#
                + #"OBS_STATUS="A" CONF_STATUS="F"/></Series>"#)
        #expect(
            lines[1] == first
                + #""yoy" CONTRACT_TYPE="_T"><Obs TIME_PERIOD="2024-Q4" UNIT_MEASURE="PT" UNIT_MULT="0" DECIMALS="1" "#
                + #"OBS_STATUS="M" CONF_STATUS="F"/></Series>"#)
        // What XML cannot hold is replaced, what it must escape is escaped.
        #expect(lines[2].contains("QUALIFIER=\"超\u{FFFD}&lt;\" BASE_PER=\"2023\" BASE_SOURCE=\"records\" RANKED=\"2\""))
        #expect(lines[3].contains(#"CONTRACT_TYPE="1""#))
        #expect(lines[4].contains(#"CONTRACT_TYPE="$53E6$0020$7C7B""#))
        #expect(lines.count == 5)
        #expect(text.contains("<mes:Prepared>2024-12-31T00:00:00Z</mes:Prepared>"))
    }

    /// A target stated as a growth for one year and as an amount for the next is one series with two units.
    @Test func everyObservationHasItsOwnUnit() throws {
        let next = Period(year: 2025)
        let figures = [
            world.figure(
                0, .target, Fraction(mantissa: 10, scale: 2), unit: "%", decimals: 1, period: Period(year: 2024)),
            world.figure(0, .target, Fraction(6_000_000_000), unit: "亿元", period: next),
        ]
        let text = try written(.sdmxData, world.publication(figures), path: "returns/returns.xml.gz")
        #expect(text.split(separator: "<Series").count == 2)
        #expect(text.contains(#"TIME_PERIOD="2024" OBS_VALUE="10.0" UNIT_MEASURE="PT" UNIT_MULT="0" DECIMALS="1""#))
        #expect(text.contains(#"TIME_PERIOD="2025" OBS_VALUE="60.00" UNIT_MEASURE="CNY" UNIT_MULT="8" DECIMALS="2""#))
    }

    @Test func tableWritesNaN() throws {
        let text = try written(.sdmxTable, world.publication(figures), path: "returns/returns.sdmx.csv.gz")
        let lines = parsed(text)
        #expect(lines.count == 7)
        #expect(lines[0].prefix(3) == ["STRUCTURE", "STRUCTURE_ID", "ACTION"])
        let value = try #require(lines[0].firstIndex(of: "OBS_VALUE"))
        #expect(lines.dropFirst().map { $0[value] } == ["1.00", "58547.95", "NaN", "1", "3", "4"])
        #expect(lines[1][1] == "合肥市科技局:DF_SMALL(1.0.0)")
    }

    @Test(arguments: SDMXEdition.allCases) func structureNamesEveryCodeThatDataUse(edition: SDMXEdition) throws {
        let folder = try ScratchFolder()
        var output = OutputDefinition(
            kind: .sdmxStructure, path: "returns/s.xml", table: nil, place: SmallWorld.nowhere)
        output.edition = edition
        try write(output, world.publication(figures), to: folder.path)
        let text = String(decoding: try folder.bytes("returns/s.xml"), as: UTF8.self)
        #expect(text.contains(edition == .v2 ? "/v2_1/message" : "/v3_0/message"))
        let types = try #require(text.split(separator: #"<str:Codelist id="CL_CONTRACT_TYPE""#).last)
        let list = try #require(types.split(separator: "</str:Codelist>").first)
        // The total, the code list in its order, then what only figures have.
        #expect(
            list.split(separator: "<str:Code id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
                == ["_T", "1", "2", "$53E6$0020$7C7B"])
        #expect(list.contains(#"<com:Name xml:lang="zh">开发</com:Name><com:Name xml:lang="en">development</com:Name>"#))
        #expect(text.contains(">340100<") || text.contains(#"<Ref id="340100"/>"#))
    }

    /// A figure that is broken down by a field of the same name and another code list is another dimension.
    @Test func fieldsOfOneNameStayApart() {
        var pipeline = world.pipeline
        var other = pipeline.datasets[0]
        other.name = "others"
        other.fields[1].codelist = "other_types"
        pipeline.datasets.append(other)
        pipeline.codelists.append(
            Codelist(
                name: "other_types", entries: [.init(code: "1", name: LocalizedText(zh: "别的"), aliases: [])]))
        pipeline.indicators[1].dataset = "others"
        let breakdowns = SDMXBreakdowns(pipeline, figures: [])
        #expect(breakdowns.dimensions.map(\.id) == ["CONTRACT_TYPE_CONTRACT_TYPES", "CONTRACT_TYPE_OTHER_TYPES"])
        let figure = world.figure(1, .value, nil, unit: "件", category: ["1"])
        #expect(breakdowns.codes(of: figure) == ["_T", "1"])
    }
}
