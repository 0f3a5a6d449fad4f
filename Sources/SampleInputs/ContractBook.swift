import Model

/// The contracts that Hefei's sellers registered in 2023 and 2024, and those its buyers absorbed from elsewhere.
struct ContractBook {
    /// By year: what stands in the end.
    var registered: [Int: [Contract]] = [2023: [], 2024: []]
    var absorbed: [Int: [Contract]] = [2023: [], 2024: []]
    private var serial = 0

    init(_ world: inout World) {
        var random = RandomSource(seed: World.seed, stream: "contracts")
        for year in [2023, 2024] {
            var all: [Contract] = []
            for (unit, plan) in UnitPlan.all.enumerated() {
                let count = year == 2023 ? plan.contracts.0 : plan.contracts.1
                var contracts = (0..<count).map { _ in contract(year, seller: unit, &world, &random) }
                share(year == 2023 ? plan.value.0 : plan.value.1, among: &contracts, &random)
                all += contracts
            }
            registered[year] = random.shuffled(all)
            absorbed[year] = absorbedContracts(year, &world, &random)
        }
        for plan in UnitPlan.all {
            for (year, value) in [(2023, plan.value.0), (2024, plan.value.1)] {
                let mine = (registered[year] ?? []).filter { $0.seller.area == plan.code && $0.status != "撤销" }
                precondition(mine.reduce(0) { $0 + $1.value } == value)
            }
        }
    }

    /// A contract of that seller's unit, without its value.
    mutating func contract(
        _ year: Int, seller unit: Int, _ world: inout World, _ random: inout RandomSource
    ) -> Contract {
        serial += 1
        let plan = UnitPlan.all[unit]
        let institutions = world.institutions.filter { $0.unit == unit }
        let pool = world.old[unit].dropLast(3)
        // A few sellers register most contracts.
        let place = random.below(random.below(pool.count) + 1)
        let seller =
            !institutions.isEmpty && random.chance(15)
            ? random.pick(institutions) : pool[pool.index(pool.startIndex, offsetBy: place)]
        let type = random.pick([
            "development", "development", "development", "service", "service", "service", "consulting", "transfer",
            "licence",
        ])
        // The first quarter of a year is thin, the last is full.
        let month = random.pick([1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 11, 12, 12, 12])
        let registered = day(year, month, random.between(1, 28))
        return Contract(
            number: "\(year)\(plan.code)\(padded(serial, 6))", name: title(type, &random), type: type,
            signed: CivilDate(days: registered.days - Int32(random.between(1, 75))), registered: registered,
            seller: Party(seller), buyer: buyer(of: seller, &world, &random), value: 0, technology: 0,
            field: random.pick(["电子信息", "先进制造", "生物医药", "新材料", "新能源与高效节能", "环境保护", "农业", "现代交通", "城市建设"]),
            property: random.pick(["专利", "技术秘密", "软件著作权", "未涉及", "未涉及", "未涉及"]),
            status: random.pick(["已登记", "已登记", "已登记", "已登记", "归档"]))
    }

    private func title(_ type: String, _ random: inout RandomSource) -> String {
        random.pick(Vocabulary.subjects) + random.pick(Vocabulary.parts) + random.pick(Vocabulary.tails[type] ?? [""])
    }

    private func buyer(of seller: Firm, _ world: inout World, _ random: inout RandomSource) -> Party {
        switch random.below(20) {
        case 0..<7:
            return hefeiBuyer(seller.unit, not: seller, world, &random)
        case 7..<12:
            return hefeiBuyer(random.below(UnitPlan.all.count), not: seller, world, &random)
        case 12..<15:
            let place = random.pick(Vocabulary.inAnhui)
            return stranger(place, &world, &random)
        case 15..<19:
            let place = random.pick(Vocabulary.elsewhere)
            return stranger(place, &world, &random)
        default:
            return Party(name: random.pick(["新加坡某研究公司", "德国某汽车公司", "日本某化学公司"]), code: "", area: "境外", kind: "300")
        }
    }

    private func hefeiBuyer(_ unit: Int, not seller: Firm, _ world: World, _ random: inout RandomSource) -> Party {
        while true {
            let firm = world.old[unit][random.below(world.old[unit].count - 3)]
            if firm.code != seller.code { return Party(firm) }
        }
    }

    private func stranger(
        _ place: (code: String, name: String, short: String), _ world: inout World, _ random: inout RandomSource
    ) -> Party {
        let party = world.stranger(region: place.code, place: place.short, random: &random)
        return Party(name: party.name, code: party.code, area: place.code, kind: "100")
    }

    /// Values with a long tail, whose sum is exactly `total`; the technology value is all of it or a part.
    private func share(_ total: Int, among contracts: inout [Contract], _ random: inout RandomSource) {
        let weights = contracts.map { _ in
            random.pick([3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400, 900]) * random.between(50, 150)
        }
        let sum = weights.reduce(0, +)
        var rest = total
        for (i, weight) in weights.enumerated() {
            contracts[i].value = total / sum * weight + total % sum * weight / sum
            rest -= contracts[i].value
        }
        contracts[0].value += rest
        for i in contracts.indices {
            let share = random.chance(55) ? 100 : random.between(40, 98)
            contracts[i].technology = contracts[i].value * share / 100
        }
    }

    /// What the universities and institutes of Shanghai, Jiangsu and Zhejiang sold to 瑶海区, in hundredths of 万元:
    /// 855万元 in 2024.
    private static let deltaToYaohai: [Int: [Int]] = [
        2023: [16_000, 9_850, 7_400, 8_000], 2024: [21_000, 18_000, 15_050, 12_000, 9_600, 6_850, 3_000],
    ]

    private mutating func absorbedContracts(
        _ year: Int, _ world: inout World, _ random: inout RandomSource
    ) -> [Contract] {
        var result: [Contract] = []
        func add(_ seller: Party, _ unit: Int, _ value: Int) {
            serial += 1
            let type = random.pick(["development", "service", "transfer", "consulting"])
            let registered = day(year, random.between(2, 12), random.between(1, 28))
            let buyer = world.old[unit][random.below(world.old[unit].count - 3)]
            result.append(
                Contract(
                    number: "\(year)\(seller.area.prefix(2))0000\(padded(serial, 6))", name: title(type, &random),
                    type: type, signed: CivilDate(days: registered.days - Int32(random.between(1, 60))),
                    registered: registered, seller: seller, buyer: Party(buyer), value: value,
                    technology: value * random.pick([100, 100, 90, 75]) / 100,
                    field: random.pick(["电子信息", "先进制造", "生物医药", "新材料"]),
                    property: random.pick(["专利", "技术秘密", "未涉及"]), status: "已登记"))
        }
        var delta = Vocabulary.deltaInstitutions.enumerated().map { i, institution in
            Party(
                name: institution.name,
                code: CreditCode.make(kind: "12", region: institution.code, serial: 900_000 + i),
                area: institution.code, kind: institution.kind)
        }
        for (i, value) in (ContractBook.deltaToYaohai[year] ?? []).enumerated() {
            add(delta[i % delta.count], 0, value)
        }
        // Other units, other sellers: enterprises of the delta, universities elsewhere.
        for unit in 1..<UnitPlan.all.count {
            for _ in 0..<random.between(1, 4) { add(random.pick(delta), unit, random.between(20, 400) * 50) }
        }
        delta = []
        for _ in 0..<(year == 2023 ? 24 : 36) {
            let place = random.pick(Vocabulary.elsewhere + Vocabulary.inAnhui)
            let university = random.chance(25) && !["31", "32", "33"].contains(String(place.code.prefix(2)))
            let party = world.stranger(
                region: place.code, place: place.short, kind: university ? "12" : "91", random: &random)
            add(
                Party(
                    name: university ? place.short + random.pick(["理工大学", "工业大学", "师范大学"]) : party.name,
                    code: party.code,
                    area: place.code, kind: university ? "022" : "100"),
                random.below(UnitPlan.all.count), random.between(20, 900) * 60)
        }
        return random.shuffled(result)
    }
}
