import Model

/// A column of the workbook of exceptions: one of those that reviews are read back by, or one for people only.
enum ExceptionColumn: Hashable {
    case review(ReviewColumn)
    /// Where its review stands.
    case state
    /// File, sheet, row and column as one text.
    case place
    /// The published figures that the record feeds.
    case figures

    /// In the order of the sheet: what there is to see, the same folded up in columns to filter by, what the sender fills
    /// in, what the bureau decides, and, hidden, what an answer is filed under.
    static let all: [ExceptionColumn] =
        [
            .review(.rank), .review(.severity), .state, .review(.impact), .figures, .review(.area), .review(.subject),
            .review(.message), .review(.value), .review(.expected), .review(.suggestion), .place,
        ] + folded
        + ReviewColumn.allCases.filter { $0.author != .program }.map { .review($0) } + [
            .review(.exceptionID), .review(.caseID),
        ]

    private static let folded: [ExceptionColumn] = [
        .review(.normalized), .review(.difference), .review(.rule), .review(.level), .review(.dataset), .review(.field),
        .review(.period),
        .review(.sender),
        .review(.delivery), .review(.file), .review(.sheet), .review(.row), .review(.line), .review(.column),
    ]

    /// Who has the column.
    enum Part: Hashable {
        case exception, details, sender, bureau, hidden
    }

    var part: Part {
        if case .review(let column) = self {
            switch column.author {
            case .sender: return .sender
            case .bureau: return .bureau
            case .program: break
            }
            if column == .exceptionID || column == .caseID { return .hidden }
        }
        return ExceptionColumn.folded.contains(self) ? .details : .exception
    }

    /// The header.
    var title: LocalizedText {
        switch self {
        case .review(let column): column.title
        case .state: LocalizedText(zh: "状态", en: "State")
        case .place: LocalizedText(zh: "位置", en: "Place")
        case .figures: LocalizedText(zh: "涉及指标", en: "Figures")
        }
    }

    /// In characters.
    var width: Double {
        switch self {
        case .state: 7.5
        case .place: 20
        case .figures: 24
        case .review(let column):
            switch column {
            case .rank: 6
            case .row, .line, .column, .impact, .level: 7.5
            case .suggestion: 11
            case .area, .filledInBy, .confirmedBy, .by: 9
            case .severity: 9.5
            case .disposition, .waivedUntil, .date: 10.5
            case .value, .normalized, .expected, .difference, .proposedValue, .correctedValue, .period: 12
            case .rule, .dataset, .field, .sender, .sheet, .delivery: 16
            case .subject: 16
            case .reason: 18
            case .explanation: 22
            case .file: 30
            case .exceptionID, .caseID: 34
            case .message: 36
            }
        }
    }
}

extension Disposition {
    /// When it is the right word, and what else must be filled in with it.
    var meaning: LocalizedText {
        switch self {
        case .confirmed:
            LocalizedText(zh: "数据无误，写明理由；以后不再提示", en: "The data are right; say why. It is not asked again.")
        case .corrected:
            LocalizedText(
                zh: "填更正值、确认人和日期；缺一项则只作为建议",
                en: "Give the corrected value, confirmed by and date; else it stays a proposal.")
        case .excluded:
            LocalizedText(zh: "该记录不计入任何指标，写明理由", en: "The record enters no figure; say why.")
        case .sentBack:
            LocalizedText(zh: "退回报送单位核实，异常保持未办结", en: "Back to the sender; the exception stays open.")
        case .waived:
            LocalizedText(zh: "在“豁免至”日期之前不再提示", en: "Not asked again before the date under Waived until.")
        }
    }
}
