import Definitions
import Model
import Tabular

/// The sheet of rules: how often each was asked, what it answered, how often it failed.
struct RuleSheet {
    let publication: Publication
    let sheet: XLSXSheet

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }
    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    func write() {
        let totals = FindingTotals(FindingReader(publication))
        let header = CellStyle(isBold: true, alignment: .center, hasBorder: true, wraps: true, background: 0xE3E9F0)
        let columns: [(String, Double)] = [
            (say("规则", "Rule"), 30), (say("要求", "What must hold"), 46), (say("程度", "Severity"), 11),
            (say("数据集", "Dataset"), 22), (say("检查", "Evaluated"), 11), (say("通过", "Passed"), 11),
            (say("未通过", "Failed"), 10), (say("无法判断", "Missing"), 10), (say("命中率", "Hit rate"), 9),
            (say("异常", "Exceptions"), 10),
        ]
        sheet.text(0, 0, say("规则执行情况", "Rules"), CellStyle(size: 14, isBold: true, color: 0x1F4470))
        sheet.height(0, 24)
        for (i, column) in columns.enumerated() {
            sheet.width(i...i, column.1)
            sheet.text(1, i, column.0, header)
        }
        let lines = lines(totals)
        for (i, at) in lines.enumerated() { write(at, totals, row: 2 + i) }
        sheet.filter(rows: 1...max(2, lines.count + 1), columns: 0...columns.count - 1)
        sheet.freeze(rows: 2, columns: 1)
        sheet.hideGridlines()
        sheet.print(landscape: true, repeating: 0...1)
    }

    /// Rules that were asked, that failed, or that a definition states: by exceptions, then as the catalogue has them.
    private func lines(_ totals: FindingTotals) -> [Int] {
        let shown = publication.catalogue.rules.indices.filter { i in
            switch publication.catalogue[i].kind {
            case .builtIn: count(i).evaluated > 0 || totals.byRule[i] > 0
            default: true
            }
        }
        var keys = SortKeys(count: shown.count)
        keys.add(shown.map { -totals.byRule[$0] })
        return keys.sorted().map { shown[$0] }
    }

    private func count(_ rule: Int) -> RuleCount {
        publication.counts.indices.contains(rule) ? publication.counts[rule] : RuleCount()
    }

    private func write(_ at: Int, _ totals: FindingTotals, row: Int) {
        let rule = publication.catalogue[at]
        let count = count(at)
        let cell = CellStyle(size: 9, hasBorder: true, wraps: true)
        var number = CellStyle(size: 9, alignment: .right, hasBorder: true)
        number.numberFormat = "#,##0"
        number.isAtTop = true
        let words = fill(title(of: rule, pipeline)[language]) { _ in "…" }
        sheet.height(row, Double(ExceptionSheet.lines(words, width: 46)) * 12.5 + 4)
        sheet.text(row, 0, cellText(rule.id), cell)
        sheet.text(row, 1, cellText(words), cell)
        sheet.text(row, 2, rule.severity.words[language], cell)
        let dataset = pipeline.datasets.indices.contains(rule.dataset) ? pipeline.datasets[rule.dataset] : nil
        sheet.text(row, 3, cellText(dataset.map { $0.title.isEmpty ? $0.name : $0.title[language] } ?? ""), cell)
        for (i, value) in [count.evaluated, count.passed, count.failed, count.missing].enumerated() {
            sheet.number(row, 4 + i, Decimal(mantissa: Int128(value), scale: 0), number)
        }
        if let rate = share(count.failed, of: count.evaluated) {
            var style = number
            style.numberFormat = "0.00%"
            sheet.number(row, 8, rate, style)
        } else {
            sheet.blank(row, 8, number)
        }
        sheet.number(row, 9, Decimal(mantissa: Int128(totals.byRule[at]), scale: 0), number)
    }
}

/// A part of a whole with six digits; nil: there is no whole.
func share(_ part: Int64, of whole: Int64) -> Decimal? {
    guard whole > 0 else { return nil }
    return Fraction(Int128(part), over: Int128(whole))?.rounded(scale: 6).map { Decimal(mantissa: $0, scale: 6) }
}
