import Definitions
import Model
import Tabular

/// `exceptions/exceptions.xlsx`: a guide, a sheet over all, one per sender, the rules, the quality of what was sent; and
/// `exceptions/by-sender/<code>.xlsx`, what goes back to each.
struct ExceptionsWorkbook {
    /// Lines of a sheet; those beyond are counted, and stand in exceptions.csv.gz.
    static let shown = 10_000

    private let publication: Publication
    private let order: [Int]
    private let cells: ExceptionCells
    private let reader: FindingReader
    private let shown: Int

    init(_ publication: Publication) {
        self.publication = publication
        reader = FindingReader(publication)
        order = reader.reportOrder()
        cells = ExceptionCells(publication, order: order)
        shown = min(ExceptionsWorkbook.shown, publication.pipeline.limits.details)
    }

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }
    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private var name: String { pipeline.title.isEmpty ? pipeline.name : pipeline.title[language] }
    private var heading: String { "\(name) \(publication.range)" }

    static func write(_ publication: Publication, _ output: OutputDefinition, to path: String) throws(OutputError) {
        let own = ExceptionsWorkbook(publication)
        let book = try own.book(path, own.say("异常清单", "Exceptions"))
        try own.write(to: book)
        try book.close(OutputAccess(path: output.path))
    }

    /// One workbook for each sender that has exceptions; `{sender}` in the path becomes its code.
    static func writeBySender(_ publication: Publication, _ output: OutputDefinition, in folder: String)
        throws(OutputError)
    {
        let own = ExceptionsWorkbook(publication)
        for sender in own.senders {
            let path = output.path.replacing(OutputDefinition.senderPlaceholder, with: sender.code)
            let book = try own.book("\(folder)/\(path)", "\(own.say("异常清单", "Exceptions")) \(sender.name)")
            try own.write(sender, to: book)
            try book.close(OutputAccess(path: path))
        }
    }

    private func book(_ path: String, _ title: String) throws(OutputError) -> XLSXWriter {
        try XLSXWriter(
            path: path, font: language == .zh ? "宋体" : "Calibri", title: "\(heading) \(title)", author: pipeline.agency,
            created: publication.asOf, streams: true)
    }

    // MARK: Senders

    private struct Sender {
        var code: String
        var name: String
        /// In the order of the report.
        var findings: [Int]
    }

    /// In order of the area tree, the bureau first.
    private var senders: [Sender] {
        var findings: [Int: [Int]] = [:]
        for at in order { findings[reader.senderIndex(publication.findings[at]) ?? -1, default: []].append(at) }
        return findings.sorted { $0.key < $1.key }.map { index, findings in
            let area = reader.area(at: index)
            return Sender(
                code: area?.code ?? "bureau", name: area?.name[language] ?? say("本部门", "The bureau"), findings: findings
            )
        }
    }

    // MARK: Sheets

    private func write(to book: XLSXWriter) throws(OutputError) {
        var names = WorkbookNames(taken: [])
        let guide = try book.sheet(names.name(say("填写说明", "Guide")))
        let all = try book.sheet(names.name(say("全部异常", "All exceptions")))
        let rules = names.name(say("规则", "Rules"))
        let quality = names.name(say("报送质量", "Quality"))
        let columns = ExceptionSheet.columns(forSender: false)
        let overview = ReviewOverview(reader, order: order)
        ExceptionSheet(
            publication: publication, cells: cells, sheet: all, columns: columns,
            title: "\(heading) \(say("全部异常", "All exceptions"))", advice: overview.advice[language]
        ).write(order, shown: shown, isLocked: false)
        var contents = [(all.name, order.count)]
        for sender in senders {
            let sheet = try book.sheet(names.name(sender.name))
            contents.append((sheet.name, sender.findings.count))
            ExceptionSheet(
                publication: publication, cells: cells, sheet: sheet, columns: columns,
                title: "\(heading) \(say("异常清单：", "Exceptions: "))\(sender.name)"
            ).write(sender.findings, shown: shown, isLocked: false)
        }
        RuleSheet(publication: publication, sheet: try book.sheet(rules)).write()
        QualitySheet(publication: publication, sheet: try book.sheet(quality)).write()
        ExceptionGuide(
            publication: publication, sheet: guide, heading: heading, isForSender: false, cells: cells,
            overview: overview
        )
        .write(contents.map { ($0.0, $0.1) } + [(rules, nil), (quality, nil)])
    }

    private func write(_ sender: Sender, to book: XLSXWriter) throws(OutputError) {
        let guide = try book.sheet(say("填写说明", "Guide"))
        let list = try book.sheet(say("异常", "Exceptions"))
        ExceptionSheet(
            publication: publication, cells: cells, sheet: list, columns: ExceptionSheet.columns(forSender: true),
            title: "\(heading) \(say("异常清单：", "Exceptions: "))\(sender.name)"
        ).write(sender.findings, shown: shown, isLocked: true)
        ExceptionGuide(
            publication: publication, sheet: guide, heading: "\(heading) \(sender.name)", isForSender: true,
            cells: cells, overview: ReviewOverview(reader, order: sender.findings)
        ).write([(list.name, sender.findings.count)])
    }
}
