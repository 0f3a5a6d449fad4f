/// What a unit measures; units of different dimensions never meet.
public enum Dimension: Hashable, Sendable {
    case money
    /// Percentages: held as plain ratios, shown × 100.
    case ratio
    case area
    case labour
    case energy
    /// Things counted, by the noun they are counted with (家, 件, 人…): each noun is its own dimension, but for
    /// those that bureaus use for the same thing (家 = 户).
    case count(String)
}

/// A unit of measure: base value = stated value × factor.
public struct Unit: Hashable, Sendable {
    public var symbol: String
    public var dimension: Dimension
    /// Base units in one of this unit (万元: 10000/1; %: 1/100).
    public var numerator: Int64
    public var denominator: Int64

    public init(_ symbol: String, _ dimension: Dimension, _ numerator: Int64 = 1, _ denominator: Int64 = 1) {
        self.symbol = symbol
        self.dimension = dimension
        self.numerator = numerator
        self.denominator = denominator
    }

    public var factor: Fraction { Fraction(Int128(numerator), over: Int128(denominator)) ?? Fraction(1) }

    /// Units known by name, after folding of width and space. nil for an unknown word.
    public init?(named name: some StringProtocol) {
        let word = String(name)
        guard let known = Unit.bySymbol[word] else { return nil }
        self = known
    }

    /// Every unit that is known, in the order of the table.
    public static let all: [Unit] =
        [
            Unit("元", .money), Unit("千元", .money, 1_000), Unit("万元", .money, 10_000),
            Unit("百万元", .money, 1_000_000), Unit("千万元", .money, 10_000_000), Unit("亿元", .money, 100_000_000),
            Unit("分", .money, 1, 100), Unit("角", .money, 1, 10),
            Unit("%", .ratio, 1, 100), Unit("‰", .ratio, 1, 1_000), Unit("百分点", .ratio, 1, 100),
            Unit("倍", .ratio),
            Unit("平方米", .area), Unit("万平方米", .area, 10_000), Unit("公顷", .area, 10_000), Unit("亩", .area, 2_000, 3),
            Unit("平方公里", .area, 1_000_000),
            // A person-year is twelve person-months; the base is the month so that halves stay whole.
            Unit("人月", .labour), Unit("人年", .labour, 12),
            Unit("千瓦时", .energy), Unit("万千瓦时", .energy, 10_000),
            Unit("家", .count("家")), Unit("千家", .count("家"), 1_000), Unit("万家", .count("家"), 10_000),
        ]
        + ["个", "所", "项", "名", "人", "支", "场", "次", "家次", "人次", "份", "件", "台", "套", "分值", "位", "年"].map {
            Unit($0, .count($0))
        }
        + [Unit("万人", .count("人"), 10_000), Unit("千人", .count("人"), 1_000), Unit("万件", .count("件"), 10_000)]

    /// Other spellings: (spelling, symbol).
    static let synonyms: [(String, String)] = [
        ("户", "家"), ("亿", "亿元"), ("万", "万元"), ("人民币元", "元"), ("人民币万元", "万元"), ("RMB", "元"), ("CNY", "元"),
        ("％", "%"), ("个百分点", "百分点"), ("个点", "百分点"), ("㎡", "平方米"), ("m²", "平方米"), ("m2", "平方米"),
        ("万㎡", "万平方米"), ("万方", "万平方米"), ("平米", "平方米"), ("万平米", "万平方米"), ("平方千米", "平方公里"),
        ("度", "千瓦时"), ("kWh", "千瓦时"),
    ]

    private static let bySymbol: [String: Unit] = {
        var table: [String: Unit] = [:]
        for unit in all { table[unit.symbol] = unit }
        for (spelling, symbol) in synonyms { table[spelling] = table[symbol] }
        return table
    }()
}
