import Model

/// An invented enterprise or institution.
struct Firm {
    var code: String
    var name: String
    /// Position in `UnitPlan.all`.
    var unit: Int
    /// Code of `codelists/party_kinds.csv`.
    var kind: String
    var founded: CivilDate
    /// 万元.
    var capital: Int
    var size: String
    var industry: String
}

/// All enterprises of the invented Hefei, by unit.
struct World {
    static let seed: UInt64 = 20_241_231

    /// Founded before 2023, in 2023, in 2024: per unit.
    private(set) var old: [[Firm]] = []
    private(set) var new2023: [[Firm]] = []
    private(set) var new2024: [[Firm]] = []
    /// Universities and institutes of Hefei.
    private(set) var institutions: [Firm] = []
    private var names: Set<String> = []
    private var serial = 0

    init() {
        var random = RandomSource(seed: World.seed, stream: "enterprises")
        for (unit, plan) in UnitPlan.all.enumerated() {
            old.append(
                firms(plan.smes.1 + plan.certificates.2 / 3, unit: unit, years: 2003...2022, random: &random))
            new2023.append(firms(plan.spinoffs.0 + plan.smes.1 / 25, unit: unit, years: 2023...2023, random: &random))
            new2024.append(firms(plan.spinoffs.1 + plan.smes.1 / 25, unit: unit, years: 2024...2024, random: &random))
        }
        for institution in Vocabulary.hefeiInstitutions {
            let unit = UnitPlan.all.firstIndex { $0.code == institution.unit } ?? 0
            serial += 1
            institutions.append(
                Firm(
                    code: CreditCode.make(kind: "12", region: "340000", serial: serial), name: institution.name,
                    unit: unit, kind: institution.kind, founded: day(1958 + serial % 40, 9, 20),
                    capital: 1_000 + serial % 90 * 100, size: "大型", industry: "M7310"))
        }
    }

    private mutating func firms(
        _ count: Int, unit: Int, years: ClosedRange<Int>, random: inout RandomSource
    ) -> [Firm] {
        (0..<count).map { _ in firm(unit: unit, years: years, random: &random) }
    }

    /// A firm that is on no register yet.
    mutating func firm(unit: Int, years: ClosedRange<Int>, random: inout RandomSource) -> Firm {
        serial += 1
        let plan = UnitPlan.all[unit]
        let code = CreditCode.make(kind: "91", region: plan.registrationRegion, serial: serial)
        return Firm(
            code: code, name: name(place: random.chance(70) ? "合肥" : "安徽", random: &random), unit: unit,
            kind: random.pick(["100", "100", "100", "100", "100", "100", "200", "300"]),
            founded: day(
                random.between(years.lowerBound, years.upperBound), random.between(1, 12), random.between(1, 28)),
            capital: random.pick([50, 100, 200, 300, 500, 500, 1_000, 1_000, 2_000, 5_000]),
            size: random.pick(["小型", "小型", "微型", "微型", "中型", "大型"]),
            industry: random.pick(Vocabulary.industries))
    }

    /// A party elsewhere: on no register of Hefei.
    mutating func stranger(
        region: String, place: String, kind: String = "91", random: inout RandomSource
    ) -> (code: String, name: String) {
        serial += 1
        return (CreditCode.make(kind: kind, region: region, serial: serial), name(place: place, random: &random))
    }

    private mutating func name(place: String, random: inout RandomSource) -> String {
        while true {
            let name =
                place + random.pick(Vocabulary.first) + random.pick(Vocabulary.second)
                + random.pick(Vocabulary.trades) + random.pick(Vocabulary.forms)
            if names.insert(name).inserted { return name }
        }
    }
}

/// A day that exists.
func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    CivilDate(days: CivilDate.daysFromCivil(year: year, month: month, day: day))
}

/// `value` with zeros before it up to `width` digits.
func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

/// Hundredths as a decimal with two digits: 12345 → 123.45.
func decimal(_ hundredths: Int) -> String { "\(hundredths / 100).\(padded(hundredths % 100, 2))" }
