import Definitions
import Foundation
import Model
import Testing

@Suite struct PipelineReaderTests {
    @Test func aPipelineWithoutMistakesIsReadWhole() throws {
        let reading = try reading(["templates/page.mustache": "{{title}}", "templates/parts/a.mustache": "a"])
        #expect(reading.told == [])
        let pipeline = try #require(reading.definition)
        #expect(pipeline.name == "small")
        #expect(pipeline.language == .zh)
        #expect(pipeline.rounding == .halfUp)
        #expect(
            pipeline.files.map(\.path) == [
                "codelists/areas.csv", "codelists/types.csv", "datasets/contracts.yaml", "indicators/main.yaml",
                "pipeline.yaml", "templates/page.mustache", "templates/parts/a.mustache",
            ])
        #expect(pipeline.files[4].bytes == Array(Small.pipeline.utf8))
        #expect(
            pipeline.outputs.map(\.path) == [
                "returns/returns.csv.gz", "returns/returns.sdmx.csv.gz", "returns/returns.xml.gz",
                "returns/structure.xml.gz", "returns/returns.xlsx", "returns/revisions.csv.gz",
                "returns/datapackage.json",
                "exceptions/exceptions.csv.gz", "exceptions/exceptions.html",
                "exceptions/changes.js", "exceptions/exceptions.xlsx", "exceptions/by-sender/{sender}.xlsx",
                "exceptions/summary.json",
                "exceptions/ledger.csv.gz",
            ])
        #expect(pipeline.version == "1.0.0")
        #expect(pipeline.areas.areas.map(\.published) == [true, true, false])
        #expect(pipeline.areas[1].aliases == ["瑶海", "合肥瑶海"])
        #expect(pipeline.areas[1].parent == 0)
        #expect(pipeline.codelist("types")?.entries[1].aliases == ["出让", "转移"])
        #expect(pipeline.codelist("types")?.entries[0].name.zh == "开发")
    }

    @Test func versionsAreThreeNumbers() throws {
        let pipeline = try #require(try reading(["pipeline.yaml": "version: 2.10.0\n"]).definition)
        #expect(pipeline.version == "2.10.0")
        for wrong in ["1.0", "1.0.x", "01.0.0", "1..0"] {
            #expect(
                try reading(["pipeline.yaml": "version: \(wrong)\n"]).pointed.map {
                    $0.replacing("pipeline.yaml:", with: "")
                }
                    == ["1 at ‹\(wrong)›: a version is three numbers, as 1.0.0; found '\(wrong)'"])
        }
    }

    @Test func theBureauIsOfAnArea() throws {
        #expect(try #require(try reading([:]).definition).bureau == nil)
        for name in ["\"340102\"", "瑶海", "合肥瑶海"] {
            #expect(try #require(try reading(["pipeline.yaml": "bureau: \(name)\n"]).definition).bureau == 1)
        }
        #expect(
            try reading(["pipeline.yaml": "bureau: \"34010\"\n"]).told.map {
                $0.replacing("pipeline.yaml:", with: "")
            } == ["1:9: unknown area '34010' → 3401"])
    }

    @Test func allMistakesOfAllFilesAreCollected() throws {
        let reading = try reading([
            "pipeline.yaml": Small.pipeline + "\nlanguage: fr\nareaz: x\n",
            "datasets/contracts.yaml": Small.contracts.with("primaryKey", "primarykey").with("type: uscc", "type: usc"),
            "indicators/main.yaml": Small.indicators.with("sum(value)", "sum(valu)"),
            "codelists/types.csv": "code,zn\nA,a\nA,b\n",
        ])
        #expect(reading.definition == nil)
        #expect(
            reading.told == [
                "codelists/types.csv:1:6: unknown column 'zn' → zh",
                "codelists/types.csv:3:1: code 'A' is stated twice, first in line 2",
                "datasets/contracts.yaml:4:1: unknown key 'primarykey' → primaryKey",
                "datasets/contracts.yaml:10:43: unknown type 'usc' → uscc",
                "indicators/main.yaml:3:16: unknown field 'valu' → value",
                "pipeline.yaml:3:11: unknown language 'fr' (known: zh, en)",
                "pipeline.yaml:4:1: unknown key 'areaz' → areas",
            ])
    }

    @Test func aFolderThatIsNotThere() {
        let reading = readPipeline(at: "/nowhere/at/all", shownAs: "pipelines/x")
        #expect(reading.definition == nil)
        #expect(
            reading.diagnostics == [
                Diagnostic(
                    "pipelines/x/pipeline.yaml: No such file or directory",
                    at: SourcePlace(file: "pipelines/x/pipeline.yaml", line: 1, column: 1))
            ])
    }

    @Test func filesThatAreMissing() throws {
        try expectEqual(
            reading(["codelists/areas.csv": ""]).told,
            [
                "pipeline.yaml:1:1: p/codelists/areas.csv: No such file or directory"
            ])
        #expect(
            try reading(["pipeline.yaml": "areas: codelists/area.csv\n"]).told.contains(
                "pipeline.yaml:1:8: p/codelists/area.csv: No such file or directory"))
        try expectEqual(
            reading(["pipeline.yaml": "datasets: [contract]\n"]).told,
            [
                "indicators/main.yaml:2:12: unknown dataset 'contracts'",
                "pipeline.yaml:1:12: there is no file datasets/contract.yaml → contracts",
            ])
        try expectEqual(
            reading(["datasets/more.yml": "x"]).told,
            [
                "datasets/more.yml:1:1: only files named .yaml are read → more.yaml"
            ])
        try expectEqual(
            reading(["indicators/main.yaml": ""]).told,
            [
                "pipeline.yaml:1:1: the folder p/indicators holds no definition"
            ])
    }

    @Test func pathsStayInTheFolder() throws {
        try expectEqual(
            reading(["pipeline.yaml": "areas: ../areas.csv\n"]).told,
            [
                "pipeline.yaml:1:8: a path within the pipeline folder is expected here, found '../areas.csv'"
            ])
    }

    @Test func anUnreadableFileTakesNoOtherWithIt() throws {
        // What refers to the dataset says nothing: its mistakes would follow from the first.
        let reading = try reading(["datasets/contracts.yaml": "dataset: [\n"])
        #expect(reading.diagnostics.count == 1)
        #expect(reading.told[0].hasPrefix("datasets/contracts.yaml:2:1: YAML: "))
    }

    @Test func gatesAndLimits() throws {
        let pipeline =
            Small.pipeline + """

                gates:
                  - {gate: rejected_rows, dataset: contracts, maximum: 5%}
                  - {gate: rejected_rows, maximum: 0.125}
                  - {gate: missing_dataset}
                limits: {details: 1_000, rows: 5}
                """
        let read = try #require(try reading(["pipeline.yaml": pipeline]).definition)
        #expect(
            read.gates.map(\.maximum) == [Fraction(1, over: 20), Fraction(1, over: 8), .zero, Fraction(1, over: 100)])
        #expect(read.gates.map(\.kind) == [.rejectedRows, .rejectedRows, .missingDataset, .effect])
        #expect(read.gates.last?.records == 5)
        #expect(read.limits.details == 1_000)
        #expect(read.limits.rows == 5)
        let wrong = pipeline.with("5%", "five").with("0.125", "120%").with("missing_dataset", "missing")
            .with("1_000", "-1").with("dataset: contracts", "dataset: contract")
        try expectEqual(
            reading(["pipeline.yaml": wrong]).told,
            [
                "pipeline.yaml:4:36: unknown dataset 'contract' → contracts",
                "pipeline.yaml:4:55: a share such as 5% or 0.05 is expected here, found 'five'",
                "pipeline.yaml:5:36: a share lies between 0% and 100%",
                "pipeline.yaml:6:12: unknown gate 'missing' (known: rejected_rows, missing_dataset, missing_senders, "
                    + "effect)",
                "pipeline.yaml:7:19: -1 is out of range: 0 or more",
            ])
    }

    @Test func theGateOfEffectIsThereUnlessItIsStated() throws {
        func read(_ gate: String) throws -> PipelineReading {
            try reading(["pipeline.yaml": Small.pipeline + "\ngates:\n  - \(gate)\n"])
        }
        let stated = try #require(read("{gate: effect, maximum: 3%, records: 1}").definition?.gates)
        #expect(stated.map(\.maximum) == [Fraction(3, over: 100)])
        #expect(stated.map(\.records) == [1])
        try expectEqual(
            read("{gate: effect, dataset: contracts, records: 0, maximum: 3%}").told,
            [
                "pipeline.yaml:4:20: 'dataset' has no place here: every figure is asked",
                "pipeline.yaml:4:49: 0 is out of range: 1 or more",
            ])
        try expectEqual(
            read("{gate: missing_dataset, records: 1}").told,
            ["pipeline.yaml:4:29: 'records' has no place here: only the gate effect counts records"])
    }

    /// The folders of `pipelines/`, so that none can be committed that does not lint.
    @Test func everyPipelineOfTheProjectReadsWithoutAMistake() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("pipelines")
        let names = try FileManager.default.contentsOfDirectory(atPath: root.path).filter {
            !$0.hasPrefix(".") && !$0.hasSuffix(".md")
        }
        #expect(!names.isEmpty)
        for name in names.sorted() {
            let reading = readPipeline(at: root.appendingPathComponent(name).path, shownAs: "pipelines/\(name)")
            #expect(render(reading.diagnostics, sources: reading.sources) == "")
            #expect(reading.definition != nil)
        }
    }

    @Test func theBenchmarkJobReadsWithoutAMistake() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("EndToEndTests/Cases/benchmark-job/pipeline")
        let reading = readPipeline(at: folder.path, shownAs: "pipeline")
        #expect(render(reading.diagnostics, sources: reading.sources) == "")
        let pipeline = try #require(reading.definition)
        #expect(pipeline.name == "job")
        #expect(pipeline.datasets.map(\.name) == ["enterprises", "contracts"])
        #expect(pipeline.datasets[1].fields.count == 9)
        #expect(pipeline.datasets[1].fields.map(\.constraints.required) == Array(repeating: true, count: 9))
        #expect(pipeline.datasets[1].fields[6].constraints.pattern?.text == #"\d{1,12}(\.\d{1,6})?"#)
        #expect(pipeline.indicators.count == 6)
        #expect(pipeline.areas.areas.filter(\.published).count == 16)
        #expect(pipeline.outputs.compactMap(\.table).map(\.columns.count) == [5, 9])
        #expect(pipeline.outputs[1].table?.endOfLine == "\n")
        let ids = Set(RuleCatalogue(pipeline).rules.map(\.id))
        #expect(ids.isSuperset(of: (1...10).map { $0 < 10 ? "R0\($0)" : "R\($0)" }))
    }
}
