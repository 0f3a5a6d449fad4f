import Model

/// Names of the words that figures are told apart by, as code lists and tables show them.
enum StatisticWording {
    static func name(_ quantity: Quantity) -> LocalizedText {
        switch quantity {
        case .period: LocalizedText(zh: "当期", en: "The period itself")
        case .ytd: LocalizedText(zh: "年初至期末累计", en: "Year to date")
        case .stock: LocalizedText(zh: "期末", en: "At the end of the period")
        }
    }

    static func name(_ statistic: Statistic) -> LocalizedText {
        switch statistic {
        case .value: LocalizedText(zh: "数值", en: "Value")
        case .prior: LocalizedText(zh: "上年同期", en: "A year earlier")
        case .yoy: LocalizedText(zh: "同比增速", en: "Growth on a year earlier")
        case .change: LocalizedText(zh: "同比增减", en: "Change on a year earlier")
        case .share: LocalizedText(zh: "占比", en: "Share")
        case .growthOnOpening: LocalizedText(zh: "比年初增长", en: "Growth on the opening stock")
        case .averageGrowth: LocalizedText(zh: "年均增速", en: "Average annual growth")
        case .target: LocalizedText(zh: "目标", en: "Target")
        case .completion: LocalizedText(zh: "完成率", en: "Completion")
        case .progress: LocalizedText(zh: "时间进度", en: "Time gone by")
        case .gap: LocalizedText(zh: "与目标之差", en: "Target less actual")
        case .rank: LocalizedText(zh: "位次", en: "Rank")
        case .streak: LocalizedText(zh: "连续年数", en: "Years in a row")
        case .priorYoy: LocalizedText(zh: "上年同期增速", en: "Growth as it was a year earlier")
        case .threshold: LocalizedText(zh: "突破关口", en: "Mark passed since a year earlier")
        }
    }

    /// A statistic, or a rank with what it is of and whom with.
    static func name(_ statistic: Statistic, _ rank: RankTerms?) -> LocalizedText {
        guard var rank else { return name(statistic) }
        if let within = rank.within {
            rank.within = nil
            let held = name(.rank, rank)
            return LocalizedText(
                zh: "\(held[.zh])\(within == 1 ? "第一" : "居前\(within)位")的连续年数",
                en: "Years in a row: \(held[.en].lowercased()) \(within == 1 ? "first" : "among the first \(within)")")
        }
        let of = name(rank.of)
        let whom: LocalizedText =
            switch rank.among {
            case .siblings: LocalizedText(zh: "", en: "")
            case .group: LocalizedText(zh: "（同组）", en: " within its group")
            case .level:
                LocalizedText(
                    zh: rank.under.map { "（\(levels[$0] ?? "全部")同级）" } ?? "（全部同级）",
                    en: " on its level\(rank.under.map { " in the \($0.rawValue)" } ?? "")")
            }
        return LocalizedText(
            zh: (rank.of == .value ? "" : of[.zh]) + "位次" + whom[.zh],
            en: (rank.of == .value ? "Rank" : "Rank of \(of[.en].lowercased())") + whom[.en])
    }

    private static let levels: [AreaKind: String] = [.country: "全国", .province: "全省", .city: "全市", .district: "全区"]

    static func name(_ status: FigureStatus) -> LocalizedText {
        switch status {
        case .normal: LocalizedText(zh: "正常值", en: "Normal value")
        case .notDelivered: LocalizedText(zh: "缺失：存在但未报送", en: "Missing value; data exist but were not collected")
        case .cannotExist: LocalizedText(zh: "缺失：不存在", en: "Missing value; data cannot exist")
        case .missing: LocalizedText(zh: "缺失：原因未说明", en: "Missing value")
        case .partial: LocalizedText(zh: "初步：报送不完整", en: "Provisional value")
        case .forecast: LocalizedText(zh: "预计数", en: "Forecast value")
        }
    }

    static func name(_ frequency: Frequency) -> LocalizedText {
        switch frequency {
        case .month: LocalizedText(zh: "月度", en: "Monthly")
        case .quarter: LocalizedText(zh: "季度", en: "Quarterly")
        case .half: LocalizedText(zh: "半年度", en: "Half-yearly")
        case .year: LocalizedText(zh: "年度", en: "Annual")
        }
    }

    /// SDMX CL_CONF_STATUS, as far as disclosure control may say it.
    static let confidentialities: [(code: String, name: LocalizedText)] = [
        ("F", LocalizedText(zh: "可公开", en: "Free")),
        ("N", LocalizedText(zh: "仅限内部使用", en: "Not for publication, restricted for internal use only")),
        ("C", LocalizedText(zh: "保密", en: "Confidential statistical information")),
        ("A", LocalizedText(zh: "主保密：单位数过少", en: "Primary confidentiality due to small counts")),
        ("O", LocalizedText(zh: "主保密：一个单位占优", en: "Primary confidentiality due to dominance by one unit")),
        ("T", LocalizedText(zh: "主保密：两个单位占优", en: "Primary confidentiality due to dominance by two units")),
        ("G", LocalizedText(zh: "主保密：一或两个单位占优", en: "Primary confidentiality due to dominance by one or two units")),
        (
            "M",
            LocalizedText(
                zh: "主保密：其他集中", en: "Primary confidentiality due to data declared confidential by other rules")
        ),
        ("D", LocalizedText(zh: "次保密：由发送方设定", en: "Secondary confidentiality set by the sender")),
        ("S", LocalizedText(zh: "次保密：由接收方设定", en: "Secondary confidentiality set and managed by the receiver")),
    ]

    static let baseSources: [(code: String, name: LocalizedText)] = [
        ("records", LocalizedText(zh: "上年记录", en: "Records of the year before")),
        ("restated", LocalizedText(zh: "今年报表中的上年数", en: "As restated in this year's statements")),
        ("matched", LocalizedText(zh: "可比口径", en: "Units present in both periods")),
        ("published", LocalizedText(zh: "已发布数", en: "As published before")),
        ("target", LocalizedText(zh: "目标任务", en: "The target")),
    ]
}
