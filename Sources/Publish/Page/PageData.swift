import Definitions
import Model
import Tabular

/// The exceptions of the page as data for its script: lists of what repeats, and a line of values for each exception, in
/// the order of the report. What stands in both languages is a pair where they differ.
struct PageData {
    private let publication: Publication
    private let cells: FindingCells
    private var reader: FindingReader { cells.reader }

    private var files = ValueList()
    private var sheets = ValueList()
    private var rules = ValueList()
    private var areas = ValueList()
    private var senders = ValueList()
    private var fields = ValueList()
    private var figures = ValueList()

    private init(_ publication: Publication, _ cells: FindingCells) {
        self.publication = publication
        self.cells = cells
    }

    /// The document, safe between the tags of a script.
    static func json(_ publication: Publication, _ cells: FindingCells, _ findings: some Sequence<Int>) -> String {
        var data = PageData(publication, cells)
        let lines = findings.enumerated().map { place, at in data.line(publication.findings[at], at: at) }
        let value = JSONValue.object([
            ("files", .array(data.files.values)), ("sheets", .array(data.sheets.values)),
            ("rules", .array(data.rules.values)), ("areas", .array(data.areas.values)),
            ("senders", .array(data.senders.values)), ("fields", .array(data.fields.values)),
            ("figures", .array(data.figures.values)),
            ("states", .array(ReviewState.allCases.map { .array([.string($0.rawValue), pair($0.title)]) })),
            ("rows", .array(lines)),
        ])
        // `</script>` and `<!--` would end it.
        return value.compactText.replacing("<", with: "\\u003c")
    }

    /// In the order that the script knows: id, rule, area, sender, state, file, sheet, row, column, subject, period, field,
    /// value, normalized, expected, difference, suggestion, message, impact, figures, answer.
    private mutating func line(_ finding: Finding, at: Int) -> JSONValue {
        let wording = cells.wording
        let pipeline = publication.pipeline
        let rule = reader.rule(finding)
        let place = reader.place(finding)
        let field = reader.field(finding)
        let area = reader.area(finding)
        let sender = reader.sender(finding)
        let review = publication.reviews[at]
        let file = reader.file(place)?.name ?? ""
        let sheet = reader.sheet(place)
        var line: [JSONValue] = [.string(cells.names[at].versionID)]
        line.append(rules.position(rule.id) { PageData.entry(rule, pipeline) })
        line.append(
            areas.position(area?.code ?? "") { PageData.entry(area, LocalizedText(zh: "未确定区划", en: "No area known")) })
        line.append(
            senders.position(sender?.code ?? "") { PageData.entry(sender, LocalizedText(zh: "本部门", en: "The bureau")) })
        line.append(.number(ReviewState.allCases.firstIndex(of: review?.state ?? .open) ?? 0))
        line.append(files.position(file) { .string(file) })
        line.append(sheets.position(sheet) { .string(sheet) })
        line += [
            .integer(place.row), .string(columnLetters(place.column)), .string(reader.subject(finding)),
            .string(reader.period(finding)?.description ?? ""),
        ]
        line.append(
            fields.position("\(rule.dataset) \(reader.fieldName(finding))") {
                wording.fieldTitle(finding).map(PageData.pair) ?? .string("")
            })
        line += [
            .string(String(decoding: reader.raw(finding), as: UTF8.self)),
            PageData.pair { wording.fittedText(finding, field: field, $0) ?? "" },
            PageData.pair { wording.expectedText(finding, $0) ?? "" },
            PageData.pair { wording.differenceText(finding, $0) ?? "" },
            .string(cells.text(.named(.suggestion), of: finding, at: at)),
            PageData.pair { wording.message(finding, $0) },
            .string(cells.text(.named(.impact), of: finding, at: at)),
            .array(touched(at)),
            PageData.pair { answer(review, $0) },
        ]
        return .array(line)
    }

    private static func entry(_ rule: Rule, _ pipeline: PipelineDefinition) -> JSONValue {
        let severity = [Severity.error, .query, .note].firstIndex(of: rule.severity) ?? 2
        return .array([.string(rule.id), .number(severity), PageData.pair(plainTitle(rule, pipeline))])
    }

    private static func entry(_ area: Area?, _ otherwise: LocalizedText) -> JSONValue {
        .array([.string(area?.code ?? ""), PageData.pair(area?.name ?? otherwise)])
    }

    /// The figures that the record feeds, with what it may change of each.
    private mutating func touched(_ at: Int) -> [JSONValue] {
        reader.touchedFigures(at).map { figure in
            .array([figures.position(figure.name[.zh]) { PageData.pair(figure.name) }, .string(figure.share)])
        }
    }

    /// What was decided, by whom and when; and what the sender says.
    private func answer(_ review: ExceptionReview?, _ language: Language) -> String {
        guard let review else { return "" }
        let parts = [decision(review, language), word(review.word, language)]
        return parts.filter { !$0.isEmpty }.joined(separator: language == .zh ? "；" : "; ")
    }

    private func word(_ word: ReviewAnswer?, _ language: Language) -> String {
        guard let word else { return "" }
        let (explanation, proposed) = (word.explanation, word.proposedValue)
        var said: [String] = []
        if !explanation.isEmpty {
            said.append(language == .zh ? "报送单位说明：\(explanation)" : "the sender: \(explanation)")
        }
        if !proposed.isEmpty { said.append(language == .zh ? "建议值：\(proposed)" : "proposes \(proposed)") }
        if !word.filledInBy.isEmpty { said.append(word.filledInBy) }
        return said.joined(separator: " · ")
    }

    private func decision(_ review: ExceptionReview, _ language: Language) -> String {
        guard let answer = review.answer else { return "" }
        let parts = [
            answer.disposition?.title[language] ?? "", answer.correctedValue,
            ReviewCells.text(.reason, review, language), answer.by, answer.date?.description ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static func pair(_ text: LocalizedText) -> JSONValue { pair { text[$0] } }

    private static func pair(_ text: (Language) -> String) -> JSONValue {
        let (zh, en) = (text(.zh), text(.en))
        return zh == en ? .string(zh) : .array([.string(zh), .string(en)])
    }
}

/// Values that repeat, each once, in order of their first appearance.
private struct ValueList {
    private(set) var values: [JSONValue] = []
    private var positions: [String: Int] = [:]

    mutating func position(_ key: String, _ value: () -> JSONValue) -> JSONValue {
        if let known = positions[key] { return .number(known) }
        positions[key] = values.count
        values.append(value())
        return .number(values.count - 1)
    }
}

/// A rule's title with the placeholders of its message left as dots.
func plainTitle(_ rule: Rule, _ pipeline: PipelineDefinition) -> LocalizedText {
    let text = title(of: rule, pipeline)
    return LocalizedText(zh: fill(text[.zh]) { _ in "…" }, en: fill(text[.en]) { _ in "…" })
}
