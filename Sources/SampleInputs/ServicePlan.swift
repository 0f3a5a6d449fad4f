/// What the samples must show of science services above the scale, unit by unit, in thousands of 元 for January–November.
/// 瑶海区 is calibrated to what it published: 22 enterprises, 3 of them new; 9.96亿元, 8.3% more than 9.20亿元 of the same
/// enterprises a year before; the year before had seen a decline.
struct ServicePlan {
    /// Enterprises that state something in both years, that are new in 2024, and that left at the end of January 2024.
    var staying: Int
    var new: Int
    var leaving: Int
    /// In 2024, and what the same enterprises had in 2023.
    var revenue: Int
    var base: Int
    /// Growth in 2023 of the enterprises of that year, in thousandths.
    var before: Int

    /// Enterprises in November 2024.
    var enterprises: Int { staying + new }

    /// In the order of `UnitPlan.all`.
    static let all: [ServicePlan] = [
        ServicePlan(staying: 19, new: 3, leaving: 1, revenue: 996_140, base: 919_870, before: -21),
        ServicePlan(staying: 12, new: 1, leaving: 1, revenue: 1_248_310, base: 1_189_420, before: 34),
        ServicePlan(staying: 17, new: 1, leaving: 1, revenue: 2_916_550, base: 2_742_180, before: 52),
        ServicePlan(staying: 15, new: 1, leaving: 0, revenue: 2_107_880, base: 1_995_260, before: 47),
        ServicePlan(staying: 5, new: 0, leaving: 0, revenue: 188_240, base: 181_930, before: 18),
        ServicePlan(staying: 4, new: 0, leaving: 0, revenue: 142_715, base: 139_540, before: 9),
        ServicePlan(staying: 5, new: 1, leaving: 0, revenue: 263_905, base: 246_180, before: 41),
        ServicePlan(staying: 3, new: 0, leaving: 0, revenue: 52_470, base: 51_985, before: 12),
        ServicePlan(staying: 3, new: 0, leaving: 1, revenue: 61_330, base: 62_240, before: 6),
        ServicePlan(staying: 22, new: 2, leaving: 1, revenue: 4_386_725, base: 4_078_390, before: 66),
        ServicePlan(staying: 9, new: 1, leaving: 0, revenue: 905_140, base: 861_725, before: 38),
        ServicePlan(staying: 5, new: 1, leaving: 0, revenue: 311_290, base: 285_310, before: 57),
    ]

    /// How much of January–November had come by the end of a month, in thousandths. January is stated with February.
    static let months: [Int: [Int: Int]] = [
        2023: [2: 131, 3: 209, 4: 289, 5: 374, 6: 472, 7: 557, 8: 647, 9: 747, 10: 861, 11: 1_000, 12: 1_098],
        2024: [2: 118, 3: 196, 4: 277, 5: 363, 6: 462, 7: 549, 8: 640, 9: 742, 10: 858, 11: 1_000],
    ]
}
