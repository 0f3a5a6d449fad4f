import Model
import Tabular

/// What number formats say about numbers: whether they are shown as percentages or as dates.
struct XMLStyles {
    enum Shown {
        case plain, percent, date
    }

    private struct Style {
        var parent: String?
        var shown: Shown?
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

    func shown(_ id: String) -> Shown {
        var next: String? = id
        // Parents are few; the bound holds where they go round in a circle.
        for _ in 0..<16 {
            guard let id = next, let style = styles[id] else { break }
            if let shown = style.shown { return shown }
            next = style.parent ?? (id == "Default" ? nil : "Default")
        }
        return .plain
    }

    /// `Percent`, `0.0%`; `Short Date`, `yyyy"年"m"月"`; what stands in quotes or brackets does not count.
    static func shown(_ format: String) -> Shown {
        switch format {
        case "Percent": return .percent
        case "General Date", "Long Date", "Medium Date", "Short Date": return .date
        case "General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific", "Yes/No",
            "True/False", "On/Off", "Long Time", "Medium Time", "Short Time":
            return .plain
        default: break
        }
        var quoted = false
        var bracketed = false
        var escaped = false
        for character in format.lowercased() {
            if escaped {
                escaped = false
                continue
            }
            switch character {
            case "\\", "_": escaped = true
            case "\"": quoted.toggle()
            case "[": bracketed = true
            case "]": bracketed = false
            case "%" where !quoted && !bracketed: return .percent
            case "y" where !quoted && !bracketed, "d" where !quoted && !bracketed: return .date
            default: break
            }
        }
        return .plain
    }

    /// The civil date of a serial number (WPS writes dates so); nil where it stands for none.
    func date(serial: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = serial.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.count <= 7, whole.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        var days = whole.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        var seconds = 0
        if parts.count == 2 {
            let digits = parts[1].prefix(12)
            guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            let scale = digits.reduce(1) { value, _ in value * 10 }
            let fraction = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            seconds = (fraction * 86_400 + scale / 2) / scale
            if seconds == 86_400 {
                seconds = 0
                days += 1
            }
        }
        if isDate1904 {
            days += 1462
        } else if days == 60 || days == 0 {
            // 1900-02-29 never was; 0 is a time of day.
            return nil
        }
        guard days <= 2_958_465 else { return nil }
        // Excel counts the day that never was: serials below 60 are one day short.
        let date = CivilDate(days: Int32(days + (days < 60 ? 1 : 0) - 25_569))
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return Array("\(date)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).000".utf8)
    }
}
