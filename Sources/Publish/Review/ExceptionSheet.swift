import Definitions
import Model
import Tabular

/// A sheet of exceptions as a form: a title, how many there are, bands over the columns of each party, a header with
/// filters, one line an exception. Rows are written in order, so that memory does not grow with them.
struct ExceptionSheet {
    let publication: Publication
    let cells: ExceptionCells
    let sheet: XLSXSheet
    /// Columns in their order.
    let columns: [ExceptionColumn]
    let title: String
    /// How far down it is worth to look at each; empty where it lists a part of the exceptions.
    var advice = ""

    /// Rows above the list: title, counts, bands, header.
    static let headRows = 4
    private static let colors: [ExceptionColumn.Part: (head: UInt32, cell: UInt32?)] = [
        .exception: (0xE3E9F0, nil), .details: (0xEDEFF2, nil), .sender: (0xF7DFA4, 0xFFF9EA),
        .bureau: (0xBFD7EE, 0xEFF6FC), .hidden: (0xEDEFF2, nil),
    ]

    private var language: Language { publication.pipeline.language }
    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// The bureau's columns are the bureau's alone: a sender's workbook has none of them, nor what its error is to figures.
    static func columns(forSender: Bool) -> [ExceptionColumn] {
        ExceptionColumn.all.filter {
            !forSender || $0.part != .bureau && $0 != .review(.impact) && $0 != .figures && $0 != .state
        }
    }

    /// - Parameters:
    ///   - findings: positions in the publication, in the order of the list; those beyond `shown` are counted only.
    ///   - isLocked: whether nothing but the open columns may be changed.
    func write(_ findings: [Int], shown: Int, isLocked: Bool) {
        let list = findings.prefix(shown)
        head(findings, listed: list.count)
        for (i, at) in list.enumerated() { line(at, row: ExceptionSheet.headRows + i) }
        let last = ExceptionSheet.headRows + max(list.count, 1) - 1
        sheet.filter(rows: ExceptionSheet.headRows - 1...last, columns: 0...columns.count - 1)
        let frozen = (columns.firstIndex(of: .review(.message)) ?? 0)
        sheet.freeze(rows: ExceptionSheet.headRows, columns: frozen)
        sheet.print(landscape: true, repeating: 2...3)
        if let own = columns.firstIndex(where: { $0.part == .sender }), columns.contains(where: { $0.part == .bureau })
        {
            sheet.printApart(from: own, repeating: 0...0, percent: 57)
        }
        sheet.acceptNumbersAsText(rows: ExceptionSheet.headRows...last, columns: 0...columns.count - 1)
        sheet.hideGridlines()
        validate(ExceptionSheet.headRows...last)
        if isLocked { sheet.protect() }
    }

    private func head(_ findings: [Int], listed: Int) {
        for (i, column) in columns.enumerated() {
            switch column.part {
            case .exception, .sender, .bureau: sheet.width(i...i, column.width)
            case .details: sheet.hide(i...i, column.width, grouped: true)
            case .hidden: sheet.hide(i...i, column.width, grouped: false)
            }
        }
        sheet.height(0, 24)
        sheet.text(0, 0, cellText(title), CellStyle(size: 14, isBold: true, color: 0x1F4470))
        sheet.text(1, 0, summary(findings, listed: listed), CellStyle(size: 9, color: 0x5D6B7A))
        bands()
        sheet.height(3, 20)
        for (i, column) in columns.enumerated() {
            let color = ExceptionSheet.colors[column.part]?.head
            sheet.text(
                3, i, column.title[language],
                CellStyle(isBold: true, alignment: .center, hasBorder: true, wraps: true, background: color))
        }
    }

    private func summary(_ findings: [Int], listed: Int) -> String {
        var count = SeverityCount()
        for at in findings { count.add(cells.cells.reader.rule(publication.findings[at]).severity) }
        let rest = findings.count - listed
        let counts = say(
            "共 \(grouped(count.total)) 条：强制性错误 \(grouped(count.error))，核实性疑问 \(grouped(count.query))，提示 \(grouped(count.note))。",
            "\(grouped(count.total)) exceptions: \(grouped(count.error)) errors, \(grouped(count.query)) queries, \(grouped(count.note)) notes."
        )
        let more = say(
            "本表列出前 \(grouped(Int64(listed))) 条，其余 \(grouped(Int64(rest))) 条见 exceptions.csv.gz。",
            " The first \(grouped(Int64(listed))) are listed; the other \(grouped(Int64(rest))) stand in exceptions.csv.gz."
        )
        let words = publication.asOf.description
        return counts + (rest > 0 ? more : "") + say("数据截至 \(words)。", " Data as of \(words).")
            + (advice.isEmpty ? "" : say(advice, " \(advice)"))
    }

    /// Who fills in what, over the columns of each; the line reads across without merged cells.
    private func bands() {
        var at = 0
        while at < columns.count {
            let part = columns[at].part
            var end = at
            while end + 1 < columns.count, columns[end + 1].part == part { end += 1 }
            let words: String? =
                switch part {
                case .sender: say("报送单位填写", "For the sender")
                case .bureau: say("科技主管部门填写", "For the bureau")
                case .exception, .details, .hidden: nil
                }
            if let words {
                let style = CellStyle(
                    size: 9, isBold: true, alignment: .across, background: ExceptionSheet.colors[part]?.head)
                sheet.text(2, at, words, style)
                for column in at..<end { sheet.blank(2, column + 1, style) }
            }
            at = end + 1
        }
    }

    private func line(_ at: Int, row: Int) {
        let finding = publication.findings[at]
        let severity = cells.cells.reader.rule(finding).severity
        var lines = 1
        var made: [(CellStyle, ExceptionCell)] = []
        for column in columns {
            let cell = cells.cell(column, of: finding, at: at)
            var style = CellStyle(
                size: 9, hasBorder: true, wraps: true, background: ExceptionSheet.colors[column.part]?.cell)
            style.isAtTop = true
            switch column.part {
            case .sender, .bureau: style.isOpen = true
            default: break
            }
            if column == .review(.severity) { style.color = ExceptionSheet.color(severity) }
            if column == .review(.waivedUntil) || column == .review(.date) { style.numberFormat = "yyyy-mm-dd" }
            // What is typed in stays as typed: codes and long numbers too.
            if column == .review(.proposedValue) || column == .review(.correctedValue) { style.numberFormat = "@" }
            switch cell {
            case .number(_, let format):
                style.alignment = column == .review(.rank) ? .center : .right
                style.wraps = false
                style.numberFormat = format
            case .text(let text):
                if column.part != .details, column.part != .hidden {
                    lines = max(lines, ExceptionSheet.lines(text, width: column.width))
                }
                if column.part == .details || column.part == .hidden { style.wraps = false }
            case .date, .blank: break
            }
            made.append((style, cell))
        }
        // Excel and LibreOffice would fit rows themselves, others do not.
        sheet.height(row, min(Double(lines) * 12 + 4, 400))
        for (i, (style, cell)) in made.enumerated() {
            switch cell {
            case .text(let text): sheet.text(row, i, text, style)
            case .number(let number, _): sheet.number(row, i, number, style)
            case .date(let date): sheet.date(row, i, date, style)
            case .blank: sheet.blank(row, i, style)
            }
        }
    }

    private static func color(_ severity: Severity) -> UInt32 {
        switch severity {
        case .error: 0xB3261E
        case .query: 0x9A6500
        case .note: 0x54708F
        }
    }

    /// How many lines of a column a text takes.
    static func lines(_ text: String, width: Double) -> Int {
        let room = max(2, Int(width * 1.15) - 1)
        return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) {
            $0 + max(1, (displayWidth(String($1)) + room - 1) / room)
        }
    }

    private func validate(_ rows: ClosedRange<Int>) {
        for (i, column) in columns.enumerated() {
            switch column {
            case .review(.disposition):
                let words = Disposition.allCases.map { $0.title[language] }
                sheet.choice(
                    words, rows: rows, column: i,
                    error: (
                        say("请从列表中选择", "Choose from the list"),
                        words.joined(separator: say("、", ", "))
                    ))
            case .review(.waivedUntil), .review(.date):
                sheet.date(
                    rows: rows, column: i,
                    error: (say("请填写日期", "A date is expected"), say("例如 2025-01-31", "for example 2025-01-31")))
            default: break
            }
        }
    }
}
