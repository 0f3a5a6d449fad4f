import Definitions
import Model

/// An indicator's definition, in words.
struct DefinitionWording {
    private let words: ExplanationWording
    private let definition: IndicatorDefinition

    init(_ words: ExplanationWording, _ definition: IndicatorDefinition) {
        self.words = words
        self.definition = definition
    }

    private func say(_ zh: String, _ en: String) -> String { words.say(zh, en) }

    var lines: [String] {
        var lines: [String] = []
        func line(_ zh: String, _ en: String, _ text: String) {
            if !text.isEmpty { lines.append("\(say(zh, en))\(say("：", ": "))\(text)") }
        }
        if !definition.union.isEmpty {
            line("并集", "union", definition.union.joined(separator: " ∪ "))
        } else if let flow = definition.flow {
            line("存量变动", "flow", words(flow))
        } else if let formula = definition.formula {
            line("公式", "formula", formula.text)
        }
        let dataset = definition.dataset.flatMap { name in words.pipeline.datasets.first { $0.name == name } }
        if let dataset {
            line("数据集", "dataset", words.named(dataset.title, dataset.name))
            line("计量", "measure", measure(dataset))
            line("条件", "where", definition.filter?.text ?? "")
            line("归属地区", "area", field(definition.area ?? dataset.area, dataset))
            line("归属时间", "time", timing(dataset))
        }
        line("计量单位", "unit", definition.unit.symbol)
        line("最细频率", "no finer than", frequency)
        line("说明", "note", definition.note[words.language])
        return lines
    }

    /// Who is counted by a flow.
    private func words(_ flow: StockFlow) -> String {
        let stock = flow.stock
        var text =
            switch flow.kind {
            case .new: say("期末在 \(stock) 而年初不在", "in \(stock) now, nowhere in it when the year began")
            case .movedIn: say("年初在外区的 \(stock)，期末在本区", "in \(stock) elsewhere when the year began, here now")
            case .gone: say("年初在 \(stock) 而期末不在", "in \(stock) when the year began, nowhere in it now")
            case .movedOut: say("年初在本区的 \(stock)，期末在外区", "in \(stock) here when the year began, elsewhere now")
            }
        if let among = flow.among { text += say("，且计入 \(among)", ", and counted by \(among)") }
        if let except = flow.except { text += say("，且不计入 \(except)", ", and not counted by \(except)") }
        return text
    }

    private func field(_ name: String?, _ dataset: DatasetDefinition) -> String {
        guard let name else { return "" }
        let title =
            dataset.fields.first { $0.name == name }?.title ?? dataset.derive.first { $0.name == name }?.title
            ?? LocalizedText()
        return words.named(title, name)
    }

    private func measure(_ dataset: DatasetDefinition) -> String {
        guard let measure = definition.measure else { return "" }
        let field = field(measure.field, dataset)
        return switch measure.kind {
        case .count: say("记录条数", "number of records")
        case .countDistinct: say("\(field) 去重计数", "distinct \(field)")
        case .sum: say("\(field) 合计", "sum of \(field)")
        case .min: say("\(field) 最小值", "smallest \(field)")
        case .max: say("\(field) 最大值", "largest \(field)")
        case .mean: say("\(field) 平均值", "mean of \(field)")
        case .median: say("\(field) 中位数", "median of \(field)")
        }
    }

    private func timing(_ dataset: DatasetDefinition) -> String {
        let date = field(definition.date ?? dataset.date, dataset)
        switch definition.timing {
        case .flow: return say("按 \(date) 所在月份计入", "in the month of \(date)")
        case .cumulative:
            return say(
                "按 \(date) 所在月份的累计报表，当月报表含1月至当月", "statements of the month of \(date), each from January to it")
        case .stock:
            let from = field(definition.from, dataset)
            let to = definition.to.map { field($0, dataset) }
            if definition.stockRule == .cohort {
                return say(
                    "按 \(from) 所在年度计，年末为近三年认定的",
                    "by the year of \(from): at a year's end those of three years")
            }
            return say(
                "自 \(from) 起\(to.map { "至 \($0) 止，首尾两日均计" } ?? "一直有效")",
                "from \(from)\(to.map { " to \($0), both included" } ?? " on")")
        }
    }

    private var frequency: String {
        switch definition.frequency {
        case .month: say("月", "month")
        case .quarter: say("季", "quarter")
        case .half: say("半年", "half a year")
        case .year: say("年", "year")
        }
    }

    /// Where a base is from, in words.
    static func base(_ source: String) -> LocalizedText {
        switch BaseSource(rawValue: source) {
        case .records: LocalizedText(zh: "上年同期记录（records）", en: "the records of a year earlier (records)")
        case .restated:
            LocalizedText(
                zh: "本年报表填报的上年同期数（restated）", en: "what this year's statements say of a year earlier (restated)")
        case .matched:
            LocalizedText(
                zh: "两年都有数的单位（matched）", en: "those with a number in both years (matched)")
        case .published: LocalizedText(zh: "上年同期发布数（published）", en: "what was published then (published)")
        case nil: LocalizedText(zh: source, en: source)
        }
    }
}
