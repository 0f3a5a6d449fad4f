public import Definitions
public import Model

/// Folding of header texts, so that spellings that mean the same compare equal.
public enum HeaderWords {
    /// Width folded, all spaces and line breaks and `*` marks dropped, Latin letters in lower case, a final colon dropped.
    public static func fold(_ text: String) -> String {
        var word = narrow(text).lowercased()
        while word.hasSuffix(":") { word.removeLast() }
        return word
    }

    /// The folded text without a trailing bracketed unit, and that unit: `成交额（万元）` → 成交额, 万元.
    public static func split(_ text: String) -> (word: String, unit: Unit?) {
        let whole = withoutRemarks(narrow(text))
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] where whole.last == close {
            guard let at = whole.lastIndex(of: open), at > whole.startIndex else { continue }
            if let unit = UnitLine.unit(inBrackets: whole[whole.index(after: at)...].dropLast()) {
                return (fold(String(whole[..<at])), unit)
            }
        }
        // 成交额,万元.
        if let comma = whole.lastIndex(of: ","), comma > whole.startIndex,
            let unit = Unit(named: whole[whole.index(after: comma)...])
        {
            return (fold(String(whole[..<comma])), unit)
        }
        // 成交额万元, without brackets.
        for name in ["万元", "亿元", "千元", "%", "万平方米"] where whole.hasSuffix(name) && whole.count > name.count + 1 {
            return (fold(String(whole.dropLast(name.count))), Unit(named: name))
        }
        return (fold(whole), nil)
    }

    /// What forms say of a column besides its name.
    private static let remarks: Set<String> = [
        "必填", "必填项", "选填", "可选", "非必填", "自动生成", "自动计算", "下拉选择", "下拉选项", "系统生成", "公式", "请勿修改", "required", "optional",
    ]

    /// 必填, 格式:2024-01-01, yyyy-mm-dd, 如:瑶海区.
    private static func isRemark(_ text: String) -> Bool {
        remarks.contains(text) || text.contains("yyyy") || text.contains("年月日")
            || ["格式", "如:", "例:", "例如"].contains { text.hasPrefix($0) }
    }

    /// Without （必填） and the like at either end, and without 其中: before it.
    private static func withoutRemarks(_ narrow: String) -> String {
        var word = Substring(narrow)
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
            if word.last == close, let at = word.lastIndex(of: open),
                isRemark(word[word.index(after: at)...].dropLast().lowercased())
            {
                word = word[..<at]
            }
            if word.first == open, let at = word.firstIndex(of: close),
                isRemark(word[..<at].dropFirst().lowercased())
            {
                word = word[word.index(after: at)...]
            }
        }
        if word.hasPrefix("其中:") { word = word.dropFirst(3) }
        return word.isEmpty ? narrow : String(word)
    }

    /// A path of several levels folded level by level; the deepest level that states a unit decides.
    public static func split(path: String) -> (word: String, unit: Unit?) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        // 成交额/万元, as tables of physics state it, or the unit in a row of its own.
        var below: Unit?
        if parts.count > 1, let last = parts.last,
            let unit = Unit(named: narrow(String(last)).filter { !"()[]".contains($0) }), unit.isPlainBelow
        {
            below = unit
            parts.removeLast()
        }
        let levels = parts.map { split(String($0)) }
        return (levels.map(\.word).joined(separator: "/"), below ?? levels.last { $0.unit != nil }?.unit)
    }

    /// The first character of the folded text.
    static func beginning(of text: String) -> Unicode.Scalar? {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x2A, 0xFF0A, 0x200B...0x200D, 0xFEFF, 0xAD: continue
            case 0x61...0x7A, 0x30...0x39, 0x4E00...0x9FFF: return scalar
            default: if !scalar.isSpace { return fold(String(scalar)).unicodeScalars.first }
            }
        }
        return nil
    }

    /// Half width, no spaces, no invisible characters, no `*`; case kept.
    static func narrow(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x2A, 0xFF0A, 0x200B...0x200D, 0xFEFF, 0xAD: continue
            case 0x3010, 0x3014: scalars.append("[")
            case 0x3011, 0x3015: scalars.append("]")
            case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            default: if !scalar.isSpace { scalars.append(scalar) }
            }
        }
        return String(scalars)
    }
}

extension Unit {
    /// Not also a word for something else (分, 年, 位).
    fileprivate var isPlainBelow: Bool {
        if case .count = dimension {
            return ["家", "个", "项", "人", "件", "名", "台", "套", "人次", "家次"].contains(symbol) || factor != Fraction(1)
        }
        return factor.numerator >= 1 && symbol != "分" && symbol != "角" && symbol != "倍"
    }
}

/// Folded words that name the columns of a dataset.
public struct DatasetWords: Hashable, Sendable {
    /// By field, the better ones first: see `FieldDefinition.headerWords`.
    let fields: [[[String]]]
    /// Of the fields and of the columns that it unpivots.
    let all: Set<String>

    /// All titles, aliases and names of the dataset's fields.
    public init(_ dataset: DatasetDefinition) {
        fields = dataset.fields.map(\.headerWords)
        all = Set(fields.joined().joined()).union(dataset.unpivot?.columns.flatMap(\.headerWords) ?? [])
    }
}

/// The header words that any dataset wants: how a header is told from other rows.
public struct HeaderVocabulary: Hashable, Sendable {
    let words: Set<String>
    /// What they begin with.
    let beginnings: Set<Unicode.Scalar>
    private let byDataset: [DatasetWords]

    /// All titles, aliases and names of the datasets' fields.
    public init(_ datasets: [DatasetDefinition]) {
        byDataset = datasets.map { DatasetWords($0) }
        words = byDataset.reduce(into: []) { $0.formUnion($1.all) }
        beginnings = Set(words.compactMap(\.unicodeScalars.first))
    }

    /// The words of the dataset at this position.
    public subscript(dataset: Int) -> DatasetWords { byDataset[dataset] }

    /// How many of these headers the dataset wants that wants most of them.
    func most(of headers: [String]) -> Int {
        let folded = headers.map { Set([HeaderWords.fold($0), HeaderWords.split(path: $0).word]) }
        return byDataset.map { dataset in folded.count { !dataset.all.isDisjoint(with: $0) } }.max() ?? 0
    }

    /// Whether a column with this header text, or path of texts, is wanted.
    func contains(_ header: String) -> Bool {
        // Nearly all cells of a sheet are no headers, and begin otherwise.
        guard let first = HeaderWords.beginning(of: header), first == "(" || first == "[" || beginnings.contains(first)
        else { return false }
        let word = HeaderWords.split(path: header).word
        return words.contains(HeaderWords.fold(header)) || words.contains(word)
            || (word.contains("/") && words.contains(word.replacing("/", with: "")))
    }
}

extension FieldDefinition {
    /// Folded words that name the field, the better ones first: titles, aliases, its own name.
    var headerWords: [[String]] {
        func both(_ text: String) -> [String] {
            let whole = HeaderWords.fold(text)
            let bare = HeaderWords.split(path: text).word
            return bare == whole || bare.isEmpty ? [whole] : [whole, bare]
        }
        return [
            [title.zh, title.en].compactMap(\.self).flatMap(both), aliases.flatMap(both), [HeaderWords.fold(name)],
        ]
    }
}

extension Unicode.Scalar {
    /// Unicode's White_Space, without asking the tables of the standard library: headers are looked for in every cell of a
    /// table's first rows.
    var isSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
