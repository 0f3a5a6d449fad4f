import Definitions
import Expressions
import Model
import Tabular

/// Goes through the questioned records of one dataset: which figures each of them feeds, and by how much.
struct ImpactAssessment {
    private(set) var sites: ImpactSites
    /// Of all records.
    private(set) var contributions: ContributionLog
    private(set) var anticipated: [Int: AnticipatedValue] = [:]
    private let plan: DatasetPlan
    private let reach: RowReach
    private let anticipation: Anticipation
    /// By cube and measure all fields that say whether, where and with what a row counts.
    private let reads: [[Set<Int>]]
    /// By site the position of its contribution among those that are put together, where it has one in this round.
    private var positions: [(round: Int, position: Int)] = []
    private var round = 0

    init?(_ evaluation: Evaluation, dataset: Int, _ anticipation: Anticipation, _ ceiling: MemoryCeiling?) {
        guard let plan = evaluation.plan.datasets[dataset] else { return nil }
        sites = ImpactSites(evaluation, dataset: dataset)
        contributions = ContributionLog(ceiling)
        reads = plan.cubes.map { cube in
            cube.measures.map { measure in
                plan.fields(measure, plan.timings[cube.timing], plan.areaFields[cube.areaField])
                    .union(plan.breakdowns[cube.breakdown].fields.map(\.position))
            }
        }
        self.plan = plan
        reach = RowReach(plan: plan)
        self.anticipation = anticipation
    }

    /// One measure of a cube with what is known of a batch for it.
    private struct View {
        var typed: Batch
        var spells: [Spells]
        var answers: [(yes: Bitmap, missing: Bitmap)]
        /// By breakdown of the plan: the cell of each row, nil where it lacks a part.
        var cells: [[Int?]]
    }

    mutating func add(_ records: QuestionedRecords, references: References) {
        let own = view(records.typed, references)
        let corrected = records.corrected.mapValues { view($0, references) }
        var entry: RecordContributions = []
        for (position, question) in records.questions.enumerated() {
            let after = question.correctedField.flatMap { corrected[$0] }
            entry.append((question.finding, contributions(of: question, records, own, after, references)))
            let next = position + 1 < records.questions.count ? records.questions[position + 1] : nil
            guard next?.row != question.row || next?.record != question.record else { continue }
            contributions.append(entry, record: question.record)
            entry = []
        }
    }

    private mutating func contributions(
        of question: Question, _ records: QuestionedRecords, _ own: View, _ after: View?, _ references: References
    ) -> [Contribution] {
        guard question.other != nil || records.fates[question.row] != .apart else { return [] }
        var found: [Contribution] = []
        let other = question.other.map { view($0.typed, references) }
        for (c, cube) in plan.cubes.enumerated() {
            for m in cube.measures.indices {
                let place = MeasuredPlan.Place(cube: c, measure: m)
                let targets = sites.targets(of: place)
                guard !targets.isEmpty else { continue }
                if let after {
                    move(question, records, own, to: after, place, targets, &found)
                } else {
                    assess(question, records, own, other, place, targets, &found)
                }
            }
        }
        return withFormulas(found)
    }

    private mutating func view(_ typed: Batch, _ references: References) -> View {
        let all = Bitmap(count: typed.rowCount, repeating: true)
        return View(
            typed: typed, spells: plan.timings.map { Spells($0, typed, standing: all) },
            answers: plan.conditions.map { $0.evaluateCondition(typed, references: references) },
            cells: plan.breakdowns.map { breakdown in
                guard !breakdown.fields.isEmpty else { return [] }
                var met = Categories(breakdown)
                let numbers = met.numbers(typed, standing: all)
                let areas = sites.evaluation.plan.pipeline.areas
                return numbers.map { number in
                    guard number > 0 else { return nil }
                    let parts = met.parts(Int(number))
                    return sites.number(
                        Cell(fields: breakdown.names, codes: met.codes(parts, areas), parts: parts))
                }
            })
    }

    // MARK: One measure

    private mutating func assess(
        _ question: Question, _ records: QuestionedRecords, _ own: View, _ counted: View?, _ place: MeasuredPlan.Place,
        _ targets: [ImpactSites.Target], _ found: inout [Contribution]
    ) {
        let cube = plan.cubes[place.cube]
        let measure = cube.measures[place.measure]
        let reads = reads[place.cube][place.measure]
        let row = question.row
        if let fields = question.fields, fields.isDisjoint(with: reads) { return }
        if let other = question.other, let counted {
            if accepts(measure, counted, other.row, []) {
                let value = measure.operand.flatMap { integer(counted.typed, other.row, $0) }
                change(.removed, value ?? 0, question.doubt, counted, other.row, records, place, targets, &found)
            }
            if accepts(measure, own, row, []) {
                let value = measure.operand.flatMap { integer(own.typed, row, $0) }
                change(.added, value ?? 0, question.doubt, own, row, records, place, targets, &found)
            }
            return
        }
        let failed = records.failed[row]
        let isOut = records.fates[row] == .keptOut || (question.isError && !failed.isDisjoint(with: reads))
        guard accepts(measure, own, row, isOut ? failed : []) else { return }
        let reported = measure.operand.flatMap { integer(own.typed, row, $0) }
        let isOfValue = measure.operand.map { question.fields?.contains($0) ?? false } ?? false
        if isOut {
            let value = measure.operand == nil ? 0 : likely(question, own.typed, row, measure.operand, failed)
            if let value { change(.added, value, 1, own, row, records, place, targets, &found) }
        } else if isOfValue, let operand = measure.operand, let reported {
            guard let expected = expected(question, own.typed, row, operand) else { return }
            let suspicion = max(suspicion(reported, expected), question.isStated ? question.doubt : 0)
            let (difference, overflow) = expected.value.subtractingReportingOverflow(reported)
            change(
                .replaced, overflow ? (reported > 0 ? .min : .max) : difference, suspicion, own, row, records, place,
                targets, &found, isOfValue: true)
        } else if measure.operand == nil || reported != nil, failed.isDisjoint(with: reads) {
            change(.removed, reported ?? 0, question.doubt, own, row, records, place, targets, &found)
        }
    }

    /// What changes where a record counts is taken off here and added there.
    private mutating func move(
        _ question: Question, _ records: QuestionedRecords, _ own: View, to after: View, _ place: MeasuredPlan.Place,
        _ targets: [ImpactSites.Target], _ found: inout [Contribution]
    ) {
        let cube = plan.cubes[place.cube]
        let measure = cube.measures[place.measure]
        let reads = reads[place.cube][place.measure]
        let (row, failed) = (question.row, records.failed[question.row])
        if let fields = question.fields, fields.isDisjoint(with: reads) { return }
        let isOut = records.fates[row] == .keptOut || (question.isError && !failed.isDisjoint(with: reads))
        let isCounted = !isOut && failed.isDisjoint(with: reads) && accepts(measure, own, row, [])
        if isCounted, let value = value(measure, own, row) {
            change(.removed, value, question.doubt, own, row, records, place, targets, &found)
        }
        // What another error keeps out is not added by putting this right.
        guard isOut || failed.isDisjoint(with: reads), accepts(measure, after, row, []) else { return }
        if let value = value(measure, after, row) {
            change(.added, value, isOut ? 1 : question.doubt, after, row, records, place, targets, &found)
        }
    }

    /// What a measure adds up of a row: nothing of one that it counts; nil where it is missing.
    private func value(_ measure: MeasurePlan, _ view: View, _ row: Int) -> Int64? {
        guard let operand = measure.operand else { return 0 }
        return integer(view.typed, row, operand)
    }

    /// Whether a measure counts the row, were it not for the fields that failed: those could be anything.
    private func accepts(_ measure: MeasurePlan, _ view: View, _ row: Int, _ failed: Set<Int>) -> Bool {
        guard let condition = measure.condition, !view.answers[condition].yes[row] else { return true }
        return view.answers[condition].missing[row] && !failed.isDisjoint(with: plan.conditions[condition].fields)
    }

    private func integer(_ batch: Batch, _ row: Int, _ field: Int) -> Int64? {
        guard case .integers(let column) = batch.columns[field], column.validity[row] else { return nil }
        return column.values[row]
    }

    private mutating func expected(_ question: Question, _ batch: Batch, _ row: Int, _ field: Int) -> AnticipatedValue?
    {
        if let known = question.expected { return known }
        let value = anticipation.value(batch, row: row, field: field)
        if let value { anticipated[question.finding] = value }
        return value
    }

    /// What a record that is kept out would have added: what it states, unless just that is what failed.
    private mutating func likely(
        _ question: Question, _ batch: Batch, _ row: Int, _ operand: Int?, _ failed: Set<Int>
    ) -> Int64? {
        guard let operand else { return nil }
        let reported = integer(batch, row, operand)
        guard failed.contains(operand) || reported == nil else { return reported }
        guard let expected = expected(question, batch, row, operand) else { return reported.map(abs) }
        if question.isStated { return expected.value }
        // A wrong sign, or a bound passed by a value that is not strange otherwise.
        if let reported, reported != .min, suspicion(abs(reported), expected) <= 0.5 { return abs(reported) }
        return expected.value
    }

    /// 0 where a value is what was anticipated, towards 1 with the ratio of both, the slower the further values lie apart. A half
    /// is reached at twice or half of what the subject's own history says; within a group three times the distance of its
    /// quartiles away, as ratios go, where of ten thousand values that spread as incomes do one lies.
    private func suspicion(_ reported: Int64, _ expected: AnticipatedValue) -> Double {
        guard expected.value > 0, reported > 0 else { return 1 }
        let (a, b) = (Double(reported), Double(expected.value))
        let distance = max(a / b, b / a) - 1
        return distance / (distance + expected.spread * expected.spread * expected.spread)
    }

    // MARK: Into figures

    private enum Change { case added, removed, replaced }

    private mutating func change(
        _ change: Change, _ value: Int64, _ suspicion: Double, _ view: View, _ row: Int, _ records: QuestionedRecords,
        _ place: MeasuredPlan.Place, _ targets: [ImpactSites.Target], _ found: inout [Contribution],
        isOfValue: Bool = false
    ) {
        let cube = plan.cubes[place.cube]
        let areas = reach.areas(view.typed.columns[plan.areaFields[cube.areaField]], row, records.origin)
        let times = reach.times(
            row, view.spells[cube.timing], plan.timings[cube.timing], view.typed, cube, records.origin)
        guard !times.isEmpty else { return }
        for target in targets {
            var cell = -1
            if target.fields != nil {
                guard let own = view.cells[cube.breakdown][row] else { continue }
                cell = own
            }
            let rows = areas.map { sites.row(of: target, area: $0, cell: cell) }
            for (position, (_, span)) in target.windows.enumerated() where span.overlaps(times) {
                for row in rows {
                    let site = sites.number(target, position, row)
                    // What is not published for want of deliveries is not changed by a record either.
                    guard sites.amounts[Int(site)].status != .notDelivered,
                        let delta = delta(change, value, target, site), delta != 0
                    else { continue }
                    found.append(
                        Contribution(site: site, delta: delta, weighted: delta * suspicion, isOfValue: isOfValue))
                }
            }
        }
    }

    /// `value`: of the record, or the difference of two.
    private func delta(_ change: Change, _ value: Int64, _ target: ImpactSites.Target, _ site: Int32) -> Double? {
        let worth = Double(value) * target.factor
        switch target.kind {
        case .sum: return change == .removed ? -worth : worth
        case .count, .countDistinct:
            switch change {
            case .added: return 1
            case .removed: return -1
            case .replaced: return nil
            }
        case .mean:
            let amount = sites.amounts[Int(site)]
            guard amount.value != nil else { return nil }
            let (mean, records) = (sites.values[Int(site)], Double(amount.records))
            switch change {
            case .added: return (worth - mean) / (records + 1)
            case .removed: return records > 1 ? (mean - worth) / (records - 1) : nil
            case .replaced: return worth / max(records, 1)
            }
        case .min, .max, .median: return nil
        }
    }

    /// Formulas do not form circles; where they are very many, the first changes say enough.
    private static let mostCarried = 10_000

    /// One contribution a figure, those to formulas behind.
    private mutating func withFormulas(_ found: [Contribution]) -> [Contribution] {
        var merged: [Contribution] = []
        merged.reserveCapacity(found.count)
        round += 1
        for contribution in found { add(contribution, to: &merged) }
        // Formulas of formulas too: each change is carried on by itself.
        var carried = merged
        var at = 0
        while at < carried.count, at < ImpactAssessment.mostCarried {
            let own = carried[at]
            at += 1
            guard own.delta != 0 else { continue }
            for (site, delta) in sites.changes(of: own.site, by: own.delta) {
                let change = Contribution(
                    site: site, delta: delta, weighted: delta * (own.weighted / own.delta), isOfValue: own.isOfValue)
                add(change, to: &merged)
                carried.append(change)
            }
        }
        merged.removeAll { $0.delta == 0 }
        return merged
    }

    private mutating func add(_ contribution: Contribution, to merged: inout [Contribution]) {
        let site = Int(contribution.site)
        while positions.count <= site { positions.append((0, 0)) }
        guard positions[site].round == round else {
            positions[site] = (round, merged.count)
            merged.append(contribution)
            return
        }
        let at = positions[site].position
        merged[at].delta += contribution.delta
        merged[at].weighted += contribution.weighted
        merged[at].isOfValue = merged[at].isOfValue || contribution.isOfValue
    }
}
