import Definitions
import Model
import Publish
import Tabular

/// A pipeline of one dataset with two districts, four records and the findings about them: what most tests publish.
struct SmallWorld {
    var pipeline: PipelineDefinition
    var catalogue: RuleCatalogue
    var evidence: Evidence

    static let nowhere = SourcePlace(file: "pipelines/small/pipeline.yaml", line: 1, column: 1)

    init(outputs: [OutputDefinition] = [], rounding: Rounding = .halfUp, limit: Int = 100_000) {
        let unit = Unit(named: "元")
        var required = Constraints()
        required.required = true
        var minimum = Constraints()
        minimum.minimum = SourceText("0", at: SmallWorld.nowhere)
        let fields = [
            SmallWorld.field("contract_no", "合同编号", .string, constraints: required),
            SmallWorld.field("contract_type", "合同类别", .code, codelist: "contract_types"),
            SmallWorld.field("seller_area", "卖方区县", .area),
            SmallWorld.field("amount", "成交总额", .number, unit: unit, decimals: 2, constraints: minimum),
            SmallWorld.field("technology_value", "技术交易额", .number, unit: unit, decimals: 2),
            SmallWorld.field("registered_on", "登记日期", .date),
        ]
        let rules = [
            RuleDefinition(
                id: "CON-011", title: LocalizedText(zh: "技术交易额不大于成交总额", en: "Technology value within value"),
                severity: .query, rejects: .field, field: "technology_value",
                check: SourceText("technology_value <= amount", at: SmallWorld.nowhere),
                expected: SourceText("amount", at: SmallWorld.nowhere),
                difference: SourceText("technology_value - amount", at: SmallWorld.nowhere),
                message: LocalizedText(
                    zh: "技术交易额 {technology_value} 大于成交总额 {amount}，多 {difference}",
                    en: "technology value {technology_value} exceeds value {amount} by {difference}"),
                place: SmallWorld.nowhere)
        ]
        let dataset = DatasetDefinition(
            name: "contracts", title: LocalizedText(zh: "技术合同", en: "Technology contracts"), files: ["contracts*"],
            history: .cumulative, primaryKey: ["contract_no"], area: "seller_area", date: "registered_on",
            subject: nil, frequency: .quarter, rejects: nil, fields: fields, derive: [], rules: rules,
            builtIn: ["unique": RuleOverride(id: "R10", place: SmallWorld.nowhere)], place: SmallWorld.nowhere)
        let areas = AreaTree([
            Area(code: "340100", name: LocalizedText(zh: "合肥市", en: "Hefei"), kind: .city, published: true),
            Area(
                code: "340102", name: LocalizedText(zh: "瑶海区", en: "Yaohai"), kind: .district, parent: 0,
                published: true),
            Area(
                code: "340103", name: LocalizedText(zh: "庐阳区", en: "Luyang"), kind: .district, parent: 0,
                published: true),
        ])
        var limits = Limits()
        limits.details = limit
        pipeline = PipelineDefinition(
            name: "small", title: LocalizedText(zh: "合同登记", en: "Contracts"), language: .zh, agency: "合肥市科技局",
            areas: areas, datasets: [dataset],
            indicators: [
                SmallWorld.indicator("contract_value", "成交额", "万元", ["measure": "amount", "basis": "输出"]),
                SmallWorld.indicator("contract_count", "合同数", "件", ["measure": "count", "basis": "输出"]),
            ],
            codelists: [
                Codelist(
                    name: "contract_types",
                    entries: [
                        Codelist.Entry(code: "1", name: LocalizedText(zh: "开发", en: "development"), aliases: []),
                        Codelist.Entry(code: "2", name: LocalizedText(zh: "转让", en: "transfer"), aliases: []),
                    ])
            ], outputs: outputs, gates: [], limits: limits, rounding: rounding, files: [])
        catalogue = RuleCatalogue(pipeline)
        evidence = SmallWorld.evidence([
            ["HT-001", "开发", "瑶海区", "12.5", "13", "2024-11-05"],
            ["HT-002", "=cmd()", "庐阳区", "-3", "1", "2024-10-01"],
            ["HT-001", "转让", "340103", "7,\"8\"", "2", "2024-12-31"],
            ["", "转让", "", "1", "1", "2024-02-29"],
        ])
    }

    /// Positions of the evidence's rows: 0, 1, … stand on rows 2, 3, … of the file.
    private static func evidence(_ rows: [[String]]) -> Evidence {
        var ends: [UInt32] = [0]
        var bytes: [UInt8] = []
        for cell in rows.joined() {
            bytes += Array(cell.utf8)
            ends.append(UInt32(bytes.count))
        }
        func integers(_ values: [Int64?]) -> Column {
            var validity = Bitmap(count: values.count)
            for (i, value) in values.enumerated() where value != nil { validity.set(i) }
            return .integers(IntegerColumn(values: values.map { $0 ?? 0 }, validity: validity))
        }
        let buffer = ByteBuffer(Array("HT-001HT-002HT-001".utf8))
        var keys = Bitmap(count: 4)
        for i in 0..<3 { keys.set(i) }
        let typed = Batch(
            rowCount: 4,
            columns: [
                .texts(TextColumn(buffer: buffer, starts: [0, 6, 12, 18], lengths: [6, 6, 6, 0], validity: keys)),
                integers([0, nil, 1, 1]), integers([1, 2, 2, nil]), integers([12_500_000, -3_000_000, nil, 1_000_000]),
                integers([13_000_000, 1_000_000, 2_000_000, 1_000_000]),
                integers(
                    ["2024-11-05", "2024-10-01", "2024-12-31", "2024-02-29"].map {
                        CivilDate($0).map { Int64($0.days) }
                    }),
            ])
        return Evidence(
            dataset: 0, base: Place(file: 0, sheet: 0, row: 2, line: 2), rows: [0, 1, 2, 3], lines: nil,
            fieldCount: 6, ends: ends, bytes: bytes, typed: typed, columns: [1, 2, 3, 4, 5, 6])
    }

    /// A finding of a built-in rule about a field of a row.
    func finding(_ rule: BuiltInRule, row: Int, field: Int) -> Finding {
        let position =
            rule.scope == .field ? catalogue.index(rule, dataset: 0, field: field) : catalogue.index(rule, dataset: 0)
        return Finding(rule: position, field: field, evidence: evidence, evidenceRow: row)
    }

    /// One of each kind, in order of reading.
    var findings: [Finding] {
        [
            Finding(
                rule: catalogue.index(.repaired, dataset: 0, field: 5), field: 5,
                place: Place(file: 0, sheet: 0, row: 2, line: 2, column: 6), value: "date_spelling", count: 1_204),
            Finding(
                rule: catalogue.index(expression: 0, dataset: 0), field: 4, evidence: evidence, evidenceRow: 0,
                expected: .number(Decimal(mantissa: 12_500_000, scale: 2)),
                difference: .number(Decimal(mantissa: 500_000, scale: 2))),
            finding(.codes, row: 1, field: 1), finding(.minimum, row: 1, field: 3), finding(.unique, row: 2, field: -1),
            finding(.type, row: 2, field: 3), finding(.required, row: 3, field: 0),
            Finding(rule: catalogue.index(.fileEmpty), place: Place(file: 1)),
        ]
    }

    func publication(_ figures: [Figure] = [], findings: [Finding] = []) -> Publication {
        var counts = [RuleCount](repeating: RuleCount(), count: catalogue.rules.count)
        for finding in findings {
            counts[Int(finding.rule)].failed += 1
            counts[Int(finding.rule)].evaluated += 4
            counts[Int(finding.rule)].passed += 3
        }
        return Publication(
            pipeline: pipeline, catalogue: catalogue, schemas: pipeline.datasets.map { pipeline.schema(of: $0) },
            range: PeriodRange(Period(.quarter, holding: Month(year: 2024, month: 12))),
            asOf: CivilDate(days: CivilDate.daysFromCivil(year: 2024, month: 12, day: 31)), figures: figures,
            findings: findings, counts: counts,
            files: [
                PublishedFile(name: "2024-Q4/瑶海区/contracts.xml", delivery: "2024-Q4", sender: 1, sheets: ["合同"]),
                PublishedFile(name: "2024-Q4/empty.csv", delivery: "2024-Q4"),
            ],
            accounts: [
                TableAccount(
                    file: 0, sheet: 0, dataset: 0, read: 1_236, accepted: 1_230, rejected: 2, superseded: 2,
                    notRecords: [RowClassCount(name: "header", count: 1), RowClassCount(name: "total", count: 1)])
            ])
    }

    func figure(
        _ indicator: Int, _ statistic: Statistic, _ value: Fraction?, unit: String, decimals: Int = 2, area: Int = 1,
        category: [String] = [], period: Period = Period(.quarter, holding: Month(year: 2024, month: 12)),
        status: FigureStatus = .normal
    ) -> Figure {
        Figure(
            indicator: indicator, area: area, period: period, quantity: .period, statistic: statistic,
            breakdown: category.isEmpty ? [] : ["contract_type"], category: category, value: value,
            unit: Unit(named: unit) ?? Unit(unit, .count(unit)), decimals: decimals, status: status)
    }

    private static func field(
        _ name: String, _ title: String, _ type: FieldType, unit: Unit? = nil, decimals: Int = 0,
        codelist: String? = nil, constraints: Constraints = Constraints()
    ) -> FieldDefinition {
        FieldDefinition(
            name: name, title: LocalizedText(zh: title), aliases: [], type: type, unit: unit, decimals: decimals,
            unitIfSilent: nil, format: nil, codelist: codelist, constraints: constraints, builtIn: [:],
            place: nowhere)
    }

    private static func indicator(_ id: String, _ title: String, _ unit: String, _ labels: [String: String])
        -> IndicatorDefinition
    {
        IndicatorDefinition(
            id: id, title: LocalizedText(zh: title), note: LocalizedText(), dataset: "contracts",
            measure: Measure(kind: .count, field: nil), filter: nil, timing: .flow, from: nil, to: nil, date: nil,
            area: nil, frequency: .month, breakdowns: [["contract_type"]],
            unit: Unit(named: unit) ?? Unit(unit, .money),
            decimals: [:], statistics: [], formula: nil, labels: labels, qualifier: nil, place: nowhere)
    }
}
