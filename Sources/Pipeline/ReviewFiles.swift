import Definitions
import Ingest
import Model
import Normalize
import Publish
import Tabular
import Validate

/// An answer of a filled review, with what decides which of several counts.
struct GivenAnswer: Sendable {
    var answer: ReviewAnswer
    /// `figure`, `field`, … as the report said; empty where the file does not say.
    var level: String
    var period: String
    /// Counts receptions; the day that stands for an answer without a date.
    var turn: Int
    var lastDay: CivilDate
    /// It comes from a sender: it explains and proposes, and decides nothing.
    var isOfSender: Bool

    /// Something that only the bureau may say.
    var decides: Bool { answer.disposition != nil }
    /// Something that a sender says.
    var speaks: Bool { !answer.explanation.isEmpty || !answer.proposedValue.isEmpty }

    /// Whether an answer is later than another: by its date, then by when and where it was sent.
    static func precedes(_ a: GivenAnswer, _ b: GivenAnswer) -> Bool {
        let (x, y) = (a.answer.date ?? a.lastDay, b.answer.date ?? b.lastDay)
        if x != y { return x < y }
        return (a.turn, a.answer.place.file, a.answer.place.sheet, a.answer.place.row)
            < (b.turn, b.answer.place.file, b.answer.place.sheet, b.answer.place.row)
    }
}

/// The filled reviews among the deliveries' files, read like any table: by header, in either language.
struct ReviewFiles: Sendable {
    /// In order of files, sheets and rows.
    private(set) var answers: [GivenAnswer] = []
    private(set) var findings: [Finding] = []
    private(set) var accounts: [TableAccount] = []
    /// By file.
    private(set) var surveys: [Int: FileSurvey] = [:]

    init(_ files: [DeliveredFile], _ pipeline: PipelineDefinition, _ catalogue: RuleCatalogue) {
        let definition = ReviewTable.definition
        let vocabulary = HeaderVocabulary([definition])
        for (index, file) in files.enumerated() where file.isReview {
            var knowledge = FileKnowledge()
            while true {
                if let problem = knowledge.refusal(index) {
                    refuse(problem, index, catalogue, pipeline.language)
                    break
                }
                var mode = knowledge.mode(index)
                mode.limits = pipeline.limits
                do throws(FileProblem) {
                    let survey = try Ingest.survey(file.input, mode: mode, vocabulary: vocabulary)
                    var reading = ReviewTable(file: file, index: index, survey, mode, pipeline, catalogue)
                    try reading.read()
                    surveys[index] = survey
                    answers += reading.answers
                    findings += reading.findings
                    accounts += reading.accounts
                    break
                } catch {
                    knowledge.learn(PassInterruption(file: index, problem: error))
                }
            }
        }
    }

    private mutating func refuse(_ problem: FileProblem, _ file: Int, _ catalogue: RuleCatalogue, _ language: Language)
    {
        var place = problem.place
        place.file = Int32(file)
        var finding = Finding(rule: catalogue.index(problem.rule), place: place, value: problem.detail[language])
        finding.detail = problem.detail
        findings.append(finding)
        accounts.append(TableAccount(file: file, dataset: -1))
    }
}

/// One file of a review.
private struct ReviewTable {
    /// What is read of a review, as if it were a dataset.
    static let columns: [ReviewColumn] = [
        .exceptionID, .rule, .level, .period, .subject, .field, .value, .explanation, .proposedValue, .filledInBy,
        .disposition, .correctedValue, .waivedUntil, .confirmedBy, .reason, .by, .date,
    ]

    static let definition: DatasetDefinition = {
        let place = SourcePlace(file: "", line: 0, column: 0)
        let fields = columns.map { column in
            var constraints = Constraints()
            constraints.required = column == .exceptionID
            return FieldDefinition(
                name: column.rawValue, title: column.title, aliases: [],
                type: column == .date || column == .waivedUntil ? .date : .string, unit: nil, decimals: 0,
                unitIfSilent: nil, format: nil, codelist: nil, constraints: constraints, builtIn: [:], place: place)
        }
        return DatasetDefinition(
            name: "review", title: LocalizedText(zh: "复核", en: "review"), files: [], history: .cumulative,
            primaryKey: [], area: nil, date: nil, subject: nil, frequency: .year, rejects: nil, fields: fields,
            derive: [], rules: [], builtIn: [:], place: place)
    }()

    let file: DeliveredFile
    let index: Int
    let survey: FileSurvey
    let mode: ReadMode
    let pipeline: PipelineDefinition
    let catalogue: RuleCatalogue
    var answers: [GivenAnswer] = []
    var findings: [Finding] = []
    var accounts: [TableAccount] = []

    init(
        file: DeliveredFile, index: Int, _ survey: FileSurvey, _ mode: ReadMode, _ pipeline: PipelineDefinition,
        _ catalogue: RuleCatalogue
    ) {
        self.file = file
        self.index = index
        self.survey = survey
        self.mode = mode
        self.pipeline = pipeline
        self.catalogue = catalogue
    }

    /// Reads every table that has the column of exceptions and one of answers. Other sheets of the workbook (rules, quality)
    /// are no answers; a file without any is told so.
    mutating func read() throws(FileProblem) {
        var isRead = false
        var place = Place(file: Int32(index))
        var nearest: [ReviewColumn] = []
        for (sheet, found) in survey.sheets.enumerated() {
            if let problem = found.refusal { throw problem }
            for (table, layout) in found.tables.enumerated() {
                let binding = bind(layout, sheet: sheet, table: table, dataset: ReviewTable.definition, index: 0)
                let there = Set(ReviewTable.columns.indices.filter { binding.columns[$0] >= 0 })
                let isAnswered = there.contains { ReviewTable.columns[$0].author != .program }
                if binding.isComplete, isAnswered {
                    isRead = true
                    try read(binding, layout, sheet: sheet, found)
                } else if binding.isComplete || isAnswered, nearest.isEmpty {
                    nearest =
                        binding.isComplete
                        ? ReviewTable.columns.filter { $0.author == .bureau || $0 == .explanation } : [.exceptionID]
                    place.sheet = found.name == nil ? -1 : Int32(sheet)
                    place.row = Int64(layout.headerRows.upperBound)
                }
            }
        }
        guard !isRead else { return }
        if nearest.isEmpty { nearest = [.exceptionID, .disposition] }
        let words = nearest.map { "\($0.title[.zh]) \($0.rawValue)" }.joined(separator: ", ")
        findings.append(Finding(rule: catalogue.index(.answerColumns), place: place, value: words))
        accounts.append(TableAccount(file: index, sheet: Int(place.sheet), dataset: -1))
    }

    private mutating func read(
        _ binding: TableBinding, _ layout: TableLayout, sheet: Int, _ found: SheetSurvey
    ) throws(FileProblem) {
        let units = [Model.Unit?](repeating: nil, count: ReviewTable.columns.count)
        let table = BoundTable(
            file: index, input: file.input, delivery: file.delivery, turn: file.turn, lastDay: file.lastDay,
            months: file.covers, survey: survey, sheet: sheet, binding: binding, mode: mode, units: units,
            unreadable: [])
        let reading = TableReading(table, definition: ReviewTable.definition, pipeline)
        let reader = try TableReader(file: file.input, survey: survey, binding: binding, mode: mode)
        var account = TableAccount(
            file: index, sheet: table.placeSheet, table: found.tables.count > 1 ? binding.table + 1 : 0, dataset: -1)
        var others: [RowClass: Int64] = [:]
        var rows: Int64 = 0
        var base = Place(file: Int32(index), sheet: Int32(table.placeSheet), row: Int64(layout.firstRow))
        base.line = 0
        while let piece = try reader.next() {
            let decoded = try piece.decode()
            let normalized = reading.normalizer.normalize(decoded.block)
            for row in 0..<decoded.block.rowCount {
                var place = base
                place.row += Int64(decoded.block.rows[row])
                take(ReviewRow(decoded.block, normalized, row, reading.context.columns), place)
            }
            rows += Int64(decoded.block.rowCount)
            for (kind, count) in decoded.notRecords { others[kind, default: 0] += Int64(count) }
            account.read += Int64(decoded.rowCount)
            base.row += Int64(decoded.rowCount)
        }
        account.notRecords = RowClass.allCases.compactMap { kind in
            others[kind].map { RowClassCount(name: kind.rawValue, count: $0) }
        }
        if rows > 0 { account.notRecords.append(RowClassCount(name: "answer", count: rows)) }
        accounts.append(account)
    }

    /// One row; where nothing is said there is nothing to take.
    private mutating func take(_ row: ReviewRow, _ place: Place) {
        let id = row.text(.exceptionID)
        var answer = ReviewAnswer(exceptionID: id, place: place)
        answer.rule = row.text(.rule)
        answer.subject = row.text(.subject)
        answer.field = row.text(.field)
        answer.value = row.text(.value)
        answer.explanation = row.text(.explanation)
        answer.proposedValue = row.text(.proposedValue)
        answer.filledInBy = row.text(.filledInBy)
        answer.correctedValue = row.text(.correctedValue)
        answer.confirmedBy = row.text(.confirmedBy)
        answer.reason = row.text(.reason)
        answer.by = row.text(.by)
        answer.date = row.date(.date)
        answer.waivedUntil = row.date(.waivedUntil)
        let word = row.text(.disposition)
        // A date, or a name, by itself says nothing: people fill such columns down.
        let isDecided = !word.isEmpty || !answer.correctedValue.isEmpty || answer.waivedUntil != nil
        let isSpoken = !answer.explanation.isEmpty || !answer.proposedValue.isEmpty
        guard isDecided || isSpoken || !answer.reason.isEmpty else { return }
        guard ExceptionName.caseID(of: id) != nil else {
            add(.answerUnknown, row.place(place, .exceptionID), id)
            return
        }
        answer.disposition = Disposition(words: word)
        if file.isFromSender {
            answer.disposition = nil
            if isDecided {
                add(.answerOfSender, row.place(place, .disposition), word.isEmpty ? answer.correctedValue : word)
            }
        } else if answer.disposition == nil, isDecided || !answer.reason.isEmpty {
            add(.answerDisposition, row.place(place, .disposition), word)
        }
        if let disposition = answer.disposition, !isWhole(answer, disposition, row, place) { answer.disposition = nil }
        answers.append(
            GivenAnswer(
                answer: answer, level: row.text(.level), period: row.text(.period), turn: file.turn,
                lastDay: file.lastDay, isOfSender: file.isFromSender))
    }

    /// Whether a disposition has what it needs; findings say what is missing.
    private mutating func isWhole(
        _ answer: ReviewAnswer, _ disposition: Disposition, _ row: ReviewRow, _ place: Place
    ) -> Bool {
        var isWhole = true
        let unreadable = row.unreadable(.date)
        if let unreadable {
            addDate(
                row.place(place, .date), unreadable, zh: "日期“\(unreadable)”无法读取",
                en: "the date “\(unreadable)” cannot be read")
        }
        switch disposition {
        case .corrected:
            if answer.correctedValue.isEmpty {
                var finding = Finding(
                    rule: catalogue.index(.answerValue), place: row.place(place, .correctedValue),
                    value: answer.exceptionID)
                finding.detail = LocalizedText(
                    zh: "处理为“更正”，但没有填写更正值；请填写更正值，或改选其他处理",
                    en:
                        "it is disposed of as corrected, without a corrected value: state the value, or choose another disposition"
                )
                findings.append(finding)
                isWhole = false
            } else if answer.confirmedBy.isEmpty || answer.date == nil {
                let missing: ReviewColumn = answer.confirmedBy.isEmpty ? .confirmedBy : .date
                if answer.confirmedBy.isEmpty || unreadable == nil {
                    add(.answerUnconfirmed, row.place(place, missing), answer.correctedValue)
                }
            }
        case .waived where answer.waivedUntil == nil:
            let found = row.unreadable(.waivedUntil) ?? ""
            addDate(
                row.place(place, .waivedUntil), found.isEmpty ? answer.exceptionID : found,
                zh: found.isEmpty ? "处理为“豁免”，但没有填写“豁免至”的日期，豁免未采用" : "“豁免至”的日期“\(found)”无法读取，豁免未采用",
                en: found.isEmpty
                    ? "it is waived without a date; the waiver was not taken"
                    : "the date “\(found)” until which it is waived cannot be read; the waiver was not taken")
            isWhole = false
        default: break
        }
        return isWhole
    }

    private mutating func add(_ rule: BuiltInRule, _ place: Place, _ value: String) {
        var finding = Finding(rule: catalogue.index(rule), place: place, value: value)
        if value.isEmpty { finding.detail = LocalizedText(zh: "（空）", en: "(blank)") }
        findings.append(finding)
    }

    private mutating func addDate(_ place: Place, _ value: String, zh: String, en: String) {
        var finding = Finding(rule: catalogue.index(.answerDate), place: place, value: value)
        finding.detail = LocalizedText(zh: zh, en: en)
        findings.append(finding)
    }
}

extension Decimal {
    /// Without the stray digits of a float: fifteen that count are all that a spreadsheet program knows.
    fileprivate var cutToFloat: Decimal {
        let beyond = min(scale, String(mantissa.magnitude).utf8.count - 15)
        guard beyond > 0 else { return self }
        let cut = fraction.rounded(scale: scale - beyond)
        return cut.map { Decimal(mantissa: $0, scale: scale - beyond) } ?? self
    }
}

/// The cells of one row by their columns.
private struct ReviewRow {
    private let block: CellBlock
    private let normalized: NormalizedBatch
    private let row: Int
    private let columns: [Int32]

    init(_ block: CellBlock, _ normalized: NormalizedBatch, _ row: Int, _ columns: [Int32]) {
        self.block = block
        self.normalized = normalized
        self.row = row
        self.columns = columns
    }

    private func position(_ column: ReviewColumn) -> Int { ReviewTable.columns.firstIndex(of: column) ?? 0 }

    /// The text found, without white space around it. A ratio that is shown as a percentage is written as one.
    func text(_ column: ReviewColumn) -> String {
        let cell = normalized.cellColumns[position(column)]
        guard cell >= 0 else { return "" }
        var bytes = Array(block.bytes(row, cell))
        if block.encoding == .gb18030 {
            var decoded: [UInt8] = []
            bytes.withUnsafeBufferPointer { GB18030.decoder.append($0, to: &decoded) }
            bytes = decoded
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace }
        let bare = String(trimmed.reversed().drop { $0.isWhitespace }.reversed())
        guard block.kinds != nil, let number = Decimal(bare) else { return bare }
        return switch block.kind(row, cell) {
        case .percent: Decimal(mantissa: number.mantissa * 100, scale: number.scale).cutToFloat.shortest + "%"
        case .number: number.scale > 0 ? number.cutToFloat.shortest : bare
        default: bare
        }
    }

    func date(_ column: ReviewColumn) -> CivilDate? {
        guard case .integers(let dates) = normalized.batch.columns[position(column)], dates.validity[row] else {
            return nil
        }
        return CivilDate(days: Int32(truncatingIfNeeded: dates.values[row]))
    }

    /// What stands where a date should and is none; nil: a date, or nothing.
    func unreadable(_ column: ReviewColumn) -> String? {
        let found = text(column)
        return found.isEmpty || date(column) != nil ? nil : found
    }

    /// Where the cell is.
    func place(_ row: Place, _ column: ReviewColumn) -> Place {
        var place = row
        place.column = columns[position(column)]
        return place
    }
}
