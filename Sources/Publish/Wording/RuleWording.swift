import Definitions
import Model

/// The program's own words for a rule that it has by itself. Titles say what must hold; messages say what was found
/// and how to put it right. Where it stands (file, sheet, row, column) is told by the columns beside.
///
/// Words in braces are filled in: `{field}`, `{value}`, `{expected}`, `{difference}`, `{count}`, `{dataset}`, `{file}`,
/// `{table}`, `{sheet}`, `{row}`, `{type}`, `{minimum}`, `{maximum}`, `{pattern}`, `{allowed}`, `{length}`, `{repair}`, `{key}`, `{unit}`, `{related}`,
/// `{differences}`, and the name of any field of the record.
struct RuleWording: Hashable, Sendable {
    var title: LocalizedText
    var message: LocalizedText

    init(_ zhTitle: String, _ enTitle: String, _ zhMessage: String, _ enMessage: String) {
        title = LocalizedText(zh: zhTitle, en: enTitle)
        message = LocalizedText(zh: zhMessage, en: enMessage)
    }
}

extension BuiltInRule {
    /// nil where nobody has found words yet; a test holds that there is none.
    var wording: RuleWording? { fieldWording ?? datasetWording ?? fileWording ?? reviewWording }
}

/// What to call a rule: its own title, else the program's words with the field before them.
func title(of rule: Rule, _ pipeline: PipelineDefinition) -> LocalizedText {
    guard rule.title.isEmpty else { return rule.title }
    if case .macro(let position) = rule.kind {
        let text = pipeline.macroRules[position].text
        return LocalizedText(zh: text, en: text)
    }
    if let series = pipeline.series(rule), rule.message.isEmpty { return series.wording.title }
    guard case .builtIn(let kind) = rule.kind, let words = kind.wording else {
        return rule.message.isEmpty ? LocalizedText(zh: rule.id, en: rule.id) : rule.message
    }
    guard rule.field >= 0, let field = fieldTitle(dataset: rule.dataset, field: rule.field, pipeline) else {
        return words.title
    }
    return LocalizedText(zh: "\(field[.zh])：\(words.title[.zh])", en: "\(field[.en]): \(words.title[.en])")
}

/// A field's title, or its name where it has none; derived fields stand behind the definition's.
func fieldTitle(dataset: Int, field: Int, _ pipeline: PipelineDefinition) -> LocalizedText? {
    guard pipeline.datasets.indices.contains(dataset), field >= 0 else { return nil }
    let fields = pipeline.datasets[dataset].fields
    let derived = pipeline.datasets[dataset].derive
    let (title, name): (LocalizedText, String)
    if field < fields.count {
        (title, name) = (fields[field].title, fields[field].name)
    } else if field - fields.count < derived.count {
        (title, name) = (derived[field - fields.count].title, derived[field - fields.count].name)
    } else {
        return nil
    }
    return LocalizedText(zh: title.zh ?? title.en ?? name, en: title.en ?? title.zh ?? name)
}

extension FieldType {
    /// What a cell of this type must hold.
    var words: LocalizedText {
        switch self {
        case .string: LocalizedText(zh: "文本", en: "text")
        case .integer: LocalizedText(zh: "整数", en: "a whole number")
        case .number: LocalizedText(zh: "数字", en: "a number")
        case .date: LocalizedText(zh: "日期", en: "a date")
        case .period: LocalizedText(zh: "时期", en: "a period")
        case .boolean: LocalizedText(zh: "是或否", en: "yes or no")
        case .code: LocalizedText(zh: "代码", en: "a code")
        case .uscc: LocalizedText(zh: "18 位统一社会信用代码", en: "an 18-character unified social credit code")
        case .area: LocalizedText(zh: "行政区划", en: "an area")
        case .amount: LocalizedText(zh: "数值（可带单位）", en: "a number, with its unit or without")
        }
    }
}

extension Severity {
    /// As statistical practice calls it.
    var words: LocalizedText {
        switch self {
        case .error: LocalizedText(zh: "强制性错误", en: "Error")
        case .query: LocalizedText(zh: "核实性疑问", en: "Query")
        case .note: LocalizedText(zh: "提示", en: "Note")
        }
    }
}

/// The fixed words by which normalization names a repair, as people say it; an unknown word stands for itself.
func repairWords(_ kind: String) -> LocalizedText {
    switch kind {
    case "spaces": LocalizedText(zh: "去除多余空格", en: "stray spaces removed")
    case "width": LocalizedText(zh: "全角字符改为半角", en: "full-width characters made half-width")
    case "case": LocalizedText(zh: "统一大小写", en: "letter case made uniform")
    case "apostrophe": LocalizedText(zh: "去除防误算的撇号", en: "protecting apostrophe removed")
    case "thousands": LocalizedText(zh: "去除千位分隔符", en: "separators of thousands removed")
    case "sign": LocalizedText(zh: "统一正负号写法", en: "sign made uniform")
    case "accounting": LocalizedText(zh: "括号表示的负数改为负号", en: "parentheses read as minus")
    case "unit_in_cell": LocalizedText(zh: "按单元格内注明的单位换算", en: "converted by the unit in the cell")
    case "scientific": LocalizedText(zh: "展开科学计数法", en: "scientific notation written out")
    case "precision": LocalizedText(zh: "去除表格软件的浮点尾差", en: "a float's stray digits removed")
    case "rounded": LocalizedText(zh: "按字段精度取舍", en: "cut to the field's decimals")
    case "percent": LocalizedText(zh: "按百分比读取", en: "read as a percentage")
    case "date_spelling": LocalizedText(zh: "统一日期写法", en: "date spelling made uniform")
    case "two_digit_year": LocalizedText(zh: "补全两位数年份", en: "two-digit year completed")
    case "serial": LocalizedText(zh: "日期序列号改为日期", en: "date serial number read as a date")
    case "period_spelling": LocalizedText(zh: "统一时期写法", en: "period spelling made uniform")
    case "historic_code": LocalizedText(zh: "旧区划代码对应到现行区划", en: "historic area code led to its successor")
    case "marker": LocalizedText(zh: "缺失标记按空值处理", en: "marker for missing read as blank")
    default: LocalizedText(zh: kind, en: kind)
    }
}
