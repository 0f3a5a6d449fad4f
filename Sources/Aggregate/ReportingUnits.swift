import Definitions
import Model

/// The areas that get figures, and the reporting unit that each area's records are counted in.
///
/// A record belongs to exactly one unit; a parent is the sum of the units below it, once. Units are the districts,
/// counties, zones and own levels at or below a published area (published themselves or not: a city is the sum of all of
/// them), and published areas without a published area below. Units that count in the same areas are one.
struct ReportingUnits: Hashable, Sendable {
    /// Positions in the tree of the areas that get figures, in its order; "area" elsewhere in this module is a position
    /// in this list.
    let areas: [Int]
    /// The nearest published ancestor of each.
    let parents: [Int?]
    /// Areas that are ranked with each other have the same number; nil: not ranked. By whom a rank is among.
    private let rankings: [RankScope: [Int?]]

    private struct RankScope: Hashable {
        var among: RankAmong
        var under: AreaKind?
    }
    /// For every area of the tree its unit, from 1; 0: its records are in no unit.
    let unitOfArea: [Int32]
    /// The areas that a unit counts in, itself first; none for unit 0.
    let lineages: [[Int]]

    /// Units, with unit 0.
    var unitCount: Int { lineages.count }

    /// - Parameter year: boundaries are those of this year.
    init(_ tree: AreaTree, year: Int) {
        let published = tree.areas.indices.filter { index in
            let area = tree[index]
            return area.published && area.successor == nil && (area.validFrom ?? .min) <= year
                && (area.validTo ?? .max) >= year
        }
        var positions = [Int?](repeating: nil, count: tree.count)
        for (position, area) in published.enumerated() { positions[area] = position }
        let ancestors = published.map { tree.lineage(of: $0).dropFirst().compactMap { positions[$0] } }
        let crowned = Set(ancestors.joined())

        var lineages: [[Int]] = [[]]
        var numbers: [[Int]: Int32] = [:]
        unitOfArea = tree.areas.indices.map { stated in
            let area = tree.current(stated)
            var line = tree.lineage(of: area).compactMap { positions[$0] }
            guard let nearest = line.first else { return 0 }
            if !tree[area].kind.reports {
                guard !crowned.contains(nearest) else { return 0 }
                line = [nearest] + ancestors[nearest]
            }
            if let known = numbers[line] { return known }
            let number = Int32(lineages.count)
            lineages.append(line)
            numbers[line] = number
            return number
        }
        self.lineages = lineages
        areas = published
        parents = ancestors.map(\.first)
        var scopes = [RankScope(among: .siblings), RankScope(among: .group), RankScope(among: .level)]
        scopes += AreaKind.allCases.map { RankScope(among: .level, under: $0) }
        rankings = Dictionary(
            uniqueKeysWithValues: scopes.map { ($0, ReportingUnits.groups(published, tree, $0)) })
    }

    /// Whether an area is a city of a province whose other cities are known, and not published: a place among those that
    /// happen to be here would be read as one in the province.
    private static func isOneOfSome(_ index: Int, _ tree: AreaTree) -> Bool {
        guard tree[index].kind == .city, let parent = tree[index].parent else { return false }
        return tree.children(of: parent).contains {
            tree[$0].kind == .city && !tree[$0].published && tree[$0].successor == nil
        }
    }

    /// By area the number of those that the rank asked for compares it with; nil: not ranked.
    func ranked(_ request: StatisticRequest) -> [Int?] {
        rankings[RankScope(among: request.among, under: request.under)] ?? areas.map { _ in nil }
    }

    /// Only what stands on a level is ranked: siblings also have the same parent, a group the same word, a level the same
    /// ancestor.
    private static func groups(_ areas: [Int], _ tree: AreaTree, _ scope: RankScope) -> [Int?] {
        var numbers: [[Int]: Int] = [:]
        var words: [String: Int] = [:]
        return areas.map { index in
            let area = tree[index]
            guard let level = area.kind.level else { return nil }
            let key: [Int]
            switch scope.among {
            case .siblings:
                guard !isOneOfSome(index, tree) else { return nil }
                key = [area.parent ?? -1, level]
            case .group:
                guard let word = area.rankGroup else { return nil }
                let number = words[word] ?? words.count
                words[word] = number
                key = [number]
            case .level:
                let lineage = tree.lineage(of: index)
                let ancestor: Int? =
                    if let kind = scope.under {
                        lineage.dropFirst().first { tree[$0].kind == kind }
                    } else {
                        lineage.last
                    }
                guard let ancestor else { return nil }
                key = [ancestor, level]
            }
            let number = numbers[key] ?? numbers.count
            numbers[key] = number
            return number
        }
    }
}

extension AreaKind {
    /// Whether records may be counted there although areas below are published: a district that holds a zone has records
    /// of its own, a city has none.
    fileprivate var reports: Bool {
        switch self {
        case .district, .county, .zone, .own: true
        case .country, .province, .city, .abroad: false
        }
    }

    /// Districts, counties and zones are ranked with each other; what a city keeps for itself is not ranked.
    fileprivate var level: Int? {
        switch self {
        case .country: 0
        case .province: 1
        case .city: 2
        case .district, .county, .zone: 3
        case .own, .abroad: nil
        }
    }
}
