public import Definitions
public import Expressions
public import Model
public import Tabular

/// Which records of a dataset enter one value, asked of batches as they are added to the sums: what is listed is what was
/// counted.
public struct RecordSelection: Sendable {
    /// Which value of which figure.
    public let part: FigurePart
    /// Position in the pipeline's datasets.
    public let dataset: Int
    /// How the records make the value.
    public let kind: MeasureKind
    /// What of the records says why they are counted.
    public let roles: RecordRoles
    /// The months, or the month at whose close a stock is read, that the records are of.
    public let months: ClosedRange<Month>

    private let plan: DatasetPlan
    private let place: MeasuredPlan.Place
    /// Of statements one for each year.
    private let windows: [Window]
    /// Position among the areas that get figures.
    private let area: Int
    /// Only records of these categories; nil: of any.
    private let categories: Set<[String]>?
    private let areas: AreaTree

    init(
        _ part: FigurePart, _ site: Site, _ measure: MeasuredPlan, _ plan: DatasetPlan, _ pipeline: PipelineDefinition,
        _ schema: Schema, subjects: Set<[String]>? = nil
    ) {
        self.part = part
        dataset = measure.dataset
        kind = measure.kind
        windows = measure.isCumulative ? site.window.statements : [site.window]
        months =
            (windows.first ?? site.window).months.lowerBound...(windows.last ?? site.window).months.upperBound
        area = site.area
        self.plan = plan
        areas = pipeline.areas
        categories = subjects ?? site.cell.map { [$0.codes] }
        let broken = measure.breakdowns.first { place in
            plan.breakdowns[plan.cubes[place.cube].breakdown].names == site.cell?.fields
        }
        place = subjects == nil ? broken ?? measure.whole : measure.matched ?? measure.whole

        let cube = plan.cubes[place.cube]
        let own = cube.measures[place.measure]
        let definition = pipeline.datasets[measure.dataset]
        let (date, until): (Int, Int?) =
            switch plan.timings[cube.timing].timestamp {
            case .day(let field), .period(let field): (field, nil)
            case .spell(let from, let to, rule: _): (from, to)
            }
        let shown = site.cell == nil ? measure.breakdowns : [place]
        roles = RecordRoles(
            key: definition.primaryKey.compactMap { schema.index(of: $0) }, area: plan.areaFields[cube.areaField],
            date: date, until: until,
            subject: own.subject.map { plan.subjects[$0] } ?? definition.subject.flatMap { schema.index(of: $0) },
            operand: own.operand,
            categories: shown.flatMap { plan.breakdowns[plan.cubes[$0.cube].breakdown].fields.map(\.position) })
    }

    /// The rows of a batch that enter the value, ascending, and the number of the reporting unit of each. Arguments are those
    /// of `Partial.add`.
    public func rows(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>? = nil, references: References
    ) -> (rows: [Int], units: [Int32]) {
        let cube = plan.cubes[place.cube]
        let measure = cube.measures[place.measure]
        let timing = plan.timings[cube.timing]
        var asked = standing.intersection(timing.timestamp.validity(batch))
        if let condition = measure.condition {
            asked.formIntersection(plan.conditions[condition].evaluateCondition(batch, references: references).yes)
        }
        if let field = measure.operand ?? measure.subject.map({ plan.subjects[$0] }) {
            asked.formIntersection(batch.columns[field].validity)
        }
        let spells = Spells(timing, batch, standing: standing, during: during)
        let spans = windows.map { timing.axis.span($0) }
        let units = plan.units.units(batch.columns[plan.areaFields[cube.areaField]])
        let isCounted = plan.units.lineages.map { $0.contains(area) }
        let inCategory = categoryRows(plan.breakdowns[cube.breakdown], batch, standing)
        var found: (rows: [Int], units: [Int32]) = ([], [])
        asked.forEachSet { row in
            let first = Int(spells.first[row])
            let last = Int(spells.last?[row] ?? spells.first[row])
            guard first >= 0, first <= last,
                spans.contains(where: { first < $0.upperBound && last >= $0.lowerBound && !$0.isEmpty }),
                isCounted[Int(units[row])], inCategory?[row] ?? true
            else { return }
            found.rows.append(row)
            found.units.append(units[row])
        }
        return found
    }

    /// By row whether it is in the category; nil: every row is.
    private func categoryRows(_ breakdown: Breakdown, _ batch: Batch, _ standing: Bitmap) -> [Bool]? {
        guard let categories else { return nil }
        var met = Categories(breakdown)
        let numbers = met.numbers(batch, standing: standing)
        let isAsked = (0..<met.count).map { number in
            number > 0 && categories.contains(met.codes(met.parts(number), areas))
        }
        return numbers.map { isAsked[Int($0)] }
    }
}
