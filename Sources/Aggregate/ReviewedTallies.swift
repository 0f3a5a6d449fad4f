public import Definitions
public import Expressions
public import Model
public import Tabular

/// What a review changed in the measures of a dataset: records that stand corrected, and records that it took out.
public struct ReviewedTallies: Sendable {
    var corrected: KeptOut
    var excluded: KeptOut

    public init(_ plan: DatasetPlan) {
        corrected = KeptOut(plan)
        excluded = KeptOut(plan)
    }

    /// Takes in records that are counted.
    /// - Parameters:
    ///   - fields: by row, those that were corrected, with what is derived from them.
    ///   - isNew: by row, whether nothing of the record was counted before.
    ///   - month: the last that their table covers.
    ///   - during: the days that are read from them; nil: every day.
    public mutating func add(
        corrected rows: Batch, fields: [Set<Int>], isNew: [Bool], month: Month, during: ClosedRange<CivilDate>?,
        references: References
    ) {
        corrected.add(
            counted: rows, fields: fields, whole: isNew, ErrorRows.Origin(sender: nil, month: month), during: during,
            references)
    }

    /// Takes in records that are not counted, and would have been.
    public mutating func add(
        excluded rows: Batch, month: Month, during: ClosedRange<CivilDate>?, references: References
    ) {
        let all = 0..<rows.rowCount
        excluded.add(
            counted: rows, fields: all.map { _ in [] }, whole: all.map { _ in true },
            ErrorRows.Origin(sender: nil, month: month), during: during, references)
    }
}

extension Evaluation {
    /// How much of a value rests on a review; nil: nothing.
    func reviewed(_ site: Site) -> ReviewedRecords? {
        guard site.cell == nil, case .measured(let measure) = plan.indicators[site.indicator].source,
            let tallies = reviewed[measure.dataset]
        else { return nil }
        let corrected = part(tallies.corrected, measure, site, isIn: true)
        let excluded = part(tallies.excluded, measure, site, isIn: false)
        return corrected == nil && excluded == nil
            ? nil : ReviewedRecords(corrected: corrected, excluded: excluded)
    }

    private func part(_ tallies: KeptOut, _ measure: MeasuredPlan, _ site: Site, isIn: Bool) -> ReviewedRecords.Part? {
        let window = measure.isCumulative ? site.window.statement : site.window
        let axis = tallies.plan.timings[tallies.plan.cubes[measure.whole.cube].timing].axis
        let tally = tallies.tally(measure.whole, area: site.area, axis.span(window))
        guard tally.records > 0 else { return nil }
        let amount = amount(site)
        let isSum = measure.kind == .sum
        let value = isSum ? Fraction(tally.sum).multiplied(by: measure.factor) : nil
        let counted = isSum ? value ?? .zero : Fraction(Int128(tally.records))
        let present = isSum ? amount.value ?? .zero : Fraction(Int128(amount.records))
        let whole = isIn ? present : present.adding(counted) ?? present
        return ReviewedRecords.Part(
            records: tally.records, value: value,
            share: whole.isZero ? .zero : (counted.magnitude ?? counted).divided(by: whole.magnitude ?? whole) ?? .zero)
    }
}
