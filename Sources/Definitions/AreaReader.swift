import Model

/// Reads `areas.csv`: columns code, zh, en, aliases (by `|`), kind, parent, host, valid_from, valid_to (years), successor,
/// rank_group, published (yes or no; blank: yes for cities, districts, counties and zones, no for others).
func readAreas(_ bytes: [UInt8], path: String, into mistakes: Mistakes) -> AreaTree? {
    guard
        let table = DefinitionCSV(
            bytes, path: path,
            columns: [
                "code", "zh", "en", "aliases", "kind", "parent", "host", "valid_from", "valid_to", "successor",
                "rank_group", "published",
            ], required: ["code", "kind"], into: mistakes)
    else { return nil }
    return AreaReader(table: table, mistakes: mistakes).read()
}

private struct AreaReader {
    let table: DefinitionCSV
    let mistakes: Mistakes
    /// Code → position of its first row.
    private var positions: [String: Int] = [:]
    /// Rows that have a code of their own, in order.
    private var rows: [Int] = []

    init(table: DefinitionCSV, mistakes: Mistakes) {
        self.table = table
        self.mistakes = mistakes
        for row in 0..<table.rowCount {
            guard let code = table.required(row, "code") else { continue }
            if let first = positions[code.text] {
                let line = table.place(row: rows[first]).line
                mistakes.add("area code '\(code.text)' is stated twice, first in line \(line)", at: code.place)
            } else {
                positions[code.text] = rows.count
                rows.append(row)
            }
        }
    }

    func read() -> AreaTree {
        var areas = rows.map(area)
        if table.rowCount == 0 {
            mistakes.add("a list of areas without areas", at: SourcePlace(file: table.path, line: 1, column: 1))
        }
        cutCycles("parent", in: &areas, \.parent)
        cutCycles("successor", in: &areas, \.successor)
        for (i, area) in areas.enumerated() {
            guard let host = area.host, let cell = table[rows[i], "host"] else { continue }
            if area.kind != .zone {
                mistakes.add("only a zone has a host; '\(area.code)' is of kind \(area.kind.rawValue)", at: cell.place)
            } else if areas[host].kind != .district && areas[host].kind != .county {
                mistakes.add(
                    "the host of a zone is a district or county; '\(cell.text)' is of kind \(areas[host].kind.rawValue)",
                    at: cell.place)
            }
        }
        return AreaTree(areas)
    }

    private func area(_ row: Int) -> Area {
        let code = table[row, "code"]?.text ?? ""
        let kind = kind(row)
        let zh = table[row, "zh"]?.text, en = table[row, "en"]?.text
        let from = year(row, "valid_from"), to = year(row, "valid_to")
        if let from, let to, from > to, let cell = table[row, "valid_to"] {
            mistakes.add("valid_to \(to) lies before valid_from \(from)", at: cell.place)
        }
        return Area(
            code: code, name: LocalizedText(zh: zh ?? (en == nil ? code : nil), en: en),
            aliases: table.parts(row, "aliases"), kind: kind, parent: reference(row, "parent"),
            host: reference(row, "host"), validFrom: from, validTo: to, successor: reference(row, "successor"),
            rankGroup: table[row, "rank_group"]?.text, published: isPublished(row, kind))
    }

    private func kind(_ row: Int) -> AreaKind {
        guard let cell = table.required(row, "kind") else { return .district }
        if let kind = AreaKind(rawValue: cell.text) { return kind }
        mistakes.add(unknown: "kind of area", cell.text, known: AreaKind.allCases.map(\.rawValue), at: cell.place)
        return .district
    }

    private func year(_ row: Int, _ column: String) -> Int? {
        guard let cell = table[row, column] else { return nil }
        if cell.text.utf8.count == 4, let year = Int(cell.text), year > 0 { return year }
        mistakes.add("'\(cell.text)' is no year of four digits", at: cell.place)
        return nil
    }

    private func isPublished(_ row: Int, _ kind: AreaKind) -> Bool {
        guard let cell = table[row, "published"] else { return [.city, .district, .county, .zone].contains(kind) }
        switch cell.text {
        case "yes": return true
        case "no": return false
        default:
            mistakes.add("'\(cell.text)' is neither yes nor no", at: cell.place)
            return false
        }
    }

    /// Position of the area whose code a cell states.
    private func reference(_ row: Int, _ column: String) -> Int? {
        guard let cell = table[row, column] else { return nil }
        if let position = positions[cell.text] { return position }
        mistakes.add(
            unknown: "\(column) code", cell.text, known: rows.compactMap { table[$0, "code"]?.text }, at: cell.place)
        return nil
    }

    /// Names each cycle once, at its first row, and opens it there.
    private func cutCycles(_ column: String, in areas: inout [Area], _ link: WritableKeyPath<Area, Int?>) {
        var isChecked = [Bool](repeating: false, count: areas.count)
        for start in areas.indices {
            var line: [Int] = []
            var at: Int? = start
            while let i = at, !isChecked[i] {
                isChecked[i] = true
                line.append(i)
                at = areas[i][keyPath: link]
            }
            guard let end = at, let first = line.firstIndex(of: end) else { continue }
            let cycle = line[first...]
            guard let top = cycle.min(), let cell = table[rows[top], column] else { continue }
            let from = cycle.firstIndex(of: top) ?? first
            let codes = (Array(cycle[from...]) + Array(cycle[..<from]) + [top]).map { areas[$0].code }
            mistakes.add("the \(column)s form a cycle: \(codes.joined(separator: " → "))", at: cell.place)
            areas[top][keyPath: link] = nil
        }
    }
}
