import Definitions
import Model
import Tabular

/// Tells records from the other rows below a header. Looks at one row at a time, so that it says the same however the
/// file is cut; a row whose key is filled and does not read like a total is always a record.
struct RowClassifier: Sendable {
    private let encoding: TextEncoding
    /// Sheet columns of the dataset's key; where there is none, of its required fields.
    private let keys: [Int]
    /// Folded header texts, level by level.
    private let levels: [[HeaderText]]
    private let layout: TableLayout
    private let title: String?
    /// The table's columns.
    private let block: Range<Int>
    /// The first column, where it only numbers the rows: what it holds says nothing of them.
    let serial: Int?
    /// Words of headers that are looked out for; nil: all tables are known.
    private let watched: Set<String>?
    /// First bytes of a first cell that call for a closer look.
    let suspicious: [Bool]
    /// The last byte of 计, in which totals of any beginning end (瑶海区小计).
    var lastOfTotal: UInt8 { encoding == .utf8 ? 0xA1 : 0xC6 }
    /// The last byte of 总 (瑶海区 汇总).
    var lastOfSummary: UInt8 { encoding == .utf8 ? 0xBB : 0xDC }
    /// Beginnings (up to three bytes) of the words looked for, for cells that begin with a letter outside ASCII.
    private let beginnings: Set<UInt32>

    private static let totals: Set<String> = [
        "合计", "总计", "累计", "共计", "汇总", "合计数", "合计金额", "总合计", "全部合计", "total", "grandtotal",
    ]
    private static let subtotals: Set<String> = ["小计", "分计", "本页小计", "本页合计", "subtotal"]
    private static let totalEndings = ["合计", "总计", "累计"]
    private static let notes = ["注", "附注", "备注", "说明", "资料来源", "数据来源", "来源", "补充资料", "①", "②", "③", "④", "⑤", "note"]
    private static let signatures = [
        "单位负责人", "统计负责人", "负责人", "填表人", "填报人", "制表", "制表人", "审核人", "复核人", "联系人", "联系电话", "报出日期", "填报日期", "制表日期",
    ]
    /// What headers begin with that no dataset wants.
    static let firstHeaders = ["序号", "编号", "项目", "指标", "地区", "名称"]
    static let serials: Set<String> = ["序号", "顺序号", "序", "no", "no."]
    private static let blanks: Set<String> = ["/", "-", "—"]
    /// What further lines of the foot begin with: 审核：…, 经办人：…, 截止日期：….
    private static let footers = "制审复填联主负经报统日电地编分校盖签以本备附数资来截会单传邮部科处局抄承办打导查"
    /// Of headings between rows: 一、高新技术企业.
    private static let numerals = "一二三四五六七八九十"
    private static let units = ["填报单位", "报送单位", "编制单位", "单位", "金额单位", "计量单位"]

    /// - Parameter watching: header words by which another table is told; nil: none is looked out for.
    init(layout: TableLayout, keys: [Int], encoding: TextEncoding, watching: HeaderVocabulary? = nil) {
        self.encoding = encoding
        self.layout = layout
        block = layout.block.map { $0.lowerBound..<($0.upperBound + 1) } ?? 0..<Int(Int32.max)
        watched = watching?.words
        self.keys = keys
        levels = layout.levels.map { level in
            level.map { HeaderText(column: $0.column, text: HeaderWords.fold($0.text)) }.filter { !$0.text.isEmpty }
        }
        title = layout.title.map(HeaderWords.fold)
        serial = layout.columns.first.flatMap { column in
            RowClassifier.serials.contains(HeaderWords.fold(column.path)) && !keys.contains(column.position)
                ? column.position : nil
        }
        var suspicious = [Bool](repeating: false, count: 256)
        var beginnings: Set<UInt32> = []
        for byte in [0x20, 0x09, 0x0A, 0x0D, 0x2D, 0x28, 0x2F, 0x23] { suspicious[byte] = true }
        for letter in "tgsnpTGSNP".utf8 { suspicious[Int(letter)] = true }
        var words = ["　", "\u{A0}", "（", "甲", "第", "共", "续", "其", "按", "－", "—", "＃", "无", "暂", "空", "零"]
        words += Array(RowClassifier.totals) + Array(RowClassifier.subtotals)
        words += ["【"] + RowClassifier.notes + RowClassifier.signatures + RowClassifier.units
        words += layout.levels.joined().map(\.text) + ["\u{FEFF}"]
        words += RowClassifier.footers.map(String.init) + RowClassifier.numerals.map(String.init)
        if let title = layout.title { words.append(title) }
        // Latin ones would make rows of codes suspicious.
        words += (watching?.beginnings ?? []).filter { !$0.isASCII }.map { String($0) } + RowClassifier.firstHeaders
        for word in words {
            guard let bytes = RowClassifier.beginning(of: word, encoding), let first = bytes.first else { continue }
            suspicious[Int(first)] = true
            if first >= 0x80 { beginnings.insert(RowClassifier.pack(bytes)) }
        }
        self.suspicious = suspicious
        self.beginnings = beginnings
    }

    /// nil: a record.
    func classify(_ row: RowCells) -> RowClass? {
        let row = block.upperBound < row.count ? row.before(block.upperBound) : row
        guard var first = row.firstColumn(from: block.lowerBound) else { return .blank }
        if first == serial, row.isNumber(first) {
            // Forms come with their rows numbered, filled or not.
            guard let next = row.firstColumn(from: first + 1) else { return .blank }
            first = next
        }
        let bytes = row.bytes(first)
        guard let lead = bytes.first, let last = bytes.last else { return nil }
        // A row without its key deserves a closer look, whatever it begins with.
        if first > block.lowerBound, keys.contains(where: { row.isBlank($0) }) { return closer(row, first: first) }
        if lead >= 0x80 {
            if bytes.last != lastOfTotal, bytes.last != lastOfSummary {
                let length = encoding == .utf8 ? 3 : 2
                guard suspicious[Int(lead)], beginnings.contains(RowClassifier.pack(Array(bytes.prefix(length)))) else {
                    return nil
                }
            }
        } else if !suspicious[Int(lead)], !RowClassifier.mayEnumerate(lead, last) {
            return nil
        }
        return closer(row, first: first)
    }

    private func closer(_ row: RowCells, first: Int) -> RowClass? {
        let text = encoding.string(row.bytes(first))
        let word = HeaderWords.fold(text)
        // A serial number that is none says nothing of the row.
        if RowClassifier.blanks.contains(word), let next = row.firstColumn(from: first + 1) {
            return closer(row, first: next)
        }
        if repeatsHeader(row) { return .repeatedHeader }
        if let watched, isHeader(row, first: word, watched) { return .header }
        let isAlone = row.firstColumn(from: first + 1) == nil
        let isKey = keys.contains(first)
        let keyBlank = keys.contains { row.isBlank($0) }
        if numbersColumns(row, first: word) { return .columnNumbers }
        // The word of a total may stand in the key's own column; every other word needs an empty key or an empty rest.
        if isKey || keyBlank || keys.isEmpty || isAlone, let total = RowClassifier.total(word) { return total }
        // Excel's own subtotals: 瑶海区 汇总.
        if keyBlank || isKey, text.hasSuffix(" 汇总") { return .subtotal }
        // A key does not begin with a label and a colon.
        if isKey, RowClassifier.signatures.contains(where: { word.hasPrefix($0 + ":") }) { return .signature }
        let isLabelled = (isKey || keyBlank) && RowClassifier.isLabel(text) && isFoot(row, from: first)
        if watched != nil, keyBlank || isAlone || isLabelled, restates(row, word, isAlone: isAlone || isLabelled) {
            return .header
        }
        if isLabelled {
            return RowClassifier.notes.contains { word.hasPrefix($0) }
                ? .note : RowClassifier.units.contains { word.hasPrefix($0 + ":") } ? .title : .signature
        }
        if isAlone, isKey || keyBlank,
            RowClassifier.isHeading(word) || RowClassifier.saysNothing(word) || RowClassifier.continuesNote(text, word)
        {
            return .note
        }
        // As yearbooks mark a part: #国有控股.
        if isKey || keyBlank, word.hasPrefix("#"),
            word.dropFirst().unicodeScalars.first.map({ 0x4E00...0x9FFF ~= $0.value }) ?? false
        {
            return .ofWhich
        }
        if word == "其中" || word.hasPrefix("其中:") || word.hasPrefix("其中、") { return .ofWhich }
        guard keyBlank || isAlone else { return nil }
        if keyBlank, word.hasPrefix("按"), word.hasSuffix("分"), word.count <= 12 { return .ofWhich }
        let isShort = isAlone || row.firstColumn(from: first + 1).flatMap { row.firstColumn(from: $0 + 1) } == nil
        if isShort, RowClassifier.notes.contains(where: { RowClassifier.labels(word, $0) }) { return .note }
        if RowClassifier.signatures.contains(where: { RowClassifier.labels(word, $0) }) { return .signature }
        if RowClassifier.units.contains(where: { word.hasPrefix($0 + ":") }) { return .title }
        if isAlone, keyBlank || first == block.lowerBound {
            if RowClassifier.isPage(word) { return .page }
            if word.hasPrefix("续表"), word.count <= 6 { return .title }
            if let title, word == title || word == title + "(续)" || word == title + "续表" { return .title }
            // A continuation line of a note is indented.
            if keyBlank || keys.isEmpty, text.hasPrefix("  ") || text.hasPrefix("\u{3000}") { return .note }
        }
        // Alone in a row without a key: the date and the seal at the end. Any other text there may be a name whose record
        // lost the rest.
        if isAlone, keyBlank, RowClassifier.isSigned(text, word) { return .signature }
        return nil
    }

    private var columns: Int { layout.columns.count }

    /// 审核：赵六, 2024年4月2日: all cells of the row are labels or dates.
    private func isFoot(_ row: RowCells, from first: Int) -> Bool {
        (first..<row.count).allSatisfy { column in
            if row.isBlank(column) { return true }
            let text = encoding.string(row.bytes(column))
            return RowClassifier.isLabel(text) || RowClassifier.isDay(HeaderWords.fold(text))
        }
    }

    /// A few Chinese characters and a colon.
    private static func isLabel(_ text: String) -> Bool {
        let word = HeaderWords.fold(text)
        guard let colon = word.prefix(12).firstIndex(of: ":") ?? (word.count < 12 ? word.endIndex : nil) else {
            return false
        }
        let label = word[..<colon]
        let isCut = colon == word.endIndex
        return label.count >= 2
            && label.unicodeScalars.allSatisfy { 0x4E00...0x9FFF ~= $0.value || "()/".unicodeScalars.contains($0) }
            && (!isCut || footLabels.contains(String(label)) || isCutFoot(text, label))
    }

    /// 制表单位盖章：, with nothing behind the colon.
    private static func isCutFoot(_ text: String, _ label: Substring) -> Bool {
        HeaderWords.narrow(text).hasSuffix(":")
            && ["盖章", "签章", "签字", "签名", "负责人", "审核", "复核", "日期", "电话"].contains { label.contains($0) }
    }

    /// Labels that stand without their colon, which `fold` takes off where nothing follows.
    private static let footLabels = Set(signatures + ["审核", "复核", "经办人", "主管领导", "分管领导", "盖章", "单位盖章", "制表单位", "报送日期"])

    /// 2024年4月2日, 年月日.
    private static func isDay(_ word: String) -> Bool {
        word.hasSuffix("日") && word.contains("年") && word.contains("月") && word.count <= 12
    }

    private static func isSigned(_ text: String, _ word: String) -> Bool {
        isDay(word) || isLabel(text) || word.hasSuffix("(盖章)") || word.hasSuffix("(公章)") || word.hasSuffix("(签字)")
    }

    /// 一、高新技术企业, (二)科技型中小企业: a heading between rows.
    private static func isHeading(_ word: String) -> Bool {
        let bare = word.drop { $0 == "(" }
        let number = bare.prefix { numerals.contains($0) }
        guard !number.isEmpty, let next = bare.dropFirst(number.count).first else { return false }
        return "、.,)".contains(next)
    }

    /// 2. 本表由各区县填报: a digit before, a letter outside ASCII at the end.
    @inline(__always)
    static func mayEnumerate(_ first: UInt8, _ last: UInt8) -> Bool { first >= 0x31 && first <= 0x39 && last >= 0x80 }

    /// A further line of a note: numbered (2.本表…, 3、…), or indented and a sentence.
    private static func continuesNote(_ text: String, _ word: String) -> Bool {
        guard word.unicodeScalars.contains(where: { 0x4E00...0x9FFF ~= $0.value }) else { return false }
        let bare = word.drop { $0 == "(" }
        let number = bare.prefix { $0.isASCII && $0.isNumber }
        if (1...2).contains(number.count) {
            let rest = bare.dropFirst(number.count)
            if let mark = rest.first, "、.．,)".contains(mark), let next = rest.dropFirst().first, !next.isASCII {
                return true
            }
        }
        let isIndented = text.hasPrefix("  ") || text.hasPrefix("\u{3000}")
        return isIndented && (word.contains { "，。；：、,;:".contains($0) } || word.count > 12)
    }

    /// The header of another table: its first word and as many of the others as a table needs are wanted, and none of its
    /// cells reads like a value.
    private func isHeader(_ row: RowCells, first: String, _ watched: Set<String>) -> Bool {
        guard watched.contains(first) || RowClassifier.firstHeaders.contains(first) else { return false }
        var hits = 0
        var filled = 0
        for column in block.lowerBound..<row.count where !row.isBlank(column) {
            let word = HeaderWords.split(path: encoding.string(row.bytes(column))).word
            if word.unicodeScalars.allSatisfy({ "0123456789.,-+/:%()".unicodeScalars.contains($0) }) { return false }
            filled += 1
            if watched.contains(word) { hits += 1 }
        }
        return hits >= 2 && hits * 2 >= filled
    }

    /// A line above another table: it states another unit, period or sender than this table's.
    private func restates(_ row: RowCells, _ word: String, isAlone: Bool) -> Bool {
        if isAlone, !layout.statesUnits, RowClassifier.endsTable(word), UnitLine(word) != nil { return true }
        guard isAlone || RowClassifier.units.contains(where: { word.hasPrefix($0 + ":") }),
            !RowClassifier.notes.contains(where: { RowClassifier.labels(word, $0) }),
            !RowClassifier.signatures.contains(where: { RowClassifier.labels(word, $0) })
        else { return false }
        var grid = HeadGrid()
        grid.append(
            (block.lowerBound..<row.count).map { HeadCell(column: $0, text: encoding.string(row.bytes($0))) }, index: 0)
        var stated = layout
        (stated.unit, stated.otherUnits, stated.unknownUnit) = (nil, [], nil)
        (stated.statedPeriod, stated.reportingUnit) = (nil, nil)
        TitleBlock(grid: grid, rows: 0..<1).read(into: &stated)
        return stated.differs(from: layout)
    }

    private func repeatsHeader(_ row: RowCells) -> Bool {
        levels.contains { level in
            var equal = 0
            for header in level where !row.isBlank(header.column) {
                guard HeaderWords.fold(encoding.string(row.bytes(header.column))) == header.text else { return false }
                equal += 1
            }
            return level.count == 1 ? equal == 1 : equal >= 2 && equal * 5 >= level.count * 3
        }
    }

    /// 甲 乙 1 2 3, from the first column on: letters, then numbers without a gap. Rows of plain numbers are recognized
    /// by their place below the header only.
    private func numbersColumns(_ row: RowCells, first: String) -> Bool {
        guard first == "甲" || first == "a", row.count >= 3 else { return false }
        let stems = Array("甲乙丙丁戊己庚辛壬癸")
        var next = 1
        var filled = 0
        for column in 0..<row.count where !row.isBlank(column) {
            let word = HeaderWords.fold(encoding.string(row.bytes(column))).filter { $0 != "(" && $0 != ")" }
            if next == 1, filled < stems.count, word == String(stems[filled]) || (word.count == 1 && first == "a") {
                filled += 1
            } else if word == String(next) {
                next += 1
                filled += 1
            } else {
                return false
            }
        }
        return filled >= 3
    }

    /// How much a total sums, 0 for a page: those of a level sum what stands since the last of the same level or above.
    /// nil: it accumulates over more than this table (累计), or is none.
    static func level(ofTotal text: String) -> Int? {
        let whole = HeaderWords.fold(text)
        let word = bareTotal(whole)
        if word.hasPrefix("本页") { return 0 }
        if word.hasSuffix("累计") { return nil }
        if text.hasSuffix(" 汇总") { return 1 }
        if word == "subtotal" || word.hasSuffix("小计") || word == "分计" { return 1 }
        // 瑶海区合计 is part of 合计, and that of 总计.
        if word == "总计" || word == "总合计" || word == "全部合计" || word == "grandtotal" { return 5 }
        if word.hasSuffix("总计") { return 4 }
        return totals.contains(word) ? 3 : 2
    }

    /// The same of the row's first cell that says it.
    func level(ofTotal row: RowCells) -> Int? {
        var column = row.firstColumn(from: block.lowerBound)
        while let at = column, at < block.upperBound {
            let text = encoding.string(row.bytes(at))
            if at == serial, row.isNumber(at) {
                column = row.firstColumn(from: at + 1)
                continue
            }
            if !RowClassifier.blanks.contains(HeaderWords.fold(text)) { return RowClassifier.level(ofTotal: text) }
            column = row.firstColumn(from: at + 1)
        }
        return nil
    }

    /// Whether a first cell belongs to the foot of the table above, not to the title block of the one below.
    static func endsTable(_ word: String) -> Bool {
        total(word) != nil || notes.contains { labels(word, $0) } || signatures.contains { labels(word, $0) }
    }

    private static func total(_ text: String) -> RowClass? {
        // 合计（万元）, 合计(5项).
        let word = bareTotal(text)
        if totals.contains(word) || counts(word) { return .total }
        if subtotals.contains(word) { return .subtotal }
        guard word.count <= 12 else { return nil }
        if word.hasSuffix("小计") { return .subtotal }
        return totalEndings.contains { word.hasSuffix($0) } ? .total : nil
    }

    /// 共计3项, 共3家.
    private static func counts(_ word: String) -> Bool {
        guard word.first == "共", let measure = word.last, "项家户个件名份人条笔".contains(measure) else { return false }
        let number = word.dropFirst(word.hasPrefix("共计") ? 2 : 1).dropLast()
        return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// Without what is said behind it or set around it: 合计（5项）, 合计：5项, 【合计】.
    private static func bareTotal(_ word: String) -> String {
        if word.first == "[", word.last == "]" { return String(word.dropFirst().dropLast()) }
        if word.last == ")", let open = word.firstIndex(of: "(") { return String(word[..<open]) }
        guard let colon = word.firstIndex(of: ":"), totals.contains(String(word[..<colon])) else { return word }
        return String(word[..<colon])
    }

    /// 本季度无数据, 无, 零报告: a table without records says so.
    private static func saysNothing(_ word: String) -> Bool {
        ["无", "暂无", "空", "无数据", "零报告", "零申报", "以下空白", "以下无正文", "此页空白"].contains(word.filter { !"()[]".contains($0) })
            || (word.count <= 12
                && ["无数据", "无记录", "无新增", "无此项", "无此类情况", "无发生", "零报告"].contains { word.hasSuffix($0) })
    }

    /// The label alone, or followed by a colon, a number, a bracket.
    private static func labels(_ word: String, _ label: String) -> Bool {
        guard word.hasPrefix(label) else { return false }
        guard let next = word.dropFirst(label.count).first else { return label.count > 1 }
        return ":：(、.．".contains(next) || next.isNumber || "①②③④⑤".contains(label)
    }

    private static func isPage(_ word: String) -> Bool {
        let bare = word.filter { !"-－—()".contains($0) }
        if bare.isEmpty { return false }
        if bare.allSatisfy(\.isNumber) { return word.hasPrefix("-") || word.hasPrefix("—") }
        guard bare.hasPrefix("第") || bare.hasPrefix("共") || bare.hasPrefix("page") else { return false }
        let rest = bare.filter { !"第页共,，/张pageof".contains($0) }
        return !rest.isEmpty && rest.allSatisfy(\.isNumber) && (bare.contains("页") || bare.hasPrefix("page"))
    }

    /// Bytes of a word's first character: three of UTF-8, two of GB18030; nil where they cannot be told.
    private static func beginning(of word: String, _ encoding: TextEncoding) -> [UInt8]? {
        guard let scalar = word.unicodeScalars.first else { return nil }
        let utf8 = Array(String(scalar).utf8)
        switch encoding {
        case .utf8: return Array(utf8.prefix(3))
        case .gb18030: return GB18030.decoder.pair(of: scalar) ?? Array(utf8.prefix(1)).filter { $0 < 0x80 }
        }
    }

    private static func pack(_ bytes: [UInt8]) -> UInt32 { bytes.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }
}
