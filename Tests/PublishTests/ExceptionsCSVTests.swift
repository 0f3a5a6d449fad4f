import Definitions
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct ExceptionsCSVTests {
    let world = SmallWorld()

    func lines() throws -> [[String: String]] {
        let text = try written(
            .exceptions, world.publication(findings: world.findings), path: "exceptions/exceptions.csv.gz")
        #expect(text.hasPrefix("\u{FEFF}exception_id,rule,severity,level,"))
        #expect(text.utf8.suffix(2).elementsEqual([0x0D, 0x0A]))
        let table = parsed(String(text.dropFirst()))
        return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(table[0], $0)) }
    }

    /// And behind them all that was said in a review, and the figures touched.
    @Test func columnsAreExactlyThoseOfTheDesign() {
        #expect(
            ExceptionsCSV.columns.map(\.rawValue).joined(separator: ", ")
                == "exception_id, rule, severity, level, dataset, period, sender, area, subject, delivery, file, sheet, row, line, column, field, value, normalized, expected, difference, impact, rank, suggestion, message, disposition, reason, by, date, "
                + "corrected_value, confirmed_by, waived_until, explanation, proposed_value, filled_in_by, figures"
        )
    }

    /// Files first, of which nobody can know what they hold.
    @Test func errorsStandFirstThenPlaces() throws {
        #expect(
            try lines().map { "\($0["severity"]!) \($0["row"]!) \($0["column"]!) \($0["rule"]!)" } == [
                "error   file.empty", "error 3 2 contracts.contract_type.codes", "error 3 4 contracts.amount.minimum",
                "error 4 1 R10",
                "error 4 4 contracts.amount.type", "error 5 1 contracts.contract_no.required",
                "query 2 5 CON-011", "note 2 6 contracts.registered_on.repaired",
            ])
    }

    @Test func everyColumnOfALine() throws {
        let line = try #require(lines().first { $0["rule"] == "CON-011" })
        #expect(line["level"] == "field")
        #expect(line["dataset"] == "contracts")
        #expect(line["period"] == "2024-Q4")
        #expect(line["sender"] == "340102")
        #expect(line["area"] == "340102")
        #expect(line["subject"] == "HT-001")
        #expect(line["delivery"] == "2024-Q4")
        #expect(line["file"] == "2024-Q4/瑶海区/contracts.xml")
        #expect(line["sheet"] == "合同")
        #expect(line["line"] == "2")
        #expect(line["field"] == "technology_value")
        #expect(line["value"] == "13")
        #expect(line["normalized"] == "130000")
        #expect(line["expected"] == "125000")
        #expect(line["difference"] == "5000")
        #expect(line["message"] == "技术交易额 13万元 大于成交总额 12.5万元，多 5000元")
        #expect(line["rank"] == "7")
        for later in ["impact", "suggestion", "disposition", "reason", "by", "date"] {
            #expect(line[later] == "")
        }
    }

    @Test func whatASpreadsheetWouldRunIsNeutralizedAndNumbersAreNot() throws {
        let values = try lines().map { $0["value"]! }.dropFirst()
        #expect(values.prefix(4) == ["'=cmd()", "-3", "HT-001", "7,\"8\""])
        for harmless in ["-12.5", "+1,200", "-3.2%", "-1e6", "+1.5E-3", "12", "9.13E+17", "—", ""] {
            #expect(!isRunBySpreadsheets(harmless.utf8), "\(harmless)")
        }
        for run in ["=1+1", "@a", "\tx", "\rx", "-a", "+1+1", "-", "--1", "-1,2e", "-1%+1", "+"] {
            #expect(isRunBySpreadsheets(run.utf8), "\(run)")
        }
    }

    /// By effect whatever the severity; what has none and notes behind.
    @Test func effectsOnFiguresDecideTheOrder() throws {
        var publication = world.publication(findings: world.findings)
        publication.impacts = FindingImpacts(
            publication.findings.map { finding in
                let rule = publication.catalogue[Int(finding.rule)].id
                return FindingImpact(score: rule == "CON-011" ? 12.5 : rule == "R10" ? 0.0000004 : 0)
            })
        publication.reviewCut = ReviewCut(score: 1, remaining: 0.0000004, limit: 0.01)
        let text = try written(.exceptions, publication, path: "exceptions/e.csv")
        let table = parsed(String(text.dropFirst()))
        let rows = table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(table[0], $0)) }
        #expect(rows.map { $0["rank"] } == (1...rows.count).map { "\($0)" })
        #expect(rows.map { $0["rule"] }.prefix(3) == ["file.empty", "CON-011", "R10"])
        #expect(rows.map { $0["impact"] }.prefix(4) == ["", "12.5", "0.000001", ""])
        #expect(rows.last?["severity"] == "note")
        #expect(FindingReader(publication).cutRank() == 2)
    }

    /// One look at a record answers all that is asked about it.
    @Test func whatIsAskedOfOneRecordStandsTogether() throws {
        var publication = world.publication(findings: world.findings)
        let reader = FindingReader(publication)
        let asked = publication.findings.indices.filter {
            publication.findings[$0].evidence != nil && reader.rule(publication.findings[$0]).severity != .note
        }
        let places = asked.map { reader.place(publication.findings[$0]) }
        let shared = try #require(
            asked.indices.first { i in
                asked.indices.contains {
                    $0 != i && places[$0].row == places[i].row && places[$0].file == places[i].file
                }
            })
        let together = asked.indices.filter {
            places[$0].row == places[shared].row && places[$0].file == places[shared].file
        }.map { asked[$0] }
        publication.impacts = FindingImpacts(
            publication.findings.indices.map { at in
                FindingImpact(score: asked.contains(at) && !together.contains(at) ? 0.5 : 0)
            })
        for (position, at) in together.enumerated() {
            if position == 1 { publication.impacts[at] = FindingImpact(score: 0.75) }
            publication.impacts[at]?.recordScore = 0.75
        }
        publication.reviewCut = ReviewCut(score: 0.75, remaining: 0, limit: 0.01)
        let ordered = FindingReader(publication)
        let first = ordered.reportOrder().filter { asked.contains($0) }.prefix(together.count)
        #expect(Set(first) == Set(together))
        #expect(first.first == together[1])
        #expect(
            ordered.cutRank() == (ordered.reportOrder().firstIndex(of: first[first.startIndex]) ?? 0) + together.count)
    }

    @Test func detailsAreCapped() throws {
        let small = SmallWorld(limit: 3)
        let text = try written(.exceptions, small.publication(findings: small.findings), path: "exceptions/e.csv")
        #expect(parsed(text).count == 4)
    }

    @Test func digestIsFNV1a() {
        // The offset basis, mixed with the closing byte of an empty text.
        #expect(Digest().hexadecimal == "6c62272e07bb014262b821756295c58d")
        var digest = Digest()
        digest.add("a")
        var expected: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in [UInt128(0x61), 0xFF] { expected = (expected ^ byte) &* 0x0000_0000_0100_0000_0000_0000_0000_013b }
        #expect(digest.value == expected)
    }
}
