import Definitions
import Model

/// What a column about figures can show, and what a filter or a pick can ask.
enum FigureAttribute: Hashable {
    case named(Name)
    /// A free word of the indicator's `labels`.
    case label(String)
    /// One code of a breakdown of several fields.
    case category(String)

    enum Name: String, Hashable, CaseIterable {
        case indicator, title, area, period, quantity, statistic, breakdown, category, value, unit, decimals, status
        case confidentiality, qualifier, among
        case areaName = "area_name"
        case basePeriod = "base_period"
        case baseSource = "base_source"
        case keptOutRecords = "kept_out_records"
        case keptOutValue = "kept_out_value"
        case keptOutShare = "kept_out_share"
        case correctedRecords = "corrected_records"
        case correctedValue = "corrected_value"
        case correctedShare = "corrected_share"
        case excludedRecords = "excluded_records"
        case excludedValue = "excluded_value"
        case excludedShare = "excluded_share"
    }

    /// nil for a word that no figure knows.
    init?(_ text: String) {
        if let name = Name(rawValue: text) {
            self = .named(name)
            return
        }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "label": self = .label(String(parts[1]))
        case "category": self = .category(String(parts[1]))
        default: return nil
        }
    }

    /// Whether it is the same for all figures of an indicator.
    var isOfIndicator: Bool {
        switch self {
        case .named(.indicator), .named(.title), .label: true
        default: false
        }
    }
}

/// Texts of figures' attributes.
struct FigureReader {
    let pipeline: PipelineDefinition

    func text(_ attribute: FigureAttribute, of disclosed: DisclosedFigure) -> String {
        let figure = disclosed.figure
        switch attribute {
        case .label, .named(.indicator), .named(.title): return text(attribute, indicator: figure.indicator)
        case .category(let field):
            guard let at = figure.breakdown.firstIndex(of: field), figure.category.indices.contains(at) else {
                return ""
            }
            return figure.category[at]
        case .named(let name):
            switch name {
            case .indicator, .title: return ""
            case .area: return pipeline.areas[figure.area].code
            case .areaName: return pipeline.areas[figure.area].name[pipeline.language]
            case .period: return figure.period.description
            case .quantity: return figure.quantity.rawValue
            case .statistic: return figure.statisticName
            case .breakdown: return joined(figure.breakdown)
            case .category: return joined(figure.category)
            case .value: return value(of: figure, unit: nil, decimals: nil)
            case .unit: return figure.unit.symbol
            case .decimals: return String(figure.decimals)
            case .status: return figure.status.rawValue
            case .confidentiality: return disclosed.confidentiality
            case .qualifier: return figure.qualifier ?? ""
            case .among: return figure.among.map(String.init) ?? ""
            case .basePeriod: return figure.basePeriod?.description ?? ""
            case .baseSource: return figure.baseSource ?? ""
            case .keptOutRecords: return figure.keptOut.map { String($0.records) } ?? ""
            case .keptOutValue: return amount(figure.keptOut?.value, figure)
            case .keptOutShare: return percent(figure.keptOut?.share)
            case .correctedRecords: return figure.reviewed?.corrected.map { String($0.records) } ?? ""
            case .correctedValue: return amount(figure.reviewed?.corrected?.value, figure)
            case .correctedShare: return percent(figure.reviewed?.corrected?.share)
            case .excludedRecords: return figure.reviewed?.excluded.map { String($0.records) } ?? ""
            case .excludedValue: return amount(figure.reviewed?.excluded?.value, figure)
            case .excludedShare: return percent(figure.reviewed?.excluded?.share)
            }
        }
    }

    /// A part of the figure as the figure is shown; empty for none.
    private func amount(_ value: Fraction?, _ figure: Figure) -> String {
        value.flatMap {
            rounded($0, from: figure.unit, to: figure.unit, decimals: figure.decimals, pipeline.rounding)
        }?.description ?? ""
    }

    private func percent(_ share: Fraction?) -> String {
        share?.multiplied(by: Fraction(100))?.rounded(scale: 2)
            .map { Decimal(mantissa: $0, scale: 2).description } ?? ""
    }

    func text(_ attribute: FigureAttribute, indicator: Int) -> String {
        switch attribute {
        case .named(.indicator): pipeline.indicators[indicator].id
        case .named(.title): pipeline.indicators[indicator].title[pipeline.language]
        case .label(let name): pipeline.indicators[indicator].labels[name] ?? ""
        default: ""
        }
    }

    /// The number shown: in the unit and with the decimals given, else the figure's own; empty for none.
    func value(of figure: Figure, unit: Unit?, decimals: Int?) -> String {
        figure.value.flatMap {
            rounded(
                $0, from: figure.unit, to: unit ?? figure.unit, decimals: decimals ?? figure.decimals,
                pipeline.rounding)
        }?.description ?? ""
    }
}

/// A period written by a pattern: `{year}Q{quarter}` → `2024Q4`. {half}, {quarter}, {month} and {month2} are those of the
/// period's last month.
func formatted(_ period: Period, _ pattern: String?) -> String {
    guard let pattern else { return period.description }
    let last = period.lastMonth
    return fill(pattern) { word in
        switch word {
        case "year": String(period.year)
        case "half": String((last.month + 5) / 6)
        case "quarter": String((last.month + 2) / 3)
        case "month": String(last.month)
        case "month2": last.month < 10 ? "0\(last.month)" : String(last.month)
        default: nil
        }
    }
}
