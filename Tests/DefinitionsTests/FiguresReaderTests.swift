import Definitions
import Model
import Testing

@Suite struct FiguresReaderTests {
    private static let targets = """
        dataset: targets
        kind: figures
        gives: targets
        title: {zh: 目标任务, en: Targets}
        files: ["targets*"]
        fields:
          - {name: indicator, aliases: [任务]}
          - {name: note, type: string}
        """

    private static let macro = """
        dataset: macro
        kind: figures
        gives: values
        files: ["macro*"]
        """

    private func told(_ name: String, _ text: String) throws -> [String] {
        try reading(["datasets/\(name).yaml": text]).told
    }

    @Test func aDatasetOfFiguresBringsItsFields() throws {
        let pipeline = try #require(try reading(["datasets/targets.yaml": Self.targets]).definition)
        let dataset = try #require(pipeline.datasets.first { $0.name == "targets" })
        #expect(dataset.gives == .targets)
        #expect(
            dataset.fields.map(\.name) == [
                "indicator", "area", "period", "value", "unit", "statistic", "quantity", "from", "direction",
                "qualifier",
                "status", "version", "source", "note",
            ])
        #expect(dataset.fields[0].aliases.contains("任务") && dataset.fields[0].aliases.contains("指标名称"))
        #expect(dataset.fields.filter(\.constraints.required).map(\.name) == ["indicator", "area", "period", "value"])
        #expect((dataset.area, dataset.date) == ("area", "period"))
        #expect(pipeline.codelist("figure_direction")?.entries.map(\.code) == [">=", "<=", "="])
        // A pipeline without figures has none of it.
        #expect(try reading().definition?.codelists.map(\.name) == ["types"])
    }

    @Test func whatFiguresBringThemselvesIsNotStated() throws {
        let figures = "'primaryKey' has no place here: figures bring it themselves"
        #expect(
            try told("targets", Self.targets + "\nprimaryKey: [indicator]") == ["datasets/targets.yaml:9:1: \(figures)"]
        )
        #expect(
            try told("macro", "dataset: macro\nkind: figures\nfiles: [\"m*\"]")
                == ["datasets/macro.yaml:1:1: key 'gives' is missing"])
        #expect(
            try told("macro", Self.macro.with("gives: values", "gives: valeus")).map { $0.suffix(8) } == ["→ values"])
        #expect(
            try told("macro", Self.macro.with("kind: figures\n", "")).contains {
                $0.contains("'gives' has no place here: only a dataset of 'kind: figures'")
            })
        // A field of the kind has its own type.
        #expect(
            try told("macro", Self.macro + "\nfields:\n  - {name: value, type: number, decimals: 2}").map {
                $0.prefix { $0 != "(" }
            }.sorted() == [
                "datasets/macro.yaml:6:19: unknown key 'type' ", "datasets/macro.yaml:6:33: unknown key 'decimals' ",
            ])
    }

    private func indicators(_ text: String) throws -> PipelineReading {
        try reading([
            "datasets/macro.yaml": Self.macro, "datasets/targets.yaml": Self.targets,
            "indicators/more.yaml": text,
        ])
    }

    @Test func indicatorsMayBeStated() throws {
        let pipeline = try #require(
            try indicators(
                """
                - {indicator: gdp, dataset: macro, unit: 亿元, aliases: [GDP], bases: [records, published]}
                - {indicator: share, formula: amount / gdp, unit: "%", bases: published}
                """
            ).definition)
        let gdp = try #require(pipeline.indicators.first { $0.id == "gdp" })
        #expect(gdp.measure == nil && gdp.frequency == .year && gdp.aliases == ["GDP"])
        #expect(gdp.bases == [.records, .published])
        #expect(pipeline.indicators.first { $0.id == "share" }?.frequency == .year)
    }

    @Test func statedIndicatorsAreChecked() throws {
        func told(_ line: String) throws -> [String] {
            try indicators("- {indicator: x, \(line)}").told.map { String($0.split(separator: ":", maxSplits: 3)[3]) }
        }
        #expect(try told("dataset: macro") == [" key 'unit' is missing"])
        #expect(
            try told("dataset: macro, unit: 亿元, measure: count") == [
                " 'measure' has no place here: its values are stated, not computed from records"
            ])
        #expect(
            try told("dataset: targets, unit: 家") == [
                " dataset 'targets' gives targets: only values are an indicator's own"
            ])
        #expect(
            try told("dataset: macro, unit: 亿元, bases: matched") == [
                " an indicator whose values are stated has no base 'matched'"
            ])
    }

    @Test func theReferencePeriodIsRead() throws {
        let pipeline = try #require(
            try indicators(
                """
                - {indicator: late, dataset: contracts, measure: count, reference: latest, lag: 1Q}
                - {indicator: twice, formula: late + late, unit: 项}
                - {indicator: own, formula: late + late, unit: 项, reference: period}
                """
            ).definition)
        func reference(_ id: String) -> String? {
            pipeline.indicators.first { $0.id == id }.map { "\($0.reference.rawValue) \($0.lag)" }
        }
        #expect(reference("late") == "latest 3")
        // A formula is of the last period that its operands have, unless it says otherwise.
        #expect(reference("twice") == "latest 3")
        #expect(reference("own") == "period 0")
        #expect(
            try indicators("- {indicator: x, dataset: contracts, measure: count, lag: 1M}").told == [
                "indicators/more.yaml:1:54: 'lag' has no place here: it is for 'reference: latest'"
            ])
        #expect(
            try indicators("- {indicator: x, dataset: contracts, measure: count, reference: latest, lag: 2W}").told == [
                "indicators/more.yaml:1:78: a lag such as 1M, 1Q or 1Y is expected here, found '2W'"
            ])
    }

    @Test func averageGrowthNamesItsBaseYear() throws {
        let pipeline = try #require(
            try indicators(
                "- {indicator: x, dataset: contracts, measure: count, statistics: [average_growth, target]}\n"
                    + "- {indicator: y, dataset: contracts, measure: count, statistics: [{average_growth: {base: 2020}}]}"
            ).definition)
        #expect(pipeline.indicators.first { $0.id == "x" }?.statistics.map(\.baseYear) == [nil, nil])
        #expect(pipeline.indicators.first { $0.id == "y" }?.statistics.map(\.baseYear) == [2020])
    }

    @Test func onlySumsOfKnownSubjectsAreMatched() throws {
        func told(_ line: String) throws -> [String] {
            try indicators("- {indicator: x, dataset: contracts, \(line)}").told.map {
                String($0.split(separator: ":", maxSplits: 3)[3])
            }
        }
        #expect(
            try told("measure: count, bases: matched") == [
                " only the sum of a flow or of statements has a base 'matched'"
            ])
        #expect(
            try told("measure: sum(value), bases: [matched, records]") == [
                " base 'matched' needs to know who is who: dataset 'contracts' has no subject"
            ])
    }

    @Test func differencesOfPercentagesArePoints() throws {
        let pipeline = try #require(
            try indicators(
                """
                - {indicator: a, dataset: macro, unit: "%"}
                - {indicator: b, dataset: macro, unit: "%"}
                - {indicator: d, formula: a - b}
                """
            ).definition)
        #expect(pipeline.indicators.first { $0.id == "d" }?.unit.symbol == "百分点")
    }
}
