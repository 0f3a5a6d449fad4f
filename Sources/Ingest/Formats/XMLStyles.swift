/// What number formats say about numbers: whether they are shown as percentages, dates or times, or with a unit.
struct XMLStyles {
    private struct Style {
        var parent: String?
        var shown: NumberShown?
        var unit: ShownUnit?
    }

    private var styles: [String: Style] = [:]
    private(set) var hasSpecial = false
    private(set) var hasUnits = false
    var isDate1904 = false

    mutating func add(_ id: String, parent: String?) { styles[id] = Style(parent: parent) }

    mutating func setFormat(_ format: String, of id: String) {
        let shown = XMLStyles.shown(format)
        styles[id]?.shown = shown
        if shown == .plain, let unit = ShownUnit(format) {
            styles[id]?.unit = unit
            hasUnits = true
        }
        if shown != .plain || hasUnits { hasSpecial = true }
    }

    func shown(_ id: String) -> NumberShown { formatted(id)?.shown ?? .plain }

    func unit(_ id: String) -> ShownUnit? { formatted(id)?.unit }

    /// The nearest style that has a number format.
    private func formatted(_ id: String) -> Style? {
        var next: String? = id
        // Parents are few; the bound holds where they go round in a circle.
        for _ in 0..<16 {
            guard let id = next, let style = styles[id] else { break }
            if style.shown != nil { return style }
            next = style.parent ?? (id == "Default" ? nil : "Default")
        }
        return nil
    }

    /// `Percent`, `Short Date` and their like are names; anything else is a format as every workbook has it.
    static func shown(_ format: String) -> NumberShown {
        switch format {
        case "Percent": .percent
        case "General Date", "Long Date", "Medium Date", "Short Date": .date
        case "Long Time", "Medium Time", "Short Time": .time
        case "General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific", "Yes/No",
            "True/False", "On/Off":
            .plain
        default: SheetDates.shown(format)
        }
    }
}
