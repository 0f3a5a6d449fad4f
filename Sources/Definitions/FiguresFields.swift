import Model

/// The fields that every dataset of `kind: figures` has. A definition may restate any of them to give it aliases.
enum FiguresFields {
    /// Names of the fields, as expressions and findings use them.
    enum Name: String, CaseIterable {
        case indicator, area, period, value, unit, statistic, quantity, from, direction, qualifier, status, version,
            source
    }

    static let required: [Name] = [.indicator, .area, .period, .value]

    /// Without aliases of the definition's own.
    static func all(at place: SourcePlace) -> [FieldDefinition] {
        Name.allCases.map { name in
            let words = words(name)
            var constraints = Constraints()
            constraints.required = required.contains(name)
            return FieldDefinition(
                name: name.rawValue, title: LocalizedText(zh: words.zh, en: words.en), aliases: words.aliases,
                type: type(name), unit: nil, decimals: 0, unitIfSilent: nil,
                format: name == .period ? FieldDefinition.toDate : name == .area ? FieldDefinition.anyArea : nil,
                codelist: codelist(name)?.name,
                constraints: constraints, builtIn: [:], place: place)
        }
    }

    private static func type(_ name: Name) -> FieldType {
        switch name {
        case .indicator, .unit, .qualifier, .version, .source: .string
        case .area: .area
        case .period, .from: .period
        case .value: .amount
        case .statistic, .quantity, .direction, .status: .code
        }
    }

    private static func words(_ name: Name) -> (zh: String, en: String, aliases: [String]) {
        switch name {
        case .indicator: ("指标", "Indicator", ["指标名称", "指标代码", "项目"])
        case .area: ("地区", "Area", ["区县", "区域", "责任单位"])
        case .period: ("期别", "Period", ["时期", "年度", "年份", "完成时限"])
        case .value: ("数值", "Value", ["任务数", "目标值", "目标数", "数额", "完成数", "发布数"])
        case .unit: ("单位", "Unit", ["计量单位"])
        case .statistic: ("统计量", "Statistic", ["统计指标"])
        case .quantity: ("时间口径", "Quantity", ["累计或当期"])
        case .from: ("起始", "From", ["起始时间", "起始年度", "起始期"])
        case .direction: ("方向", "Direction", ["要求"])
        case .qualifier: ("限定", "Qualifier", ["限定词"])
        case .status: ("状态", "Status", ["数据状态"])
        case .version: ("版本", "Version", ["版次"])
        case .source: ("资料来源", "Source", ["来源", "数据来源"])
        }
    }

    // MARK: Code lists

    private static func codelist(_ name: Name) -> Codelist? { codelists.first { $0.name == "figure_\(name.rawValue)" } }

    /// The code lists of the fields above; a pipeline's own list of the same name goes before.
    static let codelists: [Codelist] = [
        list(
            "statistic",
            [
                ("value", "数值", "value", ["绝对数", "总量"]), ("yoy", "同比", "year on year", ["增速", "同比增长", "增长", "增幅"]),
                ("change", "增减", "change", ["增减量", "比上年增减"]), ("share", "占比", "share", ["比重"]),
                ("growth_on_opening", "比年初增长", "growth on opening", []),
                ("average_growth", "年均增长", "average annual growth", ["年均增速"]),
                ("completion", "完成率", "completion", ["任务完成率"]), ("rank", "排名", "rank", ["位次"]),
            ]),
        list(
            "quantity",
            [
                ("period", "当期", "the period", ["本期"]), ("ytd", "累计", "year to date", ["年内累计", "今年以来"]),
                ("stock", "时点", "stock", ["期末", "存量"]),
            ]),
        list(
            "direction",
            [
                (">=", "不低于", "at least", ["≥", "不少于", "以上", "达到", "正向"]),
                ("<=", "不超过", "at most", ["≤", "不高于", "不多于", "以内", "逆向"]), ("=", "等于", "equal to", ["＝"]),
            ]),
        list(
            "status",
            [
                ("final", "最终核实", "final", ["最终核实数", "决算"]),
                ("preliminary", "初步核算", "preliminary", ["快报", "初步", "快报数", "初步核算数"]),
                ("forecast", "预计", "forecast", ["预测", "预计数"]),
            ]),
    ]

    private static func list(_ name: String, _ entries: [(String, String, String, [String])]) -> Codelist {
        Codelist(
            name: "figure_\(name)",
            entries: entries.map {
                Codelist.Entry(code: $0.0, name: LocalizedText(zh: $0.1, en: $0.2), aliases: $0.3)
            })
    }
}

extension DatasetReader {
    /// The fields of a dataset of figures: all that belong to the kind, those restated with what they add, then the
    /// definition's own.
    func readFiguresFields(_ entries: Entries) -> [FieldDefinition] {
        var fields = FiguresFields.all(at: entries.place)
        let reader = FieldReader(context: context)
        for entry in entries["fields"]?.list() ?? [] {
            let name = entry.isMapping ? entry.pairs().first { $0.key == "name" }?.value.text() : nil
            guard let known = fields.firstIndex(where: { $0.name == name }) else {
                if let (field, _) = reader.read(entry) { fields.append(field) }
                continue
            }
            guard let own = entry.entries(["name", "title", "aliases", "constraints", "built_in"]) else { continue }
            fields[known].place = own.place
            if let title = own["title"] { fields[known].title = title.localized(context.language) }
            if let aliases = own["aliases"] { fields[known].aliases += aliases.texts() }
            if let constraints = own["constraints"] {
                fields[known].constraints = ConstraintReader(type: fields[known].type).read(constraints)
            }
            fields[known].builtIn = own["built_in"].map { readOverrides($0, scope: .field, context) } ?? [:]
        }
        return fields
    }
}
