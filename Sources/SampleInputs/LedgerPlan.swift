/// How many rows, or how much, a ledger has of a district and a year. What is not here is drawn.
///
/// Amounts are in hundredths of 万元; windows of months follow each other.
enum LedgerPlan {
    struct Window {
        var through: Int
        var count: Int
    }

    static func windows(_ key: String, _ code: String, _ year: Int) -> [Window]? {
        plans.first { $0.key == key && $0.code == code && $0.year == year }?.windows
    }

    private struct Plan {
        var code: String
        var year: Int
        var key: String
        var windows: [Window]

        init(_ code: String, _ year: Int, _ key: String, _ windows: (Int, Int)...) {
            self.code = code
            self.year = year
            self.key = key
            self.windows = windows.map { Window(through: $0.0, count: $0.1) }
        }
    }

    // One figure a line is what makes it a plan.
    // swift-format-ignore
    private static let plans: [Plan] = [
        // A county-level city in 2024 (A2), as it was published.
        Plan(DistrictPlan.wuwei, 2024, "applications", (12, 55)),
        Plan(DistrictPlan.wuwei, 2023, "applications", (12, 47)),
        Plan(DistrictPlan.wuwei, 2023, "transfers", (12, 36)),
        Plan(DistrictPlan.wuwei, 2024, "transfers", (12, 47)),
        Plan(DistrictPlan.wuwei, 2023, "recommended projects", (12, 8)),
        Plan(DistrictPlan.wuwei, 2024, "recommended projects", (12, 10)),
        Plan(DistrictPlan.wuwei, 2023, "rd reserve filings", (12, 14)),
        Plan(DistrictPlan.wuwei, 2024, "rd reserve filings", (12, 25)),
        Plan(DistrictPlan.wuwei, 2023, "risk compensation filings", (12, 31)),
        Plan(DistrictPlan.wuwei, 2023, "risk compensation amount", (12, 648_250)),
        Plan(DistrictPlan.wuwei, 2024, "risk compensation filings", (12, 43)),
        Plan(DistrictPlan.wuwei, 2024, "risk compensation amount", (12, 917_610)),
        // 9.02亿元 to the end of March, 42.27亿元 of the year.
        Plan(DistrictPlan.wuwei, 2024, "contracts", (3, 14), (12, 52)),
        Plan(DistrictPlan.wuwei, 2024, "contract value", (3, 9_020_000), (12, 33_250_000)),
        Plan(DistrictPlan.wuwei, 2023, "contracts", (3, 11), (12, 41)),
        Plan(DistrictPlan.wuwei, 2023, "contract value", (3, 7_415_000), (12, 26_880_000)),
        Plan(DistrictPlan.wuwei, 2023, "graduates", (12, 49)),
        Plan(DistrictPlan.wuwei, 2024, "graduates", (12, 57)),

        // A city district (A5): definitions were published, the figures are invented.
        Plan(DistrictPlan.ouhai, 2024, "contracts", (5, 24), (12, 31)),
        Plan(DistrictPlan.ouhai, 2024, "contract value", (5, 10_362_000), (12, 13_447_500)),
        Plan(DistrictPlan.ouhai, 2023, "contracts", (5, 19), (12, 27)),
        Plan(DistrictPlan.ouhai, 2023, "contract value", (5, 8_217_000), (12, 11_063_000)),
        Plan(DistrictPlan.ouhai, 2024, "spaces", (6, 8), (12, 5)),
        Plan(DistrictPlan.ouhai, 2024, "floor area", (6, 12_400_000), (12, 6_150_000)),
        Plan(DistrictPlan.ouhai, 2024, "tenants", (6, 86), (12, 47)),
        Plan(DistrictPlan.ouhai, 2024, "young talents", (6, 12), (12, 8)),
        Plan(DistrictPlan.ouhai, 2024, "young talents persons", (6, 1_236), (12, 704)),
        Plan(DistrictPlan.ouhai, 2024, "operators", (6, 2), (12, 1)),
        Plan(DistrictPlan.ouhai, 2024, "transfer centres", (6, 1), (12, 0)),
        Plan(DistrictPlan.ouhai, 2024, "pilot institutions", (6, 4), (12, 1)),
        Plan(DistrictPlan.ouhai, 2022, "banks", (12, 5)),
        Plan(DistrictPlan.ouhai, 2023, "banks", (12, 3)),
        Plan(DistrictPlan.ouhai, 2024, "banks", (6, 3), (12, 2)),
        Plan(DistrictPlan.ouhai, 2024, "deputies", (6, 32), (12, 9)),
        Plan(DistrictPlan.ouhai, 2024, "brigade", (6, 128), (12, 74)),
        Plan(DistrictPlan.ouhai, 2024, "demands of the brigade", (6, 46), (12, 19)),
        Plan(DistrictPlan.ouhai, 2022, "credits", (12, 32)),
        Plan(DistrictPlan.ouhai, 2022, "credit amount", (12, 25_450_000)),
        Plan(DistrictPlan.ouhai, 2023, "credits", (6, 14), (12, 20)),
        Plan(DistrictPlan.ouhai, 2023, "credit amount", (6, 5_600_000), (12, 14_400_000)),
        Plan(DistrictPlan.ouhai, 2024, "credits", (6, 18), (12, 21)),
        Plan(DistrictPlan.ouhai, 2024, "credit amount", (6, 6_850_000), (12, 7_920_000)),
        Plan(DistrictPlan.ouhai, 2024, "interest subsidy filings", (6, 58), (12, 33)),
        Plan(DistrictPlan.ouhai, 2024, "interest subsidy amount", (6, 4_326_000), (12, 2_512_000)),
        Plan(DistrictPlan.ouhai, 2024, "interest subsidy", (6, 41_250), (12, 22_430)),
        Plan(DistrictPlan.ouhai, 2024, "seed rounds", (6, 1), (12, 0)),
        Plan(DistrictPlan.ouhai, 2024, "seed amount", (6, 30_000), (12, 0)),
        Plan(DistrictPlan.ouhai, 2024, "provincial SMEs", (6, 88), (12, 79)),
        Plan(DistrictPlan.ouhai, 2024, "district projects", (12, 43)),
        Plan(DistrictPlan.ouhai, 2024, "recommended projects", (12, 21)),
        Plan(DistrictPlan.ouhai, 2024, "leading talents", (12, 7)),
        Plan(DistrictPlan.ouhai, 2024, "leading talents persons", (12, 13)),
        Plan(DistrictPlan.ouhai, 2024, "ouyue talents", (12, 6)),
        Plan(DistrictPlan.ouhai, 2024, "ouyue talents persons", (12, 9)),
        Plan(DistrictPlan.ouhai, 2024, "teams", (6, 2), (12, 2)),
        Plan(DistrictPlan.ouhai, 2024, "competition", (12, 12)),
        Plan(DistrictPlan.ouhai, 2024, "competition landed", (12, 9)),
        Plan(DistrictPlan.ouhai, 2024, "transfers", (12, 63)),
        Plan(DistrictPlan.ouhai, 2024, "second rescues", (12, 4)),
        Plan(DistrictPlan.ouhai, 2024, "large transfers", (12, 17)),
        // The same a year before.
        Plan(DistrictPlan.ouhai, 2023, "spaces", (6, 6), (12, 4)),
        Plan(DistrictPlan.ouhai, 2023, "floor area", (6, 9_800_000), (12, 5_100_000)),
        Plan(DistrictPlan.ouhai, 2023, "tenants", (6, 61), (12, 40)),
        Plan(DistrictPlan.ouhai, 2023, "young talents", (6, 9), (12, 6)),
        Plan(DistrictPlan.ouhai, 2023, "young talents persons", (6, 968), (12, 552)),
        Plan(DistrictPlan.ouhai, 2023, "deputies", (6, 20), (12, 6)),
        Plan(DistrictPlan.ouhai, 2023, "demands of the brigade", (6, 31), (12, 15)),
        Plan(DistrictPlan.ouhai, 2023, "interest subsidy filings", (6, 41), (12, 25)),
        Plan(DistrictPlan.ouhai, 2023, "interest subsidy amount", (6, 3_105_000), (12, 1_830_000)),
        Plan(DistrictPlan.ouhai, 2023, "interest subsidy", (6, 29_600), (12, 17_100)),
        Plan(DistrictPlan.ouhai, 2023, "provincial SMEs", (6, 70), (12, 65)),
        Plan(DistrictPlan.ouhai, 2023, "district projects", (12, 36)),
        Plan(DistrictPlan.ouhai, 2023, "recommended projects", (12, 17)),
        Plan(DistrictPlan.ouhai, 2023, "leading talents", (12, 5)),
        Plan(DistrictPlan.ouhai, 2023, "leading talents persons", (12, 9)),
        Plan(DistrictPlan.ouhai, 2023, "ouyue talents", (12, 4)),
        Plan(DistrictPlan.ouhai, 2023, "ouyue talents persons", (12, 6)),
        Plan(DistrictPlan.ouhai, 2023, "teams", (6, 1), (12, 2)),
        Plan(DistrictPlan.ouhai, 2023, "competition", (12, 10)),
        Plan(DistrictPlan.ouhai, 2023, "competition landed", (12, 7)),
        Plan(DistrictPlan.ouhai, 2023, "transfers", (12, 52)),
        Plan(DistrictPlan.ouhai, 2023, "large transfers", (12, 12)),

        // A development zone (A4): targets were published, the figures are invented.
        Plan(DistrictPlan.bozhouZone, 2022, "transfers", (12, 19)),
        Plan(DistrictPlan.bozhouZone, 2023, "transfers", (12, 24)),
        Plan(DistrictPlan.bozhouZone, 2024, "transfers", (12, 31)),
        Plan(DistrictPlan.bozhouZone, 2024, "informants", (12, 3)),
        Plan(DistrictPlan.bozhouZone, 2022, "experts", (12, 30)),
        Plan(DistrictPlan.bozhouZone, 2022, "enterprise experts", (12, 11)),
        Plan(DistrictPlan.bozhouZone, 2023, "experts", (12, 0)),
        Plan(DistrictPlan.bozhouZone, 2024, "experts", (12, 0)),
        Plan(DistrictPlan.bozhouZone, 2024, "absorbed contracts", (12, 22)),
        Plan(DistrictPlan.bozhouZone, 2024, "absorbed value", (12, 12_638_000)),
        Plan(DistrictPlan.bozhouZone, 2023, "absorbed contracts", (12, 17)),
        Plan(DistrictPlan.bozhouZone, 2023, "absorbed value", (12, 9_871_000)),
    ]
}
