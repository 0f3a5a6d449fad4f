/// What the samples must show, unit by unit. 瑶海区 is calibrated to what it published for 2024; the others are invented.
struct UnitPlan {
    var code: String
    var name: String
    /// High-tech enterprises at the close of 2022, 2023, 2024.
    var certificates: (Int, Int, Int)
    /// Technology SMEs registered in 2023, 2024.
    var smes: (Int, Int)
    /// Contracts registered in 2023, 2024, and their value in hundreds of 元 (hundredths of 万元).
    var contracts: (Int, Int)
    var value: (Int, Int)
    /// Companies founded from transferred results and technology recruitment in 2023, 2024.
    var spinoffs: (Int, Int)

    init(
        _ code: String, _ name: String, certificates: (Int, Int, Int), smes: (Int, Int), contracts: (Int, Int),
        value: (Int, Int), spinoffs: (Int, Int)
    ) {
        self.code = code
        self.name = name
        self.certificates = certificates
        self.smes = smes
        self.contracts = contracts
        self.value = value
        self.spinoffs = spinoffs
    }

    /// The region in the codes of its enterprises: a zone's are registered by the city.
    var registrationRegion: String { code.hasPrefix("34017") ? "340100" : code }

    static let yaohai = "340102"

    /// 58.5亿元 is 5,850,123,400.00 元 here; 65 more certificates are 37.57% of 173; 428 are 35.02% more than 317.
    static let all: [UnitPlan] = [
        UnitPlan(
            yaohai, "瑶海区", certificates: (138, 173, 238), smes: (317, 428), contracts: (290, 400),
            value: (47_926_350, 58_501_234), spinoffs: (23, 59)),
        UnitPlan(
            "340103", "庐阳区", certificates: (104, 121, 143), smes: (181, 223), contracts: (70, 95),
            value: (34_918_040, 41_362_817), spinoffs: (18, 27)),
        UnitPlan(
            "340104", "蜀山区", certificates: (131, 152, 181), smes: (226, 283), contracts: (85, 120),
            value: (60_227_715, 72_184_460), spinoffs: (31, 44)),
        UnitPlan(
            "340111", "包河区", certificates: (158, 184, 221), smes: (254, 328), contracts: (95, 130),
            value: (79_340_925, 96_417_308), spinoffs: (36, 52)),
        UnitPlan(
            "340121", "长丰县", certificates: (70, 82, 95), smes: (112, 140), contracts: (40, 52),
            value: (9_884_160, 12_069_945), spinoffs: (12, 17)),
        UnitPlan(
            "340122", "肥东县", certificates: (58, 67, 77), smes: (98, 119), contracts: (34, 45),
            value: (8_125_530, 9_833_271), spinoffs: (9, 13)),
        UnitPlan(
            "340123", "肥西县", certificates: (82, 95, 109), smes: (127, 160), contracts: (48, 62),
            value: (15_462_085, 18_547_690), spinoffs: (15, 21)),
        UnitPlan(
            "340124", "庐江县", certificates: (34, 38, 42), smes: (61, 72), contracts: (18, 23),
            value: (3_301_475, 3_921_864), spinoffs: (5, 7)),
        UnitPlan(
            "340181", "巢湖市", certificates: (40, 44, 47), smes: (73, 83), contracts: (20, 26),
            value: (4_472_890, 5_138_402), spinoffs: (6, 8)),
        UnitPlan(
            "340176", "高新区", certificates: (216, 261, 309), smes: (336, 434), contracts: (140, 190),
            value: (112_670_350, 142_663_915), spinoffs: (74, 96)),
        UnitPlan(
            "340177", "经开区", certificates: (118, 136, 158), smes: (164, 211), contracts: (70, 95),
            value: (74_905_220, 88_713_556), spinoffs: (28, 37)),
        UnitPlan(
            "340178", "新站区", certificates: (70, 82, 97), smes: (109, 141), contracts: (45, 62),
            value: (29_773_645, 36_287_129), spinoffs: (16, 24)),
    ]
}
