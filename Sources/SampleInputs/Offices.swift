import Model

/// A unit that ledgers tell of: Hefei's, and those of the offices beside it.
struct District {
    /// As `areas.csv` has it.
    var code: String
    /// As files state it.
    var name: String
    /// The six digits in the codes of its enterprises.
    var region: String
    /// Enterprises that stay.
    var firms: [Firm]
}

/// An office that sends its own files: Hefei's bureau, and three others.
struct Office {
    var name: String
    /// Before the names of its files: the folder of a sender, or the office's name.
    var prefix: String
    /// Who fills the forms in.
    var filler: String
    var districts: [District]

    func path(_ year: Int, _ file: String) -> String { "\(year)-Q4/\(prefix)\(file)" }
}

/// The units outside Hefei, with what their registers must show. 无为市 is calibrated to what a county-level city published
/// for 2024; the others are invented.
struct DistrictPlan {
    var office: Int
    var code: String
    var name: String
    var region: String
    /// High-tech enterprises at the close of 2022, 2023, 2024.
    var certificates: (Int, Int, Int)
    /// Technology SMEs registered in 2023, 2024.
    var smes: (Int, Int)

    static let wuwei = "340281"
    static let ouhai = "330304"
    static let bozhouZone = "341602400"

    static let offices = [
        (name: "芜湖市", prefix: "芜湖市/", filler: "芜湖市科学技术局"), (name: "瓯海区", prefix: "瓯海区/", filler: "瓯海区科学技术局"),
        (name: "亳州高新区", prefix: "亳州高新区/", filler: "亳州高新区科技局"),
    ]

    static let all = [
        DistrictPlan(
            office: 0, code: "340202", name: "镜湖区", region: "340202", certificates: (24, 29, 35), smes: (31, 38)),
        DistrictPlan(
            office: 0, code: "340207", name: "鸠江区", region: "340207", certificates: (46, 55, 66), smes: (52, 64)),
        DistrictPlan(
            office: 0, code: "340209", name: "弋江区", region: "340209", certificates: (41, 50, 61), smes: (47, 57)),
        DistrictPlan(
            office: 0, code: "340210", name: "湾沚区", region: "340210", certificates: (27, 33, 39), smes: (30, 37)),
        DistrictPlan(
            office: 0, code: "340212", name: "繁昌区", region: "340212", certificates: (22, 26, 30), smes: (24, 29)),
        DistrictPlan(
            office: 0, code: "340223", name: "南陵县", region: "340223", certificates: (15, 18, 21), smes: (19, 22)),
        // 首次突破400家; 入库350家.
        DistrictPlan(
            office: 0, code: wuwei, name: "无为市", region: "340281", certificates: (318, 361, 403), smes: (287, 350)),
        DistrictPlan(
            office: 1, code: ouhai, name: "瓯海区", region: "330304", certificates: (78, 92, 118), smes: (96, 121)),
        DistrictPlan(
            office: 2, code: bozhouZone, name: "亳州高新区", region: "341602", certificates: (52, 67, 88), smes: (84, 112)),
    ]
}

/// All offices and their enterprises. Made after the world of Hefei, whose enterprises stay what they are.
struct Offices {
    private(set) var all: [Office] = []
    /// Firms of the others, district by district, with those that were founded in 2023 and 2024 last.
    private(set) var others: [(plan: DistrictPlan, firms: [Firm])] = []
    private var serial = 2_000_000
    private var names: Set<String> = []

    init(_ world: World) {
        var random = RandomSource(seed: World.seed, stream: "offices")
        all.append(
            Office(
                name: "合肥市", prefix: "合肥市", filler: "合肥市科学技术局",
                districts: UnitPlan.all.enumerated().map { unit, plan in
                    District(
                        code: plan.code, name: plan.name, region: plan.registrationRegion,
                        firms: Array(world.old[unit].dropLast(3)))
                }))
        for plan in DistrictPlan.all {
            let count = max(plan.certificates.2, plan.smes.1) + 30
            let firms = (0..<count).map { _ in firm(plan, &random) }
            others.append((plan, firms))
        }
        for (position, office) in DistrictPlan.offices.enumerated() {
            all.append(
                Office(
                    name: office.name, prefix: office.prefix, filler: office.filler,
                    districts: others.filter { $0.plan.office == position }.map {
                        District(code: $0.plan.code, name: $0.plan.name, region: $0.plan.region, firms: $0.firms)
                    }))
        }
    }

    private mutating func firm(_ plan: DistrictPlan, _ random: inout RandomSource) -> Firm {
        serial += 1
        let place = plan.office == 0 ? "芜湖" : plan.office == 1 ? "温州" : "亳州"
        while true {
            let name =
                place + random.pick(Vocabulary.first) + random.pick(Vocabulary.second) + random.pick(Vocabulary.trades)
                + random.pick(Vocabulary.forms)
            guard names.insert(name).inserted else { continue }
            return Firm(
                code: CreditCode.make(kind: "91", region: plan.region, serial: serial), name: name, unit: -1,
                kind: random.pick(["100", "100", "100", "100", "100", "300"]),
                founded: day(random.between(2004, 2022), random.between(1, 12), random.between(1, 28)),
                capital: random.pick([100, 200, 300, 500, 500, 1_000, 2_000]),
                size: random.pick(["小型", "小型", "微型", "中型", "大型"]), industry: random.pick(Vocabulary.industries))
        }
    }
}
