import Definitions
import Model

/// The first sheet: what this is, of which period, as of when, which vintage, how complete, and where to look.
struct WorkbookCover {
    let publication: Publication
    let model: WorkbookModel
    let sheet: XLSXSheet

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    func write(_ contents: [(title: String, sheet: String)]) {
        sheet.hideGridlines()
        sheet.width(0...0, 4)
        sheet.width(1...1, 24)
        sheet.width(2...2, 56)
        sheet.merged(1...1, 1...2, pipeline.title[language], CellStyle(size: 22, isBold: true, alignment: .center))
        sheet.height(1, 40)
        sheet.merged(
            2...2, 1...2, PeriodWording.name(publication.range)[language], CellStyle(size: 14, alignment: .center))
        sheet.height(2, 24)
        var row = 4
        for (label, text) in facts {
            sheet.text(
                row, 1, label, CellStyle(size: 11, isBold: true, hasBorder: true, background: 0xDCE6F1))
            sheet.text(row, 2, text, CellStyle(size: 11, hasBorder: true, wraps: true))
            sheet.height(row, Double(1 + displayWidth(text) / 50) * 15 + 3)
            row += 1
        }
        row += 1
        sheet.text(row, 1, say("目录", "Contents"), CellStyle(size: 12, isBold: true))
        for entry in contents {
            row += 1
            sheet.link(
                row, 1, entry.title, to: entry.sheet, CellStyle(size: 11, color: 0x1F4E9E, isLink: true))
        }
        sheet.print(landscape: false, repeating: nil)
    }

    private var facts: [(String, String)] {
        var facts = [
            (say("编制机构", "Agency"), pipeline.agency),
            (say("统计期", "Period"), "\(publication.range)"),
            (say("数据截至", "Data as of"), "\(publication.asOf)"),
        ]
        if let vintage = publication.vintage { facts.append((say("版本", "Vintage"), "\(vintage)")) }
        facts.append((say("状态", "Status"), status))
        facts.append((say("指标数", "Indicators"), "\(Set(model.figures.map(\.figure.indicator)).count)"))
        facts.append((say("数据条数", "Figures"), counts))
        return facts
    }

    /// Published for good where every number is final.
    private var status: String {
        let passed = publication.gates.allSatisfy(\.passed)
        let provisional = model.figures.contains { $0.figure.status == .partial || $0.figure.status == .forecast }
        if !passed { return say("未发布", "Not published") }
        return provisional ? say("已发布，含初步数或预计数", "Published, with provisional figures") : say("已发布", "Published")
    }

    private var counts: String {
        let parts = FigureStatus.allCases.compactMap { status -> String? in
            let count = model.figures.count { $0.figure.status == status }
            return count == 0 ? nil : "\(StatisticWording.name(status)[language]) \(grouped(Int64(count)))"
        }
        return grouped(Int64(model.figures.count)) + say("（", " (") + parts.joined(separator: say("；", "; "))
            + say("）", ")")
    }
}
