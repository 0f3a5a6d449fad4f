import Definitions
import Model

/// A code of a list, with its names.
struct SDMXCode: Hashable {
    var id: String
    var name: LocalizedText
    var description = LocalizedText()
    /// A code of the same list.
    var parent: String?
}

/// A code list. Its id begins with `CL_`.
struct SDMXCodelist: Hashable {
    var id: String
    var name: LocalizedText
    var codes: [SDMXCode]
}

/// A dimension, all but time.
struct SDMXDimension: Hashable {
    var id: String
    var name: LocalizedText
    var codelist: String
}

/// What is said of each observation beside its value. Its unit too: a target may be stated as a growth for one year and as an
/// amount for the next, and a base may be published in another unit than ours, so that no series has its unit for sure.
struct SDMXAttribute: Hashable {
    enum Content: Hashable {
        case codelist(String)
        /// A name of SDMX's own: `String`, `Integer`, `ObservationalTimePeriod`.
        case text(String)
    }
    var id: String
    var name: LocalizedText
    var content: Content
    var isMandatory: Bool
}

/// What structure and data agree on, made of the definitions and of the figures at hand: a dimension for each field that
/// any indicator is broken down by, `_T` where a figure is not.
struct SDMXModel {
    let pipeline: PipelineDefinition
    let edition: SDMXEdition
    let figures: [DisclosedFigure]
    let breakdowns: SDMXBreakdowns
    let dimensions: [SDMXDimension]
    let codelists: [SDMXCodelist]

    static let total = "_T"
    static let time = LocalizedText(zh: "时期", en: "Time period")
    static let value = LocalizedText(zh: "观测值", en: "Observation value")

    init(_ publication: Publication, edition: SDMXEdition, for audience: Audience) {
        pipeline = publication.pipeline
        self.edition = edition
        figures = Disclosure.figures(publication, for: audience)
        breakdowns = SDMXBreakdowns(publication.pipeline, figures: figures)
        dimensions =
            [
                SDMXDimension(id: "FREQ", name: LocalizedText(zh: "频率", en: "Frequency"), codelist: "CL_FREQ"),
                SDMXDimension(id: "REF_AREA", name: LocalizedText(zh: "地区", en: "Reference area"), codelist: "CL_AREA"),
                SDMXDimension(
                    id: "INDICATOR", name: LocalizedText(zh: "指标", en: "Indicator"), codelist: "CL_INDICATOR"),
                SDMXDimension(id: "QUANTITY", name: LocalizedText(zh: "时段", en: "Quantity"), codelist: "CL_QUANTITY"),
                SDMXDimension(
                    id: "STATISTIC", name: LocalizedText(zh: "统计量", en: "Statistic"), codelist: "CL_STATISTIC"),
            ] + breakdowns.dimensions
        codelists = SDMXCodelists(pipeline, figures: figures).lists + breakdowns.codelists
    }

    let attributes = [
        SDMXAttribute(
            id: "UNIT_MEASURE", name: LocalizedText(zh: "计量单位", en: "Unit of measure"),
            content: .codelist("CL_UNIT_MEASURE"), isMandatory: true),
        SDMXAttribute(
            id: "UNIT_MULT", name: LocalizedText(zh: "单位乘数", en: "Unit multiplier"), content: .codelist("CL_UNIT_MULT"),
            isMandatory: true),
        SDMXAttribute(
            id: "DECIMALS", name: LocalizedText(zh: "小数位数", en: "Decimals"), content: .codelist("CL_DECIMALS"),
            isMandatory: true),
        SDMXAttribute(
            id: "OBS_STATUS", name: LocalizedText(zh: "观测状态", en: "Observation status"),
            content: .codelist("CL_OBS_STATUS"), isMandatory: true),
        SDMXAttribute(
            id: "CONF_STATUS", name: LocalizedText(zh: "保密状态", en: "Confidentiality status"),
            content: .codelist("CL_CONF_STATUS"), isMandatory: true),
        SDMXAttribute(
            id: "QUALIFIER", name: LocalizedText(zh: "限定词", en: "Qualifier"), content: .text("String"),
            isMandatory: false),
        SDMXAttribute(
            id: "BASE_PER", name: LocalizedText(zh: "基期", en: "Base period"), content: .text("ObservationalTimePeriod"),
            isMandatory: false),
        SDMXAttribute(
            id: "BASE_SOURCE", name: LocalizedText(zh: "基数来源", en: "Source of the base"),
            content: .codelist("CL_BASE_SOURCE"), isMandatory: false),
        SDMXAttribute(
            id: "RANKED", name: LocalizedText(zh: "参加排名单位数", en: "Number of units ranked"), content: .text("Integer"),
            isMandatory: false),
    ]

    var agency: String { pipeline.agency }
    var version: String { pipeline.version }
    var dataflow: String { "DF_\(SDMXIdentifier.artefact(pipeline.name))" }
    var structure: String { "DSD_\(SDMXIdentifier.artefact(pipeline.name))" }
    var conceptScheme: String { "CS_\(SDMXIdentifier.artefact(pipeline.name))" }

    /// `urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=HFKJJ:DF_INNOVATION(1.0.0)`.
    func name(_ package: String, _ kind: String, _ id: String) -> String {
        "urn:sdmx:org.sdmx.infomodel.\(package).\(kind)=\(agency):\(id)(\(version))"
    }
}

/// A series: figures that differ in their period only, oldest first.
struct SDMXSeries {
    /// One code per dimension of the model.
    var key: [String]
    var figures: [DisclosedFigure]
}

extension SDMXModel {
    /// In order of returns, by the first figure of each.
    var series: [SDMXSeries] {
        struct Key: Hashable {
            var indicator: Int, area: Int, frequency: Frequency, quantity: Quantity, statistic: Statistic
            var rank: RankTerms?, breakdown: [String], category: [String]
        }
        var positions: [Key: Int] = [:]
        var series: [SDMXSeries] = []
        for disclosed in figures {
            let figure = disclosed.figure
            let key = Key(
                indicator: figure.indicator, area: figure.area, frequency: figure.period.frequency,
                quantity: figure.quantity, statistic: figure.statistic, rank: figure.rank,
                breakdown: figure.breakdown, category: figure.category)
            if let at = positions[key] {
                series[at].figures.append(disclosed)
            } else {
                positions[key] = series.count
                series.append(SDMXSeries(key: codes(of: figure), figures: [disclosed]))
            }
        }
        return series
    }

    private func codes(of figure: Figure) -> [String] {
        [
            figure.period.frequency.sdmxCode, SDMXIdentifier.code(pipeline.areas[figure.area].code),
            SDMXIdentifier.code(pipeline.indicators[figure.indicator].id), figure.quantity.rawValue,
            figure.statisticName,
        ] + breakdowns.codes(of: figure)
    }

    /// Values of the attributes, in their order; nil where nothing is to be said.
    func attributeValues(of disclosed: DisclosedFigure) -> [String?] {
        let figure = disclosed.figure
        let unit = SDMXUnit(figure.unit)
        return [
            unit.measure, String(unit.multiplier), String(figure.decimals), figure.status.rawValue,
            disclosed.confidentiality, figure.qualifier, figure.basePeriod?.description,
            figure.baseSource.map(SDMXIdentifier.code),
            figure.among.map(String.init),
        ]
    }
}

extension Frequency {
    /// CL_FREQ.
    var sdmxCode: String {
        switch self {
        case .month: "M"
        case .quarter: "Q"
        case .half: "S"
        case .year: "A"
        }
    }
}
