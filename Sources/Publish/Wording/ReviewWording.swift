import Definitions

extension BuiltInRule {
    /// Rules of a filled review. Where it stands (file, sheet, row, column) is told by the columns beside.
    var reviewWording: RuleWording? {
        switch self {
        case .answerColumns:
            RuleWording(
                "复核文件缺列", "a review without its columns",
                "复核文件“{file}”缺少列：{value}。请在 exceptions.xlsx（或其 CSV）上填写后原样放回。",
                "The review {file} lacks columns: {value}. Fill in exceptions.xlsx (or its CSV) and put that back.")
        case .answerUnknown:
            RuleWording(
                "异常编号无效", "no exception's name",
                "“{value}”不是异常编号，本行未采用。请从异常报告中复制编号（形如 32 位、v、8 位）。",
                "“{value}” names no exception; the row was not used. Copy the name from the report (32 digits, v, 8 digits)."
            )
        case .answerDisposition:
            RuleWording(
                "处理意见无效", "no disposition",
                "“处理”一栏填写为“{value}”，本行处理意见未采用。请从下列各项中选择：确认属实、更正、剔除、退回、豁免。",
                "The disposition is “{value}”; the row decides nothing. Choose one of: confirmed, corrected, excluded, sent_back, waived."
            )
        case .answerValue:
            RuleWording(
                "更正值无效", "no value to correct to",
                "更正未采用：{value}。", "The correction was not taken: {value}.")
        case .answerDate:
            RuleWording(
                "复核日期无效", "no date",
                "{value}。请填写如 2025-01-31 的日期。", "{value}. Write a date such as 2025-01-31.")
        case .answerUnconfirmed:
            RuleWording(
                "更正未经确认", "an unconfirmed correction",
                "更正值“{value}”未采用，仅作为建议列示：更正须填写确认人和日期。",
                "The corrected value “{value}” was not taken and is shown as a proposal: a correction needs who confirmed it, and the date."
            )
        case .answerIneffective:
            RuleWording(
                "处理意见不起作用", "an answer without effect",
                "{value}。", "{value}.")
        case .answerContradiction:
            RuleWording(
                "处理意见互相矛盾", "answers that do not agree",
                "{value}{related}。请删去其中一条，或在有效的一条上填写较晚的日期。",
                "{value}{related}. Delete one of them, or give the one that holds a later date.")
        case .answerChanged:
            RuleWording(
                "处理意见已变更", "an answer that was changed",
                "{value}{related}。", "{value}{related}.")
        case .answerOfSender:
            RuleWording(
                "报送单位不能处理", "senders do not decide",
                "报送单位的文件中填写了处理意见“{value}”，未采用；其说明和建议值已采用。",
                "A sender's file decides “{value}”, which does not count; its explanations and proposals do.")
        case .answerObsolete:
            RuleWording(
                "所答异常已不存在", "an answer to no exception",
                "所答的异常（{value}）现已不存在：数据已更正，或编号有误。该答复予以保留备查。",
                "The exception that was answered ({value}) is there no longer: the data have changed, or the name is mistyped. The answer is kept on record."
            )
        default: nil
        }
    }
}
