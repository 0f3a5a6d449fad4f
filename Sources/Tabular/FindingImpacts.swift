public import Model

/// What findings mean for the figures, by number of the finding. There may be hundreds of thousands, each with an effect on
/// many figures, so effects name figures by number, and stand in a store.
public struct FindingImpacts: Sendable {
    /// By finding: its entry, −1 for none.
    private var entries: [Int32] = []
    // By entry.
    private var scores: [Double] = []
    private var breadths: [Double] = []
    /// Of all findings about the same record.
    private var records: [(score: Double, breadth: Double)] = []
    /// Where the entry's effects begin in the store, eight bytes and four each; the next one's is behind the last.
    private var starts: [Int] = [0]
    private let store: ByteStore
    /// What effects name.
    private var figures: [FigureSite] = []
    private var anticipated: [Int: Decimal] = [:]
    /// Those that are known otherwise.
    private var others: [Int: FindingImpact] = [:]

    /// None.
    /// - Parameter ceiling: of memory; nil: none.
    public init(_ ceiling: MemoryCeiling? = nil) { store = ByteStore(ceiling) }

    /// By position.
    public init(_ list: [FindingImpact]) {
        self.init()
        for (at, impact) in list.enumerated() { others[at] = impact }
    }

    /// Whether nothing is known of any.
    public var isEmpty: Bool { scores.isEmpty && others.isEmpty }

    /// nil where nothing is known of the finding.
    public subscript(at: Int) -> FindingImpact? {
        get {
            if let other = others[at] { return other }
            guard let entry = entry(at) else { return nil }
            var impact = FindingImpact(score: scores[entry], breadth: breadths[entry], anticipated: anticipated[at])
            (impact.recordScore, impact.recordBreadth) = records[entry]
            let bytes = store.read(starts[entry]..<starts[entry + 1])
            bytes.withUnsafeBytes { bytes in
                for effect in stride(from: 0, to: bytes.count, by: 12) {
                    impact.effects.append(
                        FindingImpact.Effect(
                            figure: figures[Int(bytes.loadUnaligned(fromByteOffset: effect + 8, as: Int32.self))],
                            share: bytes.loadUnaligned(fromByteOffset: effect, as: Double.self)))
                }
            }
            return impact
        }
        set { others[at] = newValue }
    }

    /// 0 where nothing is known.
    public func score(_ at: Int) -> Double { others[at]?.score ?? entry(at).map { scores[$0] } ?? 0 }

    /// 0 where nothing is known.
    public func breadth(_ at: Int) -> Double { others[at]?.breadth ?? entry(at).map { breadths[$0] } ?? 0 }

    /// Of the strongest finding about the same record; 0 where nothing is known.
    public func record(_ at: Int) -> (score: Double, breadth: Double) {
        others[at].map { ($0.recordScore, $0.recordBreadth) } ?? entry(at).map { records[$0] } ?? (0, 0)
    }

    private func entry(_ at: Int) -> Int? { entries.indices.contains(at) && entries[at] >= 0 ? Int(entries[at]) : nil }

    /// Adds what is known of a finding.
    /// - Parameters:
    ///   - record: of the strongest finding about the same record.
    ///   - effects: the figures by number in the list that will be given.
    public mutating func add(
        _ at: Int, score: Double, breadth: Double, record: (score: Double, breadth: Double),
        effects: some Collection<(figure: Int32, share: Double)>
    ) {
        while entries.count <= at { entries.append(-1) }
        entries[at] = Int32(scores.count)
        scores.append(score)
        breadths.append(breadth)
        records.append(record)
        var bytes: [UInt8] = []
        for (figure, share) in effects {
            withUnsafeBytes(of: share) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: figure) { bytes.append(contentsOf: $0) }
        }
        store.append(bytes)
        starts.append(starts[starts.count - 1] + bytes.count)
    }

    /// The figures that effects name by number.
    public mutating func name(_ figures: [FigureSite]) { self.figures = figures }

    /// What was anticipated in the place of values, by finding.
    public mutating func anticipate(_ values: [Int: Decimal]) {
        anticipated = values.filter { entry($0.key) != nil }
    }

    /// The same, with other numbers of what was anticipated.
    public func scaling(_ scaled: (_ at: Int, _ value: Decimal) -> Decimal?) -> FindingImpacts {
        var own = self
        own.anticipated = [:]
        for (at, value) in anticipated { own.anticipated[at] = scaled(at, value) }
        return own
    }
}
