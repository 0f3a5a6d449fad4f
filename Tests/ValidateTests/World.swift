import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

let somewhere = SourcePlace(file: "datasets/test.yaml", line: 1, column: 1)

func source(_ text: String) -> SourceText { SourceText(text, at: somewhere) }

func field(
    _ name: String, _ type: FieldType, decimals: Int = 0, required: Bool = false, minimum: String? = nil,
    maximum: String? = nil, pattern: String? = nil, builtIn: [BuiltInRule: RuleOverride] = [:]
) -> FieldDefinition {
    var constraints = Constraints()
    constraints.required = required
    constraints.minimum = minimum.map(source)
    constraints.maximum = maximum.map(source)
    constraints.pattern = pattern.map(source)
    return FieldDefinition(
        name: name, title: LocalizedText(zh: name), aliases: [], type: type, unit: nil, decimals: decimals,
        unitIfSilent: nil, format: nil, codelist: type == .code ? "kinds" : nil, constraints: constraints,
        builtIn: Dictionary(uniqueKeysWithValues: builtIn.map { ($0.key.rawValue, $0.value) }), place: somewhere)
}

func change(_ severity: Severity? = nil, rejects: Rejects? = nil) -> RuleOverride {
    RuleOverride(severity: severity, rejects: rejects, place: somewhere)
}

func rule(
    _ id: String, _ check: String, severity: Severity = .error, rejects: Rejects? = nil, field: String? = nil,
    expected: String? = nil, difference: String? = nil
) -> RuleDefinition {
    RuleDefinition(
        id: id, title: LocalizedText(), severity: severity, rejects: rejects, field: field, check: source(check),
        expected: expected.map(source), difference: difference.map(source), message: LocalizedText(),
        place: somewhere)
}

func derive(_ name: String, _ expression: String, _ type: FieldType? = nil) -> DeriveDefinition {
    DeriveDefinition(
        name: name, title: LocalizedText(), type: type, expression: source(expression), place: somewhere)
}

func dataset(
    _ name: String, _ fields: [FieldDefinition], key: [String] = [], derive: [DeriveDefinition] = [],
    rules: [RuleDefinition] = [], rejects: Rejects? = nil, builtIn: [BuiltInRule: RuleOverride] = [:]
) -> DatasetDefinition {
    DatasetDefinition(
        name: name, title: LocalizedText(zh: name), files: [], history: .cumulative, primaryKey: key, area: nil,
        date: nil, subject: nil, frequency: .month, rejects: rejects, fields: fields, derive: derive, rules: rules,
        builtIn: Dictionary(uniqueKeysWithValues: builtIn.map { ($0.key.rawValue, $0.value) }), place: somewhere)
}

func pipeline(_ datasets: DatasetDefinition...) -> PipelineDefinition {
    PipelineDefinition(
        name: "test", title: LocalizedText(), language: .zh, agency: "TEST",
        areas: AreaTree([
            Area(code: "340100", name: LocalizedText(zh: "合肥市"), kind: .city),
            Area(code: "340102", name: LocalizedText(zh: "瑶海区"), kind: .district, parent: 0),
        ]),
        datasets: datasets, indicators: [],
        codelists: [
            Codelist(
                name: "kinds",
                entries: ["A", "B"].map { Codelist.Entry(code: $0, name: LocalizedText(), aliases: []) })
        ], outputs: [], gates: [], limits: Limits(), rounding: .halfUp, files: [])
}

/// A dataset's compiled rules, and what tests ask of them.
struct World {
    let rules: RowRules
    let catalogue: RuleCatalogue
    let pipeline: PipelineDefinition
    let position: Int

    init(_ pipeline: PipelineDefinition, _ position: Int = 0) throws {
        catalogue = RuleCatalogue(pipeline)
        let (rules, diagnostics) = RowRules.compile(dataset: position, pipeline: pipeline, catalogue: catalogue)
        #expect(diagnostics == [])
        self.rules = try #require(rules)
        self.pipeline = pipeline
        self.position = position
    }

    var table: TableContext {
        let fields = pipeline.datasets[position].fields.count
        return TableContext(file: 3, sheet: 1, columns: (0..<Int32(fields)).map { $0 + 2 })
    }

    func normalize(_ rows: [[String]], failing: [CellFailure] = []) -> NormalizedBatch {
        FakeNormalizer(schema: pipeline.schema(of: pipeline.datasets[position]), areas: pipeline.areas)
            .normalize(rows, failing: failing)
    }

    func check(_ rows: [[String]], failing: [CellFailure] = [], references: References = References()) -> CheckedBatch {
        rules.evaluate(normalize(rows, failing: failing), references: references, table: table)
    }

    func count(_ id: String, in checked: CheckedBatch) -> [Int64] {
        let position = catalogue.rules.firstIndex { $0.id == id } ?? 0
        let count = checked.counts[position - rules.firstRule]
        return [count.evaluated, count.passed, count.failed, count.missing]
    }

    /// `row:rule` of each finding, rows from 0.
    func findings(_ checked: CheckedBatch) -> [String] { describe(checked.findings) }

    func describe(_ findings: [Finding]) -> [String] {
        findings.map { finding in
            let row = finding.evidence.map { Int($0.rows[Int(finding.evidenceRow)]) } ?? -1
            return "\(row):\(catalogue[Int(finding.rule)].id)"
        }
    }
}

/// The integers of a column; nil is missing.
func integers(_ column: Column) -> [Int64?] {
    guard case .integers(let integers) = column else { return [] }
    return integers.values.indices.map { integers.validity[$0] ? integers.values[$0] : nil }
}

func texts(_ column: Column) -> [String?] {
    guard case .texts(let texts) = column else { return [] }
    return texts.starts.indices.map { texts.validity[$0] ? texts.string($0) : nil }
}
