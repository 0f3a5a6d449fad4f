import Model

/// Reads `statistics:` and `decimals:` of an indicator.
struct StatisticReader {
    /// What the statistics are of; nil for a formula.
    let measure: MeasureKind?
    let timing: Timing

    /// The value alone where nothing is stated.
    func read(_ node: NodeReader?, at place: SourcePlace) -> [StatisticRequest] {
        guard let node else { return [StatisticRequest(.value, place: place)] }
        if node.isNull || node.isEmptyList { node.mistake("at least one statistic is expected here") }
        var requests: [StatisticRequest] = []
        for entry in node.listOrOne() {
            guard let request = entry.isMapping ? withTerms(entry) : simple(entry) else { continue }
            let isKnown = requests.contains {
                $0.statistic == request.statistic && $0.rank == request.rank
            }
            if isKnown {
                entry.mistake("statistic '\(request.statistic.rawValue)' is stated twice")
            } else {
                check(request.statistic, entry)
                requests.append(request)
            }
        }
        // A rank of average growth is of the one that is stated, on its year.
        let base = requests.first { $0.statistic == .averageGrowth }?.baseYear
        for position in requests.indices where requests[position].of == .averageGrowth {
            requests[position].baseYear = base
        }
        return requests
    }

    private func simple(_ node: NodeReader) -> StatisticRequest? {
        guard let statistic = node.choice("statistic", Statistic.self) else { return nil }
        if statistic == .threshold {
            node.mistake("a threshold says which: {threshold: {at: [400, 500]}}")
            return nil
        }
        if statistic == .streak {
            node.mistake("a streak says of which rank: {streak: {of: rank_yoy, at_most: 1}}")
            return nil
        }
        return StatisticRequest(statistic, place: node.place)
    }

    /// `{rank: …}`, `{streak: …}` or `{average_growth: {base: 2020}}`.
    private func withTerms(_ node: NodeReader) -> StatisticRequest? {
        let names = [Statistic.rank, .averageGrowth, .streak, .threshold].map(\.rawValue)
        guard let entries = node.entries(names) else { return nil }
        if names.count(where: { entries[$0] != nil }) > 1 { node.mistake("one statistic an entry") }
        if let terms = entries[Statistic.streak.rawValue] { return streak(terms, node.place) }
        if let terms = entries[Statistic.threshold.rawValue] { return threshold(terms, node.place) }
        guard let growth = entries[Statistic.averageGrowth.rawValue] else { return rank(node) }
        var request = StatisticRequest(.averageGrowth, place: node.place)
        if !growth.isNull { request.baseYear = growth.entries(["base"])?.required("base")?.integer(1900...9998) }
        return request
    }

    /// `{threshold: {at: [400, 500], years: 4}}`, in the indicator's unit.
    private func threshold(_ node: NodeReader, _ place: SourcePlace) -> StatisticRequest? {
        guard let entries = node.entries(["at", "years"]), let list = entries.required("at") else { return nil }
        var request = StatisticRequest(.threshold, place: place)
        request.thresholds = list.listOrOne().compactMap { entry -> Fraction? in
            guard let number = entry.plainText.flatMap({ Decimal($0) }), number.mantissa > 0, number.scale <= 18 else {
                entry.expected("a number above 0")
                return nil
            }
            return number.fraction
        }.sorted()
        if list.isNull || list.isEmptyList { list.expected("a number") }
        request.years = entries["years"]?.integer(1...50) ?? 4
        return request
    }

    /// `{rank: {of: yoy, among: siblings | group | level, under: province, order: descending}}`.
    private func rank(_ node: NodeReader) -> StatisticRequest? {
        guard let rank = node.entries([Statistic.rank.rawValue])?.required(Statistic.rank.rawValue) else { return nil }
        if rank.isNull { return StatisticRequest(.rank, place: node.place) }
        guard let entries = rank.entries(["of", "among", "under", "order"]) else { return nil }
        let of = entries["of"]?.choice("statistic", Statistic.self) ?? .value
        if of == .rank || of == .streak {
            entries["of"]?.mistake("a rank of ranks")
        } else if of == .threshold {
            entries["of"]?.mistake("a threshold is passed or not: there is nothing to rank")
        } else if let node = entries["of"] {
            check(of, node)
        }
        let among = entries["among"]?.choice("group of areas", RankAmong.self) ?? .siblings
        if among != .level { entries.forbid(["under"], "only a level is taken under an ancestor") }
        return StatisticRequest(
            .rank, of: of, among: among, under: entries["under"]?.choice("kind of area", RankAncestor.self)?.kind,
            ascending: entries["order"]?.choice("order", RankOrder.self) == .ascending, place: node.place)
    }

    /// `{streak: {of: rank_yoy, at_most: 1, years: 4}}`; `among` and `under` as a rank has them.
    private func streak(_ node: NodeReader, _ place: SourcePlace) -> StatisticRequest? {
        guard let entries = node.entries(["of", "at_most", "years", "among", "under"]) else { return nil }
        var of = Statistic.value
        if let node = entries["of"], let word = node.text() {
            let ranked = Statistic.allCases.filter { $0 != .rank && $0 != .streak && $0 != .threshold }
            let known = [Statistic.rank.rawValue] + ranked.map { "rank_\($0.rawValue)" }
            if !known.contains(word) { node.mistake(unknown: "rank", word, known: known) }
            of = Statistic(rawValue: String(word.dropFirst("rank_".count))) ?? .value
            check(of, node)
        }
        let among = entries["among"]?.choice("group of areas", RankAmong.self) ?? .siblings
        if among != .level { entries.forbid(["under"], "only a level is taken under an ancestor") }
        var request = StatisticRequest(
            .streak, of: of, among: among, under: entries["under"]?.choice("kind of area", RankAncestor.self)?.kind,
            place: place)
        request.within = entries["at_most"]?.integer(1...1000) ?? 1
        request.years = entries["years"]?.integer(0...50) ?? 4
        return request
    }

    /// What holds areas of one level: districts have no districts below.
    private enum RankAncestor: String, CaseIterable {
        case country, province, city

        var kind: AreaKind {
            switch self {
            case .country: .country
            case .province: .province
            case .city: .city
            }
        }
    }

    private enum RankOrder: String, CaseIterable { case descending, ascending }

    /// Statistics that say nothing about such an indicator.
    private func check(_ statistic: Statistic, _ node: NodeReader) {
        switch (statistic, measure) {
        case (.growthOnOpening, .some) where timing != .stock:
            node.mistake("growth_on_opening compares with the opening stock; this is a flow")
        case (.share, .min), (.share, .max), (.share, .mean), (.share, .median):
            node.mistake("a share needs parts that add up; a \(measure?.rawValue ?? "") does not")
        default:
            break
        }
    }

    /// Digits by statistic: one number for all, or a mapping; what is not stated follows `.value`, and percentages have 2.
    func decimals(_ node: NodeReader?, value: Int) -> [Statistic: Int] {
        var stated: [Statistic: Int] = [:]
        if let node, !node.isMapping {
            guard let all = node.integer(0...18) else { return [:] }
            for statistic in Statistic.allCases where statistic != .rank && statistic != .streak {
                stated[statistic] = all
            }
        } else {
            for (key, keyNode, number) in node?.pairs() ?? [] {
                guard let statistic = Statistic(rawValue: key) else {
                    keyNode.mistake(unknown: "statistic", key, known: Statistic.allCases.map(\.rawValue))
                    continue
                }
                stated[statistic] = number.integer(0...18)
            }
        }
        let digits = stated[.value] ?? value
        let usual: [Statistic: Int] = [
            .value: digits, .prior: digits, .change: digits, .yoy: 2, .share: 2, .growthOnOpening: 2,
            .averageGrowth: 2, .target: digits, .completion: 2, .progress: 2, .gap: digits, .rank: 0, .streak: 0,
            .priorYoy: stated[.yoy] ?? 2, .threshold: digits,
        ]
        return usual.merging(stated) { $1 }
    }
}
