import Definitions
import Model

/// The dimensions that fields of breakdowns become, and the code lists of their categories.
struct SDMXBreakdowns {
    private(set) var dimensions: [SDMXDimension] = []
    private(set) var codelists: [SDMXCodelist] = []
    /// By indicator and field: position in `dimensions`.
    private var positions: [Use: Int] = [:]

    /// What the categories of a field are. Fields of one name and one kind are one dimension, wherever they stand.
    private enum Kind: Hashable {
        case codelist(String)
        case areas
        case boolean
        case text
    }

    private struct Use: Hashable {
        var indicator: Int
        var field: String
    }

    private struct Field: Hashable {
        var name: String
        var kind: Kind
    }

    private static let taken: Set<String> = [
        "FREQ", "REF_AREA", "INDICATOR", "QUANTITY", "STATISTIC", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE",
        "UNIT_MULT", "DECIMALS", "OBS_STATUS", "CONF_STATUS", "QUALIFIER", "BASE_PER", "BASE_SOURCE", "RANKED",
        "STRUCTURE", "STRUCTURE_ID", "ACTION",
    ]

    init(_ pipeline: PipelineDefinition, figures: [DisclosedFigure]) {
        var uses: [Use] = []
        var seen: Set<Use> = []
        func note(_ indicator: Int, _ field: String) {
            let use = Use(indicator: indicator, field: field)
            if seen.insert(use).inserted { uses.append(use) }
        }
        for (i, indicator) in pipeline.indicators.enumerated() {
            for field in indicator.breakdowns.joined() { note(i, field) }
        }
        for disclosed in figures { for field in disclosed.figure.breakdown { note(disclosed.figure.indicator, field) } }

        var fields: [Field] = []
        var titles: [LocalizedText] = []
        // Formulas have no dataset of their own: they take a field as the others have it, so they come last.
        let ordered =
            uses.filter { pipeline.indicators[$0.indicator].dataset != nil }
            + uses.filter {
                pipeline.indicators[$0.indicator].dataset == nil
            }
        for use in ordered {
            if pipeline.indicators[use.indicator].dataset == nil,
                let at = fields.firstIndex(where: { $0.name == use.field })
            {
                positions[use] = at
                continue
            }
            let (kind, title) = SDMXBreakdowns.describe(use.field, of: pipeline.indicators[use.indicator], pipeline)
            let field = Field(name: use.field, kind: kind)
            if let at = fields.firstIndex(of: field) {
                positions[use] = at
            } else {
                positions[use] = fields.count
                fields.append(field)
                titles.append(title)
            }
        }
        var used = Array(repeating: Set<String>(), count: fields.count)
        for disclosed in figures {
            for (field, code) in zip(disclosed.figure.breakdown, disclosed.figure.category) {
                if let at = positions[Use(indicator: disclosed.figure.indicator, field: field)] {
                    used[at].insert(code)
                }
            }
        }
        var ids = SDMXBreakdowns.taken
        for (i, field) in fields.enumerated() {
            let id = SDMXBreakdowns.identifier(field, among: fields, taken: &ids)
            let title = titles[i].isEmpty ? LocalizedText(zh: field.name) : titles[i]
            dimensions.append(SDMXDimension(id: id, name: title, codelist: "CL_\(id)"))
            let total = SDMXCode(id: SDMXModel.total, name: LocalizedText(zh: "合计", en: "Total"))
            codelists.append(
                SDMXCodelist(
                    id: "CL_\(id)", name: title,
                    codes: [total] + SDMXBreakdowns.codes(field.kind, used: used[i], pipeline)))
        }
    }

    /// One code per dimension.
    func codes(of figure: Figure) -> [String] {
        var codes = Array(repeating: SDMXModel.total, count: dimensions.count)
        for (field, code) in zip(figure.breakdown, figure.category) {
            if let at = positions[Use(indicator: figure.indicator, field: field)] {
                codes[at] = SDMXIdentifier.code(code)
            }
        }
        return codes
    }

    /// The name where it is the only one, else with the code list that tells it apart.
    private static func identifier(_ field: Field, among fields: [Field], taken: inout Set<String>) -> String {
        var id = SDMXIdentifier.component(field.name)
        if fields.filter({ $0.name == field.name }).count > 1, case .codelist(let list) = field.kind {
            id += "_\(SDMXIdentifier.artefact(list))"
        }
        var number = 1
        var free = id
        while !taken.insert(free).inserted {
            number += 1
            free = "\(id)_\(number)"
        }
        return free
    }

    private static func describe(
        _ name: String, of indicator: IndicatorDefinition, _ pipeline: PipelineDefinition
    ) -> (Kind, LocalizedText) {
        guard let dataset = indicator.dataset.flatMap(pipeline.datasetIndex).map({ pipeline.datasets[$0] }) else {
            return (.text, LocalizedText())
        }
        if let field = dataset.fields.first(where: { $0.name == name }) {
            switch field.type {
            case .code: return (field.codelist.map { .codelist($0) } ?? .text, field.title)
            case .area: return (.areas, field.title)
            case .boolean: return (.boolean, field.title)
            default: return (.text, field.title)
            }
        }
        guard let derived = dataset.derive.first(where: { $0.name == name }) else { return (.text, LocalizedText()) }
        switch derived.type {
        case .area: return (.areas, derived.title)
        case .boolean: return (.boolean, derived.title)
        default: return (.text, derived.title)
        }
    }

    /// Those of the definition in its order, then whatever else figures have, by bytes.
    private static func codes(_ kind: Kind, used: Set<String>, _ pipeline: PipelineDefinition) -> [SDMXCode] {
        var codes: [SDMXCode] = []
        switch kind {
        case .codelist(let name):
            codes = (pipeline.codelist(name)?.entries ?? []).map {
                SDMXCode(id: SDMXIdentifier.code($0.code), name: $0.name)
            }
        case .areas:
            let positions = used.compactMap { pipeline.areas.index(ofCode: $0) }
            codes = SDMXCodelists.areas(Set(positions), pipeline.areas)
        case .boolean:
            codes = [
                SDMXCode(id: "false", name: LocalizedText(zh: "否", en: "No")),
                SDMXCode(id: "true", name: LocalizedText(zh: "是", en: "Yes")),
            ]
        case .text: break
        }
        let known = Set(codes.map(\.id))
        let others = used.filter { !known.contains(SDMXIdentifier.code($0)) }.sorted(by: precedesInBytes)
        return codes + others.map { SDMXCode(id: SDMXIdentifier.code($0), name: LocalizedText(zh: $0)) }
    }
}
