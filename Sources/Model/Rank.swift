/// Whom a rank compares with.
public enum RankAmong: String, Hashable, Sendable, CaseIterable {
    /// Areas with the same parent that stand on the same level: districts, counties and zones with each other.
    case siblings
    /// Areas with the same word in column `rank_group` of `areas.csv`.
    case group
    /// Areas on the same level below an ancestor: all districts of a province, whichever city they lie in.
    case level
}

/// What a rank is of and whom it compares with: what tells the ranks of one indicator apart.
public struct RankTerms: Hashable, Sendable {
    public var of: Statistic
    public var among: RankAmong
    /// With `level`: the kind of the ancestor; nil: the root of the tree.
    public var under: AreaKind?
    /// Of a streak the last place that counts; nil: a rank itself.
    public var within: Int?

    public init(
        of: Statistic = .value, among: RankAmong = .siblings, under: AreaKind? = nil, within: Int? = nil
    ) {
        self.of = of
        self.among = among
        self.under = under
        self.within = within
    }

    /// What outputs write as the statistic: `rank` of the value among siblings; else what differs is said, in letters that
    /// SDMX takes as an identifier: `rank_yoy`, `rank_value_group`, `rank_yoy_level_province`. A streak's is that of its rank
    /// behind `streak_`, and the last place that counts where that is not the first: `streak_rank_yoy`, `streak_rank_3`.
    public var name: String {
        if let within {
            var rank = self
            rank.within = nil
            return "streak_\(rank.name)\(within == 1 ? "" : "_\(within)")"
        }
        if self == RankTerms() { return Statistic.rank.rawValue }
        var words = [Statistic.rank.rawValue, of.rawValue]
        if among != .siblings { words.append(among.rawValue) }
        if let under { words.append(under.rawValue) }
        return words.joined(separator: "_")
    }
}

extension RankTerms: Comparable {
    /// By statistic, then whom with.
    public static func < (a: RankTerms, b: RankTerms) -> Bool { a.positions.lexicographicallyPrecedes(b.positions) }

    private var positions: [Int] {
        [
            Statistic.allCases.firstIndex(of: of) ?? 0, RankAmong.allCases.firstIndex(of: among) ?? 0,
            under.flatMap { AreaKind.allCases.firstIndex(of: $0) } ?? -1, within ?? 0,
        ]
    }
}
