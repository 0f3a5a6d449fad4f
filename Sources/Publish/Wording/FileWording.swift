import Definitions

extension BuiltInRule {
    /// Rules of a file as a whole.
    var fileWording: RuleWording? {
        switch self {
        case .fileEmpty:
            RuleWording(
                "空文件", "empty file",
                "文件“{file}”没有内容。请重新导出后报送。",
                "{file} is empty. Export it again and send it again.")
        case .fileUnreadable:
            RuleWording(
                "无法读取", "unreadable",
                "文件“{file}”无法读取：{value}。", "{file} cannot be read: {value}.")
        case .fileForeign:
            RuleWording(
                "文件格式不符", "not what its name says",
                "文件“{file}”不是其扩展名所示的表格格式：{value}。",
                "{file} is not the kind of spreadsheet that its name says: {value}.")
        case .fileUnmatched:
            RuleWording(
                "无法归类", "no dataset takes it",
                "{table}的表头与任何数据集都不符，未读取。请检查文件名和表头。{value}",
                "The header of {table} fits no dataset; it was not read. Check the file's name and header. {value}")
        case .fileAmbiguous:
            RuleWording(
                "归类不唯一", "several datasets would take it",
                "文件“{file}”的表头同时符合多个数据集（{value}），未读取。请改用数据集对应的文件名。",
                "The header of {file} fits several datasets ({value}); it was not read. Give it the name of one dataset."
            )
        case .looseQuote:
            RuleWording(
                "引号不规范", "loose quote",
                "文件“{file}”有 {count} 处引号不合规范，已按原文读取。请检查这些单元格。",
                "{file} has {count} quotes that CSV does not allow; they were read as they stand. Check these cells.")
        case .hidden:
            RuleWording(
                "隐藏内容", "hidden content",
                "文件“{file}”含有隐藏的行、列或工作表（{value}），已一并读取。请确认是否应报送。",
                "{file} has hidden rows, columns or sheets ({value}); they were read too. Make sure they are meant to be sent."
            )
        case .layoutReconstructed:
            RuleWording(
                "位置已重建", "positions reconstructed",
                "文件“{file}”由 LibreOffice 导出，纵向合并单元格下方各行未写明列号；已按未被覆盖的列重新计数，并由每行末尾的空单元格得到证实。请抽查这些行，或改报 xlsx。",
                "{file} comes from LibreOffice, which leaves out column numbers below cells merged downwards; positions were counted anew and confirmed by the blank cell that ends each row. Check some of these rows, or send xlsx."
            )
        case .namespaceMissing:
            RuleWording(
                "缺少命名空间", "namespace missing",
                "文件“{file}”是没有命名空间的“XML 电子表格 2003”，已按元素名称读取。请让导出程序写明命名空间，或改报 xlsx。",
                "{file} is XML Spreadsheet 2003 without its namespace; it was read by the names of its elements. Have the exporter declare the namespace, or send xlsx."
            )
        case .textCopy:
            RuleWording(
                "工作簿的文本副本", "text copy of a workbook",
                "文件“{file}”与工作簿“{value}”是同一张表：文本只留下显示出来的内容（小数位、编码、公式结果可能不全），以工作簿为准。请只报送工作簿。",
                "{file} and the workbook {value} are one table: text keeps only what is shown (decimals, codes and results may be cut), so the workbook has the word. Send the workbook only."
            )
        default: nil
        }
    }
}
