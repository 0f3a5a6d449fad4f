import Definitions
import Model
import Tabular

/// A dossier laid out: facts, then a table per dataset, exceptions, lists, figures.
struct DossierPage {
    private struct Table {
        var title: String
        var head: [String]
        var rows: [[String]]
    }

    private let dossier: Dossier
    private let publication: Publication
    private let language: Language
    private let tables: [Table]

    init(_ dossier: Dossier, _ publication: Publication, _ language: Language) {
        self.dossier = dossier
        self.publication = publication
        self.language = language
        let layout = DossierLayout(dossier: dossier, publication: publication, language: language)
        tables =
            publication.pipeline.datasets.indices.compactMap { layout.records($0) }.map(Table.init)
            + [layout.lists, layout.figures, layout.findings].compactMap { $0 }.map(Table.init)
    }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private var title: String {
        let name = DossierLayout(dossier: dossier, publication: publication, language: language).name
        return name.map { "\($0)\(say("（", " ("))\(dossier.subject)\(say("）", ")"))" } ?? dossier.subject
    }

    private var facts: String {
        let period = "\(say("报告期", "Period")) \(publication.range)"
        let count = dossier.records.reduce(0) { $0 + $1.count }
        return [
            period, "\(say("截至", "as of")) \(publication.asOf)", say("有效记录\(count)条", "\(count) accepted records"),
            say("异常\(dossier.findings.count)条", "\(dossier.findings.count) exceptions"),
        ].joined(separator: say("，", ", "))
    }

    var markdown: String {
        func cell(_ text: String) -> String {
            text.replacing("|", with: "\\|").replacing("\r", with: " ").replacing("\n", with: " ")
        }
        var out = "# \(cell(title))\n\n\(facts)\n"
        for table in tables {
            out += "\n## \(table.title)\n\n"
            out += "| \(table.head.map(cell).joined(separator: " | ")) |\n"
            out += "|\(table.head.map { _ in "---|" }.joined())\n"
            for row in table.rows { out += "| \(row.map(cell).joined(separator: " | ")) |\n" }
        }
        return out
    }

    var html: String {
        var out = """
            <!doctype html>
            <html lang="\(language == .zh ? "zh-CN" : "en")"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1"><title>\(escaped(title))</title>
            <style>\(bulletinStyle)main.wide{max-width:1240px}table{font-size:13px;line-height:1.6}div.t{overflow-x:auto}div.t th:nth-child(5){text-align:left;padding-right:8px}article h3:first-child{margin-top:0}header div{max-width:1240px}</style></head>
            <body><header><div><p class="agency">\(escaped(publication.pipeline.agency))</p><h1>\(escaped(title))</h1>
            <p class="facts">\(escaped(facts))</p></div></header><main class="wide"><article>

            """
        for table in tables {
            out += "<h3>\(escaped(table.title))</h3><div class=\"t\"><table><thead><tr>"
            out += table.head.map { "<th>\(escaped($0))</th>" }.joined() + "</tr></thead><tbody>\n"
            for row in table.rows { out += "<tr>\(row.map { "<td>\(escaped($0))</td>" }.joined())</tr>\n" }
            out += "</tbody></table></div>\n"
        }
        return out + "</article></main></body></html>\n"
    }
}

/// What the tables of a dossier hold.
private struct DossierLayout {
    typealias Table = (title: String, head: [String], rows: [[String]])

    let dossier: Dossier
    let publication: Publication
    let language: Language

    private var pipeline: PipelineDefinition { publication.pipeline }
    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private func title(_ text: LocalizedText, _ name: String) -> String { text.isEmpty ? name : text[language] }

    /// By the register that has the subject for a key, else by any record that has a name for it.
    var name: String? {
        for isRegister in [true, false] {
            for (position, dataset) in pipeline.datasets.enumerated() where !dossier.records[position].isEmpty {
                let field = dataset.fields.firstIndex { $0.name == "name" || $0.name == "enterprise_name" }
                guard let field, let record = dossier.records[position].last else { continue }
                let isKey = dataset.primaryKey == [dataset.fields[record.field].name]
                guard isKey || !isRegister, case .text(let bytes) = record.values[field] else { continue }
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        return nil
    }

    /// The records of a dataset by date, the fields that any of them has, and where each stands.
    func records(_ position: Int) -> Table? {
        let records = dossier.records[position]
        guard !records.isEmpty else { return nil }
        let dataset = pipeline.datasets[position]
        let schema = publication.schemas[position]
        let reader = RecordValueReader(pipeline: pipeline)
        let date = dataset.date.flatMap { schema.index(of: $0) }
        func day(_ record: DossierRecord) -> Int64 {
            if let date, case .integer(let day) = record.values[date] { return day }
            return .min
        }
        let ordered = records.enumerated().sorted {
            (day($0.element), $0.offset) < (day($1.element), $1.offset)
        }.map(\.element)
        let shown = schema.fields.indices.filter { field in
            records.contains { $0.values[field] != .missing }
                && !records.allSatisfy { $0.field == field }
        }
        var roles: [Int] = []
        for record in records where !roles.contains(record.field) { roles.append(record.field) }
        let head = shown.map { field -> String in
            guard field < dataset.fields.count else {
                let derived = dataset.derive[field - dataset.fields.count]
                return title(derived.title, derived.name)
            }
            let definition = dataset.fields[field]
            let unit = definition.unit.map { "（\($0.symbol)）" } ?? ""
            return title(definition.title, definition.name) + unit
        }
        let role = roles.count > 1 ? [say("作为", "As")] : []
        let rows = ordered.map { record in
            (roles.count > 1 ? [title(dataset.fields[record.field].title, dataset.fields[record.field].name)] : [])
                + shown.map { reader.text(record.values[$0], schema.fields[$0], dataset: position) }
                + [place(record.place)]
        }
        return (title(dataset.title, dataset.name), role + head + [say("来源", "Source")], rows)
    }

    private func place(_ place: Place) -> String {
        guard publication.files.indices.contains(Int(place.file)) else { return "" }
        let file = publication.files[Int(place.file)]
        let sheet = file.sheets.indices.contains(Int(place.sheet)) ? " \(file.sheets[Int(place.sheet)])" : ""
        return file.name + sheet + say(" 第\(place.row)行", " row \(place.row)")
    }

    var lists: Table? {
        guard !dossier.lists.isEmpty else { return nil }
        let rows = dossier.lists.map { list in
            let output = pipeline.outputs[list.output]
            return [
                output.list.map { title($0.title, output.path) } ?? output.path, "\(list.period)",
                output.list?.order.isEmpty == false ? "\(list.rank)" : "",
            ]
        }
        return (say("所在清单", "On lists"), [say("清单", "List"), say("期别", "Period"), say("位次", "Place")], rows)
    }

    var figures: Table? {
        var sites: [FigureSite] = []
        var records: [FigureSite: Int] = [:]
        for record in dossier.records.joined() {
            for site in record.figures {
                if records[site] == nil { sites.append(site) }
                records[site, default: 0] += 1
            }
        }
        guard !sites.isEmpty else { return nil }
        let known = Set(sites)
        let shown = Disclosure.figures(publication, for: Audience(path: "internal/dossier")).map(\.figure)
        let figures = Dictionary(grouping: shown.filter { known.contains(FigureSite($0)) }, by: { FigureSite($0) })
        let rows = sites.sorted { ($0.indicator, $0.area) < ($1.indicator, $1.area) }.map { site in
            let own = figures[site] ?? []
            let indicator = pipeline.indicators[site.indicator]
            return [
                title(indicator.title, indicator.id), indicator.id, pipeline.areas[site.area].name[language],
                "\(site.period)", StatisticWording.name(site.quantity)[language], value(own), places(own),
                "\(records[site] ?? 0)",
            ]
        }
        return (
            say("计入的指标", "Counted in"),
            [
                say("指标", "Indicator"), say("代码", "Id"), say("地区", "Area"), say("期别", "Period"), say("口径", "Quantity"),
                say("本区数", "The area's figure"), say("本区位次", "The area's place"), say("本企业记录数", "Its records"),
            ], rows
        )
    }

    private func value(_ figures: [Figure]) -> String {
        guard let figure = figures.first(where: { $0.statistic == .value }) else { return "" }
        let number = FigureReader(pipeline: pipeline).value(of: figure, unit: nil, decimals: nil)
        return number.isEmpty ? "—" : number + figure.unit.symbol
    }

    /// `3/12`, of each rank that there is; what it is of where that is not the value.
    private func places(_ figures: [Figure]) -> String {
        figures.filter { $0.statistic == .rank }.compactMap { figure in
            guard let place = figure.value?.rounded(scale: 0), let among = figure.among else { return nil }
            let of = figure.rank?.of ?? .value
            let name = of == .value ? "" : "\(StatisticWording.name(of)[language]) "
            return "\(name)\(place)/\(among)"
        }.joined(separator: say("，", ", "))
    }

    var findings: Table? {
        guard !dossier.findings.isEmpty else { return nil }
        let reader = FindingReader(publication)
        let wording = FindingWording(reader)
        let severities: [Severity: String] = [
            .error: say("错误", "error"), .query: say("核实", "query"), .note: say("提示", "note"),
        ]
        let rows = dossier.findings.map { position in
            let finding = publication.findings[position]
            let rule = reader.rule(finding)
            return [
                severities[rule.severity] ?? rule.severity.rawValue, rule.id, wording.message(finding, language),
                place(reader.place(finding)),
            ]
        }
        return (
            say("异常", "Exceptions"),
            [say("级别", "Severity"), say("规则", "Rule"), say("说明", "Message"), say("位置", "Place")],
            rows
        )
    }
}
