import Definitions
import Model
import Publish
import Tabular

/// Which answers hold for which exceptions. Facts only: a function of names, answers and the day.
struct ReviewMatch {
    /// By position of the finding; those of which nobody has said anything have none.
    private(set) var reviews: [Int: ExceptionReview] = [:]
    /// Answers that have no effect or do not agree, and those to exceptions that are none.
    private(set) var problems: [Finding] = []
    private(set) var obsolete: [Finding] = []
    /// By answer.
    private(set) var standings: [Standing]

    /// What became of an answer.
    enum Standing: String, Sendable {
        /// It is to no exception of this run.
        case obsolete
        /// It is to an exception of figures of other periods.
        case otherPeriod = "other_period"
        /// A sender's word, shown beside the exception.
        case word
        /// It holds.
        case inForce = "in_force"
        case proposed
        case sentBack = "sent_back"
        case expired
        /// Another answer to the same version counts.
        case superseded
        /// It was to another value.
        case outdated
        /// It decides nothing, or nothing that can be done.
        case ineffective
    }

    private let answers: [GivenAnswer]
    private let catalogue: RuleCatalogue
    private let pipeline: PipelineDefinition
    private let asOf: CivilDate

    init(
        _ answers: [GivenAnswer], _ findings: [Finding], names: [ExceptionName], _ pipeline: PipelineDefinition,
        _ catalogue: RuleCatalogue, range: PeriodRange, asOf: CivilDate
    ) {
        self.answers = answers
        self.catalogue = catalogue
        self.pipeline = pipeline
        self.asOf = asOf
        standings = answers.map { _ in .obsolete }
        guard !answers.isEmpty else { return }
        var byCase: [String: [Int]] = [:]
        for (i, given) in answers.enumerated() {
            guard let name = ExceptionName.caseID(of: given.answer.exceptionID) else { continue }
            byCase[name, default: []].append(i)
        }
        for name in byCase.keys {
            byCase[name]?.sort { GivenAnswer.precedes(answers[$0], answers[$1]) }
        }
        var judged: Set<String> = []
        for (position, name) in names.enumerated() {
            guard let list = byCase[name.caseID] else { continue }
            review(position, findings[position], name, list, isFirst: judged.insert(name.versionID).inserted)
        }
        for (i, given) in answers.enumerated() where standings[i] == .obsolete {
            if given.level == "figure", let period = Period(given.period), !range.periods.contains(period) {
                standings[i] = .otherPeriod
            } else {
                obsolete.append(self.obsolete(given.answer))
            }
        }
    }

    private mutating func review(
        _ position: Int, _ finding: Finding, _ name: ExceptionName, _ list: [Int], isFirst: Bool
    ) {
        let own = list.filter { answers[$0].answer.exceptionID == name.versionID }
        for i in list where standings[i] == .obsolete {
            standings[i] = answers[i].decides ? (own.contains(i) ? .superseded : .outdated) : .word
        }
        let word = own.last { answers[$0].speaks }.map { answers[$0].answer }
        let decisions = own.filter { answers[$0].decides }
        guard let last = decisions.last else {
            let earlier = list.last { answers[$0].decides && !own.contains($0) }
            if let earlier {
                reviews[position] = ExceptionReview(
                    state: .reopened, answer: answers[earlier].answer, word: word)
            } else if let word {
                reviews[position] = ExceptionReview(state: .explained, word: word)
            }
            return
        }
        let answer = answers[last].answer
        let (state, standing) = judge(answer, finding, isFirst: isFirst)
        standings[last] = standing
        reviews[position] = ExceptionReview(state: state, answer: answer, word: word)
        if isFirst { compare(decisions.dropLast(), with: last) }
    }

    /// Whether a decision does anything to the exception.
    private mutating func judge(
        _ answer: ReviewAnswer, _ finding: Finding, isFirst: Bool
    ) -> (ReviewState, Standing) {
        switch answer.disposition {
        case .confirmed:
            guard catalogue[Int(finding.rule)].severity != .error else {
                if isFirst {
                    ineffective(
                        answer, zh: "强制性错误不能确认属实；请更正、剔除、退回或豁免",
                        en: "an error cannot be confirmed: correct it, exclude the record, send it back or waive it")
                }
                return (.open, .ineffective)
            }
            return (.answered, .inForce)
        case .excluded:
            guard finding.evidence != nil else {
                if isFirst {
                    ineffective(
                        answer, zh: "该异常不针对某一条记录，没有可剔除的记录；请选其他处理",
                        en:
                            "the exception is about no single record, so there is none to exclude: choose another disposition"
                    )
                }
                return (.open, .ineffective)
            }
            return (.answered, .inForce)
        case .corrected:
            guard let evidence = finding.evidence,
                CorrectedCell(
                    answer.correctedValue, field: finding.filedUnder(catalogue),
                    pipeline.datasets[Int(evidence.dataset)]) != nil
            else {
                if isFirst {
                    ineffective(
                        answer, zh: "该异常不针对某一个填报的单元格，更正值无处可放；可写成“字段=值”，或选其他处理",
                        en:
                            "the exception is about no single cell, so there is nowhere to put the value: write field=value, or choose another disposition",
                        rule: .answerValue)
                }
                return (.proposed, .ineffective)
            }
            return answer.confirmedBy.isEmpty || answer.date == nil ? (.proposed, .proposed) : (.answered, .inForce)
        case .waived:
            return (answer.waivedUntil ?? CivilDate(days: .min)) < asOf ? (.expired, .expired) : (.answered, .inForce)
        case .sentBack: return (.sentBack, .sentBack)
        case nil: return (.open, .ineffective)
        }
    }

    private mutating func ineffective(
        _ answer: ReviewAnswer, zh: String, en: String, rule: BuiltInRule = .answerIneffective
    ) {
        var finding = Finding(rule: catalogue.index(rule), place: answer.place, value: answer.exceptionID)
        finding.detail = LocalizedText(zh: zh, en: en)
        problems.append(finding)
    }

    /// Earlier decisions about the same version: to have sent it back, or to have said the same, contradicts nothing.
    private mutating func compare(_ others: some Sequence<Int>, with last: Int) {
        let winner = answers[last].answer
        for other in others {
            let answer = answers[other].answer
            guard answer.disposition != .sentBack, contradicts(answer, winner) else { continue }
            let isChange = answer.date.map { date in winner.date.map { date < $0 } ?? false } ?? false
            var finding = Finding(
                rule: catalogue.index(isChange ? .answerChanged : .answerContradiction), place: answer.place,
                value: answer.exceptionID)
            finding.related = winner.place
            let words = { (language: Language) in
                (ReviewMatch.words(answer, language), ReviewMatch.words(winner, language))
            }
            let (zh, en) = (words(.zh), words(.en))
            finding.detail = LocalizedText(
                zh: "同一异常的两个处理意见不同：本行为“\(zh.0)”，以另一行的“\(zh.1)”为准",
                en: "two answers to one exception differ: here “\(en.0)”, elsewhere “\(en.1)”, which holds")
            problems.append(finding)
        }
    }

    private func contradicts(_ a: ReviewAnswer, _ b: ReviewAnswer) -> Bool {
        a.disposition != b.disposition || (a.disposition == .corrected && a.correctedValue != b.correctedValue)
    }

    private static func words(_ answer: ReviewAnswer, _ language: Language) -> String {
        let title = answer.disposition?.title[language] ?? ""
        return [title, answer.correctedValue, answer.waivedUntil?.description ?? "", answer.date?.description ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func obsolete(_ answer: ReviewAnswer) -> Finding {
        var finding = Finding(
            rule: catalogue.index(.answerObsolete), place: answer.place, value: answer.exceptionID)
        let about = [answer.rule, answer.subject, answer.field, answer.value].filter { !$0.isEmpty }
            .joined(separator: " ")
        let detail = { (language: Language) in
            [about.isEmpty ? answer.exceptionID : about, ReviewMatch.words(answer, language)]
                .filter { !$0.isEmpty }.joined(separator: language == .zh ? "，" : ", ")
        }
        finding.detail = LocalizedText(zh: detail(.zh), en: detail(.en))
        return finding
    }
}

extension Finding {
    /// The field it is filed under: its own, else its rule's; −1 for none.
    func filedUnder(_ catalogue: RuleCatalogue) -> Int {
        field >= 0 ? Int(field) : catalogue[Int(rule)].field
    }
}

/// Where a corrected value goes: into the field of the exception, or into the one it names (`成交额=80`).
struct CorrectedCell: Hashable {
    /// Position in the dataset's fields.
    var field: Int
    var text: String

    /// nil where there is no such cell: the field is derived, or there is none.
    init?(_ value: String, field: Int, _ dataset: DatasetDefinition) {
        if let equals = value.firstIndex(where: { $0 == "=" || $0 == "＝" }) {
            let name = value[..<equals].trimmingSpaces
            let named = dataset.fields.firstIndex { $0.name == name || $0.title.zh == name || $0.title.en == name }
            if let named {
                self.field = named
                text = value[value.index(after: equals)...].trimmingSpaces
                return
            }
        }
        guard dataset.fields.indices.contains(field) else { return nil }
        self.field = field
        text = value
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(String(drop { $0.isWhitespace }).reversed().drop { $0.isWhitespace }.reversed())
    }
}
