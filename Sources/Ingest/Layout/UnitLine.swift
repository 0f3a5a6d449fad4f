import Model

/// What a line of labels says of units: 单位：万元, （金额单位：元，保留两位小数）, 金额单位：元；面积单位：平方米, 单位：元（人民币）.
struct UnitLine: Equatable {
    /// In order of the line, each once.
    private(set) var units: [Unit] = []
    /// What stands where a unit should and names none that is known: 美元, 元/平方米. Its columns cannot be read.
    private(set) var unknown: String?

    /// `words` as `HeaderWords.narrow` gives them; nil: they say nothing of units.
    init?(_ words: String) {
        var rest = words[...]
        while let found = rest.firstRange(of: "单位") {
            let before = rest[..<found.lowerBound]
            rest = rest[found.upperBound...]
            if UnitLine.isOthers(before) { continue }
            read(rest, behind: before)
        }
        // 金额：元
        if units.isEmpty, unknown == nil, words.hasPrefix("金额:") { read(words.dropFirst(2), behind: "某表") }
        if units.isEmpty, unknown == nil { return nil }
    }

    /// Labels of units other than money, and what else may follow a unit line in its cell.
    private static let ends =
        TitleBlock.labels + ["面积单位", "货币单位", "数量单位", "制表单位", "填表单位", "填表人", "审核人", "制表人", "日期", "时间"]
    private static let qualifiers = ["金额", "计量", "货币", "面积", "数量", "产值", "资金", "币种"]
    /// 单位 of these labels is somebody.
    private static let others = [
        "填报", "报送", "编制", "制表", "填表", "制定", "主管", "推荐", "承担", "依托", "责任", "审核", "建设", "申报", "统计", "盖章",
    ]
    private static let remarks = ["保留", "精确", "四舍五入", "取整", "小数", "含税", "不含税", "下同", "除", "盖章", "公章", "签章"]
    private static let renminbi: Set<String> = ["人民币", "RMB", "CNY", "rmb", "cny", "￥", "¥"]

    private static func isOthers(_ before: Substring) -> Bool { others.contains { before.hasSuffix($0) } }

    /// What follows a label; what is no unit counts only where the label surely is one of units.
    private mutating func read(_ tail: Substring, behind before: Substring) {
        let isSure =
            before.isEmpty || UnitLine.qualifiers.contains { before.hasSuffix($0) }
            || before.last.map { "([,;、:。)]".contains($0) } ?? false
        var value: Substring
        var isColon = false
        switch tail.first {
        case ":":
            value = tail.dropFirst()
            isColon = true
        case "(", "[": value = tail
        case "为", "是": value = tail.dropFirst()
        default: return
        }
        var end = value.endIndex
        for label in UnitLine.ends {
            if let next = value.firstRange(of: label + ":") { end = min(end, next.lowerBound) }
        }
        if let stop = value.firstIndex(of: "。") { end = min(end, stop) }
        // Behind the last mark stands what the next label is about: 元；面积 of 元；面积单位：平方米.
        if value[end...].hasPrefix("单位:"), let mark = value[..<end].lastIndex(where: { "、,;".contains($0) }) {
            end = mark
        }
        value = value[..<end]
        var found: [Unit] = []
        var unread: [Substring] = []
        var isRenminbi = false
        let parts = value.split { "()[]、,;和及与".contains($0) }
        for part in parts where !UnitLine.remarks.contains(where: { part.hasPrefix($0) }) {
            if parts.count > 1, UnitLine.renminbi.contains(String(part)) {
                isRenminbi = true
            } else if let unit = UnitLine.named(part) {
                found.append(unit)
            } else {
                unread.append(part)
            }
        }
        if isRenminbi, !found.contains(where: { $0.dimension == .money }) { unread.append(value) }
        let names = unread.filter { UnitLine.isMoney($0) && !UnitLine.isSomebody($0) }
        // 单位：蜀山区科技局 is somebody; 单位(盖章) and a sentence are no units.
        if !unread.isEmpty {
            let isPlain = isSure && isColon && unread.allSatisfy { !UnitLine.isSomebody($0) && $0.count <= 8 }
            let isForeign = !names.isEmpty && (isSure || value.count <= 6)
            guard isPlain || isForeign else { return }
            unknown = unknown ?? unread.joined(separator: "、")
        }
        for unit in found where !units.contains(unit) { units.append(unit) }
    }

    /// The unit in brackets behind a header: 万元, 单位:万元, 万元,含税, RMB万元; nil where they hold anything else.
    static func unit(inBrackets inside: Substring) -> Unit? {
        var inside = inside
        for prefix in ["计量单位", "金额单位", "货币单位", "单位"] where inside.hasPrefix(prefix) {
            inside = inside.dropFirst(prefix.count).drop { $0 == ":" }
            break
        }
        if let unit = Unit(named: inside) { return unit }
        var found: Unit?
        for part in inside.split(whereSeparator: { "、,;:".contains($0) }) {
            if remarks.contains(where: { part.hasPrefix($0) }) || renminbi.contains(String(part)) { continue }
            guard found == nil, let unit = named(part) else { return nil }
            found = unit
        }
        return found
    }

    /// 元, 人民币元, RMB元, 元人民币, 万元2024年1-11月.
    static func named(_ part: Substring) -> Unit? {
        if let unit = Unit(named: part) { return unit }
        for name in renminbi {
            if part.hasPrefix(name), let unit = Unit(named: part.dropFirst(name.count)), unit.dimension == .money {
                return unit
            }
            if part.hasSuffix(name), let unit = Unit(named: part.dropLast(name.count)), unit.dimension == .money {
                return unit
            }
        }
        guard let digit = part.firstIndex(where: { $0.isASCII && $0.isNumber }), part[digit...].contains("年") else {
            return nil
        }
        return Unit(named: part[..<digit])
    }

    /// Money, and not that of the country: 美元, €.
    static func isForeignMoney(_ part: Substring) -> Bool { isMoney(part) && !renminbi.contains(String(part)) }

    private static func isMoney(_ part: Substring) -> Bool {
        ["元", "币", "英镑", "USD", "EUR", "HKD", "JPY", "GBP", "$", "€", "£"].contains { part.contains($0) }
    }

    private static func isArea(_ part: Substring) -> Bool {
        ["米", "亩", "顷", "公里", "㎡", "m²", "m2"].contains { part.contains($0) }
    }

    private static func isSomebody(_ part: Substring) -> Bool {
        ["局", "委", "公司", "中心", "厅", "处", "办", "区", "县", "市", "学", "院", "校", "部", "会", "站", "厂", "店", "企业", "集团"]
            .contains {
                part.contains($0)
            }
    }

    /// Whether a text that names no unit may measure this: 美元 money only, 见附件 anything.
    static func mayMeasure(_ dimension: Dimension, _ unknown: String) -> Bool {
        names(dimension, unknown) || !isMoney(unknown[...]) && !isArea(unknown[...])
    }

    /// Whether it surely does.
    static func names(_ dimension: Dimension, _ unknown: String) -> Bool {
        dimension == .money && isMoney(unknown[...]) || dimension == .area && isArea(unknown[...])
    }
}
