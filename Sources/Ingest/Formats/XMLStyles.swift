/// What number formats say about numbers: whether they are shown as percentages, dates or times.
struct XMLStyles {
    private struct Style {
        var parent: String?
        var shown: NumberShown?
    }

    private var styles: [String: Style] = [:]
    private(set) var hasSpecial = false
    var isDate1904 = false

    mutating func add(_ id: String, parent: String?) { styles[id] = Style(parent: parent) }

    mutating func setFormat(_ format: String, of id: String) {
        let shown = XMLStyles.shown(format)
        styles[id]?.shown = shown
        if shown != .plain { hasSpecial = true }
    }

    func shown(_ id: String) -> NumberShown {
        var next: String? = id
        // Parents are few; the bound holds where they go round in a circle.
        for _ in 0..<16 {
            guard let id = next, let style = styles[id] else { break }
            if let shown = style.shown { return shown }
            next = style.parent ?? (id == "Default" ? nil : "Default")
        }
        return .plain
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
