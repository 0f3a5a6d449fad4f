import Model

/// Reads `senders.csv`: columns dataset, sender (code or name of an area, or `bureau`), frequency, from, to (months or other
/// periods; blank: open).
func readSenders(
    _ bytes: [UInt8], path: String, datasets: [String], areas: AreaTree, into mistakes: Mistakes
) -> [SenderDefinition] {
    guard
        let table = DefinitionCSV(
            bytes, path: path, columns: ["dataset", "sender", "frequency", "from", "to"],
            required: ["dataset", "sender", "frequency"], into: mistakes)
    else { return [] }
    var list: [SenderDefinition] = []
    var lines: [[String]: [SenderDefinition]] = [:]
    for row in 0..<table.rowCount {
        guard let dataset = table.required(row, "dataset"), let sender = table.required(row, "sender"),
            let frequency = table.required(row, "frequency")
        else { continue }
        if !datasets.contains(dataset.text) {
            mistakes.add(unknown: "dataset", dataset.text, known: datasets, at: dataset.place)
        }
        let area = areas.index(stated: sender.text)
        let isBureau = sender.text == SenderDefinition.bureau
        if area == nil, !isBureau {
            mistakes.add(unknown: "area", sender.text, known: areas.statable, at: sender.place)
        }
        let often = Frequency(rawValue: frequency.text)
        if often == nil {
            mistakes.add(
                unknown: "frequency", frequency.text, known: Frequency.allCases.map(\.rawValue), at: frequency.place)
        }
        func period(_ column: String) -> Period? {
            guard let cell = table[row, column] else { return nil }
            if let period = Period(cell.text) { return period }
            mistakes.add("'\(cell.text)' is no period (2024, 2024-Q1, 2024-03)", at: cell.place)
            return nil
        }
        let from = period("from")?.firstMonth, to = period("to")?.lastMonth
        if let from, let to, from > to {
            mistakes.add("'to' lies before 'from'", at: table[row, "to"]?.place ?? dataset.place)
        }
        guard let often, area != nil || isBureau else { continue }
        let definition = SenderDefinition(
            dataset: dataset.text, sender: area.map { areas.current($0) }, frequency: often, from: from, to: to,
            place: dataset.place)
        let key = [dataset.text, definition.sender.map { areas[$0].code } ?? SenderDefinition.bureau]
        if let other = lines[key]?.first(where: { $0.overlaps(definition) }) {
            mistakes.add(
                "'\(sender.text)' sends '\(dataset.text)' by line \(other.place.line) already", at: dataset.place)
        }
        lines[key, default: []].append(definition)
        list.append(definition)
    }
    return list
}

extension AreaTree {
    /// Position of the area that definitions mean by a code or one of its names.
    func index(stated text: String) -> Int? {
        areas.firstIndex {
            $0.code == text || $0.name.zh == text || $0.name.en == text || $0.aliases.contains(text)
        }
    }

    /// What definitions may call areas, as far as it is proposed to who misspells it.
    var statable: [String] { areas.flatMap { [$0.code, $0.name.zh].compactMap(\.self) } }
}
