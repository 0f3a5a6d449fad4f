import Model
import TestSupport

extension WorldGenerator {
    /// Indicators of every dataset, sometimes one that is stated, then what is computed from them.
    mutating func makeIndicators() {
        let (hasTargets, hasPublished) = (dice.once(in: 3), dice.once(in: 4))
        for dataset in world.datasets.indices {
            // What a table is follows from what is made of it: records of a flow, a register, statements since January.
            let timing =
                world.datasets[dataset].history == "snapshot"
                ? dice.pick([.stock, .stock, .stock, .flow]) : dice.pick(WorldGenerator.timings)
            for i in 0..<dice.pick(world.isFull ? [1, 2, 2] : [1, 1, 2]) {
                makeMeasured(dataset, timing == .stock && i > 0 && dice.once(in: 3) ? .flow : timing)
            }
        }
        let compared = world.isFull ? makeTheme() : nil
        if dice.once(in: 4) { add(.stated(isStock: dice.once(in: 3))) }
        if dice.once(in: 2) { makeFormula() }
        if dice.once(in: world.isFull ? 2 : 4) { makeUnion() }
        if dice.once(in: world.isFull ? 2 : 4) { makeFlow() }
        for i in world.indicators.indices {
            makeBases(i, hasPublished: hasPublished)
            world.indicators[i].statistics = statistics(i, hasTargets: hasTargets)
        }
        if let compared {
            world.indicators[compared].bases = dice.pick([
                ["matched"], ["matched", "records"], ["restated", "matched"],
            ])
            world.indicators[compared].statistics = [.value, .prior, .yoy, .change]
        }
    }

    /// What random indicators are seldom together: sums of those that were there in both years, subjects of several registers,
    /// those who came, left and moved. Answers whose bases are to be told.
    private mutating func makeTheme() -> Int? {
        guard let first = world.indicators[0].measured else { return nil }
        func measured(_ kind: WorldIndicator.Measured.Kind, _ timing: WorldIndicator.Measured.Timing)
            -> WorldIndicator.Measured
        {
            WorldIndicator.Measured(
                dataset: first.dataset, kind: kind, field: kind == .sum ? .value : .subject, filter: nil,
                timing: timing,
                isCohort: false, area: .area, date: timing == .stock ? nil : .day, hasEnd: timing == .stock)
        }
        func add(_ source: WorldIndicator.Source) {
            world.indicators.append(
                WorldIndicator(id: "i\(world.indicators.count)", source: source, frequency: .month))
        }
        let isStatement = first.timing == .cumulative
        switch isStatement ? 0 : dice.number(0...2) {
        case 0:
            let sum = measured(.sum, isStatement ? .cumulative : .flow)
            add(.measured(sum))
            return world.isDeducted(sum) ? nil : world.indicators.count - 1
        case 1:
            add(.measured(measured(.countDistinct, .flow)))
            var other = measured(.countDistinct, dice.pick([.flow, .stock]))
            other.filter = filter()
            add(.measured(other))
            add(.union([world.indicators.count - 2, world.indicators.count - 1]))
        default:
            var stock = measured(.countDistinct, .stock)
            stock.isCohort = dice.once(in: 2)
            add(.measured(stock))
            let position = world.indicators.count - 1
            for kind in WorldIndicator.Flow.Kind.allCases {
                add(.flow(WorldIndicator.Flow(kind: kind, stock: position)))
            }
        }
        return nil
    }

    static let timings: [WorldIndicator.Measured.Timing] = [.flow, .flow, .flow, .stock, .stock, .cumulative]

    private mutating func add(_ source: WorldIndicator.Source) {
        var indicator = WorldIndicator(id: "i\(world.indicators.count)", source: source, frequency: .month)
        if dice.once(in: 8) { indicator.frequency = dice.pick([.quarter, .year]) }
        if dice.once(in: 10) {
            // The years and quarters of which all may be the latest are few.
            indicator.frequency = dice.pick([.quarter, .year])
            indicator.latest = dice.pick([0, 1, 3])
        }
        indicator.isPartial = dice.once(in: 4)
        world.indicators.append(indicator)
    }

    private mutating func makeMeasured(_ dataset: Int, _ timing: WorldIndicator.Measured.Timing) {
        var measured = WorldIndicator.Measured(
            dataset: dataset, kind: .count, field: nil, filter: nil, timing: timing,
            area: dice.pick([.area, .area, .other]), date: timing == .flow && dice.once(in: 6) ? .since : .day)
        measured.kind = dice.pick(
            timing == .cumulative
                ? [.count, .countDistinct, .sum, .sum, .sum]
                : [.count, .countDistinct, .countDistinct, .sum, .sum, .min, .max, .mean, .median])
        // Few of the others overlap, or are compared with those that stayed.
        if world.isFull, timing != .cumulative, dice.once(in: 2) { measured.kind = dice.pick([.countDistinct, .sum]) }
        if timing == .stock {
            measured.date = nil
            measured.hasEnd = !dice.once(in: 3)
            measured.isCohort = dice.once(in: 3)
        }
        switch measured.kind {
        case .count: break
        case .countDistinct:
            measured.field = world.isFull ? .subject : dice.pick([.subject, .subject, .kind, .other])
        default: measured.field = dice.pick([.value, .value, .extra])
        }
        if dice.once(in: 2) { measured.filter = filter() }
        add(.measured(measured))
        if timing == .cumulative, dice.once(in: 8) {
            // 1–11月 beside what is of the year.
            world.indicators[world.indicators.count - 1].frequency = .month
            world.indicators[world.indicators.count - 1].latest = dice.number(0...2)
        }
        if dice.once(in: 3) {
            world.indicators[world.indicators.count - 1].breakdowns =
                dice.pick([[[.kind]], [[.flag]], [[.kind, .flag]], [[.kind], [.flag]]])
        }
    }

    /// Ratios, differences and sums of what there is, now, a year earlier and at the year's opening.
    private mutating func makeFormula() {
        let operands = world.indicators.indices.filter { world.indicators[$0].measured?.timing != .cumulative }
        guard !operands.isEmpty else { return }
        let (a, b) = (dice.pick(operands), dice.pick(operands))
        var formula: WorldFormula
        switch dice.number(0...4) {
        case 0: formula = .binary("/", .indicator(a, .same), .indicator(b, .same))
        case 1 where world.isStock(a): formula = .binary("-", .indicator(a, .same), .indicator(a, .yearStart))
        case 1, 2: formula = .binary("-", .indicator(a, .same), .indicator(a, .priorYear))
        case 3: formula = .binary("+", .indicator(a, .same), .indicator(a, .same))
        default: formula = .binary("*", .indicator(a, .same), .number(dice.number(2...3)))
        }
        if dice.once(in: 4) { formula = .binary("/", formula, .number(3)) }
        add(.formula(formula))
    }

    /// Indicators that count distinct subjects.
    private func subjects(stock: Bool?) -> [Int] {
        world.indicators.indices.filter { i in
            guard let measured = world.indicators[i].measured, measured.timing != .cumulative else { return false }
            let isDistinct = measured.kind == .countDistinct || measured.kind == .count && measured.timing == .stock
            return isDistinct && (stock == nil || stock == (measured.timing == .stock))
        }
    }

    private mutating func makeUnion() {
        let operands = subjects(stock: nil)
        if operands.count > 1 { add(.union(Array(operands.shuffled(using: &dice).prefix(2)))) }
    }

    private mutating func makeFlow() {
        guard let stock = subjects(stock: true).randomElement(using: &dice) else { return }
        var flow = WorldIndicator.Flow(kind: dice.pick(WorldIndicator.Flow.Kind.allCases), stock: stock)
        if let other = subjects(stock: false).randomElement(using: &dice), dice.once(in: 2) {
            if dice.once(in: 2) { flow.among = other } else { flow.except = other }
        }
        add(.flow(flow))
    }

    /// What a year earlier is taken from, in any order.
    private mutating func makeBases(_ position: Int, hasPublished: Bool) {
        var bases = ["records"]
        if let measured = world.indicators[position].measured, measured.kind == .sum, measured.timing != .stock {
            if dice.once(in: world.isFull ? 2 : 3) { bases.append("restated") }
            if dice.once(in: world.isFull ? 2 : 3), !world.isDeducted(measured) { bases.append("matched") }
        }
        if hasPublished, dice.once(in: 2) { bases.append("published") }
        bases.shuffle(using: &dice)
        world.indicators[position].bases = Array(bases.prefix(dice.number(1...bases.count)))
    }

    /// The value, then some of the others.
    private mutating func statistics(_ position: Int, hasTargets: Bool) -> [WorldStatistic] {
        let indicator = world.indicators[position]
        var isAdditive = false
        if let kind = indicator.measured?.kind { isAdditive = ![.min, .max, .mean, .median].contains(kind) }
        var pool: [WorldStatistic] = [.prior, .yoy, .change]
        if isAdditive { pool.append(.share) }
        if world.isStock(position) { pool.append(.growthOnOpening) }
        if hasTargets { pool += [.target, .completion, .progress, .gap] }
        var chosen = pool.filter { _ in dice.once(in: 2) }
        let ranked = ["value", "value"] + pool.map(\.name) + (dice.once(in: 4) ? ["prior_yoy"] : [])
        if dice.once(in: 10) { chosen.append(.priorYoy) }
        if dice.once(in: 10) {
            let marks = world.isCount(position) ? [1, 2, 3, 5] : [10, 20, 40, 60, 100]
            chosen.append(.threshold(at: marks.filter { _ in !dice.once(in: 4) } + [1000], years: dice.number(1...2)))
        }
        if dice.once(in: 6) {
            let year = world.range.first.lastMonth.year
            chosen.append(.averageGrowth(base: hasTargets && dice.once(in: 2) ? nil : year - dice.number(0...2)))
        }
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
        if dice.once(in: 8) {
            chosen.append(
                .streak(
                    of: dice.pick(ranked.filter { $0 != "growth_on_opening" }),
                    among: dice.pick(["siblings", "group"]),
                    within: dice.number(1...2), years: dice.number(0...1)))
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
        if dice.once(in: world.isFull ? 10 : 4) { world.bureau = dice.once(in: 3) ? 3 : 2 }
        for dataset in world.datasets.indices where !world.isFull && dice.once(in: 2) {
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
