import Definitions
import Model

/// The last sheet: what each indicator counts, in words, and what signs mean.
struct WorkbookNotes {
    let publication: Publication
    let model: WorkbookModel
    let sheet: XLSXSheet

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    func write() {
        let header = CellStyle(isBold: true, alignment: .center, hasBorder: true, background: 0xDCE6F1)
        let cell = CellStyle(hasBorder: true, wraps: true)
        sheet.hideGridlines()
        sheet.width(0...0, 24)
        sheet.width(1...1, 10)
        sheet.width(2...2, 70)
        sheet.merged(
            0...0, 0...2, say("指标解释", "Notes on definitions"), CellStyle(size: 16, isBold: true, alignment: .center))
        sheet.height(0, 28)
        for (i, title) in [say("指标", "Indicator"), say("单位", "Unit"), say("定义", "Definition")].enumerated() {
            sheet.text(1, i, title, header)
        }
        var row = 2
        let words = ExplanationWording(publication: publication, language: language)
        for theme in model.themes {
            sheet.merged(row...row, 0...2, theme.title, CellStyle(isBold: true, hasBorder: true, background: 0xF2F2F2))
            row += 1
            for at in theme.indicators {
                let indicator = pipeline.indicators[at]
                let name = indicator.title.isEmpty ? indicator.id : indicator.title[language]
                sheet.text(row, 0, "\(name)\n\(indicator.id)", cell)
                sheet.text(row, 1, indicator.unit.symbol, cell)
                // The unit has a column of its own.
                let unit = indicator.unit.symbol
                let lines = DefinitionWording(words, indicator).lines.filter {
                    $0 != "计量单位：\(unit)" && $0 != "unit: \(unit)"
                }
                sheet.text(row, 2, lines.joined(separator: "\n"), cell)
                // LibreOffice and Excel fit rows themselves, others do not.
                let left = displayWidth(name) / 22 + displayWidth(indicator.id) / 22 + 2
                let right = lines.reduce(0) { $0 + 1 + displayWidth($1) / 66 }
                sheet.height(row, Double(max(left, right)) * 14 + 4)
                row += 1
            }
        }
        row += 1
        sheet.text(row, 0, say("符号", "Signs"), CellStyle(isBold: true))
        for (sign, meaning) in WorkbookCells.noNumber + WorkbookCells.marks.map({ ($0.mark, $0.meaning) }) {
            row += 1
            sheet.text(row, 0, sign, CellStyle(alignment: .center, hasBorder: true))
            sheet.merged(row...row, 1...2, meaning[language], CellStyle(hasBorder: true))
        }
        sheet.print(landscape: false, repeating: 0...1)
    }
}
