import Definitions
import Model

/// A figure on its way out, with what may be said of it.
struct DisclosedFigure {
    var figure: Figure
    /// SDMX CL_CONF_STATUS: `F` free.
    var confidentiality: String
}

/// For whom an output is written.
enum Audience: Hashable {
    /// May leave the office.
    case everyone
    /// Stays inside: `internal/`.
    case office

    /// By the path below the vintage's folder.
    init(path: String) { self = path.hasPrefix("internal/") ? .office : .everyone }
}

/// The one place through which every figure passes on its way into an output. Disclosure control will decide here which
/// may be shown; today all are free.
enum Disclosure {
    /// The figures in the order of returns: indicator, area, period, breakdown, category, quantity, statistic.
    static func figures(_ publication: Publication, for audience: Audience) -> [DisclosedFigure] {
        let figures = publication.figures
        var keys = SortKeys(count: figures.count)
        keys.add(figures.map { Int64($0.indicator) })
        keys.add(figures.map { Int64($0.area) })
        keys.add(figures.map { Int64($0.period.lastMonth.index) * 16 + Int64($0.period.frequency.months) })
        keys.add(ranks(figures.map { joined($0.breakdown) }))
        keys.add(ranks(figures.map { joined($0.category) }))
        keys.add(figures.map { position($0.quantity) })
        keys.add(figures.map { position($0.statistic) })
        let terms = Set(figures.compactMap(\.rank)).sorted()
        let order = Dictionary(uniqueKeysWithValues: terms.enumerated().map { ($1, Int64($0)) })
        keys.add(figures.map { $0.rank.flatMap { order[$0] } ?? -1 })
        return keys.sorted().map { decide(figures[$0], for: audience) }
    }

    /// The records that an output of kind `list` holds. A list names those whom it lists: it leaves the office only where the
    /// pipeline marks it public.
    static func list(_ output: OutputDefinition, _ publication: Publication, for audience: Audience) -> PublishedList? {
        guard audience == .office || output.list?.isPublic == true else { return nil }
        return publication.lists.first { publication.pipeline.outputs[$0.output] == output }
    }

    private static func decide(_ figure: Figure, for audience: Audience) -> DisclosedFigure {
        DisclosedFigure(figure: figure, confidentiality: "F")
    }

    private static func position<Kind: CaseIterable & Equatable>(_ value: Kind) -> Int64 {
        var at: Int64 = 0
        for other in Kind.allCases {
            if other == value { break }
            at += 1
        }
        return at
    }
}

/// Names of a breakdown's fields, or one code for each, as one text.
func joined(_ parts: [String]) -> String { parts.count == 1 ? parts[0] : parts.joined(separator: "|") }
