import Definitions
import Expressions
import Model
import Tabular

/// Effects of one question on one figure.
struct Contribution {
    var site: Int32
    /// What the figure changes by if what is doubted is wrong, in base units.
    var delta: Double
    /// The same times suspicion.
    var weighted: Double
    /// The value itself is doubted, by what was anticipated.
    var isOfValue: Bool
}

/// Goes through the questioned records of one dataset: which figures each of them feeds, and by how much.
struct ImpactAssessment {
    private(set) var sites: ImpactSites
    /// By question, in the order given.
    private(set) var contributions: [[Contribution]] = []
    private(set) var anticipated: [Int: AnticipatedValue] = [:]
    private let plan: DatasetPlan
    private let reach: RowReach
    private let anticipation: Anticipation

    init?(_ evaluation: Evaluation, dataset: Int, _ anticipation: Anticipation) {
        guard let plan = evaluation.plan.datasets[dataset] else { return nil }
        sites = ImpactSites(evaluation, dataset: dataset)
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
        for question in records.questions {
            guard question.other != nil || records.fates[question.row] != .apart else {
                contributions.append([])
                continue
            }
            var found: [Contribution] = []
            let other = question.other.map { view($0.typed, references) }
            let after = question.correctedField.flatMap { corrected[$0] }
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
            contributions.append(withFormulas(found))
        }
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
        let reads = reads(measure, cube)
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
        let reads = reads(measure, cube)
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

    /// All fields that say whether, where and with what a row counts.
    private func reads(_ measure: MeasurePlan, _ cube: CubePlan) -> Set<Int> {
        plan.fields(measure, plan.timings[cube.timing], plan.areaFields[cube.areaField])
            .union(plan.breakdowns[cube.breakdown].fields.map(\.position))
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
            for (window, span) in target.windows where span.overlaps(times) {
                for area in areas {
                    let site = sites.number(
                        ImpactSites.Place(
                            indicator: target.indicator, area: area, window: window, cell: cell,
                            isRestated: target.isRestated))
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
        func add(_ contribution: Contribution) {
            if let at = merged.firstIndex(where: { $0.site == contribution.site }) {
                merged[at].delta += contribution.delta
                merged[at].weighted += contribution.weighted
                merged[at].isOfValue = merged[at].isOfValue || contribution.isOfValue
            } else {
                merged.append(contribution)
            }
        }
        found.forEach(add)
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
                add(change)
                carried.append(change)
            }
        }
        return merged.filter { $0.delta != 0 }
    }
}
