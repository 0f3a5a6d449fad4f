/// A cell of a definition table, with the place of its first character (its quote, if it is quoted).
struct CSVCell {
    var text: String
    var place: SourcePlace
}

/// A table of the pipeline folder: RFC 4180, UTF-8, comma, any line ends. Strict, unlike the reader of deliveries: what is not
/// as it must be is a mistake.
struct DefinitionCSV {
    private let header: [String]
    private let rows: [[CSVCell]]
    let path: String
    private let mistakes: Mistakes

    /// Reads a table whose columns are all among `columns`, with those of `required` present; nil where nothing of it can
    /// be used.
    init?(_ bytes: [UInt8], path: String, columns: [String], required: [String], into mistakes: Mistakes) {
        self.path = path
        self.mistakes = mistakes
        guard let text = decodeUTF8(bytes, path: path, into: mistakes) else { return nil }
        var scanner = CSVScanner(Array(text.unicodeScalars), path: path, mistakes: mistakes)
        let records = scanner.records()
        guard let first = records.first else {
            mistakes.add("the file holds no table", at: SourcePlace(file: path, line: 1, column: 1))
            return nil
        }
        header = first.map(\.text)
        var seen: Set<String> = []
        for cell in first {
            if !columns.contains(cell.text) {
                mistakes.add(unknown: "column", cell.text, known: columns, at: cell.place)
            } else if !seen.insert(cell.text).inserted {
                mistakes.add("column '\(cell.text)' stands twice in the header", at: cell.place)
            }
        }
        for name in required where !seen.contains(name) {
            mistakes.add("column '\(name)' is missing in the header", at: SourcePlace(file: path, line: 1, column: 1))
        }
        for record in records.dropFirst() where record.count != header.count {
            let place = record.count > header.count ? record[header.count].place : record[0].place
            mistakes.add("\(record.count) cells where the header has \(header.count)", at: place)
        }
        rows = Array(records.dropFirst())
        guard required.allSatisfy(seen.contains) else { return nil }
    }

    var rowCount: Int { rows.count }

    /// The cell of a row in a column; nil where it is blank or there is no such column.
    subscript(row: Int, column: String) -> CSVCell? {
        guard let at = header.firstIndex(of: column), rows[row].indices.contains(at), !rows[row][at].text.isEmpty
        else { return nil }
        return rows[row][at]
    }

    /// Where a row begins.
    func place(row: Int) -> SourcePlace { rows[row].first?.place ?? SourcePlace(file: path, line: row + 2, column: 1) }

    /// The cell, or a mistake where it is blank.
    func required(_ row: Int, _ column: String) -> CSVCell? {
        if let cell = self[row, column] { return cell }
        mistakes.add("column '\(column)' is blank", at: place(row: row))
        return nil
    }

    /// The parts of a cell between `|`.
    func parts(_ row: Int, _ column: String) -> [String] {
        self[row, column]?.text.split(separator: "|").map { trimmed($0) }.filter { !$0.isEmpty } ?? []
    }
}

/// Without blanks at both ends.
private func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
}

/// Cuts a text into records and cells; lines without a character are no records.
private struct CSVScanner {
    private let scalars: [Unicode.Scalar]
    private let path: String
    private let mistakes: Mistakes
    private var at = 0
    private var line = 1
    private var lineStart = 0

    init(_ scalars: [Unicode.Scalar], path: String, mistakes: Mistakes) {
        self.scalars = scalars
        self.path = path
        self.mistakes = mistakes
    }

    private var current: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }
    private var isAtLineEnd: Bool { current == nil || current == "\n" || current == "\r" }
    private var place: SourcePlace { SourcePlace(file: path, line: line, column: at - lineStart + 1) }

    private mutating func skipLineEnd() {
        guard let end = current else { return }
        at += end == "\r" && at + 1 < scalars.count && scalars[at + 1] == "\n" ? 2 : 1
        line += 1
        lineStart = at
    }

    mutating func records() -> [[CSVCell]] {
        var records: [[CSVCell]] = []
        while current != nil {
            if isAtLineEnd { skipLineEnd(); continue }
            var record = [cell()]
            while current == "," {
                at += 1
                record.append(cell())
            }
            skipLineEnd()
            records.append(record)
        }
        return records
    }

    private mutating func cell() -> CSVCell {
        let start = place
        guard current == "\"" else {
            let text = plain()
            return CSVCell(text: trimmed(text[...]), place: start)
        }
        at += 1
        var text = String.UnicodeScalarView()
        while true {
            guard let c = current else {
                mistakes.add("the quote that opens here is never closed", at: start)
                break
            }
            if c == "\"" {
                at += 1
                guard current == "\"" else { break }
            }
            if c == "\n" || c == "\r" {
                text.append("\n")
                skipLineEnd()
            } else {
                text.append(c)
                at += 1
            }
        }
        if !isAtLineEnd, current != "," {
            mistakes.add("after a closing quote only a comma or the end of the line may stand", at: place)
            _ = plain(isQuoteNamed: false)
        }
        return CSVCell(text: String(text), place: start)
    }

    /// Up to the next comma or the end of the line.
    private mutating func plain(isQuoteNamed: Bool = true) -> String {
        var text = String.UnicodeScalarView()
        var isClean = !isQuoteNamed
        while !isAtLineEnd, let c = current, c != "," {
            if c == "\"", !isClean {
                mistakes.add("a quote inside a cell that is not quoted; write \"…\"\"…\"", at: place)
                isClean = true
            }
            text.append(c)
            at += 1
        }
        return String(text)
    }
}
