import Definitions
public import Model

/// What stands behind a figure, in words.
///
///     技术合同登记成交额（contract_value_registered）
///     瑶海区（340102），2024-Q4，年初至期末累计
public struct ExplanationWording {
    let publication: Publication
    let language: Language

    public init(publication: Publication, language: Language) {
        self.publication = publication
        self.language = language
    }

    var pipeline: PipelineDefinition { publication.pipeline }

    /// One after the other, with a line of dashes between.
    public func text(_ explanations: [Explanation]) -> String {
        explanations.map { text($0) }.joined(separator: "\n\(String(repeating: "-", count: 72))\n")
    }

    func text(_ explanation: Explanation) -> String {
        let definition = pipeline.indicators[explanation.site.indicator]
        var lines = [named(definition.title, definition.id), place(explanation.site)]
        func section(_ title: String, _ content: [String]) {
            guard !content.isEmpty else { return }
            lines.append("")
            lines.append(title)
            lines += content.map { "  \($0)" }
        }
        section(say("数值", "Figures"), explanation.figures.map(figure))
        section(say("定义", "Definition"), DefinitionWording(self, definition).lines)
        section(say("公式各项", "Operands"), explanation.operands.map(operand))
        section(say("期别", "Period"), period(explanation.site, definition))
        section(say("报送情况", "Delivered"), deliveries(explanation))
        section(say("比较基数", "Bases"), explanation.bases.map { base($0, explanation) })
        section(say("目标", "Target"), explanation.target.map { [target($0, definition)] } ?? [])
        section(say("进入计算的记录", "Records"), explanation.records.flatMap(records))
        section(
            explanation.site.breakdown.isEmpty
                ? say("因错误未计入", "Kept out by errors")
                : say("因错误未计入（各类别合计）", "Kept out by errors, of all categories"), keptOut(explanation))
        section(say("复核处理", "Review"), explanation.reviewed.map(reviewed))
        section(say("引用的已有数据", "Stated figures"), explanation.statements.map(statement))
        section(
            say("本次未计入的已接收记录（各地区合计）", "Accepted records in no figure of it, of all areas"), leftOut(explanation.leftOut)
        )
        section(say("位次", "Ranks"), explanation.rankings.flatMap { ranking($0, explanation.site.area) })
        return lines.joined(separator: "\n")
    }

    // MARK: Words

    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// A title with the name that definitions use.
    func named(_ title: LocalizedText, _ id: String) -> String {
        let title = title[language]
        if title.isEmpty || title == id { return id }
        return say("\(title)（\(id)）", "\(title) (\(id))")
    }

    func area(_ position: Int) -> String {
        let area = pipeline.areas[position]
        return named(area.name, area.code)
    }

    private func place(_ site: FigureSite) -> String {
        var words = [area(site.area), "\(site.period)", quantity(site.quantity)]
        for (field, code) in zip(site.breakdown, site.category) { words.append(category(field, code, site.indicator)) }
        return words.joined(separator: say("，", ", "))
    }

    /// A category by the titles of its field and code, where definitions have them.
    private func category(_ field: String, _ code: String, _ indicator: Int) -> String {
        let name = pipeline.indicators[indicator].dataset
        let dataset = pipeline.datasets.first { $0.name == name }
        let definition = dataset?.fields.first { $0.name == field }
        let title = definition?.title ?? dataset?.derive.first { $0.name == field }?.title ?? LocalizedText()
        let list = definition?.codelist.flatMap { pipeline.codelist($0) }
        let entry = list?.entries.first { $0.code == code }
        return "\(named(title, field))=\(entry.map { named($0.name, code) } ?? code)"
    }

    func quantity(_ quantity: Quantity) -> String {
        switch quantity {
        case .period: say("本期", "the period itself")
        case .ytd: say("年初至期末累计", "from 1 January to the period's end")
        case .stock: say("期末时点", "at the close of the period's last day")
        }
    }

    func statistic(_ statistic: Statistic) -> String {
        switch statistic {
        case .value: say("数值", "value")
        case .prior: say("上年同期", "a year earlier")
        case .yoy: say("同比增长", "growth on a year earlier")
        case .change: say("比上年同期增减", "change from a year earlier")
        case .share: say("占比", "share")
        case .growthOnOpening: say("比年初增长", "growth on the year's start")
        case .averageGrowth: say("年均增长", "average annual growth")
        case .target: say("目标", "target")
        case .completion: say("完成率", "completion")
        case .progress: say("时间进度", "time gone by")
        case .gap: say("与目标之差", "target less actual")
        case .rank: say("位次", "rank")
        case .streak: say("连续年数", "years in a row")
        case .priorYoy: say("上年同期的同比增长", "growth as it was a year earlier")
        case .threshold: say("突破的关口", "mark passed since a year earlier")
        }
    }

    /// Why a number is missing, or is not what it seems; nil for an ordinary one.
    func status(_ status: FigureStatus) -> String? {
        switch status {
        case .normal: nil
        case .notDelivered: say("无数：所需月份未报齐（L）", "no number: a month that it needs was not delivered (L)")
        case .cannotExist: say("无数：不存在，如基数为零或为负（M）", "no number: it cannot exist, as growth on zero (M)")
        case .missing: say("无数：所需的项缺失（O）", "no number: something that it needs is missing (O)")
        case .partial: say("仅含已报送部分，不参加排名（P）", "of the part that was delivered; never ranked (P)")
        case .forecast: say("预计数（F）", "a forecast (F)")
        }
    }

    func number(_ value: Fraction?, _ unit: Unit, _ decimals: Int) -> String? {
        value.flatMap { rounded($0, from: unit, to: unit, decimals: decimals, pipeline.rounding) }
            .map { "\($0.description)\(language == .zh || unit.symbol == "%" ? "" : " ")\(unit.symbol)" }
    }

    /// A value of an indicator.
    func amount(_ amount: ExplainedAmount, _ indicator: Int) -> String {
        let definition = pipeline.indicators[indicator]
        return [number(amount.value, definition.unit, definition.decimals[.value] ?? 2), status(amount.status)]
            .compactMap { $0 }.joined(separator: say("，", ", "))
    }

    // MARK: Sections

    private func operand(_ operand: ExplainedOperand) -> String {
        let title = pipeline.indicators[operand.site.indicator].title[language]
        let time = "\(operand.site.period) \(quantity(operand.site.quantity))"
        return say(
            "\(operand.name) = \(amount(operand.amount, operand.site.indicator))（\(title)，\(time)）",
            "\(operand.name) = \(amount(operand.amount, operand.site.indicator)) (\(title), \(time))")
    }

    func qualifier(_ word: String) -> String {
        switch word {
        case "met": say("已达到", "met")
        case "not_met": say("未达到", "not met")
        case "at_least": say("至少，更早年份没有数据", "at least; nothing is known of years before")
        default: word
        }
    }

    /// What it speaks of, and why it is not the period that was asked for.
    private func period(_ site: FigureSite, _ definition: IndicatorDefinition) -> [String] {
        var lines = [time(site)]
        if definition.reference == .latest {
            var why = say(
                "本指标取各报送方都已报齐的最近一期，所问为 \(publication.range)",
                "of the last period that everybody has delivered; asked for was \(publication.range)")
            if definition.lag > 0 {
                why += say(
                    "，距期末不足 \(definition.lag) 个月的不取", ", none nearer to its end than \(definition.lag) months")
            }
            lines.append(why)
        }
        return lines
    }

    private func time(_ site: FigureSite) -> String {
        switch site.quantity {
        case .stock:
            let day = site.period.lastMonth.lastDay
            return say("\(day) 当日终了时的状态", "the state at the close of \(day)")
        case .ytd: return span(Month(year: site.period.year, month: 1)...site.period.lastMonth)
        case .period: return span(site.period.months)
        }
    }

    private func span(_ months: ClosedRange<Month>) -> String {
        say("\(months.lowerBound) 至 \(months.upperBound)", "\(months.lowerBound) to \(months.upperBound)")
    }

    private func target(_ target: ExplainedTarget, _ definition: IndicatorDefinition) -> String {
        let decimals = target.unit.dimension == .ratio ? 2 : definition.decimals[.value] ?? 2
        let direction: String =
            switch target.direction {
            case .atLeast: say("不低于", "at least")
            case .atMost: say("不超过", "at most")
            case .equal: say("等于", "equal to")
            }
        var words = ["\(statistic(target.statistic)) \(direction) \(number(target.value, target.unit, decimals) ?? "")"]
        words.append(span(target.months))
        if let actual = number(target.actual, target.unit, decimals) {
            words.append(say("同一时段实际 \(actual)", "\(actual) over the same time so far"))
        }
        if let isMet = target.isMet { words.append(qualifier(isMet ? "met" : "not_met")) }
        return words.joined(separator: say("，", ", "))
    }

    /// What it is to the figure, the number as written, who says so and where it stands.
    private func statement(_ statement: ExplainedStatement) -> String {
        let stated = statement.stated
        var role: String =
            switch statement.part.role {
            case .base, .opening, .whole: say("基数", "base")
            case .target: say("目标", "target")
            case .value: say("数值", "value")
            }
        for step in statement.part.path { role += " / \(step)" }
        var words = [pipeline.datasets[stated.dataset].title[language], "\(stated.period)"]
        words.append("\(stated.number.qualifier ?? "")\(stated.number.decimal)\(statement.unit.symbol)")
        let statuses = pipeline.codelist("figure_status")?.entries ?? []
        if let status = stated.status { words.append(statuses.first { $0.code == status }?.name[language] ?? status) }
        if let version = stated.version { words.append(say("版本 \(version)", "version \(version)")) }
        if let source = stated.source { words.append(source) }
        words.append(
            "\(publication.files[Int(stated.place.file)].name) \(say("第 \(stated.place.row) 行", "row \(stated.place.row)"))"
        )
        return "\(role)\(say("：", ": "))\(words.joined(separator: say("，", ", ")))"
    }

    private func deliveries(_ explanation: Explanation) -> [String] {
        explanation.deliveries.map { delivery in
            let dataset = pipeline.datasets[delivery.dataset]
            let sender = delivery.sender.map(area) ?? say("主管部门汇总报送", "the bureau")
            let months =
                delivery.months.count == 1
                ? "\(delivery.months.lowerBound)" : "\(delivery.months.lowerBound)..\(delivery.months.upperBound)"
            return [dataset.title[language], sender, months, state(delivery.state)].joined(separator: say("，", ", "))
        }
    }

    private func state(_ state: String) -> String {
        switch Coverage.State(rawValue: state) {
        case .delivered: say("已报送", "delivered")
        case .deliveredEmpty: say("已报送，无记录", "delivered, without records")
        case .notDelivered: say("未报送", "not delivered")
        case .carriedForward: say("沿用上一次名录", "carried forward from the last register")
        case nil: state
        }
    }

    private func base(_ base: ExplainedBase, _ explanation: Explanation) -> String {
        let source = DefinitionWording.base(base.source)[language]
        var words = [base.isUsed ? say("采用", "used") : say("未采用", "not used"), "\(source)", "\(base.period)"]
        words.append(amount(base.amount, explanation.site.indicator))
        if base.amount.count > 0 {
            words.append(say("\(base.amount.count) 个记录或主体", "\(base.amount.count) records or subjects"))
        }
        let definition = pipeline.indicators[explanation.site.indicator]
        if let now = number(base.compared, definition.unit, definition.decimals[.value] ?? 2) {
            words.append(say("其本期数 \(now)", "\(now) of the same this year"))
        }
        if let growth = number(base.growth, Unit.percentage, 2) {
            words.append(say("按此增长 \(growth)", "growth on it \(growth)"))
        }
        return words.joined(separator: say("，", ", "))
    }

    private func records(_ records: ExplainedRecords) -> [String] {
        var words = [say("\(records.records) 条记录", "\(records.records) records")]
        if let subjects = records.subjects { words.append(say("\(subjects) 个主体", "\(subjects) subjects")) }
        words.append(say("\(records.units) 个报告单位", "\(records.units) reporting units"))
        let head = "\(part(records.part))\(say("：", ": "))\(words.joined(separator: say("，", ", ")))"
        return [head]
            + records.files.map { file in
                let published = publication.files[file.file]
                let sheet = published.sheets.indices.contains(file.sheet) ? " [\(published.sheets[file.sheet])]" : ""
                return "  \(published.name)\(sheet)\(say("：", ": "))\(say("\(file.records) 条", "\(file.records)"))"
            }
    }

    private func part(_ part: FigurePart) -> String {
        var name = part.role == .base ? say("基数", "base") : say("数值", "value")
        for step in part.path { name += " / \(step)" }
        return name
    }

    /// Nothing is said of a figure that no record is in, as one that is stated.
    private func keptOut(_ explanation: Explanation) -> [String] {
        guard !explanation.keptOut.isEmpty else {
            return explanation.records.isEmpty
                ? [] : [say("没有记录因错误未计入", "no record is kept out by an error")]
        }
        return explanation.keptOut.map { kept in
            let lacking = kept.lacking
            var words = [say("\(lacking.records) 条记录", "\(lacking.records) records")]
            // Of counts all that matters is the number.
            if lacking.value != nil, lacking.unreadable > 0 {
                words.append(
                    say("其中 \(lacking.unreadable) 条的数额无法确定", "what \(lacking.unreadable) of them report is not known"))
            }
            let definition = pipeline.indicators[kept.part.own.indicator]
            if lacking.unreadable < lacking.records || lacking.value?.isZero == false,
                let total = number(lacking.value, definition.unit, definition.decimals[.value] ?? 2)
            {
                words.append(say("合计 \(total)", "\(total) in total"))
            }
            var line = "\(part(kept.part))\(say("：", ": "))\(words.joined(separator: say("，", ", ")))"
            if let share = number(kept.share, Unit.percentage, 2) {
                // What is not known has no part by value.
                let weighed =
                    lacking.value != nil && lacking.unreadable > 0
                    ? say("，数额无法确定的按条数折算", ", what is not known weighed by number") : ""
                line += say("（占计入后的 \(share)\(weighed)）", " (\(share) of the value with them\(weighed))")
            }
            return line
        }
    }

    /// What was decided about how many of the records, their part of the value, and by whom.
    private func reviewed(_ review: ExplainedReview) -> String {
        let title = review.disposition.title[language]
        var words = [
            say(
                "\(title) \(review.records) 条",
                "\(review.records) \(review.records == 1 ? "record" : "records") \(title)")
        ]
        if let share = number(review.share, Unit.percentage, 2) {
            words.append(
                review.disposition == .excluded
                    ? say("占剔除前的 \(share)", "\(share) of the value with them")
                    : say("占 \(share)", "\(share) of the value"))
        }
        let by = review.by.joined(separator: say("、", ", "))
        return "\(part(review.part))\(say("：", ": "))\(words.joined(separator: say("，", ", ")))"
            + (by.isEmpty ? "" : say("（\(by)）", " (\(by))"))
    }

    private func leftOut(_ leftOut: ExplainedLeftOut) -> [String] {
        let reasons: [(Int64, String, String)] = [
            (leftOut.unplaced, "没有地区，或地区不在公布范围", "without an area that is published"),
            (leftOut.undated, "没有归属日期", "without a date"),
            (leftOut.undecided, "计入条件所需的字段缺失", "without what the condition asks for"),
            (leftOut.unmeasured, "计量字段缺失", "without the field that is measured"),
        ]
        return reasons.filter { $0.0 > 0 }.map { say("\($0.1)：\($0.0) 条", "\($0.2): \($0.0)") }
    }

    /// The places before and behind, and the first and the last.
    private func ranking(_ ranking: ExplainedRanking, _ own: Int) -> [String] {
        let scope: String =
            switch ranking.terms.among {
            case .siblings: say("同级各区县、开发区", "areas with the same parent")
            case .group: say("同组各地区", "areas of the same group")
            case .level: say("同级各地区", "areas on the same level")
            }
        let ranked = ranking.entries.filter { $0.place != nil }.count
        let of = statistic(ranking.terms.of)
        let head = say(
            "按\(of)\(ranking.ascending ? "由低到高" : "由高到低")，\(scope)，\(ranking.entries.count) 个中 \(ranked) 个参加排名",
            "by \(of), \(ranking.ascending ? "smallest" : "largest") first, among \(scope): \(ranked) of \(ranking.entries.count) ranked"
        )
        let at = ranking.entries.firstIndex { $0.area == own }
        return [head]
            + ranking.entries.enumerated().compactMap { position, entry in
                let isNear = at.map { abs($0 - position) <= 1 } ?? false
                guard isNear || position == 0 || position == ranked - 1 else { return nil }
                let value = [number(entry.value, ranking.unit, ranking.decimals), status(entry.status)]
                    .compactMap { $0 }.joined(separator: say("，", ", "))
                let place = entry.place.map { say("第\($0)位", "\($0).") } ?? say("不排名", "not ranked")
                return "  \(entry.area == own ? "*" : " ") \(place) \(area(entry.area)) \(value)"
            }
    }
}

extension Unit {
    /// What growth is shown in.
    static let percentage = Unit("%", .ratio, 1, 100)
}
