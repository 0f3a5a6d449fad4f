import Definitions
import Foundation
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct PageDataTests {
    let world = SmallWorld()

    private func data(_ publication: Publication) throws -> [String: Any] {
        let cells = FindingCells(publication, identified: true)
        let text = PageData.json(publication, cells, cells.reader.reportOrder())
        #expect(!text.contains("<"))
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func everyExceptionIsALineThatPointsIntoLists() throws {
        let publication = world.publication(findings: world.findings)
        let data = try data(publication)
        let rows = try #require(data["rows"] as? [[Any]])
        #expect(rows.count == world.findings.count)
        #expect(Set(rows.map(\.count)) == [21])
        func list(_ name: String) throws -> [Any] { try #require(data[name] as? [Any]) }
        for (position, name) in [
            (1, "rules"), (2, "areas"), (3, "senders"), (4, "states"), (5, "files"), (6, "sheets"), (11, "fields"),
        ] {
            let count = try list(name).count
            for row in rows { #expect((0..<count).contains(try #require(row[position] as? Int)), "\(name)") }
        }
        let row = try #require(rows.first { ($0[17] as? [String])?.first?.hasPrefix("技术交易额 13万元") == true })
        #expect(row[7] as? Int == 2 && row[8] as? String == "E" && row[12] as? String == "13")
        #expect(row[13] as? [String] == ["13万元", "CNY 130,000"])
        #expect(row[14] as? [String] == ["12.5万元", "CNY 125,000"])
    }

    /// What respondents wrote ends no script.
    @Test func closesNoScript() throws {
        var finding = Finding(
            rule: world.catalogue.index(.columnUnknown, dataset: 0), place: Place(file: 0),
            value: "</script><!--\u{2028}\"\\\u{7}")
        finding.suggestion = "</SCRIPT>"
        let rows = try #require(try data(world.publication(findings: [finding]))["rows"] as? [[Any]])
        #expect(rows[0][12] as? String == "</script><!--\u{2028}\"\\\u{7}")
        #expect(rows[0][16] as? String == "</SCRIPT>")
    }

    @Test func figuresAreNamedWithWhatTheyMayLose() throws {
        var publication = world.publication(findings: world.findings)
        let period = publication.range.last
        let site = FigureSite(indicator: 0, area: 1, period: period, quantity: .ytd)
        publication.impacts = FindingImpacts(publication.findings.map { _ in FindingImpact() })
        publication.impacts[1] = FindingImpact(
            score: 0.5, effects: [FindingImpact.Effect(figure: site, share: 0.0325)])
        let reader = FindingReader(publication)
        #expect(reader.touchedFigures(0).isEmpty)
        #expect(reader.touchedFigures(1).map(\.name.zh) == ["瑶海区 成交额 1—12月"])
        #expect(reader.touchedFigures(1).map(\.share) == ["3.25%"])
        let rows = try #require(try data(publication)["rows"] as? [[Any]])
        #expect(rows.contains { ($0[19] as? [[Any]])?.first?.last as? String == "3.25%" })
    }
}

@Suite struct PageChartTests {
    @Test func partsFillTheWholeAndNothingIsInvisible() {
        let chart = PageCharts.stack([("error", 1), ("query", 0), ("note", 99_999)], of: 100_000)
        #expect(chart.contains("<rect class=\"error\" x=\"0\" width=\"40\""))
        #expect(chart.contains("<rect class=\"note\" x=\"40\" width=\"9999\""))
        #expect(!chart.contains("query"))
        #expect(PageCharts.stack([("error", 1)], of: 0).isEmpty)
    }

    @Test func effectsRiseToTheWhole() {
        let chart = PageCharts.effects([600, 300, 100, 0], cut: 2)
        #expect(chart.contains("<polyline class=\"curve\" points=\"46,182 206,80 366,29 526,12 686,12\"/>"))
        #expect(chart.contains("x1=\"366\" x2=\"366\""))
        #expect(PageCharts.effects([0, 0], cut: 0).isEmpty)
        // As many points as the picture has pixels.
        #expect(
            PageCharts.effects([Int64](repeating: 1, count: 20_000), cut: 0).components(separatedBy: ",").count < 1_400)
    }
}

@Suite struct ExceptionChangesTests {
    private func name(_ text: String, _ value: String) -> ExceptionName {
        var (subject, digest) = (Digest(), Digest())
        subject.add(text)
        digest.add(value)
        return ExceptionName(subject, value: digest)
    }

    private func earlier(_ ids: [String]) throws -> EarlierExceptions {
        let folder = try ScratchFolder()
        let lines = ids.map { "\($0),CON-011,340102,9134,\"多 \"\"1\"\"\",a.csv,,7" }
        let text = (["exception_id,rule,area,subject,message,file,sheet,row"] + lines).joined(separator: "\r\n")
        try writeFile(Array(text.utf8), to: "\(folder.path)/exceptions.csv", access: .restricted)
        return try #require(EarlierExceptions(vintage: 3, path: "\(folder.path)/exceptions.csv"))
    }

    @Test func anotherValueIsNoResolution() throws {
        let now = [name("a", "1"), name("b", "2"), name("c", "3")]
        let changes = ExceptionChanges(
            now, since: try earlier([name("a", "1"), name("b", "9"), name("d", "4")].map(\.versionID)))
        #expect(changes.still == 1)
        #expect(changes.changed == [1])
        #expect(changes.new == [2])
        #expect(changes.resolved == [2])
    }

    @Test func resolvedOnesAreToldAsTheyWere() throws {
        let world = SmallWorld()
        var publication = world.publication(findings: world.findings)
        #expect(ExceptionChanges.json(publication).compactText == "{\"with\":null}")
        let ids = publication.exceptionNames().map(\.versionID)
        publication.earlier = try earlier(Array(ids.dropFirst()) + [name("x", "1").versionID])
        let text = ExceptionChanges.json(publication).compactText
        #expect(
            text.contains("\"with\":3,\"count\":{\"new\":1,\"changed\":0,\"still\":\(ids.count - 1),\"resolved\":1}"))
        #expect(text.contains("[\"CON-011\",\"瑶海区\",\"9134\",\"多 \\\"1\\\"\",\"a.csv › 7\"]"))
        #expect(text.contains("\"new\":[\"\(ids[0])\"]"))
        #expect(EarlierExceptions(vintage: 1, path: "/nowhere/exceptions.csv") == nil)
    }
}
