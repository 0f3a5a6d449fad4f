/// What an area is; a parent is the sum of the reporting units below it.
public enum AreaKind: String, Hashable, Sendable, CaseIterable {
    case country, province, city, district, county, zone, own, abroad
}

/// One row of `areas.csv`.
public struct Area: Hashable, Sendable {
    /// GB/T 2260 code, a pipeline's own code for a zone, or `境外`.
    public var code: String
    public var name: LocalizedText
    /// Names that files use: short forms, forms with the city's name before.
    public var aliases: [String]
    public var kind: AreaKind
    /// Index of the parent in the tree; nil for a root.
    public var parent: Int?
    /// Index of the district that hosts a zone.
    public var host: Int?
    /// Years in force, inclusive; nil = open.
    public var validFrom: Int?
    public var validTo: Int?
    /// Index of the area that took this one's place.
    public var successor: Int?
    public var rankGroup: String?
    /// Whether this pipeline publishes figures of it.
    public var published: Bool

    public init(
        code: String, name: LocalizedText, aliases: [String] = [], kind: AreaKind, parent: Int? = nil,
        host: Int? = nil, validFrom: Int? = nil, validTo: Int? = nil, successor: Int? = nil, rankGroup: String? = nil,
        published: Bool = false
    ) {
        self.code = code
        self.name = name
        self.aliases = aliases
        self.kind = kind
        self.parent = parent
        self.host = host
        self.validFrom = validFrom
        self.validTo = validTo
        self.successor = successor
        self.rankGroup = rankGroup
        self.published = published
    }
}

/// All areas of a pipeline, addressed by index; areas keep the order of `areas.csv`, parents may stand anywhere.
public struct AreaTree: Hashable, Sendable {
    public let areas: [Area]
    private let byCode: [String: Int]

    public init(_ areas: [Area]) {
        self.areas = areas
        var table: [String: Int] = [:]
        for (i, a) in areas.enumerated() where table[a.code] == nil { table[a.code] = i }
        byCode = table
    }

    public subscript(index: Int) -> Area { areas[index] }
    public var count: Int { areas.count }

    public func index(ofCode code: String) -> Int? { byCode[code] }

    /// The area itself, then its parent, and so on to a root.
    public func lineage(of index: Int) -> [Int] {
        var line: [Int] = []
        var at: Int? = index
        while let i = at, line.count <= areas.count {
            line.append(i)
            at = areas[i].parent
        }
        return line
    }

    /// The ancestor (or the area itself) of that kind; `city` accepts what stands at its level.
    public func ancestor(of index: Int, kind: AreaKind) -> Int? {
        lineage(of: index).first { areas[$0].kind == kind }
    }

    /// Where a record stated with this area is counted today: the end of its line of successors.
    public func current(_ index: Int) -> Int {
        var at = index
        for _ in 0..<areas.count {
            guard let next = areas[at].successor else { break }
            at = next
        }
        return at
    }

    public func children(of index: Int) -> [Int] { areas.indices.filter { areas[$0].parent == index } }
}
