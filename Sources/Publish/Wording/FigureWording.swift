import Definitions
import Model
import Tabular

extension FindingReader {
    /// The column `expected`: of figures the right side, of two versions of a record what the one that stands holds.
    func expected(_ finding: Finding) -> String {
        switch finding.context {
        case .figures(let figures): amount(figures.right, figures).shortest
        case .record(let other, let row): typed(other, row: row, field: field(finding)) ?? ""
        case nil: FindingWording.plain(finding.expected)
        }
    }

    /// The column `difference`.
    func difference(_ finding: Finding) -> String {
        switch finding.context {
        case .figures(let figures): return difference(figures).shortest
        case .record(let other, let row):
            let position = field(finding)
            guard let own = integer(finding, field: position), let other = integer(other, row: row, field: position),
                case .number(let scale) = publication.schemas[rule(finding).dataset].fields[position].type
            else { return "" }
            return Decimal(mantissa: Int128(own) - Int128(other), scale: scale).shortest
        case nil: return FindingWording.plain(finding.difference)
        }
    }

    /// One side of a comparison, in the unit of its indicator: with the indicator's digits, and more where they do not say
    /// all, up to twelve more.
    func amount(_ value: Fraction, _ figures: ComparedFigures) -> Decimal {
        let indicator = pipeline.indicators[figures.indicator]
        let shown = value.divided(by: indicator.unit.factor) ?? value
        let digits = indicator.decimals[.value] ?? 0
        for scale in digits...(digits + 12) {
            guard let mantissa = shown.rounded(scale: scale) else { break }
            let decimal = Decimal(mantissa: mantissa, scale: scale)
            if decimal.fraction == shown || scale == digits + 12 { return decimal }
        }
        return Decimal(mantissa: shown.rounded(scale: 0) ?? 0, scale: 0)
    }

    /// Left less right.
    func difference(_ figures: ComparedFigures) -> Decimal {
        amount(figures.left.subtracting(figures.right) ?? .zero, figures)
    }
}

extension FindingWording {
    /// What would have been right, with its unit: of figures the other side, of two versions of a record what the one that
    /// stands holds.
    func expectedText(_ finding: Finding, _ language: Language) -> String? {
        switch finding.context {
        case .figures(let figures): fitted(reader.amount(figures.right, figures), unit(figures))[language]
        case .record(let other, let row): fittedText(other, row: row, field: reader.field(finding), language)
        case nil: text(finding.expected, of: finding, language)
        }
    }

    /// How far what was found is from it.
    func differenceText(_ finding: Finding, _ language: Language) -> String? {
        switch finding.context {
        case .figures(let figures): fitted(reader.difference(figures), unit(figures))[language]
        case .record: reader.difference(finding)
        case nil: text(finding.difference, of: finding, language)
        }
    }

    private func unit(_ figures: ComparedFigures) -> Unit { reader.pipeline.indicators[figures.indicator].unit }
}

extension FindingWording {
    /// What two versions of a record disagree in: `成交额 120万元，另一份 100万元；…`.
    func differences(_ finding: Finding, _ language: Language) -> String {
        guard case .record(let other, let otherRow) = finding.context, let own = finding.evidence else { return "" }
        let parts = (0..<own.fieldCount).compactMap { field -> String? in
            guard
                let mine = fittedText(own, row: Int(finding.evidenceRow), field: field, language),
                let theirs = fittedText(other, row: otherRow, field: field, language), mine != theirs
            else { return nil }
            let title =
                Publish.fieldTitle(dataset: reader.rule(finding).dataset, field: field, reader.pipeline)?[language]
                ?? ""
            return language == .zh ? "\(title) \(mine)，另一份 \(theirs)" : "\(title) \(mine), there \(theirs)"
        }
        return parts.joined(separator: language == .zh ? "；" : "; ")
    }

    /// The words of a finding about figures; nil: not one of them.
    func figureWord(
        _ name: String, _ figures: ComparedFigures, _ finding: Finding, _ language: Language
    ) -> String? {
        let unit = reader.pipeline.indicators[figures.indicator].unit
        switch name {
        case "left", "value": return fitted(reader.amount(figures.left, figures), unit)[language]
        case "right", "expected": return fitted(reader.amount(figures.right, figures), unit)[language]
        case "difference": return fitted(reader.difference(figures), unit)[language]
        case "area": return reader.area(at: figures.area)?.name[language] ?? ""
        case "period": return "\(figures.period)" + quantityWord(figures.quantity, language)
        case "indicator": return reader.pipeline.indicators[figures.indicator].title[language]
        case "check":
            guard case .macro(let rule) = reader.rule(finding).kind else { return "" }
            return reader.pipeline.macroRules[rule].text
        default: return nil
        }
    }

    private func quantityWord(_ quantity: Quantity, _ language: Language) -> String {
        switch quantity {
        case .ytd: language == .zh ? "（年初累计）" : " (year to date)"
        case .stock: language == .zh ? "（期末）" : " (at its close)"
        case .period: ""
        }
    }
}

/// What is said of a rule over figures that has no message of its own.
func comparison(_ rule: MacroRuleDefinition) -> LocalizedText {
    switch rule.statement {
    case .check:
        LocalizedText(
            zh: "{area} {period}：{check} 不成立，左边 {left}，右边 {right}，相差 {difference}。请核对所涉指标的记录。",
            en:
                "{area} {period}: {check} does not hold; left {left}, right {right}, difference {difference}. Check the records behind them."
        )
    case .footing:
        LocalizedText(
            zh: "{area} {period}：“{indicator}”合计 {left} 与各部分 {right} 不符，相差 {difference}。请核对各部分。",
            en:
                "{area} {period}: the whole of {indicator}, {left}, does not fit its parts, {right}; difference {difference}. Check the parts."
        )
    }
}
