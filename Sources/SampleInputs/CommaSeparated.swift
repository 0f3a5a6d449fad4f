/// Tables as CSV: what Excel and the export buttons of bureaus' systems write.
enum CommaSeparated {
    enum Encoding { case utf8WithMark, utf8, gb18030 }

    /// `padded`: title and notes have the commas of all columns, as Excel saves them; else they stand alone.
    static func file(
        _ path: String, _ table: SampleTable, encoding: Encoding, padded: Bool = true, endOfLine: String = "\r\n"
    ) -> SampleFile {
        var text = ""
        var row = 0
        var exceptions: [SeededException] = []
        func write(_ fields: [String]) {
            row += 1
            text += fields.joined(separator: ",")
            if padded, fields.count < table.header.count {
                text += String(repeating: ",", count: table.header.count - fields.count)
            }
            text += endOfLine
        }
        func file(_ mark: Mark, found: String) {
            exceptions.append(
                SeededException(
                    rule: mark.rule, file: path, sheet: "", row: mark.isNote ? 0 : row, column: mark.column,
                    value: mark.isNote ? "" : mark.value ?? found))
        }
        if let title = table.title { write([quoted(title)]) }
        if let subtitle = table.subtitle { write([quoted(subtitle)]) }
        write(table.header.map(quoted))
        for mark in table.headerMarks { file(mark, found: mark.column > 0 ? table.header[mark.column - 1] : "") }
        for record in table.records {
            write(
                record.cells.map { cell in
                    if case .raw(let text) = cell { text } else { quoted(table.text(of: cell)) }
                })
            for mark in record.marks {
                file(mark, found: mark.column > 0 ? table.text(of: record.cells[mark.column - 1]) : "")
            }
        }
        if let total = table.total {
            write(total.map { quoted(table.text(of: $0)) })
            for mark in table.totalMarks { file(mark, found: table.text(of: total[mark.column - 1])) }
        }
        for note in table.notes { write([quoted(note)]) }
        let bytes: [UInt8] =
            switch encoding {
            case .utf8: Array(text.utf8)
            case .utf8WithMark: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
            case .gb18030: GB18030Encoder.encode(text)
            }
        return SampleFile(path: path, bytes: bytes, exceptions: exceptions)
    }

    /// RFC 4180: in quotes where there is a comma, a quote or a line break.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
