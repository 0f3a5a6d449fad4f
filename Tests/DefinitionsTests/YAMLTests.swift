import Definitions
import Foundation
import Model
import Testing

@Suite struct YAMLTests {
    @Test func syntaxErrorsHaveTheirPlace() throws {
        let told = try reading(["pipeline.yaml": "pipeline: small\ntitle: {zh: 小\nlanguage: zh\n"]).told
        #expect(told.count == 1)
        #expect(told[0].hasPrefix("pipeline.yaml:3:9: YAML: "))
        #expect(
            try reading(["pipeline.yaml": "pipeline: small\n\ttitle: x\n"]).told[0].hasPrefix(
                "pipeline.yaml:2:1: YAML: "))
        try expectEqual(
            reading(["pipeline.yaml": "pipeline: *name\n"]).told,
            [
                "pipeline.yaml:1:11: YAML: found undefined alias"
            ])
        #expect(
            try reading(["pipeline.yaml": "pipeline: a\n---\npipeline: b\n"]).told[0].hasPrefix(
                "pipeline.yaml:2:1: YAML: expected a single document"))
    }

    @Test func controlCharactersHaveTheirPlace() throws {
        let told = try reading(["pipeline.yaml": "pipeline: 小small\ntitle: 小\u{1}\n"]).told
        #expect(told == ["pipeline.yaml:2:9: YAML: control characters are not allowed"])
    }

    @Test func nothingAndWrongShapes() throws {
        for empty in ["\n", "# only a comment\n", "---\n", "\u{FEFF}\n"] {
            try expectEqual(
                reading(["pipeline.yaml": empty]).told, ["pipeline.yaml:1:1: the file holds no definition"],
                "\(empty.debugDescription)")
        }
        try expectEqual(
            reading(["pipeline.yaml": "- a\n"]).told,
            [
                "pipeline.yaml:1:1: a mapping is expected here, found a list"
            ])
        try expectEqual(
            reading(["indicators/main.yaml": "indicator: a\n"]).told,
            [
                "indicators/main.yaml:1:1: a list of indicators is expected here, found a mapping"
            ])
    }

    @Test func bytesThatAreNotUTF8() throws {
        var bytes = Array("pipeline: small\r\ntitle: 小".utf8)
        bytes += [0xD0, 0xA1, 0xCA]
        try expectEqual(
            reading(bytes: ["pipeline.yaml": bytes]).told,
            [
                "pipeline.yaml:2:10: this is not UTF-8; save the file as UTF-8"
            ])
    }

    @Test func byteOrderMarkAndCarriageReturnsAreTolerated() throws {
        let text = "\u{FEFF}" + Small.pipeline.replacingOccurrences(of: "\n", with: "\r\n") + "\r\nlanguage: xx\r\n"
        try expectEqual(
            reading(["pipeline.yaml": text]).told, ["pipeline.yaml:3:11: unknown language 'xx' (known: zh, en)"])
        #expect(try reading(["pipeline.yaml": "\u{FEFF}piplein: x\n"]).told[0].hasPrefix("pipeline.yaml:1:1: "))
    }

    @Test func everyKeyStatedTwiceIsNamed() throws {
        let told = try reading([
            "pipeline.yaml": """
            pipeline: small
            title: {zh: 小, "zh": 大, en: Small}
            pipeline: big
            language: zh
            pipeline: third
            limits: {rows: 5, rows: 6}
            """
        ]).told
        #expect(
            told == [
                "pipeline.yaml:2:16: key 'zh' is stated twice, first in line 2",
                "pipeline.yaml:3:1: key 'pipeline' is stated twice, first in line 1",
                "pipeline.yaml:5:1: key 'pipeline' is stated twice, first in line 1",
                "pipeline.yaml:6:19: key 'rows' is stated twice, first in line 6",
            ])
    }

    @Test func anchorsAliasesAndMerges() throws {
        let dataset =
            Small.contracts
            .with(
                "registered_on, title: {zh: 登记日期}, type: date}",
                "registered_on, title: {zh: 登记日期}, <<: &day {type: date, format: '%Y-%m-%d'}}"
            )
            .with("valid_to, title: {zh: 有效期至}, type: date}", "valid_to, title: {zh: 有效期至}, <<: *day}")
        let read = try reading(["datasets/contracts.yaml": dataset])
        #expect(read.told == [])
        #expect(read.definition?.datasets[0].fields.suffix(2).map(\.format) == ["%Y-%m-%d", "%Y-%m-%d"])
    }

    @Test func mergesOfMergesEnd() throws {
        var yaml = "outputs: &a0 {kind: returns}\n"
        for i in 1..<30 { yaml += "x\(i): &a\(i) {<<: [*a\(i - 1), *a\(i - 1), *a\(i - 1)]}\n" }
        let told = try reading(["pipeline.yaml": yaml + "title: *a29\n"]).told
        #expect(told.contains { $0.hasSuffix("too many merges of merges") })
    }

    @Test func wrongKindsAreNamedAtTheirNode() throws {
        let dataset = Small.contracts.with("decimals: 2", "decimals: two").with(
            "title: {zh: 合同, en: Contracts}", "title: [合同]"
        )
        .with("date: registered_on", "date: {name: registered_on}").with("required: true", "required: maybe")
        try expectEqual(
            reading(["datasets/contracts.yaml": dataset]).told,
            [
                "datasets/contracts.yaml:2:8: a mapping is expected here, found a list",
                "datasets/contracts.yaml:6:7: a text is expected here, found a mapping",
                "datasets/contracts.yaml:8:82: true or false is expected here, found 'maybe'",
                "datasets/contracts.yaml:12:69: a whole number is expected here, found 'two'",
            ])
    }

    @Test func expressionsKnowThePlaceOfTheirCharacters() throws {
        func check(_ yaml: String) throws -> SourceText {
            let dataset = Small.contracts.with(
                "check: value > 0, message: {zh: \"金额 {value}\"}}", "check: 1 > 0}\n" + yaml)
            let read = try reading(["datasets/contracts.yaml": dataset])
            #expect(read.told == [])
            return try #require(read.definition?.datasets[0].rules.last?.check)
        }
        func place(_ source: SourceText, _ part: String) throws -> [Int] {
            let range = try #require(source.text.firstRange(of: part))
            let place = source.place(
                atOffset: source.text.utf8.distance(from: source.text.startIndex, to: range.lowerBound))
            return [place.line, place.column]
        }
        let plain = try check("  - {id: R2, severity: note, check: seller <> '已撤销' and value > 0}")
        #expect(plain.place == SourcePlace(file: "p/datasets/contracts.yaml", line: 20, column: 37))
        try expectEqual(place(plain, "value"), [20, 57])

        let single = try check("  - {id: R2, severity: note, check: 'seller <> ''撤'' and value > 0'}")
        #expect(single.text == "seller <> '撤' and value > 0")
        #expect(single.place == SourcePlace(file: "p/datasets/contracts.yaml", line: 20, column: 38))
        try expectEqual(place(single, "撤"), [20, 50])
        try expectEqual(place(single, "value"), [20, 58])

        let double = try check("  - {id: R2, severity: note, check: \"seller <> \\\"\\u64a4\\\" and value > 0\"}")
        #expect(double.text == "seller <> \"撤\" and value > 0")
        try expectEqual(place(double, "value"), [20, 63])

        let literal = try check(
            "  - id: R2\n    severity: note\n    check: |\n\n      value > 0\n        and staff > 0\n")
        #expect(literal.text == "value > 0\n  and staff > 0")
        #expect(literal.place == SourcePlace(file: "p/datasets/contracts.yaml", line: 24, column: 7))
        try expectEqual(place(literal, "staff"), [25, 13])

        let folded = try check("  - id: R2\n    severity: note\n    check: >-\n      value > 0\n      and staff > 0\n")
        #expect(folded.text == "value > 0 and staff > 0")
        try expectEqual(place(folded, "staff"), [24, 11])

        let broken = try check("  - id: R2\n    severity: note\n    check: value > 0\n      and\n      staff > 0\n")
        #expect(broken.text == "value > 0 and staff > 0")
        try expectEqual(place(broken, "staff"), [24, 7])

        let anchored = try check("  - id: R2\n    severity: note\n    check: &a !!str  value > 0\n")
        #expect(anchored.place == SourcePlace(file: "p/datasets/contracts.yaml", line: 22, column: 22))
    }
}
