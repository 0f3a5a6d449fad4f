import Definitions
import Model
import Publish

/// What `run.json` says of filled reviews: every answer with who gave it, when, where it stands and what became of it; and how
/// much of each figure rests on them.
struct RunRecordReview {
    let content: RunContent

    var answers: JSONValue {
        .array(
            content.answers.enumerated().map { position, given in
                let answer = given.answer
                let files = content.publication.files
                let file = files.indices.contains(Int(answer.place.file)) ? files[Int(answer.place.file)] : nil
                let sheets = file?.sheets ?? []
                let sheet = Int(answer.place.sheet)
                let optional = { (text: String) -> JSONValue in text.isEmpty ? .null : .string(text) }
                return .object([
                    ("exception_id", .string(answer.exceptionID)),
                    ("standing", .string(content.standings[position].rawValue)),
                    ("rule", optional(answer.rule)), ("subject", optional(answer.subject)),
                    ("field", optional(answer.field)), ("value", optional(answer.value)),
                    ("disposition", answer.disposition.map { .string($0.rawValue) } ?? .null),
                    ("corrected_value", optional(answer.correctedValue)),
                    ("waived_until", answer.waivedUntil.map { .string("\($0)") } ?? .null),
                    ("confirmed_by", optional(answer.confirmedBy)), ("reason", optional(answer.reason)),
                    ("by", optional(answer.by)), ("date", answer.date.map { .string("\($0)") } ?? .null),
                    ("explanation", optional(answer.explanation)),
                    ("proposed_value", optional(answer.proposedValue)),
                    ("filled_in_by", optional(answer.filledInBy)),
                    ("from_sender", .boolean(given.isOfSender)), ("file", .string(file?.name ?? "")),
                    ("sheet", sheets.indices.contains(sheet) ? .string(sheets[sheet]) : .null),
                    ("row", .number(answer.place.row)),
                ])
            })
    }

    /// Exceptions by where their review stands, by severity.
    var states: JSONValue {
        var counts: [ReviewState: Int] = [:]
        for position in content.publication.findings.indices {
            counts[content.publication.reviews[position]?.state ?? .open, default: 0] += 1
        }
        return .object(ReviewState.allCases.map { ($0.rawValue, .number(counts[$0] ?? 0)) })
    }

    /// Figures that rest on corrections, or lack what was excluded.
    var figures: JSONValue {
        let pipeline = content.publication.pipeline
        return .array(
            content.publication.figures.compactMap { figure in
                guard let reviewed = figure.reviewed else { return nil }
                return .object([
                    ("indicator", .string(pipeline.indicators[figure.indicator].id)),
                    ("area", .string(pipeline.areas[figure.area].code)), ("period", .string("\(figure.period)")),
                    ("quantity", .string(figure.quantity.rawValue)),
                    ("corrected", part(reviewed.corrected, figure)), ("excluded", part(reviewed.excluded, figure)),
                ])
            })
    }

    private func part(_ part: ReviewedRecords.Part?, _ figure: Figure) -> JSONValue {
        guard let part else { return .null }
        let value = part.value.flatMap { $0.divided(by: figure.unit.factor)?.rounded(scale: 6) }
            .map { Decimal(mantissa: $0, scale: 6) }
        return .object([
            ("records", .number(part.records)), ("value", value.map { .decimal($0) } ?? .null),
            ("share", .decimal(Decimal(mantissa: part.share.rounded(scale: 6) ?? 0, scale: 6))),
        ])
    }
}
