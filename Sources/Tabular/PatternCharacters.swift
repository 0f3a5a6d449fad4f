/// A set of Unicode scalars as sorted, disjoint, non-adjacent ranges.
struct ScalarRanges: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]

    static let all: ClosedRange<UInt32> = 0...0x10FFFF

    init() { ranges = [] }
    init(_ range: ClosedRange<UInt32>) { ranges = [range] }
    init(_ scalars: [Unicode.Scalar]) { self.init(merging: scalars.map { $0.value...$0.value }) }

    init(merging list: [ClosedRange<UInt32>]) {
        ranges = []
        for range in list.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    var complement: ScalarRanges {
        var result = ScalarRanges()
        var from: UInt32 = 0
        for range in ranges {
            if range.lowerBound > from { result.ranges.append(from...range.lowerBound - 1) }
            from = range.upperBound + 1
        }
        if from <= ScalarRanges.all.upperBound { result.ranges.append(from...ScalarRanges.all.upperBound) }
        return result
    }

    mutating func formUnion(_ other: ScalarRanges) { self = ScalarRanges(merging: ranges + other.ranges) }

    func subtracting(_ other: ScalarRanges) -> ScalarRanges {
        var outside = complement
        outside.formUnion(other)
        return outside.complement
    }

    func contains(_ value: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }
}

// The escapes of XML Schema.
extension ScalarRanges {
    static let space = ScalarRanges([" ", "\t", "\n", "\r"])

    /// Category Nd. A list of its own, because \d is in most patterns and reading the properties of every scalar costs
    /// milliseconds; a test compares the two.
    static let decimalDigit = ScalarRanges(
        merging: [
            0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
            0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
            0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40,
            0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA,
            0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60,
            0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0,
            0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
        ].map { $0...$0 + 9 })

    /// Everything but punctuation, separators and others.
    static let word: ScalarRanges = {
        var other = category("P")
        other.formUnion(category("Z"))
        other.formUnion(category("C"))
        return other.complement
    }()

    /// NameStartChar of XML 1.0, fifth edition.
    static let nameStart = ScalarRanges(merging: [
        0x3A...0x3A, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
        0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
        0xFDF0...0xFFFD, 0x10000...0xEFFFF,
    ])

    static let nameCharacter = ScalarRanges(
        merging: nameStart.ranges + [0x2D...0x2E, 0x30...0x39, 0xB7...0xB7, 0x300...0x36F, 0x203F...0x2040])

    /// Blocks that patterns of our field name.
    private static let blocks: [String: ClosedRange<UInt32>] = [
        "IsBasicLatin": 0...0x7F, "IsLatin-1Supplement": 0x80...0xFF, "IsGreek": 0x370...0x3FF,
        "IsCyrillic": 0x400...0x4FF, "IsGeneralPunctuation": 0x2000...0x206F,
        "IsCJKSymbolsandPunctuation": 0x3000...0x303F, "IsHiragana": 0x3040...0x309F, "IsKatakana": 0x30A0...0x30FF,
        "IsCJKUnifiedIdeographsExtensionA": 0x3400...0x4DBF, "IsCJKUnifiedIdeographs": 0x4E00...0x9FFF,
        "IsHalfwidthandFullwidthForms": 0xFF00...0xFFEF,
    ]

    /// `L`, `Lu`, … or `Is` and a block; nil for an unknown name.
    init?(category name: String) {
        if let block = ScalarRanges.blocks[name] {
            self.init(block)
            return
        }
        if name == "Nd" {
            self = ScalarRanges.decimalDigit
            return
        }
        let found = ScalarRanges.category(name)
        guard !found.ranges.isEmpty else { return nil }
        self = found
    }

    private static func category(_ name: String) -> ScalarRanges {
        ScalarRanges(
            merging: runs.filter { name.utf8.count == 1 ? $0.name.hasPrefix(name) : $0.name == name }.map(\.range))
    }

    /// Runs of scalars of one category, read once from the standard library's tables. Planes 4 to 13 hold nothing.
    private static let runs: [(range: ClosedRange<UInt32>, name: String)] = {
        var runs: [(range: ClosedRange<UInt32>, name: String)] = []
        func add(_ range: ClosedRange<UInt32>, _ name: String) {
            if let last = runs.last, last.name == name, last.range.upperBound + 1 == range.lowerBound {
                runs[runs.count - 1].range = last.range.lowerBound...range.upperBound
            } else {
                runs.append((range, name))
            }
        }
        func read(_ range: ClosedRange<UInt32>) {
            var category: Unicode.GeneralCategory?
            var start = range.lowerBound
            for value in range {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let found = scalar.properties.generalCategory
                if found != category {
                    if let category { add(start...value - 1, abbreviation(category)) }
                    category = found
                    start = value
                }
            }
            if let category { add(start...range.upperBound, abbreviation(category)) }
        }
        read(0...0xD7FF)
        read(0xE000...0x3FFFF)
        add(0x40000...0xDFFFF, "Cn")
        read(0xE0000...0xE0FFF)
        add(0xE1000...0xEFFFF, "Cn")
        add(0xF0000...0xFFFFD, "Co")
        add(0xFFFFE...0xFFFFF, "Cn")
        add(0x100000...0x10FFFD, "Co")
        add(0x10FFFE...0x10FFFF, "Cn")
        return runs
    }()

    private static func abbreviation(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
