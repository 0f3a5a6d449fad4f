import Definitions
import Model

/// The first sheet of a workbook of exceptions: what this is, what to fill in, where it goes.
struct ExceptionGuide {
    let publication: Publication
    let sheet: XLSXSheet
    let heading: String
    let isForSender: Bool
    let cells: ExceptionCells
    let overview: ReviewOverview

    private var language: Language { publication.pipeline.language }
    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// - Parameter contents: the other sheets, with the number of their exceptions.
    func write(_ contents: [(name: String, count: Int?)]) {
        sheet.hideGridlines()
        sheet.width(0...0, 3)
        sheet.width(1...1, 20)
        sheet.width(2...2, 78)
        sheet.height(1, 34)
        sheet.text(
            1, 1, cellText("\(heading) \(say("异常清单", "exceptions"))"),
            CellStyle(size: 18, isBold: true, color: 0x1F4470))
        var row = 3
        for (label, text) in [
            (say("编制机构", "Agency"), publication.pipeline.agency), (say("统计期", "Period"), "\(publication.range)"),
            (say("数据截至", "Data as of"), "\(publication.asOf)"),
        ] {
            line(row, cellText(label), cellText(text))
            row += 1
        }
        row = glance(section(row + 1, say("概况", "At a glance")))
        row = section(row + 1, say("怎样填写", "How to fill it in"))
        for (label, text, color) in steps {
            line(row, label, text, background: color)
            row += 1
        }
        if !isForSender {
            row = section(row + 1, say("处理方式", "Dispositions"))
            for word in Disposition.allCases {
                line(row, word.title[language], word.meaning[language])
                row += 1
            }
        }
        row = section(row + 1, say("目录", "Contents"))
        for entry in contents {
            sheet.link(
                row, 1, entry.name, to: entry.name, CellStyle(hasBorder: true, color: 0x1F4E9E, isLink: true))
            let count = entry.count.map { say("\(grouped(Int64($0))) 条", "\(grouped(Int64($0))) exceptions") } ?? ""
            sheet.text(row, 2, count, CellStyle(hasBorder: true))
            row += 1
        }
        sheet.print(landscape: false, repeating: nil)
    }

    /// How many, which first, and what they may change. A sender is told how many; which first is a matter of the figures.
    private func glance(_ start: Int) -> Int {
        var row = start
        let counts = overview.counts
        line(
            row, say("异常", "Exceptions"),
            say(
                "共 \(grouped(counts.total)) 条：强制性错误 \(grouped(counts.error))（须更正），核实性疑问 \(grouped(counts.query))（须说明），提示 \(grouped(counts.note))（已自动处理，不必答复）",
                "\(grouped(counts.total)): \(grouped(counts.error)) errors (to be put right), \(grouped(counts.query)) queries (to be explained), \(grouped(counts.note)) notes (repaired already, nothing to do)"
            ))
        row += 1
        guard !isForSender else { return row }
        line(
            row, say("待处理", "Open"),
            say("错误和疑问 \(grouped(overview.open)) 条。", "\(grouped(overview.open)) errors and queries. ")
                + overview.advice[language])
        row += 1
        for (number, at) in overview.first.prefix(5).enumerated() {
            line(row, number == 0 ? say("先看", "First") : "", cells.summary(at))
            row += 1
        }
        return row
    }

    private var steps: [(String, String, UInt32?)] {
        var steps: [(String, String, UInt32?)] = [
            (
                say("黄色栏", "Yellow columns"),
                say(
                    "由报送单位填写：说明情况；数值有误的写出建议值；写明填写人。",
                    "The sender's: an explanation; where a value is wrong, the right one; and who filled it in."),
                0xFFF9EA
            )
        ]
        if !isForSender {
            steps.append(
                (
                    say("蓝色栏", "Blue columns"),
                    say(
                        "由科技主管部门填写：从列表中选择处理方式，写明理由、处理人和日期。",
                        "The bureau's: choose a disposition from the list, with reason, by and date."), 0xEFF6FC
                ))
        }
        let place = publication.files.last?.delivery ?? publication.range.last.description
        steps.append(
            (
                say("交回", "Where it goes"),
                isForSender
                    ? say("填好后按原文件名发回。", "Send it back under the same name.")
                    : say(
                        "填好后存为 inputs/\(place)/review-….xlsx，再次运行即生效；报送单位发回的文件放入其文件夹。",
                        "Save it as inputs/\(place)/review-….xlsx and run again; what senders return goes into their folders."
                    ), nil
            ))
        steps.append(
            (
                say("不要改动", "Leave alone"),
                say(
                    "表头和隐藏的编号列：答复按编号归档。已折叠的明细列可点击表头上方的“＋”展开。",
                    "The header and the hidden column of ids: answers are filed by it. Folded columns open with the + above the header."
                ), nil
            ))
        return steps
    }

    private func section(_ row: Int, _ title: String) -> Int {
        sheet.text(row, 1, title, CellStyle(size: 12, isBold: true, color: 0x1F4470))
        return row + 1
    }

    private func line(_ row: Int, _ label: String, _ text: String, background: UInt32? = nil) {
        sheet.height(row, Double(ExceptionSheet.lines(text, width: 78)) * 14 + 5)
        var style = CellStyle(isBold: true, hasBorder: true, background: background ?? 0xE3E9F0)
        style.isAtTop = true
        sheet.text(row, 1, label, style)
        style = CellStyle(hasBorder: true, wraps: true)
        style.isAtTop = true
        sheet.text(row, 2, text, style)
    }
}
