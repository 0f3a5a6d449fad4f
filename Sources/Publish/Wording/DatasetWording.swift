import Definitions
import Model

extension BuiltInRule {
    /// Of figures that are stated: what repeats is not the number but what it is of.
    static let repeatedFigure = LocalizedText(
        zh: "“{indicator}，{area}，{period}”已经填报过另一个数{related}，只采用先填报的。请核实，只保留一个。",
        en:
            "Another number of {indicator}, {area}, {period} is stated before{related}; only that one is used. Check and keep one of them."
    )

    /// Rules of a dataset: keys, columns, what was delivered.
    var datasetWording: RuleWording? {
        switch self {
        case .unique:
            RuleWording(
                "主键重复", "repeated key",
                "同一文件中“{field}”为“{value}”的记录已经出现过{related}，只保留第一条。请删除重复记录或更正编号。",
                "A record whose {field} is “{value}” stands earlier in the same file{related}; only the first counts. Delete the repeat or correct the number."
            )
        case .revisionRejected:
            RuleWording(
                "修订未采用", "revision rejected",
                "“{key}”的最新修订有错误，未采用，仍以上一次通过审核的记录为准{related}。请改正后重报。",
                "The newest version of “{key}” has errors and was not taken; the last accepted one stands{related}. Correct it and send it again."
            )
        case .columnMissing:
            RuleWording(
                "缺列", "column missing",
                "{dataset}表缺少必需的列“{field}”。请检查表头名称，或补充该列。",
                "The table of {dataset} lacks the required column {field}. Check the header or add the column.")
        case .columnRepeated:
            RuleWording(
                "列重复", "column repeated",
                "{dataset}表中不止一列对应“{field}”（{value}），无法确定用哪一列。请只保留一列。",
                "More than one column of the table of {dataset} matches {field} ({value}). Keep one of them.")
        case .columnUnknown:
            RuleWording(
                "多余的列", "unknown column",
                "{dataset}表中的列“{value}”没有对应的指标，未读取。如应读取，请更正表头。",
                "Nothing is defined for the column “{value}” of {dataset}; it was not read. If it should be, correct its header."
            )
        case .raggedRow:
            RuleWording(
                "列数不符", "ragged row",
                "本行的列数与表头不一致（{value}），可能有内容错位。请检查分隔符和引号。",
                "This row has not as many columns as the header ({value}); its cells may be shifted. Check separators and quotes."
            )
        case .notDelivered:
            RuleWording(
                "未报送", "not delivered",
                "没有收到{dataset}的数据（{value}）。请联系报送单位。",
                "No table of {dataset} was delivered ({value}). Ask the sender for it.")
        case .withdrawn:
            RuleWording(
                "已撤回", "withdrawn",
                "后来的报送已整体重报这部分数据，其中已没有“{field}”为“{value}”的记录，本条不再计入。",
                "A later delivery restates this part whole, without the record whose {field} is “{value}”; it no longer counts."
            )
        case .carriedForward:
            RuleWording(
                "沿用上期名录", "carried forward",
                "没有收到{dataset}的新名录，{value}沿用最近一次报送的名录。",
                "No newer register of {dataset} was delivered; {value} is read from the last one.")
        case .controlTotal:
            RuleWording(
                "合计不符", "total does not foot",
                "“{field}”填报的合计 {value} 与各行之和 {expected} 不符，相差 {difference}。请核对合计行和明细。",
                "The stated total {value} of {field} does not equal the sum of its rows, {expected}; difference {difference}. Check the total and its details."
            )
        case .ofWhich:
            RuleWording(
                "其中项大于总体", "part above its whole",
                "“{field}”的其中项 {value} 大于其所属的 {expected}，多 {difference}。请核对这两行。",
                "The part {value} of {field} is larger than what it is part of, {expected}; by {difference}. Check both rows."
            )
        case .stubUnproven:
            RuleWording(
                "疑似合并单元格", "blank below a merged cell",
                "“{field}”自本行起有 {count} 个空单元格，像是纵向合并单元格（上方为“{value}”）；CSV 中无法证实，未填充。请取消合并、逐行填写，或报送工作簿文件。",
                "From this row on {count} cells of {field} are blank, as if merged with “{value}” above; CSV cannot show that, so they were not filled. Unmerge and fill every row, or send the workbook."
            )
        case .statedPeriod:
            RuleWording(
                "日期超出标题时期", "date outside the stated period",
                "标题写明的时期是“{expected}”，但有 {count} 条记录的日期不在其中（{value}）。请核对标题、日期，或说明补报。",
                "The title states {expected}, but the dates of {count} records lie outside it ({value}). Check title and dates, or say that they are late."
            )
        case .authority:
            RuleWording(
                "两处报送不一致", "versions disagree",
                "“{key}”在两份文件中的数值不同，采用另一份{related}，本条不计入：{differences}。请双方核对。",
                "Two files disagree about “{key}”; the other one counts{related}, this one does not: {differences}. Have both look."
            )
        default: figuresWording
        }
    }

    /// Rules of datasets of figures.
    private var figuresWording: RuleWording? {
        switch self {
        case .indicatorUnknown:
            RuleWording(
                "指标名称不认识", "unknown indicator",
                "没有名为“{value}”的指标，本行未采用。请更正名称，或在指标定义中补充别名（最接近的是：{expected}）。",
                "No indicator is called “{value}”; the row was not used. Correct the name or add an alias to the indicator (nearest: {expected})."
            )
        case .figureUnusable:
            RuleWording(
                "数据不能采用", "unusable figure",
                "本行的数未采用：{value}。请更正后重报。",
                "The figure in this row was not used: {value}. Correct it and send it again.")
        case .publishedDiffers:
            RuleWording(
                "发布数与计算不符", "published figure does not recompute",
                "发布数为“{value}”，按现有数据计算为 {expected}，相差 {difference}，不是四舍五入所致。请核对发布数、口径和基数，或作出说明。",
                "{value} was published; the data give {expected}, a difference of {difference} that no rounding explains. Check the published figure, its definition and its base, or explain."
            )
        case .publishedGrowth:
            RuleWording(
                "发布的增长率推算不出", "published growth is not derivable",
                "发布的增长率推算不出：{value}。请核对增长率、基数和口径，或作出说明。",
                "The published growth cannot be derived: {value}. Check growth, base and definition, or explain.")
        default: nil
        }
    }
}
