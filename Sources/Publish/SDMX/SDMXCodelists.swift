import Definitions
import Model

/// The code lists that every pipeline has: frequencies, areas with their parents, indicators, quantities, statistics,
/// states, units.
struct SDMXCodelists {
    let lists: [SDMXCodelist]

    init(_ pipeline: PipelineDefinition, figures: [DisclosedFigure]) {
        lists = [
            SDMXCodelist(
                id: "CL_FREQ", name: LocalizedText(zh: "频率", en: "Frequency"),
                codes: [Frequency.year, .half, .quarter, .month].map {
                    SDMXCode(id: $0.sdmxCode, name: StatisticWording.name($0))
                }),
            SDMXCodelist(
                id: "CL_AREA", name: LocalizedText(zh: "地区", en: "Areas"),
                codes: SDMXCodelists.areas(
                    Set(pipeline.areas.areas.indices.filter { pipeline.areas[$0].published })
                        .union(figures.map(\.figure.area)), pipeline.areas)),
            SDMXCodelist(
                id: "CL_INDICATOR", name: LocalizedText(zh: "指标", en: "Indicators"),
                codes: pipeline.indicators.map {
                    SDMXCode(
                        id: SDMXIdentifier.code($0.id), name: $0.title.isEmpty ? LocalizedText(zh: $0.id) : $0.title,
                        description: $0.note)
                }),
            SDMXCodelist(
                id: "CL_QUANTITY", name: LocalizedText(zh: "时段", en: "Quantities"),
                codes: Quantity.allCases.map { SDMXCode(id: $0.rawValue, name: StatisticWording.name($0)) }),
            SDMXCodelist(
                id: "CL_STATISTIC", name: LocalizedText(zh: "统计量", en: "Statistics"),
                codes: SDMXCodelists.statistics(pipeline, figures)),
            SDMXCodelist(
                id: "CL_OBS_STATUS", name: LocalizedText(zh: "观测状态", en: "Observation status"),
                codes: FigureStatus.allCases.map { SDMXCode(id: $0.rawValue, name: StatisticWording.name($0)) }),
            SDMXCodelist(
                id: "CL_CONF_STATUS", name: LocalizedText(zh: "保密状态", en: "Confidentiality status"),
                codes: StatisticWording.confidentialities.map { SDMXCode(id: $0.code, name: $0.name) }),
            SDMXCodelists.measures(pipeline, figures),
            SDMXCodelists.multipliers,
            SDMXCodelist(
                id: "CL_DECIMALS", name: LocalizedText(zh: "小数位数", en: "Decimals"),
                codes: (0...18).map { SDMXCode(id: "\($0)", name: LocalizedText(zh: "\($0)位", en: "\($0)")) }),
            SDMXCodelists.sources(figures),
        ]
    }

    /// These areas and all above them; each after its parent, as sdmx1 (2.28) takes a parent that it has not met for a list.
    static func areas(_ positions: Set<Int>, _ tree: AreaTree) -> [SDMXCode] {
        let all = Set(positions.flatMap(tree.lineage)).sorted()
        let below = Dictionary(grouping: all) { tree[$0].parent ?? -1 }
        var codes: [SDMXCode] = []
        var waiting = Array((below[-1] ?? []).reversed())
        while let at = waiting.popLast() {
            codes.append(
                SDMXCode(
                    id: SDMXIdentifier.code(tree[at].code), name: tree[at].name,
                    parent: tree[at].parent.map { SDMXIdentifier.code(tree[$0].code) }))
            waiting += (below[at] ?? []).reversed()
        }
        return codes
    }

    /// Every statistic that is no rank, then the ranks that indicators ask for or figures have.
    private static func statistics(_ pipeline: PipelineDefinition, _ figures: [DisclosedFigure]) -> [SDMXCode] {
        let ranks = Set(pipeline.indicators.flatMap { $0.statistics.compactMap(\.rank) })
            .union(figures.compactMap(\.figure.rank))
        let plain = Statistic.allCases.map { SDMXCode(id: $0.rawValue, name: StatisticWording.name($0)) }
        let named = ranks.sorted().filter { $0 != RankTerms() }
        return plain + named.map { SDMXCode(id: $0.name, name: StatisticWording.name(.rank, $0)) }
    }

    private static func measures(_ pipeline: PipelineDefinition, _ figures: [DisclosedFigure]) -> SDMXCodelist {
        let units = Set(pipeline.indicators.map(\.unit)).union(figures.map(\.figure.unit))
            .union(["%", "百分点", "位"].compactMap { Unit(named: $0) })
        var names: [String: LocalizedText] = [:]
        for unit in units.map(SDMXUnit.init) { names[unit.measure] = unit.name }
        return SDMXCodelist(
            id: "CL_UNIT_MEASURE", name: LocalizedText(zh: "计量单位", en: "Units of measure"),
            codes: names.sorted { precedesInBytes($0.key, $1.key) }.map { SDMXCode(id: $0.key, name: $0.value) })
    }

    private static let multipliers = SDMXCodelist(
        id: "CL_UNIT_MULT", name: LocalizedText(zh: "单位乘数", en: "Unit multipliers"),
        codes: [
            ("-2", "百分之一", "Hundredths"), ("-1", "十分之一", "Tenths"), ("0", "一", "Units"), ("1", "十", "Tens"),
            ("2", "百", "Hundreds"), ("3", "千", "Thousands"), ("4", "万", "Tens of thousands"),
            ("5", "十万", "Hundreds of thousands"), ("6", "百万", "Millions"), ("7", "千万", "Tens of millions"),
            ("8", "亿", "Hundreds of millions"), ("9", "十亿", "Billions"),
        ].map { SDMXCode(id: $0.0, name: LocalizedText(zh: $0.1, en: $0.2)) })

    private static func sources(_ figures: [DisclosedFigure]) -> SDMXCodelist {
        let known = StatisticWording.baseSources.map { SDMXCode(id: $0.code, name: $0.name) }
        let others = Set(figures.compactMap(\.figure.baseSource)).subtracting(known.map(\.id))
        return SDMXCodelist(
            id: "CL_BASE_SOURCE", name: LocalizedText(zh: "基数来源", en: "Sources of bases"),
            codes: known
                + others.sorted(by: precedesInBytes).map {
                    SDMXCode(id: SDMXIdentifier.code($0), name: LocalizedText(zh: $0))
                })
    }
}
