import Model

/// An enterprise of science services and what it has stated.
struct ServiceEnterprise {
    var firm: Firm
    var included: CivilDate
    /// As files say it.
    var inclusion: String
    var leaves: CivilDate?
    /// Thousands of 元 for January–November of 2024; 0 where it had left.
    var revenue = 0
    /// What it stated in 2024 for 2023, in 2023 for 2023 (0: it was not above the scale), and in 2023 for 2022.
    var restated = 0
    var stated = 0
    var before = 0
    var employees = 0

    /// The first month of 2024 that it states.
    var first: Int {
        included.civil.year < 2024 ? 2 : Int(included.civil.month)
    }
}

/// All of them, by unit.
struct ServiceBook {
    private(set) var units: [[ServiceEnterprise]] = []

    var all: [ServiceEnterprise] { units.flatMap { $0 } }

    init(_ world: World) {
        var random = RandomSource(seed: World.seed, stream: "services")
        for (unit, plan) in ServicePlan.all.enumerated() {
            let pool = random.shuffled(
                world.old[unit].dropLast(3).filter { $0.industry.hasPrefix("M") || $0.industry.hasPrefix("I") })
            precondition(pool.count >= plan.staying + plan.new + plan.leaving)
            var enterprises = pool.prefix(plan.staying + plan.leaving).map { firm in
                let founded = Int(firm.founded.civil.year)
                return ServiceEnterprise(
                    firm: firm, included: day(random.between(max(2015, founded), 2022), random.pick([1, 6, 12]), 28),
                    inclusion: random.pick(["存量在库", "存量在库", "小升规"]))
            }
            for i in plan.staying..<enterprises.count { enterprises[i].leaves = day(2024, 1, 31) }
            // The last of three is the services of a manufacturer, which have become a company of their own.
            for i in 0..<plan.new {
                let isSeparated = i == 2
                enterprises.append(
                    ServiceEnterprise(
                        firm: isSeparated
                            ? world.new2023[unit][world.new2023[unit].count - 1]
                            : pool[plan.staying + plan.leaving + i],
                        included: day(2024, [3, 5, 6][i % 3], 20), inclusion: isSeparated ? "主辅分离" : "小升规"))
            }
            ServiceBook.state(plan, &enterprises, &random)
            units.append(enterprises)
        }
    }

    private static func state(
        _ plan: ServicePlan, _ enterprises: inout [ServiceEnterprise], _ random: inout RandomSource
    ) {
        let weights = enterprises.map { $0.leaves == nil ? random.between(20, 90) : 0 }
        let revenue = share(plan.revenue, by: weights)
        let base = share(plan.base, by: weights.map { $0 * random.between(90, 110) })
        for i in enterprises.indices {
            enterprises[i].revenue = revenue[i]
            enterprises[i].restated = base[i]
            enterprises[i].employees = random.between(18, 240)
            if enterprises[i].leaves != nil {
                enterprises[i].stated = random.between(8_000, 19_000)
            } else if enterprises[i].included.civil.year < 2024 {
                // Some restate the year before: what they said then was another number.
                enterprises[i].stated = i % 6 == 4 ? base[i] * 96 / 100 : base[i]
            }
        }
        let stated = enterprises.map(\.stated)
        let before = share(
            stated.reduce(0, +) * 1_000 / (1_000 + plan.before), by: stated.map { $0 * random.between(95, 105) })
        for i in enterprises.indices { enterprises[i].before = before[i] }
    }

    /// Parts of `total` in those proportions, whose sum is exact.
    private static func share(_ total: Int, by weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        var parts = weights.map { total * $0 / sum }
        guard let largest = parts.indices.max(by: { parts[$0] < parts[$1] }) else { return parts }
        parts[largest] += total - parts.reduce(0, +)
        return parts
    }
}
