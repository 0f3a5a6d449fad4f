import Definitions
import Expressions
import Model
import Tabular

/// Makes shares of figures, scores and the cut of what questions contribute.
struct ImpactRanking {
    /// All that may stay below the cut may not change a figure by more than this part of it (methods: t.sel).
    static let limit = 0.01
    private static let shown = 5

    let impacts: Impacts

    init(_ parts: [(records: [QuestionedRecords], assessment: ImpactAssessment)]) {
        var impacts = Impacts()
        var cuts: [RankedRecord] = []
        var offset = 0
        for part in parts {
            let ranked = ImpactRanking.rank(part.records, part.assessment, offset, &impacts)
            cuts += ranked
            offset += part.assessment.sites.places.count
        }
        impacts.cut = ImpactRanking.cut(cuts, siteCount: offset)
        self.impacts = impacts
    }

    /// A record with the shares of figures that its exceptions may change, and the best score among them.
    private struct RankedRecord {
        var score: Double
        var shares: [(site: Int, share: Double)]
    }

    private static func rank(
        _ records: [QuestionedRecords], _ assessment: ImpactAssessment, _ offset: Int, _ impacts: inout Impacts
    ) -> [RankedRecord] {
        let sites = assessment.sites
        let (questions, groups) = byRecord(records)
        // What the figures would be if all that is likely wrong were put right: one correction a record.
        let corrections = groups.map { group in strongest(group.map { assessment.contributions[$0] }) }
        var corrected = sites.values
        for record in corrections {
            for part in record where part.weighted.magnitude > 0.5 * part.delta.magnitude {
                corrected[Int(part.site)] += part.delta
            }
        }
        func share(_ part: Contribution) -> Double {
            let whole = max(corrected[Int(part.site)].magnitude, 1e-9)
            let suspicion = part.delta == 0 ? 0 : (part.weighted / part.delta).magnitude
            return rounded(corrected[Int(part.site)] == 0 ? suspicion : part.weighted.magnitude / whole)
        }
        var ranked: [RankedRecord] = []
        for (group, record) in zip(groups, corrections) {
            var best = (score: 0.0, breadth: 0.0)
            for position in group {
                let effects = assessment.contributions[position].map { (site: $0.site, share: share($0)) }
                    .filter { $0.share > 0 }
                    .sorted { ($1.share, $0.site) < ($0.share, $1.site) }
                guard let first = effects.first else { continue }
                let impact = FindingImpact(
                    score: first.share, breadth: rounded(effects.reduce(0) { $0 + min($1.share, 1) }),
                    effects: strongest(effects, sites))
                let own = (score: min(first.share, 1), breadth: impact.breadth)
                if best < own { best = own }
                impacts.byFinding[questions[position].finding] = impact
            }
            guard best.score > 0 else { continue }
            for position in group {
                let finding = questions[position].finding
                impacts.byFinding[finding, default: FindingImpact()].recordScore = best.score
                impacts.byFinding[finding, default: FindingImpact()].recordBreadth = best.breadth
            }
            ranked.append(
                RankedRecord(
                    score: best.score,
                    shares: record.map { part in
                        (offset + Int(part.site), part.delta < 0 ? -share(part) : share(part))
                    }))
        }
        doubt(corrections, sites, corrected, &impacts)
        return ranked
    }

    /// All questions one after another, and which of them are about one record: in order of the first of each.
    private static func byRecord(_ records: [QuestionedRecords]) -> (questions: [Question], groups: [[Int]]) {
        enum Record: Hashable { case numbered(Int), row(batch: Int, row: Int) }
        var questions: [Question] = []
        var groups: [[Int]] = []
        var known: [Record: Int] = [:]
        for (number, batch) in records.enumerated() {
            for question in batch.questions {
                let record = question.record.map { Record.numbered($0) } ?? .row(batch: number, row: question.row)
                let group = known[record] ?? groups.count
                if group == groups.count { groups.append([]) }
                known[record] = group
                groups[group].append(questions.count)
                questions.append(question)
            }
        }
        return (questions, groups)
    }

    /// Of each indicator the figure with the largest effect, as far as they are shown.
    private static func strongest(
        _ effects: [(site: Int32, share: Double)], _ sites: ImpactSites
    ) -> [FindingImpact.Effect] {
        var seen: Set<Int> = []
        return effects.filter { seen.insert(sites.places[Int($0.site)].indicator).inserted }.prefix(shown).map {
            FindingImpact.Effect(figure: sites.published($0.site), share: $0.share)
        }
    }

    /// By figure the strongest of a record's contributions: it is put right once.
    private static func strongest(_ lists: [[Contribution]]) -> [Contribution] {
        guard lists.count > 1 else { return lists.first ?? [] }
        var kept: [Int32: Contribution] = [:]
        for part in lists.joined() {
            if let known = kept[part.site], known.weighted.magnitude >= part.weighted.magnitude { continue }
            kept[part.site] = part
        }
        return kept.values.sorted { $0.site < $1.site }
    }

    /// From the lowest score up: as long as what is left cannot change any figure by more than the limit.
    private static func cut(_ records: [RankedRecord], siteCount: Int) -> ReviewCut? {
        guard !records.isEmpty else { return nil }
        let ascending = records.enumerated().sorted {
            ($0.element.score, $1.offset) < ($1.element.score, $0.offset)
        }.map(\.element)
        var left = [Double](repeating: 0, count: siteCount)
        var remaining = 0.0
        var at = 0
        while at < ascending.count {
            // Equal scores stand on one side.
            var next = at
            var largest = remaining
            while next < ascending.count, ascending[next].score == ascending[at].score {
                for (site, share) in ascending[next].shares {
                    left[site] += share
                    largest = max(largest, left[site].magnitude)
                }
                next += 1
            }
            guard largest <= limit else { break }
            remaining = largest
            at = next
        }
        let score = at < ascending.count ? ascending[at].score : (ascending.last?.score ?? 0) * 2
        return ReviewCut(score: score, remaining: rounded(remaining), limit: limit)
    }

    /// A value that counts holds a figure back once it is four times what was anticipated of its own, or a quarter.
    private static let serious = 0.75

    /// Parts of figures that rest on values which count and are likely wrong.
    private static func doubt(
        _ corrections: [[Contribution]], _ sites: ImpactSites, _ corrected: [Double], _ impacts: inout Impacts
    ) {
        var sums: [Int32: Double] = [:]
        for part in corrections.joined()
        where part.isOfValue && part.weighted.magnitude >= serious * part.delta.magnitude {
            sums[part.site, default: 0] += part.weighted
        }
        for (site, sum) in sums {
            let place = sites.places[Int(site)]
            guard place.cell < 0, !place.isRestated, sum != 0, corrected[Int(site)] != 0 else { continue }
            impacts.doubted[sites.published(site)] = rounded(sum.magnitude / corrected[Int(site)].magnitude)
        }
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
        _ records: [QuestionedRecords], _ anticipations: [Int: Anticipation], references: References
    ) -> Impacts {
        let parts = Set(records.map(\.dataset)).sorted().compactMap {
            dataset -> (records: [QuestionedRecords], assessment: ImpactAssessment)? in
            guard let anticipation = anticipations[dataset],
                var assessment = ImpactAssessment(self, dataset: dataset, anticipation)
            else { return nil }
            let own = records.filter { $0.dataset == dataset }
            for batch in own { assessment.add(batch, references: references) }
            return (own, assessment)
        }
        var impacts = ImpactRanking(parts).impacts
        for part in parts {
            for (finding, value) in part.assessment.anticipated {
                impacts.byFinding[finding]?.anticipated = Decimal(mantissa: Int128(value.value), scale: 0)
            }
        }
        return impacts
    }
}
