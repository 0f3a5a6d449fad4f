/// What somebody else says of the units: targets, the statistics bureau's figures, what was released before.
struct FigurePlan {
    /// Technology SMEs registered in 2022, as released then; no records are left of that year.
    var smes2022: Int
    /// Targets for 2024: technology SMEs, net increase of high-tech enterprises, companies from transferred results.
    var smes: Int
    var certificates: Int
    var spinoffs: Int
    /// Gross product of 2022, 2023, 2024 in hundredths of 亿元; expenditure on R&D of 2022, 2023.
    var product: (Int, Int, Int)
    var research: (Int, Int)

    /// In the order of `UnitPlan.all`. 瑶海区 is first in completion (428 of 360) and, with 317 after 236, in growth in 2023.
    static let all: [FigurePlan] = [
        FigurePlan(
            smes2022: 236, smes: 360, certificates: 60, spinoffs: 50, product: (70_125, 72_860, 76_240),
            research: (1_142, 1_230)),
        FigurePlan(
            smes2022: 152, smes: 215, certificates: 24, spinoffs: 26, product: (123_410, 129_655, 137_020),
            research: (1_530, 1_664)),
        FigurePlan(
            smes2022: 187, smes: 270, certificates: 28, spinoffs: 40, product: (121_870, 127_330, 134_915),
            research: (4_420, 4_815)),
        FigurePlan(
            smes2022: 204, smes: 300, certificates: 36, spinoffs: 50, product: (149_660, 157_280, 166_740),
            research: (2_980, 3_262)),
        FigurePlan(
            smes2022: 92, smes: 140, certificates: 14, spinoffs: 18, product: (86_330, 93_470, 101_215),
            research: (2_015, 2_288)),
        FigurePlan(
            smes2022: 83, smes: 120, certificates: 10, spinoffs: 12, product: (76_540, 81_205, 86_110),
            research: (1_890, 2_074)),
        FigurePlan(
            smes2022: 104, smes: 150, certificates: 15, spinoffs: 20, product: (97_720, 105_890, 115_340),
            research: (3_365, 3_790)),
        FigurePlan(
            smes2022: 53, smes: 75, certificates: 5, spinoffs: 8, product: (58_270, 60_940, 64_085),
            research: (740, 805)),
        FigurePlan(
            smes2022: 65, smes: 85, certificates: 5, spinoffs: 8, product: (54_105, 56_310, 58_870),
            research: (905, 968)),
        FigurePlan(
            smes2022: 262, smes: 400, certificates: 45, spinoffs: 90, product: (137_240, 148_575, 161_830),
            research: (14_270, 15_912)),
        FigurePlan(
            smes2022: 134, smes: 200, certificates: 20, spinoffs: 35, product: (128_905, 134_120, 141_660),
            research: (7_850, 8_441)),
        FigurePlan(
            smes2022: 88, smes: 135, certificates: 14, spinoffs: 22, product: (64_730, 69_945, 76_105),
            research: (3_540, 3_905)),
    ]

    /// The city's own, in no way the sum of its units': 2022 is 469.5亿元, 3.91% of the gross product.
    static let cityTargets = (smes: 2_500, certificates: 280, spinoffs: 380)
    static let cityProduct = (1_201_310, 1_267_378, 1_350_770)
    static let cityResearch = (46_950, 51_240)
}
