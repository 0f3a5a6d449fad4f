import Definitions
public import Model
import Tabular

/// What a review decided about records: the decisions that hold, by the record that they are about.
public struct RecordReviews: Sendable {
    public struct Decision: Hashable, Sendable {
        public var disposition: Disposition
        /// Who decided, and when: `王工 2025-01-10`; empty where the answer does not say.
        public var by: String

        init?(_ answer: ReviewAnswer) {
            guard let disposition = answer.disposition else { return nil }
            self.disposition = disposition
            let name = answer.by.isEmpty ? answer.confirmedBy : answer.by
            by = [name, answer.date?.description ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    private struct Record: Hashable {
        var dataset: Int32
        var file: Int32
        var sheet: Int32
        var row: Int64
    }

    private struct Excluded {
        var dataset: Int32
        var area: Int?
        var period: Period?
        var decision: Decision
    }

    private var decisions: [Record: [Decision]] = [:]
    private var excluded: [Excluded] = []
    private let areas: AreaTree

    /// Of the answers that a publication's exceptions have.
    public init(_ publication: Publication) {
        areas = publication.pipeline.areas
        let reader = FindingReader(publication)
        for (position, review) in publication.reviews.sorted(by: { $0.key < $1.key }) where review.state == .answered {
            let finding = publication.findings[position]
            guard let evidence = finding.evidence, let decision = review.answer.flatMap(Decision.init) else { continue }
            let place = evidence.place(row: Int(finding.evidenceRow), field: -1)
            let record = Record(dataset: evidence.dataset, file: place.file, sheet: place.sheet, row: place.row)
            if decisions[record]?.contains(decision) != true { decisions[record, default: []].append(decision) }
            if decision.disposition == .excluded {
                excluded.append(
                    Excluded(
                        dataset: evidence.dataset, area: reader.areaIndex(finding), period: reader.period(finding),
                        decision: decision))
            }
        }
    }

    /// About the record at a place, each once, in order of the exceptions.
    public func decisions(dataset: Int, at place: Place) -> [Decision] {
        guard !decisions.isEmpty else { return [] }
        return decisions[
            Record(dataset: Int32(dataset), file: place.file, sheet: place.sheet, row: place.row), default: []]
    }

    /// Those that took records out which lie in an area, at the place of a value; what a record does not say speaks not against it.
    public func exclusions(dataset: Int, at site: FigureSite) -> [Decision] {
        let last = site.period.lastMonth
        let first: Month? =
            switch site.quantity {
            case .period: site.period.firstMonth
            case .ytd: Month(year: last.year, month: 1)
            case .stock: nil
            }
        return excluded.filter { own in
            if let area = own.area, !areas.lineage(of: area).contains(site.area) { return false }
            guard let period = own.period else { return true }
            if let first, period.lastMonth < first { return false }
            return period.firstMonth <= last
        }.map(\.decision)
    }
}

extension RecordReviews {
    /// How much of a value rests on the decisions about its records, in order of the dispositions.
    /// - Parameter reviewed: what corrections and exclusions come to in it.
    public func decided(_ part: TracedPart, _ reviewed: ReviewedRecords?) -> [ExplainedReview] {
        var records: [Disposition: Int64] = [:]
        var names: [Disposition: Set<String>] = [:]
        for rows in part.rows {
            for row in rows.rows.indices {
                let own = decisions(dataset: part.dataset, at: rows.place(row))
                for decision in own { names[decision.disposition, default: []].insert(decision.by) }
                for disposition in Set(own.map(\.disposition)) { records[disposition, default: 0] += 1 }
            }
        }
        if let excluded = reviewed?.excluded {
            records[.excluded] = excluded.records
            names[.excluded] = Set(exclusions(dataset: part.dataset, at: part.part.own).map(\.by))
        }
        return Disposition.allCases.compactMap { disposition in
            guard let count = records[disposition] else { return nil }
            let share: Fraction? =
                switch disposition {
                case .corrected: reviewed?.corrected?.share
                case .excluded: reviewed?.excluded?.share
                case .confirmed, .sentBack, .waived: nil
                }
            return ExplainedReview(
                part: part.part, disposition: disposition, records: count, share: share,
                by: (names[disposition] ?? []).filter { !$0.isEmpty }.sorted(by: precedesInBytes))
        }
    }
}
