/// The columns of a workbook of exceptions: what is written there, and what is read back from a filled one. Raw values are
/// the machine-readable headers; a reader takes those, and titles in either language.
public enum ReviewColumn: String, Hashable, Sendable, CaseIterable {
    // What the exception is, as in exceptions.csv.
    case exceptionID = "exception_id"
    case rule, severity, level, dataset, period, sender, area, subject, delivery, file, sheet, row, line, column, field
    case value, normalized, expected, difference, impact, rank, suggestion, message
    // The sender's.
    case explanation
    case proposedValue = "proposed_value"
    case filledInBy = "filled_in_by"
    // The bureau's.
    case disposition
    case correctedValue = "corrected_value"
    case waivedUntil = "waived_until"
    case confirmedBy = "confirmed_by"
    case reason, by, date
    /// Hidden: what stays the same when the value changes.
    case caseID = "case"

    /// Who writes in it.
    public enum Author: Hashable, Sendable { case program, sender, bureau }

    public var author: Author {
        switch self {
        case .explanation, .proposedValue, .filledInBy: .sender
        case .disposition, .correctedValue, .waivedUntil, .confirmedBy, .reason, .by, .date: .bureau
        default: .program
        }
    }

    /// The header, in both languages. English words are not the machine-readable header, which is the raw value.
    public var title: LocalizedText {
        switch self {
        case .exceptionID: LocalizedText(zh: "异常编号", en: "Exception")
        case .rule: LocalizedText(zh: "规则", en: "Rule")
        case .severity: LocalizedText(zh: "性质", en: "Severity")
        case .level: LocalizedText(zh: "层级", en: "Level")
        case .dataset: LocalizedText(zh: "数据集", en: "Dataset")
        case .period: LocalizedText(zh: "所属时期", en: "Period")
        case .sender: LocalizedText(zh: "报送单位", en: "Sender")
        case .area: LocalizedText(zh: "地区", en: "Area")
        case .subject: LocalizedText(zh: "对象", en: "Subject")
        case .delivery: LocalizedText(zh: "报送批次", en: "Delivery")
        case .file: LocalizedText(zh: "文件", en: "File")
        case .sheet: LocalizedText(zh: "工作表", en: "Sheet")
        case .row: LocalizedText(zh: "行", en: "Row")
        case .line: LocalizedText(zh: "文本行", en: "Line")
        case .column: LocalizedText(zh: "列", en: "Column")
        case .field: LocalizedText(zh: "字段", en: "Field")
        case .value: LocalizedText(zh: "报送值", en: "Value reported")
        case .normalized: LocalizedText(zh: "规范值", en: "Value read")
        case .expected: LocalizedText(zh: "应为", en: "Expected")
        case .difference: LocalizedText(zh: "差额", en: "Difference")
        case .impact: LocalizedText(zh: "影响", en: "Impact")
        case .rank: LocalizedText(zh: "排序", en: "Rank")
        case .suggestion: LocalizedText(zh: "建议", en: "Suggestion")
        case .message: LocalizedText(zh: "问题", en: "Message")
        case .explanation: LocalizedText(zh: "说明", en: "Explanation")
        case .proposedValue: LocalizedText(zh: "建议值", en: "Proposed value")
        case .filledInBy: LocalizedText(zh: "填写人", en: "Filled in by")
        case .disposition: LocalizedText(zh: "处理", en: "Disposition")
        case .correctedValue: LocalizedText(zh: "更正值", en: "Corrected value")
        case .waivedUntil: LocalizedText(zh: "豁免至", en: "Waived until")
        case .confirmedBy: LocalizedText(zh: "确认人", en: "Confirmed by")
        case .reason: LocalizedText(zh: "理由", en: "Reason")
        case .by: LocalizedText(zh: "处理人", en: "By")
        case .date: LocalizedText(zh: "日期", en: "Date")
        case .caseID: LocalizedText(zh: "事项编号", en: "Case")
        }
    }
}

/// What the bureau does with an exception.
public enum Disposition: String, Hashable, Sendable, CaseIterable {
    /// The value is right as it was reported.
    case confirmed
    /// Another value stands in its place.
    case corrected
    /// The record is taken out.
    case excluded
    /// The sender is asked again.
    case sentBack = "sent_back"
    /// Nothing is asked until a day.
    case waived

    /// What a drop-down offers.
    public var title: LocalizedText {
        switch self {
        case .confirmed: LocalizedText(zh: "确认属实", en: "confirmed as reported")
        case .corrected: LocalizedText(zh: "更正", en: "corrected")
        case .excluded: LocalizedText(zh: "剔除", en: "excluded")
        case .sentBack: LocalizedText(zh: "退回", en: "sent back")
        case .waived: LocalizedText(zh: "豁免", en: "waived")
        }
    }

    /// Reads a cell: the raw value, a title in either language, or several of them (`confirmed 确认属实`), without regard to
    /// case, spaces and underscores. nil: none of them, or words for two.
    public init?(words text: String) {
        let bare = Disposition.bare(text)
        guard !bare.isEmpty else { return nil }
        let found = Disposition.allCases.filter { disposition in
            var rest = bare
            for word in disposition.spellings.sorted(by: { $1.count < $0.count }) {
                rest = rest.replacing(word, with: "")
            }
            return rest.isEmpty
        }
        guard found.count == 1 else { return nil }
        self = found[0]
    }

    private var spellings: Set<String> {
        var words = [rawValue] + [title.zh, title.en].compactMap(\.self)
        switch self {
        case .confirmed: words += ["属实", "确认"]
        case .excluded: words += ["exclude"]
        case .waived: words += ["waived until", "豁免至"]
        case .sentBack: words += ["退回重报"]
        case .corrected: break
        }
        return Set(words.map(Disposition.bare))
    }

    private static func bare(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter })
    }
}
