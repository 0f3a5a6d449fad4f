import Definitions
import Model

/// Which subjects a union was counted of.
struct UnionKey: Hashable {
    var indicator: Int
    var window: Window
}

extension Evaluation {
    /// Subjects that are counted over several indicators or times: of a union each once however many registers it is in, of a
    /// flow those whose standing is another than it was. A register that was not delivered leaves no number, as in a formula.
    func counted(_ site: Site, _ formula: FormulaPlan) -> Amount {
        let operands = formula.operands.indices.map { amount(operandSite($0, of: site, formula)) }
        let isPartial = definition(site).partial
        let missing = operands.map { isPartial ? $0 : $0.whole }.filter { $0.value == nil }
        let records = operands.map(\.records).max() ?? 0
        guard missing.isEmpty else {
            let status: FigureStatus = missing.contains { $0.status == .notDelivered } ? .notDelivered : .missing
            return Amount(value: nil, status: status, records: records)
        }
        let key = UnionKey(indicator: site.indicator, window: site.window)
        let counts = unions[key] ?? (formula.flow.map { moved(site, formula, $0) } ?? united(site, formula))
        unions[key] = counts
        let status: FigureStatus = operands.contains { $0.status == .partial } ? .partial : .normal
        return Amount(value: Fraction(Int128(counts[site.area])), status: status, records: counts[site.area])
    }

    /// By area that gets figures.
    private func united(_ site: Site, _ formula: FormulaPlan) -> [Int64] {
        let areaCount = plan.units.areas.count
        var counts = [Int64](repeating: 0, count: areaCount)
        var names = ByteStrings()
        // Pairs of subject and area that have been counted.
        var met = KeyNumbers()
        for position in formula.operands.indices {
            forEachSubject(operandSite(position, of: site, formula)) { name, unit in
                let subject = names.number(name)
                for area in plan.units.lineages[unit] {
                    let known = met.count
                    if met.number(UInt64(subject * areaCount + area)) == known { counts[area] += 1 }
                }
            }
        }
        return counts
    }

    /// The subjects that an indicator counts in its window, anywhere, each with every unit that it is in (0: none).
    func forEachSubject(_ site: Site, _ body: (_ name: ArraySlice<UInt8>, _ unit: Int) -> Void) {
        guard case .measured(let measure) = plan.indicators[site.indicator].source,
            let partial = partials.indices.contains(measure.dataset) ? partials[measure.dataset] : nil
        else { return }
        let cube = partial.cubes[measure.whole.cube]
        guard let subjects = cube.subjects[measure.whole.measure],
            let list = cube.plan.measures[measure.whole.measure].subject
        else { return }
        let axis = partial.plan.timings[cube.plan.timing].axis
        let span = axis.span(measure.isCumulative ? site.window.statement : site.window)
        var mask = [UInt64](repeating: 0, count: subjects.wordCount)
        for time in span { mask[time >> 6] |= 1 << UInt64(time & 63) }
        let times = subjects.times
        for entry in subjects.entries
        where mask.indices.contains(where: { times[entry.words + $0] & mask[$0] != 0 }) {
            body(partial.subjects[list][entry.subject], entry.unit)
        }
    }
}
