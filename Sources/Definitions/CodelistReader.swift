import Model

/// Reads `codelists/<name>.csv`: columns code, zh, en, aliases (separated by `|`). A code without a name is its own name.
func readCodelist(_ bytes: [UInt8], named name: String, path: String, into mistakes: Mistakes) -> Codelist? {
    guard
        let table = DefinitionCSV(
            bytes, path: path, columns: ["code", "zh", "en", "aliases"], required: ["code"], into: mistakes)
    else { return nil }
    var entries: [Codelist.Entry] = []
    var codes: [String: Int] = [:]
    /// What a file may write → the code it means.
    var spellings: [String: String] = [:]
    for row in 0..<table.rowCount {
        guard let code = table.required(row, "code") else { continue }
        if let line = codes[code.text] {
            mistakes.add("code '\(code.text)' is stated twice, first in line \(line)", at: code.place)
            continue
        }
        codes[code.text] = code.place.line
        let zh = table[row, "zh"], en = table[row, "en"]
        let name = LocalizedText(zh: zh?.text ?? (en == nil ? code.text : nil), en: en?.text)
        let entry = Codelist.Entry(code: code.text, name: name, aliases: table.parts(row, "aliases"))
        let place = table[row, "aliases"]?.place ?? zh?.place ?? code.place
        for spelling in [entry.code] + [name.zh, name.en].compactMap(\.self) + entry.aliases {
            if let other = spellings[spelling], other != entry.code {
                mistakes.add("'\(spelling)' would mean both '\(other)' and '\(entry.code)'", at: place)
            }
            spellings[spelling] = entry.code
        }
        entries.append(entry)
    }
    if table.rowCount == 0 {
        mistakes.add("a code list without codes", at: SourcePlace(file: path, line: 1, column: 1))
    }
    return Codelist(name: name, entries: entries)
}
