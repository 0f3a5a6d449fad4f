import Definitions
import Model
import Normalize
import Tabular

let nowhere = SourcePlace(file: "test", line: 1, column: 1)

/// A field with what a test cares for.
func field(
    _ type: FieldType, unit: String? = nil, decimals: Int = 0, format: String? = nil, codelist: String? = nil,
    constraints change: (inout Constraints) -> Void = { _ in }
) -> FieldDefinition {
    var constraints = Constraints()
    change(&constraints)
    return FieldDefinition(
        name: "f", title: LocalizedText(), aliases: [], type: type, unit: unit.flatMap { Unit(named: $0) },
        decimals: decimals, unitIfSilent: nil, format: format, codelist: codelist, constraints: constraints,
        builtIn: [:], place: nowhere)
}

func pattern(_ text: String) -> (inout Constraints) -> Void { { $0.pattern = SourceText(text, at: nowhere) } }

/// Areas as a city of Anhui has them.
let areas = AreaTree([
    Area(code: "340000", name: LocalizedText(zh: "安徽省"), aliases: ["安徽"], kind: .province),
    Area(code: "340100", name: LocalizedText(zh: "合肥市"), aliases: ["合肥"], kind: .city, parent: 0, published: true),
    Area(
        code: "340102", name: LocalizedText(zh: "瑶海区"), aliases: ["瑶海", "合肥市瑶海区"], kind: .district, parent: 1,
        published: true),
    Area(code: "340104", name: LocalizedText(zh: "蜀山区"), kind: .district, parent: 1, published: true),
    Area(
        code: "340176", name: LocalizedText(zh: "高新区"), aliases: ["合肥高新区"], kind: .zone, parent: 1, host: 3,
        published: true),
    Area(code: "340171", name: LocalizedText(zh: "高新区（旧）"), kind: .zone, parent: 1, successor: 4),
    Area(code: "340200", name: LocalizedText(zh: "芜湖市"), aliases: ["芜湖"], kind: .city, parent: 0),
    Area(code: "310000", name: LocalizedText(zh: "上海市"), aliases: ["上海"], kind: .province),
    Area(code: "320000", name: LocalizedText(zh: "江苏省"), aliases: ["江苏"], kind: .province),
    Area(code: "220000", name: LocalizedText(zh: "吉林省"), aliases: ["吉林"], kind: .province),
    Area(code: "境外", name: LocalizedText(zh: "境外"), kind: .abroad),
    Area(code: "340181", name: LocalizedText(zh: "巢湖市"), kind: .county, parent: 1, published: true),
    Area(code: "341402", name: LocalizedText(zh: "居巢区"), kind: .district, parent: 1, successor: 11),
])

let types = Codelist(
    name: "types",
    entries: [
        Codelist.Entry(code: "development", name: LocalizedText(zh: "技术开发", en: "Development"), aliases: ["开发"]),
        Codelist.Entry(code: "transfer", name: LocalizedText(zh: "技术转让"), aliases: ["转让"]),
        Codelist.Entry(code: "none", name: LocalizedText(zh: "无"), aliases: ["A1"]),
    ])

let pipeline = definitions(areas: areas, codelists: [types])

func definitions(areas: AreaTree, codelists: [Codelist]) -> PipelineDefinition {
    PipelineDefinition(
        name: "test", title: LocalizedText(), language: .zh, agency: "TEST", areas: areas, datasets: [], indicators: [],
        codelists: codelists, outputs: [], gates: [], limits: Limits(), rounding: .halfUp, files: [])
}

func dataset(_ fields: [FieldDefinition]) -> DatasetDefinition {
    DatasetDefinition(
        name: "d", title: LocalizedText(), files: [], history: .cumulative, primaryKey: [], area: nil, date: nil,
        subject: nil, frequency: .month, rejects: nil, fields: fields, derive: [], rules: [], builtIn: [:],
        place: nowhere)
}

/// One column of cells, behind a column that nobody asked for.
func block(_ cells: [[UInt8]], kinds: [CellKind]? = nil, encoding: TextEncoding = .utf8) -> CellBlock {
    let buffer = ByteBuffer(capacity: 16)
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    for cell in cells {
        for text in [[0x78], cell] {
            starts.append(UInt32(buffer.count))
            lengths.append(UInt32(text.count))
            buffer.append(text)
        }
    }
    return CellBlock(
        buffer: buffer, encoding: encoding, rowCount: cells.count, columnCount: 2, starts: starts, lengths: lengths,
        kinds: kinds.map { $0.flatMap { [CellKind.text, $0] } }, rows: cells.indices.map { UInt32($0) })
}

/// A column after normalization, with what was said of it.
struct Read {
    var batch: NormalizedBatch

    var facts: FieldFacts { batch.facts[0] }
    var integers: [Int64?] {
        guard case .integers(let column) = batch.batch.columns[0] else { return [] }
        return column.values.indices.map { column.validity[$0] ? column.values[$0] : nil }
    }
    var texts: [String?] {
        guard case .texts(let column) = batch.batch.columns[0] else { return [] }
        return column.starts.indices.map { column.validity[$0] ? column.string($0) : nil }
    }
    /// Rule of each row that failed.
    var failures: [Int: String] {
        var table: [Int: String] = [:]
        for failure in facts.failures { failure.rows.forEachSet { table[$0] = failure.rule } }
        return table
    }
    var notes: [String: Int] { Dictionary(uniqueKeysWithValues: facts.notes.map { ($0.kind, $0.count) }) }
    var blanks: [Int] { (0..<facts.blank.count).filter { facts.blank[$0] } }
}

func read(
    _ field: FieldDefinition, _ texts: [String], kinds: [CellKind]? = nil, unit: String? = nil,
    encoding: TextEncoding = .utf8, origin: Int32 = Normalizer.usualOrigin, in pipeline: PipelineDefinition = pipeline
) -> Read {
    let cells = texts.map { encoding == .utf8 ? Array($0.utf8) : GB18030.encode($0) ?? [] }
    let normalizer = Normalizer(
        dataset: dataset([field]), pipeline: pipeline, cellColumns: [1], units: [unit.flatMap { Unit(named: $0) }],
        encoding: encoding, serialOrigin: origin)
    return Read(batch: normalizer.normalize(block(cells, kinds: kinds, encoding: encoding)))
}
