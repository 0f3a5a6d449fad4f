import Model

/// A column of the workbook of exceptions, in the order of the sheet: what there is to see, what the sender fills in, what
/// the bureau decides, and what only the next run needs. Reviews are read back by these titles.
enum ExceptionColumn: String, Hashable, CaseIterable {
    case rank, severity, impact, area, subject, message, value, normalized, expected, difference, suggestion, place
    // Folded up: the same facts, one a column, to filter and sort by.
    case figures, rule, dataset, field, period, sender, file, sheet, row, column
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
    // Hidden: what an answer is filed under.
    case exceptionID = "exception_id"

    /// Who has the column.
    enum Part: Hashable {
        case exception, details, sender, bureau, hidden
    }

    var part: Part {
        switch self {
        case .rank, .severity, .impact, .area, .subject, .message, .value, .normalized, .expected, .difference,
            .suggestion,
            .place:
            .exception
        case .figures, .rule, .dataset, .field, .period, .sender, .file, .sheet, .row, .column: .details
        case .explanation, .proposedValue, .filledInBy: .sender
        case .disposition, .correctedValue, .waivedUntil, .confirmedBy, .reason, .by, .date: .bureau
        case .exceptionID: .hidden
        }
    }

    /// The header.
    var title: LocalizedText {
        switch self {
        case .rank: LocalizedText(zh: "序号", en: "Rank")
        case .severity: LocalizedText(zh: "程度", en: "Severity")
        case .impact: LocalizedText(zh: "影响", en: "Impact")
        case .area: LocalizedText(zh: "区县", en: "District")
        case .subject: LocalizedText(zh: "对象", en: "Subject")
        case .message: LocalizedText(zh: "问题", en: "What is wrong")
        case .value: LocalizedText(zh: "填报值", en: "As reported")
        case .normalized: LocalizedText(zh: "规范值", en: "Normalized")
        case .expected: LocalizedText(zh: "应为", en: "Expected")
        case .difference: LocalizedText(zh: "差额", en: "Difference")
        case .suggestion: LocalizedText(zh: "可能应为", en: "Suggestion")
        case .place: LocalizedText(zh: "位置", en: "Place")
        case .figures: LocalizedText(zh: "涉及指标", en: "Figures")
        case .rule: LocalizedText(zh: "规则", en: "Rule")
        case .dataset: LocalizedText(zh: "数据集", en: "Dataset")
        case .field: LocalizedText(zh: "字段", en: "Field")
        case .period: LocalizedText(zh: "记录所属期", en: "Period of the record")
        case .sender: LocalizedText(zh: "报送单位", en: "Sender")
        case .file: LocalizedText(zh: "文件", en: "File")
        case .sheet: LocalizedText(zh: "工作表", en: "Sheet")
        case .row: LocalizedText(zh: "行", en: "Row")
        case .column: LocalizedText(zh: "列", en: "Column")
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
        case .exceptionID: LocalizedText(zh: "例外编号", en: "Exception id")
        }
    }

    /// In characters.
    var width: Double {
        switch self {
        case .rank: 6
        case .row, .column, .impact: 7
        case .area, .filledInBy, .confirmedBy, .by: 9
        case .severity: 9.5
        case .subject: 18
        case .message: 36
        case .place: 22
        case .value, .normalized, .expected, .difference, .suggestion, .proposedValue, .correctedValue, .period: 12
        case .figures, .rule, .dataset, .field, .sender, .sheet: 16
        case .file: 30
        case .explanation: 22
        case .reason: 18
        case .disposition, .waivedUntil, .date: 10.5
        case .exceptionID: 34
        }
    }
}

/// What becomes of an exception, as the bureau's drop-down names it.
enum DispositionWording: String, CaseIterable {
    case confirmed, corrected, excluded
    case sentBack = "sent_back"
    case waived

    var title: LocalizedText {
        switch self {
        case .confirmed: LocalizedText(zh: "确认属实", en: "Confirmed")
        case .corrected: LocalizedText(zh: "更正", en: "Corrected")
        case .excluded: LocalizedText(zh: "剔除", en: "Excluded")
        case .sentBack: LocalizedText(zh: "退回", en: "Sent back")
        case .waived: LocalizedText(zh: "豁免", en: "Waived")
        }
    }

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
            LocalizedText(zh: "退回报送单位核实，例外保持未办结", en: "Back to the sender; the exception stays open.")
        case .waived:
            LocalizedText(zh: "在“豁免至”日期之前不再提示", en: "Not asked again before the date under Waived until.")
        }
    }
}
