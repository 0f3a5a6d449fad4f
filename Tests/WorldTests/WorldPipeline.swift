import Model

/// The definitions of a world as files of a pipeline's folder.
struct WorldPipeline {
    let world: World

    var files: [(path: String, text: String)] {
        var files = [
            (path: "pipeline.yaml", text: "pipeline: world\nlanguage: zh\nareas: codelists/areas.csv\n\(bureau)"),
            ("codelists/areas.csv", areas),
            ("codelists/kinds.csv", "code,zh\na,甲类\nb,乙类\nc,丙类\n"),
            ("indicators/main.yaml", world.indicators.map(indicator).joined()),
        ]
        if !world.senders.isEmpty { files.append(("codelists/senders.csv", senders)) }
        for gives in WorldStatedFile.Gives.allCases {
            let text =
                "dataset: \(gives.rawValue)\nkind: figures\ngives: \(gives.rawValue)\nfiles: [\"\(gives.rawValue)-*\"]\n"
            files.append(("datasets/\(gives.rawValue).yaml", text))
        }
        return files + world.datasets.map { ("datasets/\($0.name).yaml", dataset($0)) }
    }

    private var areas: String {
        var lines = ["code,zh,en,aliases,kind,parent,host,valid_from,valid_to,successor,rank_group,published"]
        for area in world.areas {
            func code(_ position: Int?) -> String { position.map { world.areas[$0].code } ?? "" }
            let cells = [
                area.code, area.name, "", "", area.kind.rawValue, code(area.parent), code(area.host), "", "",
                code(area.successor), area.group ?? "", area.isPublished ? "yes" : "no",
            ]
            lines.append(cells.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var bureau: String { world.bureau.map { "bureau: \(world.areas[$0].name)\n" } ?? "" }

    private var senders: String {
        let lines = world.senders.map { sender in
            [
                world.datasets[sender.dataset].name, sender.area.map { world.areas[$0].code } ?? "bureau",
                sender.frequency.rawValue, sender.from.map { "\($0)" } ?? "", sender.to.map { "\($0)" } ?? "",
            ].joined(separator: ",")
        }
        return (["dataset,sender,frequency,from,to"] + lines).joined(separator: "\n") + "\n"
    }

    private func dataset(_ dataset: WorldDataset) -> String {
        var more = dataset.authority.map { "authority: \($0.rawValue)\n" } ?? ""
        if let mode = dataset.revoked {
            more += "revoked: {when: \"flag = 'y'\", on: until, mode: \(mode.rawValue)}\n"
        }
        return more + """
            dataset: \(dataset.name)
            files: ["\(dataset.name)-*"]
            history: \(dataset.history)
            primaryKey: [\(dataset.key.map(\.rawValue).joined(separator: ", "))]
            area: \(dataset.area.rawValue)
            date: \(dataset.date.rawValue)
            subject: subject
            frequency: \(dataset.frequency.rawValue)
            first_month: \(dataset.firstMonth)
            fields:
              - {name: no, title: 编号, type: string\(dataset.isKeyRequired ? ", constraints: {required: true}" : "")}
              - {name: item, title: 分项, type: string}
              - {name: subject, title: 单位代码, type: string}
              - {name: area, title: 所在区县, type: area, constraints: {required: true}}
              - {name: other, title: 对方区县, type: area}
              - {name: day, title: 登记日期, type: date, constraints: {required: true}}
              - {name: since, title: 起始日期, type: date, constraints: {required: true}}
              - {name: until, title: 截止日期, type: date}
              - {name: kind, title: 类别, type: code, codelist: kinds}
              - {name: flag, title: 备注码, type: string}
              - {name: value, title: 数额, type: number, unit: 元, decimals: 2, constraints: {required: true, minimum: 0}, built_in: {minimum: {rejects: record}}}
              - {name: extra, title: 其中数额, type: number, unit: 元, decimals: 1}
              - {name: prior, title: 上年数额, type: number, unit: 元, decimals: 2}
            rules:
              - {id: \(dataset.name)-1, severity: error, rejects: record, field: value, check: value <> 6.66, message: {zh: 不得为 6.66}}
              - {id: \(dataset.name)-2, severity: error, rejects: field, field: extra, check: extra <= value, message: {zh: 其中数额大于数额}}

            """
    }

    private func indicator(_ indicator: WorldIndicator) -> String {
        var keys: [(String, String)] = [("indicator", indicator.id)]
        switch indicator.source {
        case .measured(let measured): keys += self.measured(measured)
        case .formula(let formula): keys += [("formula", text(formula)), ("unit", "元")]
        case .stated(let isStock):
            keys += [("dataset", "values"), ("timing", isStock ? "stock" : "flow"), ("unit", "元")]
        case .union(let operands):
            keys += [("union", "[\(operands.map { world.indicators[$0].id }.joined(separator: ", "))]"), ("unit", "家")]
        case .flow(let flow):
            var terms = "of: \(world.indicators[flow.stock].id), kind: \(flow.kind.rawValue)"
            if let other = flow.among { terms += ", among: \(world.indicators[other].id)" }
            if let other = flow.except { terms += ", except: \(world.indicators[other].id)" }
            keys += [("flow", "{\(terms)}"), ("unit", "家")]
        }
        keys.append(("frequency", indicator.frequency.rawValue))
        if let lag = indicator.latest {
            keys += [("reference", "latest")] + (lag > 0 ? [("lag", "\(lag)M")] : [])
        }
        if indicator.isPartial { keys.append(("partial", "true")) }
        if !indicator.breakdowns.isEmpty {
            let lists = indicator.breakdowns.map { "[\($0.map(\.rawValue).joined(separator: ", "))]" }
            keys.append(("breakdowns", "[\(lists.joined(separator: ", "))]"))
        }
        if indicator.bases != ["records"] { keys.append(("bases", "[\(indicator.bases.joined(separator: ", "))]")) }
        if indicator.bases.contains("restated") { keys.append(("prior_field", "prior")) }
        keys.append(("statistics", "[\(indicator.statistics.map(text).joined(separator: ", "))]"))
        return keys.enumerated().map { "\($0 == 0 ? "- " : "  ")\($1.0): \($1.1)\n" }.joined()
    }

    private func measured(_ measured: WorldIndicator.Measured) -> [(String, String)] {
        let field = measured.field?.rawValue ?? ""
        let measure =
            switch measured.kind {
            case .count: "count"
            case .countDistinct: "count(distinct \(field))"
            default: "\(measured.kind.rawValue)(\(field))"
            }
        var keys = [
            ("dataset", world.datasets[measured.dataset].name), ("measure", measure),
            ("timing", measured.timing.rawValue), ("area", measured.area.rawValue),
            ("unit", measured.isCount ? "家" : "元"),
        ]
        if let filter = measured.filter { keys.append(("where", "\"\(filter.text)\"")) }
        if let date = measured.date { keys.append(("date", date.rawValue)) }
        if measured.timing == .stock {
            keys.append(("from", "since"))
            if measured.hasEnd { keys.append(("to", "until")) }
            if measured.isCohort { keys.append(("stock_rule", "cohort")) }
        }
        return keys
    }

    private func text(_ formula: WorldFormula) -> String {
        switch formula {
        case .indicator(let position, let moment): world.indicators[position].id + moment.rawValue
        case .number(let number): "\(number)"
        case .binary(let operation, let left, let right): "(\(text(left)) \(operation) \(text(right)))"
        }
    }

    private func text(_ statistic: WorldStatistic) -> String {
        switch statistic {
        case .rank(let of, let among, let under, let isAscending):
            var terms = "of: \(of), among: \(among)"
            if let under { terms += ", under: \(under.rawValue)" }
            if isAscending { terms += ", order: ascending" }
            return "{rank: {\(terms)}}"
        case .streak(let of, let among, let within, let years):
            return
                "{streak: {of: \(of == "value" ? "rank" : "rank_\(of)"), among: \(among), at_most: \(within), years: \(years)}}"
        case .threshold(let marks, let years): return "{threshold: {at: \(marks), years: \(years)}}"
        case .averageGrowth(let base?): return "{average_growth: {base: \(base)}}"
        default: return statistic.name
        }
    }
}
