import Model

/// How a figure stands in a cell: a number in its unit with its digits, or the sign that says why there is none.
struct WorkbookCells {
    let rounding: Rounding

    static let noNumber: [(sign: String, meaning: LocalizedText)] = [
        ("—", LocalizedText(zh: "不存在或不适用（如基数为零）", en: "cannot exist or does not apply, as growth on zero")),
        ("…", LocalizedText(zh: "未报齐或缺项，无法计算", en: "not delivered in full, or an operand is missing")),
        ("✓", LocalizedText(zh: "达到目标", en: "the target is met")),
        ("✗", LocalizedText(zh: "未达到目标", en: "the target is not met")),
    ]

    /// Letters behind numbers.
    static let marks: [(mark: String, meaning: LocalizedText)] = [
        ("ᵖ", LocalizedText(zh: "初步数，报送不完整，不参加排名", en: "provisional: part was not delivered; not ranked")),
        ("ᶠ", LocalizedText(zh: "预计数", en: "forecast")),
    ]

    private static let behind: Set<String> = ["余", "以上", "左右", "多"]

    /// nil: no number. Ratios in % are held as such (0.3502), as spreadsheets do.
    func number(_ figure: Figure) -> Decimal? {
        guard let value = figure.value,
            let shown = rounded(value, from: figure.unit, to: figure.unit, decimals: figure.decimals, rounding)
        else { return nil }
        return figure.unit.symbol == "%" ? Decimal(mantissa: shown.mantissa, scale: shown.scale + 2) : shown
    }

    /// In place of a number: whether a target was met that is no share of anything, else a sign.
    func sign(_ figure: Figure) -> String {
        switch figure.qualifier {
        case "met": return "✓"
        case "not_met": return "✗"
        default: break
        }
        return switch figure.status {
        case .cannotExist: WorkbookCells.noNumber[0].sign
        case .notDelivered, .missing, .normal, .partial, .forecast: WorkbookCells.noNumber[1].sign
        }
    }

    /// `#,##0.00`, `0.00%`, `"超"#,##0`.
    func format(_ figure: Figure) -> String {
        let digits = figure.decimals > 0 ? "." + String(repeating: "0", count: min(figure.decimals, 15)) : ""
        var format = figure.unit.symbol == "%" ? "0\(digits)%" : "#,##0\(digits)"
        switch figure.status {
        case .partial: format += "\"\(WorkbookCells.marks[0].mark)\""
        case .forecast: format += "\"\(WorkbookCells.marks[1].mark)\""
        default: break
        }
        if figure.qualifier == "at_least" { return "\"≥\"\(format)" }
        // A quote would end the literal.
        if let qualifier = figure.qualifier?.replacing("\"", with: ""), !qualifier.isEmpty {
            format =
                WorkbookCells.behind.contains(qualifier) ? "\(format)\"\(qualifier)\"" : "\"\(qualifier)\"\(format)"
        }
        return format
    }
}
