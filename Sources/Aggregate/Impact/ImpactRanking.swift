import Definitions
import Expressions
import Model
import Tabular

/// Makes shares of figures, scores and the cut of what questions contribute.
struct ImpactRanking {
    /// All that may stay below the cut may not change a figure by more than this part of it (methods: t.sel).
    static let limit = 0.01
    /// Figures that are shown of an exception.
    private static let most = 5
    /// A value that counts holds a figure back once it is four times what was anticipated of its own, or a quarter.
    private static let serious = 0.75

    private(set) var impacts: Impacts
    private let parts: [ImpactAssessment]
    /// Where each part's sites begin among those of all.
    private var offsets: [Int] = []
    /// By part and site what the figure would be with all that is likely wrong put right.
    private var corrected: [[Double]] = []
    /// Those with an effect on any figure.
    private var ranked: [RankedRecord] = []

    init(_ parts: [ImpactAssessment], _ ceiling: MemoryCeiling?) {
        self.parts = parts
        impacts = Impacts(ceiling)
        var offset = 0
        for part in parts {
            offsets.append(offset)
            offset += part.sites.places.count
        }
        for part in parts { correct(part) }
        for part in parts.indices { rank(part) }
        impacts.byFinding.name(
            parts.flatMap { part in part.sites.places.indices.map { part.sites.published(Int32($0)) } })
        impacts.cut = cut(siteCount: offset)
        var anticipated: [Int: Decimal] = [:]
        for part in parts {
            for (finding, value) in part.anticipated {
                anticipated[finding] = Decimal(mantissa: Int128(value.value), scale: 0)
            }
        }
        impacts.byFinding.anticipate(anticipated)
    }

    /// A record whose exceptions may change figures, and the best score among them.
    private struct RankedRecord {
        var score: Double
        var part: Int32
        /// In the part's log.
        var record: Int32
    }

    private func share(_ part: Contribution, _ corrected: [Double]) -> Double {
        let whole = max(corrected[Int(part.site)].magnitude, 1e-9)
        let suspicion = part.delta == 0 ? 0 : (part.weighted / part.delta).magnitude
        return rounded(corrected[Int(part.site)] == 0 ? suspicion : part.weighted.magnitude / whole)
    }

    /// What the figures would be if all that is likely wrong were put right: one correction a record; and which of them rest on
    /// values that count and are likely wrong.
    private mutating func correct(_ part: ImpactAssessment) {
        var values = part.sites.values
        var sums: [Int32: Double] = [:]
        for record in 0..<part.contributions.count {
            for effect in ImpactRanking.strongest(part.contributions.record(record)) {
                if effect.weighted.magnitude > 0.5 * effect.delta.magnitude { values[Int(effect.site)] += effect.delta }
                if effect.isOfValue, effect.weighted.magnitude >= ImpactRanking.serious * effect.delta.magnitude {
                    sums[effect.site, default: 0] += effect.weighted
                }
            }
        }
        for (site, sum) in sums {
            let (place, corrected) = (part.sites.places[Int(site)], values[Int(site)])
            guard place.cell < 0, !place.isRestated, sum != 0, corrected != 0 else { continue }
            impacts.doubted[part.sites.published(site)] = rounded(sum.magnitude / corrected.magnitude)
        }
        corrected.append(values)
    }

    private mutating func rank(_ number: Int) {
        let (corrected, places) = (corrected[number], parts[number].sites.places)
        for record in 0..<parts[number].contributions.count {
            let questions = parts[number].contributions.record(record)
            let effects = questions.map { question in
                question.effects.map { (share: share($0, corrected), site: $0.site) }.filter { $0.share > 0 }
                    .sorted { ($1.share, $0.site) < ($0.share, $1.site) }
            }
            let breadths = effects.map { rounded($0.reduce(0) { $0 + min($1.share, 1) }) }
            var best = (score: 0.0, breadth: 0.0)
            for (list, breadth) in zip(effects, breadths) where !list.isEmpty {
                let own = (score: min(list[0].share, 1), breadth: breadth)
                if best < own { best = own }
            }
            guard best.score > 0 else { continue }
            for (question, (list, breadth)) in zip(questions, zip(effects, breadths)) {
                impacts.byFinding.add(
                    question.finding, score: list.first?.share ?? 0, breadth: breadth, record: best,
                    effects: ImpactRanking.shown(list, places).map {
                        (figure: Int32(offsets[number]) + $0.site, share: $0.share)
                    })
            }
            ranked.append(RankedRecord(score: best.score, part: Int32(number), record: Int32(record)))
        }
    }

    /// Of each indicator the figure with the largest effect, as far as they are shown.
    private static func shown(
        _ effects: [(share: Double, site: Int32)], _ places: [ImpactSites.Place]
    ) -> [(share: Double, site: Int32)] {
        var shown: [(share: Double, site: Int32)] = []
        for effect in effects {
            let indicator = places[Int(effect.site)].indicator
            if shown.contains(where: { places[Int($0.site)].indicator == indicator }) { continue }
            shown.append(effect)
            if shown.count == ImpactRanking.most { break }
        }
        return shown
    }

    /// By figure the strongest of a record's contributions: it is put right once.
    static func strongest(_ record: RecordContributions) -> [Contribution] {
        guard record.count > 1 else { return record.first?.effects ?? [] }
        var kept: [Int32: Contribution] = [:]
        for part in record.lazy.flatMap(\.effects) {
            if let known = kept[part.site], known.weighted.magnitude >= part.weighted.magnitude { continue }
            kept[part.site] = part
        }
        return kept.values.sorted { $0.site < $1.site }
    }

    /// From the lowest score up: as long as what is left cannot change any figure by more than the limit.
    private func cut(siteCount: Int) -> ReviewCut? {
        guard !ranked.isEmpty else { return nil }
        let ascending = ranked.indices.map { Int32($0) }.sorted {
            (ranked[Int($0)].score, $1) < (ranked[Int($1)].score, $0)
        }
        var left = [Double](repeating: 0, count: siteCount)
        var remaining = 0.0
        var at = 0
        while at < ascending.count {
            // Equal scores stand on one side.
            let score = ranked[Int(ascending[at])].score
            var next = at
            var largest = remaining
            while next < ascending.count, ranked[Int(ascending[next])].score == score {
                let record = ranked[Int(ascending[next])]
                let part = parts[Int(record.part)]
                for effect in ImpactRanking.strongest(part.contributions.record(Int(record.record))) {
                    let share = share(effect, corrected[Int(record.part)])
                    let site = offsets[Int(record.part)] + Int(effect.site)
                    left[site] += effect.delta < 0 ? -share : share
                    largest = max(largest, left[site].magnitude)
                }
                next += 1
            }
            guard largest <= ImpactRanking.limit else { break }
            remaining = largest
            at = next
        }
        let last = ascending.last.map { ranked[Int($0)].score } ?? 0
        let score = at < ascending.count ? ranked[Int(ascending[at])].score : last * 2
        return ReviewCut(score: score, remaining: rounded(remaining), limit: ImpactRanking.limit)
    }
}

/// To 9 decimals: what is compared must not hang on the last bit.
func rounded(_ value: Double) -> Double {
    value.magnitude < 1e6 ? (value * 1e9).rounded() / 1e9 : value.rounded()
}

extension Evaluation {
    /// What questions about records mean for the figures.
    /// - Parameter anticipations: by dataset.
    func impacts(
        _ records: some Sequence<QuestionedRecords>, _ anticipations: [Int: Anticipation], references: References,
        _ ceiling: MemoryCeiling? = nil
    ) -> Impacts {
        var assessments: [Int: ImpactAssessment] = [:]
        var without: Set<Int> = []
        for batch in records where !without.contains(batch.dataset) {
            if assessments[batch.dataset] == nil {
                assessments[batch.dataset] = anticipations[batch.dataset].flatMap {
                    ImpactAssessment(self, dataset: batch.dataset, $0, ceiling)
                }
                if assessments[batch.dataset] == nil { without.insert(batch.dataset) }
            }
            assessments[batch.dataset]?.add(batch, references: references)
        }
        return ImpactRanking(assessments.keys.sorted().compactMap { assessments[$0] }, ceiling).impacts
    }
}
