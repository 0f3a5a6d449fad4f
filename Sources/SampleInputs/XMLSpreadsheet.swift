import Model

/// Tables as XML Spreadsheet 2003, in Excel's manner: merged title, types, `ss:Index` over what is blank.
enum XMLSpreadsheet {
    static func file(_ path: String, _ table: SampleTable) -> SampleFile { file(path, [table]) }

    /// A sheet for each of the tables.
    static func file(_ path: String, _ tables: [SampleTable]) -> SampleFile {
        var text = head
        var exceptions: [SeededException] = []
        for table in tables { text += sheet(table, path, &exceptions) }
        return SampleFile(path: path, bytes: Array((text + "</Workbook>\n").utf8), exceptions: exceptions)
    }

    private static func sheet(_ table: SampleTable, _ path: String, _ exceptions: inout [SeededException]) -> String {
        var rows = ""
        var row = 0
        func file(_ mark: Mark, found: String) {
            exceptions.append(
                SeededException(
                    rule: mark.rule, file: path, sheet: table.sheet, row: mark.isNote ? 0 : row, column: mark.column,
                    value: mark.isNote ? "" : mark.value ?? found))
        }
        let merge = " ss:MergeAcross=\"\(table.header.count - 1)\""
        if let title = table.title {
            row += 1
            rows +=
                "<Row ss:Height=\"28\"><Cell\(merge) ss:StyleID=\"title\"><Data ss:Type=\"String\">\(escaped(title))</Data></Cell></Row>\n"
        }
        if let subtitle = table.subtitle {
            row += 1
            rows += "<Row><Cell\(merge)><Data ss:Type=\"String\">\(escaped(subtitle))</Data></Cell></Row>\n"
            // A blank row that is not written: the next one states its index.
            row += 1
        }
        row += 1
        let index = table.subtitle == nil ? "" : " ss:Index=\"\(row)\""
        let header = header(table.header)
        rows += "<Row\(index)>\(header.upper)</Row>\n"
        if let lower = header.lower {
            row += 1
            rows += "<Row>\(lower)</Row>\n"
        }
        for mark in table.headerMarks { file(mark, found: mark.column > 0 ? table.header[mark.column - 1] : "") }
        for record in table.records {
            row += 1
            rows += "<Row>\(cells(record.cells))</Row>\n"
            for mark in record.marks {
                file(mark, found: mark.column > 0 ? found(record.cells[mark.column - 1]) : "")
            }
        }
        if let total = table.total {
            row += 1
            rows += "<Row>\(cells(total))</Row>\n"
            for mark in table.totalMarks { file(mark, found: self.text(of: total[mark.column - 1])) }
        }
        for note in table.notes {
            row += 1
            rows += "<Row><Cell\(merge)><Data ss:Type=\"String\">\(escaped(note))</Data></Cell></Row>\n"
        }
        return " <Worksheet ss:Name=\"\(escaped(table.sheet))\">\n"
            + "  <Table ss:ExpandedColumnCount=\"\(table.header.count)\" ss:ExpandedRowCount=\"\(row)\" x:FullColumns=\"1\" x:FullRows=\"1\">\n"
            + rows + "  </Table>\n </Worksheet>\n"
    }

    /// The cells of a header of one or two levels: merged across where columns share the first, down where they have one.
    private static func header(_ titles: [String]) -> (upper: String, lower: String?) {
        guard titles.contains(where: { $0.utf8.contains(UInt8(ascii: "/")) }) else {
            return (cells(titles.map(Cell.text)), nil)
        }
        var upper = ""
        var lower = ""
        var at = 0
        while at < titles.count {
            let levels = titles[at].split(separator: "/")
            guard levels.count == 2 else {
                upper += "<Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">\(escaped(titles[at]))</Data></Cell>"
                at += 1
                continue
            }
            let group = titles[at...].prefix { $0.hasPrefix(levels[0] + "/") }
            upper +=
                "<Cell ss:MergeAcross=\"\(group.count - 1)\"><Data ss:Type=\"String\">\(escaped(String(levels[0])))</Data></Cell>"
            for (i, title) in zip(group.indices, group) {
                lower +=
                    "<Cell ss:Index=\"\(i + 1)\"><Data ss:Type=\"String\">\(escaped(String(title.dropFirst(levels[0].count + 1))))</Data></Cell>"
            }
            at += group.count
        }
        return (upper, lower)
    }

    private static let head = """
        <?xml version="1.0"?>
        <?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
         xmlns:o="urn:schemas-microsoft-com:office:office"
         xmlns:x="urn:schemas-microsoft-com:office:excel"
         xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
         xmlns:html="http://www.w3.org/TR/REC-html40">
         <Styles>
          <Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="宋体" ss:Size="11"/></Style>
          <Style ss:ID="title"><Alignment ss:Horizontal="Center"/><Font ss:FontName="宋体" ss:Size="16" ss:Bold="1"/></Style>
          <Style ss:ID="day"><NumberFormat ss:Format="yyyy/m/d"/></Style>
         </Styles>

        """

    private static func cells(_ cells: [Cell]) -> String {
        var result = ""
        var skipped = false
        for (i, cell) in cells.enumerated() {
            if case .blank = cell {
                skipped = true
                continue
            }
            let index = skipped ? " ss:Index=\"\(i + 1)\"" : ""
            skipped = false
            let (type, style) =
                switch cell {
                case .number: ("Number", "")
                case .date: ("DateTime", " ss:StyleID=\"day\"")
                default: ("String", "")
                }
            result += "<Cell\(index)\(style)><Data ss:Type=\"\(type)\">\(escaped(text(of: cell)))</Data></Cell>"
        }
        return result
    }

    private static func text(of cell: Cell) -> String {
        switch cell {
        case .blank: ""
        case .text(let text), .number(let text), .raw(let text): text
        case .date(let date): "\(date)T00:00:00.000"
        }
    }

    /// What a reader finds of a cell: a date is a date, whatever the format writes.
    private static func found(_ cell: Cell) -> String {
        if case .date(let date) = cell { "\(date)" } else { text(of: cell) }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
