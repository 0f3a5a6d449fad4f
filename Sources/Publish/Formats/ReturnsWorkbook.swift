import Definitions
import Model

/// `returns/returns.xlsx`: a cover, a sheet for each theme as bureaus lay out tables, with charts, and notes on definitions.
struct ReturnsWorkbook {
    private let publication: Publication
    private let model: WorkbookModel
    private let book: XLSXWriter

    static func write(
        _ publication: Publication, _ output: OutputDefinition, to path: String
    ) throws(OutputError) {
        let pipeline = publication.pipeline
        let book = try XLSXWriter(
            path: path, font: pipeline.language == .zh ? "宋体" : "Calibri", title: pipeline.title[pipeline.language],
            author: pipeline.agency, created: publication.asOf)
        let model = WorkbookModel(publication, for: Audience(path: output.path), titles: output.themes)
        try ReturnsWorkbook(publication: publication, model: model, book: book).write()
        try book.close(OutputAccess(path: output.path))
    }

    private var language: Language { publication.pipeline.language }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private func write() throws(OutputError) {
        let cover = try book.sheet(say("封面", "Cover"))
        var names = WorkbookNames(taken: [cover.name])
        let notesName = names.name(say("指标解释", "Notes"))
        var contents: [(title: String, sheet: String)] = []
        for theme in model.themes {
            for (i, part) in parts(of: theme).enumerated() {
                let sheet = try book.sheet(names.name(i == 0 ? theme.title : "\(theme.title) \(i + 1)"))
                if i == 0 { contents.append((theme.title, sheet.name)) }
                WorkbookSheet(publication: publication, theme: part, sheet: sheet).write()
            }
            guard !theme.series.isEmpty else { continue }
            var series = theme
            series.title = say("\(theme.title)（分期）", "\(theme.title) by period")
            series.blocks = theme.series
            for (i, part) in parts(of: series).enumerated() {
                let sheet = try book.sheet(names.name(i == 0 ? series.title : "\(series.title) \(i + 1)"))
                if i == 0 { contents.append((series.title, sheet.name)) }
                WorkbookSheet(publication: publication, theme: part, sheet: sheet, isSeries: true).write()
            }
        }
        let notes = try book.sheet(notesName)
        WorkbookNotes(publication: publication, model: model, sheet: notes).write()
        contents.append((notesName, notes.name))
        WorkbookCover(publication: publication, model: model, sheet: cover).write(contents)
    }

    /// Tables of a theme stand below each other on one sheet; where one fills a page, each has a sheet of its own, so that
    /// its heading is repeated on every page.
    private func parts(of theme: WorkbookTheme) -> [WorkbookTheme] {
        guard theme.areas.count > WorkbookSheet.rowsOfAPage, theme.blocks.count > 1 else { return [theme] }
        return theme.blocks.map { block in
            var part = theme
            part.blocks = [block]
            return part
        }
    }
}

/// Names of sheets as Excel has them: at most 31 characters, without `[]:*?/\`, no two alike whatever their case.
struct WorkbookNames {
    private var taken: Set<String>

    init(taken: [String]) { self.taken = Set(taken.map { $0.lowercased() }) }

    mutating func name(_ title: String) -> String {
        var clean = String(title.map { "[]:*?/\\".contains($0) || $0.isNewline ? "-" : $0 })
        while clean.hasPrefix("'") || clean.hasSuffix("'") { clean = clean.trimmed("'") }
        if clean.isEmpty { clean = "-" }
        var number = 1
        while true {
            let suffix = number == 1 ? "" : " (\(number))"
            let candidate = clean.shortened(to: 31 - suffix.utf16.count) + suffix
            if taken.insert(candidate.lowercased()).inserted { return candidate }
            number += 1
        }
    }
}

extension String {
    /// Excel counts UTF-16.
    fileprivate func shortened(to length: Int) -> String {
        var text = self
        while text.utf16.count > length { text.removeLast() }
        return text
    }

    fileprivate func trimmed(_ character: Character) -> String {
        var text = self[...]
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
