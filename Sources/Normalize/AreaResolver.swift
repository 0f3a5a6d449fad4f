import Model

/// Answers which unit of a pipeline a code or name belongs to.
struct AreaResolver: Sendable {
    enum Answer: Equatable {
        /// Position in the tree, after successors.
        case area(Int, isHistoric: Bool)
        case unknown
    }

    private let tree: AreaTree
    /// Names, aliases and codes as texts, folded; several areas may share one.
    private let named: [[UInt8]: [Int]]
    /// Names without 市, 区, 县: only a whole text is taken for one.
    private let shortened: [[UInt8]: [Int]]
    private let abroad: Int?
    /// Of each area: whether figures of its units are published, so that it takes no records itself.
    private let publishesUnits: [Bool]

    private static let foreignWords = ["境外", "国外", "海外", "外国", "港澳台", "香港", "澳门", "台湾", "中国香港", "中国澳门", "中国台湾"]
    private static let suffixes = ["特别行政区", "自治区", "自治州", "自治县", "省", "市", "区", "县", "州", "盟", "旗"]

    /// Whether an area whose units are published may be named itself, by its own code or name: in figures it may.
    private let takesParents: Bool

    init(_ tree: AreaTree, takesParents: Bool = false) {
        self.tree = tree
        self.takesParents = takesParents
        var named: [[UInt8]: [Int]] = [:]
        var shortened: [[UInt8]: [Int]] = [:]
        for (index, area) in tree.areas.enumerated() {
            for name in [area.code, area.name.zh, area.name.en].compactMap({ $0 }) + area.aliases {
                let key = foldedKey(name)
                if !key.isEmpty, named[key]?.contains(index) != true { named[key, default: []].append(index) }
            }
            if let short = AreaResolver.short(area) { shortened[foldedKey(short), default: []].append(index) }
        }
        self.named = named
        self.shortened = shortened
        abroad = tree.areas.firstIndex { $0.kind == .abroad }
        publishesUnits = AreaResolver.publishing(tree)
    }

    /// An area publishes its units where a district, county, zone or own level below it is published, or where it is
    /// published itself together with an area below it.
    private static func publishing(_ tree: AreaTree) -> [Bool] {
        var answer = [Bool](repeating: false, count: tree.count)
        for area in tree.areas where area.published && area.successor == nil {
            guard let parent = area.parent else { continue }
            switch area.kind {
            case .district, .county, .zone, .own: answer[parent] = true
            case .city, .province, .country: if tree[parent].published { answer[parent] = true }
            case .abroad: break
            }
        }
        return answer
    }

    private static func short(_ area: Area) -> String? {
        guard [.province, .city, .district, .county].contains(area.kind), let name = area.name.zh,
            let suffix = suffixes.first(where: { name.hasSuffix($0) }), name.count - suffix.count >= 2
        else { return nil }
        return String(name.dropLast(suffix.count))
    }

    /// Spellings that need no thought, for the table that is asked first: (text, area), never a historic or an ambiguous one.
    var plain: [(text: String, value: Int32)] {
        tree.areas.flatMap { area in
            ([area.code, area.name.zh].compactMap { $0 } + area.aliases).compactMap { text in
                guard case .area(let index, false) = resolve(text) else { return nil }
                return (text, Int32(index))
            }
        }
    }

    func resolve(_ text: String) -> Answer { resolve(foldedKey(text)) }

    /// A code, else a name, of a folded text.
    func resolve(_ text: [UInt8]) -> Answer {
        if takesParents {
            let stated =
                tree.index(ofCode: String(decoding: text, as: UTF8.self))
                ?? one(of: named[text] ?? []) ?? one(of: shortened[text] ?? [])
            if let stated { return .area(tree.current(stated), isHistoric: tree.current(stated) != stated) }
        }
        if text.count >= 2, text.allSatisfy({ (0x30...0x39).contains($0) }) { return code(text) }
        return name(text)
    }

    private func standing(_ index: Int) -> Answer {
        let current = tree.current(index)
        if publishesUnits[current] { return .unknown }
        return .area(current, isHistoric: current != index)
    }

    /// The code itself, else the longest beginning of it that is known: nine digits (townships), six, four, two.
    private func code(_ text: [UInt8]) -> Answer {
        guard [2, 4, 6, 9, 12].contains(text.count) else { return exact(text) ?? country(text) }
        if let known = exact(text) { return known }
        for length in [9, 6, 4, 2] where length <= text.count {
            let prefix = Array(text[..<length])
            let padded = prefix + [UInt8](repeating: 0x30, count: max(0, 6 - length))
            for candidate in [prefix, padded] {
                guard let index = tree.index(ofCode: String(decoding: candidate, as: UTF8.self)) else { continue }
                return standing(index)
            }
        }
        return isOverseas(text) ? abroadAnswer : .unknown
    }

    private func exact(_ text: [UInt8]) -> Answer? {
        if let index = tree.index(ofCode: String(decoding: text, as: UTF8.self)) { return standing(index) }
        return named[text].flatMap { one(of: $0) }.map { standing($0) }
    }

    /// 71 Taiwan, 81 Hong Kong, 82 Macao: counted with what is abroad, where the pipeline does not know them.
    private func isOverseas(_ code: [UInt8]) -> Bool {
        [[0x37, 0x31], [0x38, 0x31], [0x38, 0x32]].contains(Array(code.prefix(2)))
    }

    private var abroadAnswer: Answer { abroad.map { .area($0, isHistoric: false) } ?? .unknown }

    private func name(_ text: [UInt8]) -> Answer {
        if let index = match(text[...], within: nil) { return standing(index) }
        let word = String(decoding: text, as: UTF8.self)
        return AreaResolver.foreignWords.contains(word) ? abroadAnswer : country(text)
    }

    /// What lies in another country is abroad.
    private func country(_ text: [UInt8]) -> Answer { Countries.known.contains(text) ? abroadAnswer : .unknown }

    /// The area of a name, perhaps with the names of those above it before, or with a street's behind.
    private func match(_ text: ArraySlice<UInt8>, within: Int?) -> Int? {
        let whole = Array(text)
        for table in [named, shortened] {
            if let index = one(of: (table[whole] ?? []).filter { isBelow($0, within) }) { return index }
        }
        var end = text.endIndex - 1
        while end > text.startIndex {
            defer { end -= 1 }
            // Names end where a character begins.
            guard text[end] & 0xC0 != 0x80 else { continue }
            let head = Array(text[..<end])
            let rest = text[end...]
            let known = one(of: (named[head] ?? []).filter { isBelow($0, within) })
            let short = known ?? one(of: (shortened[head] ?? []).filter { isBelow($0, within) })
            guard let above = short else { continue }
            if let below = match(rest, within: tree.current(above)) { return below }
            if mayStandBefore(above, head, rest) { return above }
        }
        return nil
    }

    /// Whether a text that begins with an area's name and goes on with something unknown is in that area: 上海市浦东新区,
    /// 瑶海区明光路街道, but not 吉林路街道.
    private func mayStandBefore(_ area: Int, _ head: [UInt8], _ rest: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: head, as: UTF8.self)
        if AreaResolver.suffixes.contains(where: { name.hasSuffix($0) }) { return true }
        let behind = String(decoding: rest, as: UTF8.self)
        return (tree[area].kind == .province || tree[area].kind == .city) && behind.count >= 2
            && ["市", "区", "县", "州", "盟", "旗"].contains { behind.hasSuffix($0) }
    }

    private func isBelow(_ index: Int, _ above: Int?) -> Bool {
        guard let above else { return true }
        let current = tree.current(index)
        if current == above { return false }
        return tree.lineage(of: current).contains(above)
            || tree[current].host.map { tree.lineage(of: $0).contains(above) } == true
    }

    /// The one area that is meant: of several that share a name, the one in force; none where that leaves a choice.
    private func one(of candidates: [Int]) -> Int? {
        guard candidates.count > 1 else { return candidates.first }
        let inForce = candidates.filter { tree[$0].successor == nil }
        if inForce.count == 1 { return inForce.first }
        let places = Set(candidates.map { tree.current($0) })
        return places.count == 1 ? candidates.first : nil
    }
}
