import Definitions
import Expressions
import Model
import Tabular

/// A small pipeline for tests: contracts that refer to enterprises, in three cities.
enum Example {
    static let place = SourcePlace(file: "contracts.yaml", line: 7, column: 13)

    static let areas = AreaTree([
        Area(code: "34", name: LocalizedText(zh: "安徽省", en: "Anhui"), kind: .province),
        Area(code: "3401", name: LocalizedText(zh: "合肥市", en: "Hefei"), aliases: ["合肥"], kind: .city, parent: 0),
        Area(code: "340102", name: LocalizedText(zh: "瑶海区"), aliases: ["瑶海"], kind: .district, parent: 1),
        Area(code: "340103", name: LocalizedText(zh: "庐阳区"), kind: .district, parent: 1),
        Area(code: "3402", name: LocalizedText(zh: "芜湖市"), kind: .city, parent: 0),
        Area(code: "340202", name: LocalizedText(zh: "镜湖区"), kind: .district, parent: 4),
        Area(code: "33", name: LocalizedText(zh: "浙江省"), kind: .province),
        Area(code: "3303", name: LocalizedText(zh: "温州市"), kind: .city, parent: 6),
        Area(code: "330304", name: LocalizedText(zh: "鼓楼区"), kind: .district, parent: 7),
        Area(code: "340199", name: LocalizedText(zh: "鼓楼区"), kind: .district, parent: 1),
        Area(code: "340101", name: LocalizedText(zh: "东市区"), kind: .district, parent: 1, successor: 2),
        Area(code: "境外", name: LocalizedText(zh: "境外"), kind: .abroad),
    ])

    static let statuses = CodeDictionary(["valid", "revoked", "expired"])

    static let schema = Schema([
        SchemaField(name: "n0", type: .number(scale: 0)),
        SchemaField(name: "n2", type: .number(scale: 2)),
        SchemaField(name: "n6", type: .number(scale: 6)),
        SchemaField(name: "k2", type: .number(scale: 2)),
        SchemaField(name: "d1", type: .date),
        SchemaField(name: "d2", type: .date),
        SchemaField(name: "t1", type: .text),
        SchemaField(name: "t2", type: .text),
        SchemaField(name: "status", type: .code, codes: statuses),
        SchemaField(name: "flag", type: .boolean),
        SchemaField(name: "a1", type: .area),
        SchemaField(name: "a2", type: .area),
        SchemaField(name: "p1", type: .period),
        SchemaField(name: "p2", type: .period),
    ])

    /// What `exists(enterprises, …)` and `lookup` see: the key, a name, a status of its own dictionary, an area, capital.
    static let enterprises = Schema([
        SchemaField(name: "uscc", type: .text),
        SchemaField(name: "name", type: .text),
        SchemaField(name: "status", type: .code, codes: CodeDictionary(["expired", "valid", "unknown"])),
        SchemaField(name: "area", type: .area),
        SchemaField(name: "capital", type: .number(scale: 2)),
        SchemaField(name: "listed", type: .boolean),
    ])

    /// A dataset whose key is a status and a number.
    static let quotas = Schema([
        SchemaField(name: "status", type: .code, codes: CodeDictionary(["expired", "valid", "unknown"])),
        SchemaField(name: "grade", type: .number(scale: 2)),
        SchemaField(name: "limit", type: .number(scale: 0)),
    ])

    static let scope: ExpressionScope = {
        var scope = ExpressionScope(
            dataset: dataset("contracts", key: [], fields: [field("n2", title: "成交总额", .number)]), schema: schema,
            pipeline: pipeline, references: ["enterprises": enterprises, "quotas": quotas])
        scope.counted["certified"] = enterprises.fields[0]
        scope.period = Period("2024Q4")
        return scope
    }()

    static let pipeline = PipelineDefinition(
        name: "example", title: LocalizedText(en: "Example"), language: .zh, agency: "TEST", areas: areas,
        datasets: [
            dataset("contracts", key: [], fields: []), dataset("enterprises", key: ["uscc"], fields: []),
            dataset("quotas", key: ["status", "grade"], fields: []),
        ],
        indicators: [],
        codelists: [
            Codelist(
                name: "statuses",
                entries: [
                    Codelist.Entry(code: "valid", name: LocalizedText(zh: "有效"), aliases: []),
                    Codelist.Entry(code: "revoked", name: LocalizedText(zh: "撤销"), aliases: ["已撤销"]),
                    Codelist.Entry(code: "expired", name: LocalizedText(zh: "过期"), aliases: []),
                ])
        ], outputs: [], gates: [], limits: Limits(), rounding: .halfUp, files: [])

    private static func dataset(_ name: String, key: [String], fields: [FieldDefinition]) -> DatasetDefinition {
        DatasetDefinition(
            name: name, title: LocalizedText(en: name), files: [], history: .cumulative, primaryKey: key, area: nil,
            date: nil, subject: nil, frequency: .month, rejects: nil, fields: fields, derive: [], rules: [],
            builtIn: [:],
            place: place)
    }

    private static func field(_ name: String, title: String, _ type: FieldType) -> FieldDefinition {
        FieldDefinition(
            name: name, title: LocalizedText(zh: title), aliases: [], type: type, unit: nil, decimals: 2,
            unitIfSilent: nil, format: nil, codelist: nil, constraints: Constraints(), builtIn: [:], place: place)
    }

    static func source(_ text: String) -> SourceText { SourceText(text, at: place) }

    /// Rows given field by field; fields that a row does not name are missing.
    static func batch(_ rows: [[String: RowValue]], schema: Schema = Example.schema) -> Batch {
        Batch(
            rowCount: rows.count,
            columns: schema.fields.map { field in column(rows.map { $0[field.name] ?? .missing }, field) })
    }

    static func column(_ values: [RowValue], _ field: SchemaField) -> Column {
        var validity = Bitmap(count: values.count)
        for (row, value) in values.enumerated() where value != .missing { validity.set(row) }
        if field.type == .text {
            let buffer = ByteBuffer(capacity: 0)
            var starts: [UInt32] = []
            var lengths: [UInt32] = []
            for value in values {
                starts.append(UInt32(buffer.count))
                if case .text(let text) = value { buffer.append(Array(text.utf8)) }
                lengths.append(UInt32(buffer.count) - starts[starts.count - 1])
            }
            return .texts(TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: validity))
        }
        let integers = values.map { value -> Int64 in
            switch value {
            case .missing: 0
            case .number(let number): Int64(number.mantissa)
            case .date(let date): Int64(date.days)
            case .truth(let truth): truth ? 1 : 0
            case .area(let index): Int64(index)
            case .period(let period): PackedPeriod.pack(period)
            case .text(let text): Int64(field.codes?.position(of: text) ?? -1)
            }
        }
        return .integers(IntegerColumn(values: integers, validity: validity))
    }

    static func references() -> References {
        let enterpriseTable = ReferenceTable(
            keyFields: [enterprises.fields[0]], valueFields: Array(enterprises.fields.dropFirst()))
        let rows: [[String: RowValue]] = [
            [
                "uscc": .text("A1"), "name": .text("甲"), "status": .text("valid"), "area": .area(2),
                "capital": .number(Decimal(mantissa: 12_345, scale: 2)), "listed": .truth(true),
            ],
            ["uscc": .text("B2"), "status": .text("expired"), "area": .area(3), "listed": .truth(false)],
            ["uscc": .text(""), "name": .text("空"), "status": .text("unknown")],
        ]
        enterpriseTable.append(
            batch(rows, schema: enterprises), schema: enterprises, rows: Bitmap(count: 3, repeating: true))
        let quotaTable = ReferenceTable(
            keyFields: Array(quotas.fields.prefix(2)), valueFields: [quotas.fields[2]])
        let limits: [[String: RowValue]] = [
            [
                "status": .text("valid"), "grade": .number(Decimal(mantissa: 300, scale: 2)),
                "limit": .number(Decimal(mantissa: 7, scale: 0)),
            ]
        ]
        quotaTable.append(batch(limits, schema: quotas), schema: quotas, rows: Bitmap(count: 1, repeating: true))
        // The same, found by other fields; and the subjects of an indicator.
        let byName = ReferenceTable(
            keyFields: [enterprises.fields[1], enterprises.fields[5]], valueFields: [enterprises.fields[0]])
        byName.append(
            batch(rows + [["uscc": .text("C3"), "name": .text("甲"), "listed": .truth(true)]], schema: enterprises),
            schema: enterprises, rows: Bitmap(count: 4, repeating: true))
        let certified = ReferenceTable(keyFields: [enterprises.fields[0]], valueFields: [])
        certified.append(
            batch([["uscc": .text("B2")]], schema: enterprises), schema: enterprises,
            rows: Bitmap(count: 1, repeating: true))
        return References([
            "enterprises": enterpriseTable, "quotas": quotaTable, "enterprises(name,listed)": byName,
            countedTable("certified"): certified,
        ])
    }
}

/// The values of an evaluated expression, row by row.
func values(of expression: Expression, _ batch: Batch, _ references: References = References()) -> [RowValue] {
    let (type, codes) = expression.resultField
    let field = SchemaField(name: "result", type: type, codes: codes)
    let column = expression.evaluate(batch, references: references)
    return (0..<batch.rowCount).map { RowValue(column, row: $0, field: field) }
}

func number(_ text: String) -> RowValue { Decimal(text).map { .number($0) } ?? .missing }
func date(_ text: String) -> RowValue { CivilDate(text).map { .date($0) } ?? .missing }
func period(_ text: String) -> RowValue { Period(text).map { .period($0) } ?? .missing }
