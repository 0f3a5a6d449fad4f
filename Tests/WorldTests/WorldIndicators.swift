import Model

extension WorldGenerator {
    /// Indicators of every dataset, then formulas over them.
    mutating func makeIndicators() {
        for dataset in world.datasets.indices {
            // What a table is follows from what is made of it: records of a flow, a register, statements since January.
            let timing = dice.pick(WorldGenerator.timings)
            for i in 0..<dice.number(1...3) {
                makeMeasured(dataset, timing == .stock && i > 0 && dice.once(in: 3) ? .flow : timing)
            }
        }
        for _ in 0..<dice.number(0...2) { makeFormula() }
    }

    static let timings: [WorldIndicator.Measured.Timing] = [.flow, .flow, .flow, .stock, .stock, .cumulative]

    private mutating func makeMeasured(_ dataset: Int, _ timing: WorldIndicator.Measured.Timing) {
        var measured = WorldIndicator.Measured(
            dataset: dataset, kind: .count, field: nil, filter: nil, timing: timing,
            area: dice.pick([.area, .area, .other]), date: timing == .flow && dice.once(in: 6) ? .since : .day)
        measured.kind = dice.pick(
            timing == .cumulative
                ? [.count, .countDistinct, .sum, .sum, .sum]
                : [.count, .countDistinct, .countDistinct, .sum, .sum, .min, .max, .mean])
        if timing == .stock {
            measured.date = nil
            measured.hasEnd = !dice.once(in: 3)
            measured.isCohort = dice.once(in: 3)
        }
        switch measured.kind {
        case .count: break
        case .countDistinct: measured.field = dice.pick([.subject, .subject, .kind, .other])
        default: measured.field = dice.pick([.value, .value, .extra])
        }
        if dice.once(in: 2) { measured.filter = filter() }
        let isAdditive = ![.min, .max, .mean].contains(measured.kind)
        var indicator = WorldIndicator(
            id: "i\(world.indicators.count)", measured: measured, formula: nil, frequency: .month,
            statistics: statistics(isAdditive: isAdditive, isStock: timing == .stock))
        if dice.once(in: 3) {
            indicator.breakdowns = dice.pick([[[.kind]], [[.flag]], [[.kind, .flag]], [[.kind], [.flag]]])
        }
        indicator.isPartial = dice.once(in: 4)
        world.indicators.append(indicator)
    }

    /// Ratios, differences and sums of what there is, now, a year earlier and at the year's opening.
    private mutating func makeFormula() {
        func isPlain(_ position: Int) -> Bool {
            guard let measured = world.indicators[position].measured else { return false }
            return measured.timing != .cumulative
        }
        let operands = world.indicators.indices.filter(isPlain)
        guard !operands.isEmpty else { return }
        let (a, b) = (dice.pick(operands), dice.pick(operands))
        let isStock = world.isStock(a)
        var formula: WorldFormula
        switch dice.number(0...4) {
        case 0: formula = .binary("/", .indicator(a, .same), .indicator(b, .same))
        case 1 where isStock: formula = .binary("-", .indicator(a, .same), .indicator(a, .yearStart))
        case 1, 2: formula = .binary("-", .indicator(a, .same), .indicator(a, .priorYear))
        case 3: formula = .binary("+", .indicator(a, .same), .indicator(a, .same))
        default: formula = .binary("*", .indicator(a, .same), .number(dice.number(2...3)))
        }
        if dice.once(in: 4) { formula = .binary("/", formula, .number(3)) }
        world.indicators.append(
            WorldIndicator(
                id: "i\(world.indicators.count)", measured: nil, formula: formula, frequency: .month,
                statistics: statistics(isAdditive: false, isStock: world.isStock(a) && world.isStock(b))))
    }

    /// The value, then some of the others.
    private mutating func statistics(isAdditive: Bool, isStock: Bool) -> [WorldStatistic] {
        var pool: [WorldStatistic] = [.prior, .yoy, .change]
        if isAdditive { pool.append(.share) }
        if isStock { pool.append(.growthOnOpening) }
        var chosen = pool.filter { _ in dice.once(in: 2) }
        let ranked = ["value", "value"] + pool.map(\.name)
        for _ in 0..<dice.number(0...2) {
            let among = dice.pick(["siblings", "siblings", "group", "level"])
            let under: AreaKind? = among == "level" ? dice.pick([nil, .province, .city]) : nil
            let rank = WorldStatistic.rank(
                of: dice.pick(ranked), among: among, under: under, isAscending: dice.once(in: 4))
            let isKnown = chosen.contains { other in
                if case .rank(let of, let with, let above, _) = other,
                    case .rank(let of2, let with2, let above2, _) = rank
                {
                    return of == of2 && with == with2 && above == above2
                }
                return false
            }
            if !isKnown { chosen.append(rank) }
        }
        return [.value] + chosen
    }

    private mutating func filter() -> WorldFilter {
        let simple = [
            ("kind = 'a'", "kind = 'a'", [WorldField.kind]), ("kind in ('a', 'b')", "kind IN ('a', 'b')", [.kind]),
            ("flag is null or flag <> 'x'", "flag IS NULL OR flag <> 'x'", [.flag]),
            ("flag <> 'x'", "flag <> 'x'", [.flag]), ("value >= 20", "value >= 2000", [.value]),
            ("extra > 1.5", "extra > 15", [.extra]), ("extra is null", "extra IS NULL", [.extra]),
            ("not (kind = 'b' and flag = 'y')", "NOT (kind = 'b' AND flag = 'y')", [.kind, .flag]),
            ("until is null or until > since", "until IS NULL OR until > since", [.until, .since]),
        ]
        let (text, sql, fields) = dice.pick(simple)
        return WorldFilter(text: text, sql: sql, fields: fields)
    }

    /// Sometimes nobody is named, sometimes each unit sends its own, or the bureau until a month and they after it.
    mutating func makeSenders() {
        for dataset in world.datasets.indices where dice.once(in: 2) {
            let start = Month(year: 2024, month: dice.pick([1, 1, 7]))
            var named = false
            for unit in units where dice.once(in: 2) {
                named = true
                world.senders.append(
                    WorldSender(
                        dataset: dataset, area: unit, frequency: .month, from: dice.once(in: 2) ? start : nil, to: nil))
            }
            if dice.once(in: named ? 3 : 1) {
                let end = dice.once(in: 2) ? start.advanced(by: -1) : nil
                world.senders.append(
                    WorldSender(dataset: dataset, area: nil, frequency: .quarter, from: nil, to: end))
            } else if dice.once(in: 3) {
                world.senders.append(
                    WorldSender(dataset: dataset, area: 2, frequency: .month, from: nil, to: nil))
            }
        }
    }
}
