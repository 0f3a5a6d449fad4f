import Aggregate
import Definitions
import Model
import Publish
import Tabular

/// What became of the rows of datasets of figures once indicators, units and versions were known.
struct StatedFindings {
    private(set) var findings: [Finding] = []
    /// By position in the rule catalogue.
    private(set) var counts: [Int: RuleCount] = [:]
    /// Rows that had been accepted: rejected after all, or superseded.
    private var rejected: [StatedFigure] = []
    private let superseded: [StatedFigure]

    init(
        _ resolution: StatedResolution, _ rows: [StatedRows.Row], _ table: FigureTable, catalogue: RuleCatalogue,
        _ schemas: [Schema]
    ) {
        superseded = resolution.superseded
        let evidence = Dictionary(rows.map { ($0.figure.place, $0.evidence) }) { first, _ in first }
        for row in rows {
            for kind in [BuiltInRule.indicatorUnknown, .figureUnusable] {
                counts[catalogue.index(kind, dataset: row.figure.dataset), default: RuleCount()].evaluated += 1
            }
        }
        for problem in resolution.problems {
            let dataset = problem.figure.dataset
            guard var finding = evidence[problem.figure.place] else { continue }
            let (kind, field) = StatedFindings.rule(problem.kind)
            let rule = catalogue.index(kind, dataset: dataset)
            finding.rule = Int32(rule)
            finding.field = Int32(schemas[dataset].index(of: field) ?? -1)
            switch problem.kind {
            case .indicatorUnknown(let nearest): finding.expected = nearest.map { .text($0) }
            case .unitMissing(let expected): finding.expected = expected.isEmpty ? nil : .text(expected)
            case .unitMismatch(_, let expected): finding.expected = .text(expected)
            case .repeated(let place): finding.related = place
            default: break
            }
            finding.detail = StatedFindings.detail(problem.kind)
            findings.append(finding)
            counts[rule, default: RuleCount()].failed += 1
            if kind == .unique { counts[rule, default: RuleCount()].passed -= 1 }
            if catalogue[rule].severity == .error { rejected.append(problem.figure) }
        }
        add(table, evidence, catalogue, schemas)
        for rule in counts.keys {
            guard case .builtIn(let kind) = catalogue[rule].kind, kind != .unique, let count = counts[rule] else {
                continue
            }
            counts[rule]?.passed = count.evaluated - count.failed
        }
    }

    /// Published figures against those made now.
    private mutating func add(
        _ table: FigureTable, _ evidence: [Place: Finding], _ catalogue: RuleCatalogue, _ schemas: [Schema]
    ) {
        for figure in table.publishedAsked {
            counts[catalogue.index(.publishedDiffers, dataset: figure.dataset), default: RuleCount()].evaluated += 1
            guard figure.statistic == .yoy || figure.number.unit == "%" || figure.unit == "%" else { continue }
            counts[catalogue.index(.publishedGrowth, dataset: figure.dataset), default: RuleCount()].evaluated += 1
        }
        for difference in table.publishedDifferences {
            let figure = difference.figure
            guard var finding = evidence[figure.place] else { continue }
            // Two digits more than were published: enough to see that no rounding makes one of the other.
            let scale = min(figure.number.decimal.scale + 2, 12)
            func shown(_ value: Fraction) -> Decimal? {
                value.divided(by: difference.unit.factor)?.rounded(scale: scale).map {
                    Decimal(mantissa: $0, scale: scale)
                }
            }
            var kind = BuiltInRule.publishedGrowth
            switch difference.kind {
            case .differs(let recomputed, let distance):
                kind = .publishedDiffers
                finding.expected = shown(recomputed).map { .number($0) }
                finding.difference = shown(distance).map { .number($0) }
            case .noWholeBase(let value):
                let number = value.rounded(scale: 0).map { "\($0)" } ?? ""
                finding.detail = LocalizedText(
                    zh: "没有哪个整数作基数能使 \(number) 增长 \(figure.number.description)",
                    en: "no whole number as a base makes \(number) a growth of \(figure.number.description)")
            case .otherGrowth(let range):
                let (low, high) = (shown(range.lowerBound), shown(range.upperBound))
                let words =
                    low == high ? "\(low?.description ?? "")" : "\(low?.description ?? "") – \(high?.description ?? "")"
                finding.expected = .text(words)
                finding.detail = LocalizedText(
                    zh: "发布的本期数和基数给出 \(words)\(difference.unit.symbol)，而不是 \(figure.number.description)",
                    en:
                        "value and base as published give \(words)\(difference.unit.symbol), not \(figure.number.description)"
                )
            }
            let rule = catalogue.index(kind, dataset: figure.dataset)
            finding.rule = Int32(rule)
            finding.field = Int32(schemas[figure.dataset].index(of: "value") ?? -1)
            findings.append(finding)
            counts[rule, default: RuleCount()].failed += 1
        }
    }

    /// Moves the rows to what became of them.
    func settle(_ accounts: inout [TableAccount]) {
        func position(_ figure: StatedFigure) -> Int? {
            accounts.firstIndex {
                $0.file == figure.place.file && $0.sheet == figure.place.sheet && $0.dataset == figure.dataset
            }
        }
        for figure in rejected {
            guard let at = position(figure) else { continue }
            accounts[at].accepted -= 1
            accounts[at].rejected += 1
        }
        for figure in superseded {
            guard let at = position(figure) else { continue }
            accounts[at].accepted -= 1
            accounts[at].superseded += 1
        }
    }

    private static func rule(_ kind: StatedProblem.Kind) -> (BuiltInRule, field: String) {
        switch kind {
        case .indicatorUnknown: (.indicatorUnknown, "indicator")
        case .indicatorComputed: (.figureUnusable, "indicator")
        case .unitMissing, .unitUnknown, .unitMismatch, .changeNotAsked: (.figureUnusable, "unit")
        case .noTarget: (.figureUnusable, "statistic")
        case .beginsAfterEnd: (.figureUnusable, "from")
        case .repeated: (.unique, "value")
        }
    }

    private static func detail(_ kind: StatedProblem.Kind) -> LocalizedText? {
        switch kind {
        case .indicatorUnknown, .repeated: nil
        case .indicatorComputed:
            LocalizedText(
                zh: "该指标由记录计算，不采用直接填报的数", en: "the indicator is computed from records; nobody states its value")
        case .unitMissing(let expected):
            expected.isEmpty
                ? LocalizedText(zh: "没有计量单位", en: "no unit is stated")
                : LocalizedText(
                    zh: "没有计量单位，应为 \(expected) 一类", en: "no unit is stated; it is measured as \(expected) is")
        case .unitUnknown(let unit): LocalizedText(zh: "不认识计量单位“\(unit)”", en: "nobody knows the unit “\(unit)”")
        case .unitMismatch(let unit, let expected):
            LocalizedText(
                zh: "计量单位“\(unit)”与该指标的“\(expected)”不可换算",
                en: "\(unit) does not measure what the indicator does (\(expected))")
        case .changeNotAsked:
            LocalizedText(
                zh: "填报的是比上年同期的增减（百分点等），不是该指标的数值，该指标也没有列出增减（change）；数值请按该指标的单位填报",
                en:
                    "it is a change from a year earlier (percentage points), no value, and the indicator does not ask for 'change'; state the value in the indicator's own unit"
            )
        case .noTarget(.completion):
            LocalizedText(
                zh: "完成率是对目标而言的，本身不是目标", en: "a completion is of a target, and is none itself")
        case .noTarget:
            LocalizedText(zh: "流量指标没有年初数，不能以比年初增长为目标", en: "a flow has no opening on which it could grow")
        case .beginsAfterEnd: LocalizedText(zh: "起始时间晚于期别", en: "it begins after its end")
        }
    }
}
