import Model

/// A unit of figures as UNIT_MEASURE and UNIT_MULT say it: 亿元 is CNY × 10^8.
struct SDMXUnit: Hashable {
    var measure: String
    /// Power of ten by which a value is multiplied to be in `measure`.
    var multiplier: Int
    /// What `measure` alone is called.
    var name: LocalizedText

    init(_ unit: Unit) {
        let power = SDMXUnit.powerOfTen(unit)
        let base = SDMXUnit.base(of: unit.dimension)
        if let power, let base, unit.dimension != .ratio {
            (measure, multiplier, name) = (base.code, power, base.name)
        } else if let own = SDMXUnit.own[unit.symbol] {
            (measure, multiplier, name) = (own.code, 0, own.name)
        } else {
            (measure, multiplier, name) = (SDMXIdentifier.code(unit.symbol), 0, LocalizedText(zh: unit.symbol))
        }
    }

    private typealias Word = (code: String, name: LocalizedText)

    /// nil where the factor is no power of ten.
    private static func powerOfTen(_ unit: Unit) -> Int? {
        let (large, small) = (max(unit.numerator, unit.denominator), min(unit.numerator, unit.denominator))
        guard small == 1 else { return nil }
        var (rest, power) = (large, 0)
        while rest > 1, rest % 10 == 0 { (rest, power) = (rest / 10, power + 1) }
        return rest == 1 ? (unit.numerator >= unit.denominator ? power : -power) : nil
    }

    private static func base(of dimension: Dimension) -> Word? {
        switch dimension {
        case .money: ("CNY", LocalizedText(zh: "元（人民币）", en: "Yuan renminbi"))
        case .area: ("MTK", LocalizedText(zh: "平方米", en: "Square metres"))
        case .labour: ("PERSON_MONTHS", LocalizedText(zh: "人月", en: "Person-months"))
        case .energy: ("KWH", LocalizedText(zh: "千瓦时", en: "Kilowatt hours"))
        case .ratio: nil
        case .count(let noun):
            nouns[noun] ?? (SDMXIdentifier.code(noun), LocalizedText(zh: noun))
        }
    }

    /// Units that are no power of ten of another.
    private static let own: [String: Word] = [
        "%": ("PT", LocalizedText(zh: "百分比", en: "Percent")),
        "‰": ("PM", LocalizedText(zh: "千分比", en: "Per mille")),
        "百分点": ("PP", LocalizedText(zh: "百分点", en: "Percentage points")),
        "倍": ("TIMES", LocalizedText(zh: "倍", en: "Ratio")),
        "亩": ("MU", LocalizedText(zh: "亩", en: "Mu")),
        "人年": ("PERSON_YEARS", LocalizedText(zh: "人年", en: "Person-years, full-time equivalent")),
    ]

    /// Things counted, by the noun they are counted with.
    private static let nouns: [String: Word] = [
        "家": ("UNITS", LocalizedText(zh: "家", en: "Enterprises or other units")),
        "个": ("ITEMS", LocalizedText(zh: "个", en: "Items")),
        "所": ("INSTITUTIONS", LocalizedText(zh: "所", en: "Institutions")),
        "项": ("CASES", LocalizedText(zh: "项", en: "Contracts, projects, results")),
        "名": ("NAMES", LocalizedText(zh: "名", en: "Persons named")),
        "人": ("PERSONS", LocalizedText(zh: "人", en: "Persons")),
        "支": ("TEAMS", LocalizedText(zh: "支", en: "Teams")),
        "场": ("EVENTS", LocalizedText(zh: "场", en: "Events")),
        "次": ("OCCASIONS", LocalizedText(zh: "次", en: "Occasions")),
        "家次": ("UNIT_VISITS", LocalizedText(zh: "家次", en: "Visits to units")),
        "人次": ("PERSON_VISITS", LocalizedText(zh: "人次", en: "Attendances of persons")),
        "份": ("COPIES", LocalizedText(zh: "份", en: "Copies")),
        "件": ("PIECES", LocalizedText(zh: "件", en: "Pieces")),
        "台": ("MACHINES", LocalizedText(zh: "台", en: "Machines")),
        "套": ("SETS", LocalizedText(zh: "套", en: "Sets")),
        "分值": ("POINTS", LocalizedText(zh: "分值", en: "Points")),
        "年": ("YEARS", LocalizedText(zh: "年", en: "Years")),
        "位": ("RANK", LocalizedText(zh: "位", en: "Position in a ranking")),
    ]
}
