import Definitions

extension BuiltInRule {
    /// Rules of a single field.
    var fieldWording: RuleWording? {
        switch self {
        case .required:
            RuleWording(
                "必填", "required",
                "“{field}”未填写。请补填后重报。", "{field} is blank. Fill it in and send the record again.")
        case .type:
            RuleWording(
                "类型", "type",
                "“{field}”应为{type}，填报为“{value}”。请按规定格式改正。",
                "{field} must be {type}; “{value}” is not. Correct it.")
        case .pattern:
            RuleWording(
                "格式", "pattern",
                "“{field}”填报为“{value}”，不符合规定格式 {pattern}。请按原始凭证改正。",
                "{field} reads “{value}”, which does not match {pattern}. Correct it from the source document.")
        case .minimum:
            RuleWording(
                "下限", "minimum",
                "“{field}”为 {normalized}，低于下限 {minimum}。请核对数值、单位和正负号。",
                "{field} is {normalized}, below the minimum {minimum}. Check value, unit and sign.")
        case .maximum:
            RuleWording(
                "上限", "maximum",
                "“{field}”为 {normalized}，超过上限 {maximum}。请核对数值和单位。",
                "{field} is {normalized}, above the maximum {maximum}. Check value and unit.")
        case .enumeration:
            RuleWording(
                "取值范围", "allowed values",
                "“{field}”填报为“{value}”，只能是：{allowed}。请改为其中之一。",
                "{field} reads “{value}”; it must be one of: {allowed}.")
        case .length:
            RuleWording(
                "长度", "length",
                "“{field}”填报为“{value}”，长度应为 {length} 个字符。请核对是否漏填、多填。",
                "{field} reads “{value}”; it must have {length} characters. Check for missing or extra ones.")
        case .checkDigit:
            RuleWording(
                "校验码", "check digit",
                "“{field}”填报为“{value}”，校验码不符。请对照营业执照逐位核对。",
                "{field} reads “{value}”, whose check character is wrong. Compare it with the licence, character by character."
            )
        case .codes:
            RuleWording(
                "代码表", "code list",
                "“{field}”填报为“{value}”，不在代码表中；可用：{allowed}。请改为其中之一。",
                "{field} reads “{value}”, which the code list does not have; known: {allowed}.")
        case .areaUnknown:
            RuleWording(
                "未知区划", "unknown area",
                "“{field}”填报为“{value}”，不是已知的区县、开发区代码或名称。请填现行区划代码或全称。",
                "{field} reads “{value}”, no code or name of a known area. State the area's present code or full name.")
        case .damaged:
            RuleWording(
                "代码损坏", "damaged code",
                "“{field}”显示为“{value}”，原代码已被表格软件改成数字而损坏。请将该列设为文本格式，重新填写原代码。",
                "{field} shows “{value}”: a spreadsheet program turned the code into a number and destroyed it. Format the column as text and enter the code again."
            )
        case .unitMissing:
            RuleWording(
                "缺计量单位", "unit missing",
                "“{field}”列没有计量单位，整列未读取。请在表头注明单位，如“{field}（万元）”。",
                "The column {field} states no unit and was not read. Put the unit into the header, as in “{field} (万元)”."
            )
        case .unitSilent:
            RuleWording(
                "默认计量单位", "unit assumed",
                "“{field}”列未注明计量单位，按 {unit} 读取。请在表头注明单位。",
                "The column {field} states no unit; {unit} was assumed. Put the unit into the header."
            )
        case .repaired:
            RuleWording(
                "自动规范", "repaired",
                "“{field}”列有 {count} 处已自动规范（{repair}），数值含义不变。",
                "{count} cells of {field} were repaired ({repair}); their meaning is unchanged.")
        case .missingMarker:
            RuleWording(
                "缺失标记", "marker for missing",
                "“{field}”列有 {count} 处以“—”“不详”等标记填报，按空值处理。",
                "{count} cells of {field} hold a marker such as “—” and were read as blank.")
        case .mixedPercent:
            RuleWording(
                "百分数写法不一", "percentages written in several ways",
                "“{field}”列有的单元格带百分号，另有 {count} 处是不带百分号的数（如“{value}”），均按原样读取，未按大小推断。请统一写法并核对。",
                "Some cells of {field} say %, {count} others are plain numbers (such as “{value}”); each was read as it stands, nothing was guessed from its size. Write them in one way and check."
            )
        default: nil
        }
    }
}
