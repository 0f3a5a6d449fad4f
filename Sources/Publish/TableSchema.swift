import Definitions
import Model

/// Table Schema v2 of a table that a run writes: columns with types, and what can be relied on.
struct TableSchema {
    /// A column.
    struct Field {
        var name: String
        var type = "string"
        var title: String?
        /// Every cell holds something.
        var isRequired = false
        var pattern: String?
        /// The only values, in their order, with their names.
        var categories: [(code: String, name: LocalizedText)] = []
        /// A text of no characters is a value here, not a missing one.
        var mayBeEmpty = false
    }

    var title: LocalizedText
    var fields: [Field]
    /// Names of the columns that tell lines apart.
    var primaryKey: [String] = []
    var missing = [""]
    var hasHeader = true
    var endOfLine = "\r\n"
    private let language: Language

    /// Years, halves, quarters and months as SDMX writes them: Table Schema has no type for quarters.
    static let period = "[0-9]{4}(-(S[12]|Q[1-4]|(0[1-9]|1[0-2])))?"

    /// nil for what is no table.
    init?(_ output: OutputDefinition, _ publication: Publication) {
        let pipeline = publication.pipeline
        language = pipeline.language
        switch output.kind {
        case .returns:
            title = LocalizedText(zh: "全部数据", en: "All figures")
            fields = ReturnsCSV.columns.map { TableSchema.figureField($0, $0, pipeline) }
            primaryKey = ["indicator", "area", "period", "quantity", "statistic", "breakdown", "category"]
        case .sdmxTable:
            title = LocalizedText(zh: "全部数据（SDMX-CSV 2.0）", en: "All figures (SDMX-CSV 2.0)")
            let model = SDMXModel(publication, edition: output.edition, for: Audience(path: output.path))
            fields = TableSchema.fields(of: model)
            primaryKey = model.dimensions.map(\.id) + ["TIME_PERIOD"]
            missing = ["", "NaN"]
        case .revisions:
            title = LocalizedText(zh: "修订说明", en: "Revisions")
            fields = RevisionsCSV.columns.map { TableSchema.revisionField($0, pipeline) }
            primaryKey = Array(ReturnsCSV.columns.prefix(7))
        case .exceptions:
            title = LocalizedText(zh: "异常清单", en: "Exceptions")
            fields = ExceptionsCSV.columns.map { TableSchema.findingField($0.rawValue, $0.rawValue) }
            primaryKey = ["exception_id"]
        case .table:
            guard let table = output.table else { return nil }
            let name = output.path.split(separator: "/").last.map(String.init) ?? output.path
            title = LocalizedText(zh: name, en: name)
            hasHeader = table.header
            endOfLine = table.endOfLine
            fields = table.columns.map { column in
                if !column.pick.isEmpty { return Field(name: column.name, type: "number") }
                let from = column.from ?? column.name
                switch table.source {
                case .findings: return TableSchema.findingField(column.name, from)
                case .figures:
                    var field = TableSchema.figureField(column.name, from, pipeline)
                    // In a form of its own, a period is any text.
                    if column.format != nil { field.pattern = nil }
                    return field
                }
            }
        case .list:
            guard let list = output.list else { return nil }
            title = list.title
            endOfLine = list.endOfLine
            // As people read them: an area's name, an amount in a unit of its own.
            fields = list.columns.map { Field(name: $0.name[pipeline.language]) }
        case .bulletin, .sdmxData, .sdmxStructure, .workbook, .dataPackage, .exceptionsPage, .exceptionsWorkbook,
            .senderWorkbooks,
            .changes, .summary, .ledger:
            return nil
        }
    }

    /// A column about figures; `attribute` is what it shows.
    private static func figureField(_ name: String, _ attribute: String, _ pipeline: PipelineDefinition) -> Field {
        var field = Field(name: name)
        switch attribute {
        case "indicator":
            field.isRequired = true
            field.categories = pipeline.indicators.map { ($0.id, $0.title) }
        case "period":
            field.isRequired = true
            field.pattern = period
        case "area", "statistic", "unit", "area_name", "title": field.isRequired = true
        case "quantity":
            field.isRequired = true
            field.categories = Quantity.allCases.map { ($0.rawValue, StatisticWording.name($0)) }
        case "breakdown", "category": field.mayBeEmpty = true
        case "value": field.type = "number"
        case "decimals", "among":
            field.type = "integer"
            field.isRequired = attribute == "decimals"
        case "status":
            field.isRequired = true
            field.categories = FigureStatus.allCases.map { ($0.rawValue, StatisticWording.name($0)) }
        case "confidentiality":
            field.isRequired = true
            field.categories = StatisticWording.confidentialities.map { ($0.code, $0.name) }
        case "base_period": field.pattern = period
        default: break
        }
        return field
    }

    /// A column about a figure in two vintages.
    private static func revisionField(_ name: String, _ pipeline: PipelineDefinition) -> Field {
        switch name {
        case "earlier_value", "difference": return Field(name: name, type: "number")
        case "earlier_status", "status":
            var field = figureField(name, "status", pipeline)
            field.isRequired = false
            return field
        case "earlier_vintage": return Field(name: name, type: "integer", isRequired: true)
        case "revision":
            return Field(
                name: name, isRequired: true,
                categories: [
                    ("revised", LocalizedText(zh: "修订", en: "revised")), ("new", LocalizedText(zh: "新增", en: "new")),
                    ("dropped", LocalizedText(zh: "不再发布", en: "dropped")),
                ])
        default:
            var field = figureField(name, name, pipeline)
            // What is dropped may be of an indicator that there is no more.
            field.categories = []
            return field
        }
    }

    /// A column about findings.
    private static func findingField(_ name: String, _ attribute: String) -> Field {
        var field = Field(name: name)
        switch attribute {
        case "exception_id", "rule", "severity": field.isRequired = true
        case "row", "line", "rank": field.type = "integer"
        default: break
        }
        return field
    }

    private static func fields(of model: SDMXModel) -> [Field] {
        var lists: [String: SDMXCodelist] = [:]
        for list in model.codelists { lists[list.id] = list }
        func coded(_ id: String, _ name: LocalizedText, _ list: String, required: Bool) -> Field {
            Field(
                name: id, title: name[model.pipeline.language], isRequired: required,
                categories: (lists[list]?.codes ?? []).map { ($0.id, $0.name) })
        }
        let head = ["STRUCTURE", "STRUCTURE_ID", "ACTION"].map { Field(name: $0, isRequired: true) }
        let dimensions = model.dimensions.map { coded($0.id, $0.name, $0.codelist, required: true) }
        let time = Field(name: "TIME_PERIOD", isRequired: true, pattern: period)
        let value = Field(name: "OBS_VALUE", type: "number")
        let attributes = model.attributes.map { attribute in
            switch attribute.content {
            case .codelist(let list): coded(attribute.id, attribute.name, list, required: attribute.isMandatory)
            case .text(let type):
                Field(
                    name: attribute.id, type: type == "Integer" ? "integer" : "string",
                    title: attribute.name[model.pipeline.language])
            }
        }
        return head + dimensions + [time, value] + attributes
    }

    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("$schema", "https://datapackage.org/profiles/2.0/tableschema.json"), ("fieldsMatch", "equal"),
        ]
        if !primaryKey.isEmpty { members.append(("primaryKey", .array(primaryKey.map { .string($0) }))) }
        members.append(("missingValues", .array(missing.map { .string($0) })))
        members.append(("fields", .array(fields.map(json))))
        return .object(members)
    }

    /// `constraints.enum` beside `categories`: older readers know only the first.
    private func json(_ field: Field) -> JSONValue {
        var members: [(String, JSONValue)] = [("name", .string(field.name)), ("type", .string(field.type))]
        if let title = field.title { members.append(("title", .string(title))) }
        if field.mayBeEmpty { members.append(("missingValues", .array([]))) }
        if !field.categories.isEmpty {
            members.append(
                (
                    "categories",
                    .array(
                        field.categories.map {
                            .object([("value", .string($0.code)), ("label", .string($0.name[language]))])
                        })
                ))
        }
        var constraints: [(String, JSONValue)] = []
        if field.isRequired { constraints.append(("required", true)) }
        if let pattern = field.pattern { constraints.append(("pattern", .string(pattern))) }
        if !field.categories.isEmpty {
            constraints.append(("enum", .array(field.categories.map { .string($0.code) })))
        }
        if !constraints.isEmpty { members.append(("constraints", .object(constraints))) }
        return .object(members)
    }
}
