import Model

/// Tables as XML Spreadsheet 2003, in Excel's manner: merged title, types, `ss:Index` over what is blank.
enum XMLSpreadsheet {
    static func file(_ path: String, _ table: SampleTable) -> SampleFile {
        var rows = ""
        var row = 0
        var exceptions: [SeededException] = []
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
        rows += "<Row\(index)>\(cells(table.header.map(Cell.text)))</Row>\n"
        for mark in table.headerMarks { file(mark, found: mark.column > 0 ? table.header[mark.column - 1] : "") }
        for record in table.records {
            row += 1
            rows += "<Row>\(cells(record.cells))</Row>\n"
            for mark in record.marks {
                file(mark, found: mark.column > 0 ? text(of: record.cells[mark.column - 1]) : "")
            }
        }
        if let total = table.total {
            row += 1
            rows += "<Row>\(cells(total))</Row>\n"
        }
        for note in table.notes {
            row += 1
            rows += "<Row><Cell\(merge)><Data ss:Type=\"String\">\(escaped(note))</Data></Cell></Row>\n"
        }
        let text =
            head
            + " <Worksheet ss:Name=\"\(escaped(table.sheet))\">\n"
            + "  <Table ss:ExpandedColumnCount=\"\(table.header.count)\" ss:ExpandedRowCount=\"\(row)\" x:FullColumns=\"1\" x:FullRows=\"1\">\n"
            + rows + "  </Table>\n </Worksheet>\n</Workbook>\n"
        return SampleFile(path: path, bytes: Array(text.utf8), exceptions: exceptions)
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
