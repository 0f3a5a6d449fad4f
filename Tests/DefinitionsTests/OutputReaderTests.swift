import Definitions
import Model
import Testing

@Suite struct OutputReaderTests {
    private func read(_ outputs: String) throws -> PipelineReading {
        try reading(["pipeline.yaml": "outputs:\n\(outputs)\n"])
    }

    private func pointed(_ outputs: String) throws -> [String] {
        try read(outputs).pointed.map { $0.replacing("pipeline.yaml:", with: "") }
    }

    @Test func kindsAndPaths() throws {
        let outputs = try #require(
            try read("  - {kind: summary}\n  - {output: returns, path: internal/all.csv}").definition?.outputs)
        #expect(outputs.map(\.kind) == [.summary, .returns])
        #expect(outputs.map(\.path) == ["exceptions/summary.json", "internal/all.csv"])
        try expectEqual(
            pointed("  - {kind: sumary}\n  - {output: x}\n  - {kind: returns, columns: []}"),
            [
                "2 at ‹sumary›: unknown kind of output 'sumary' → summary",
                "3 at ‹{output›: key 'kind' is missing",
                "4 at ‹columns›: 'columns' has no place here: only outputs of kind table state what they hold",
            ])
        try expectEqual(
            pointed(
                "  - {kind: summary}\n  - {kind: returns, path: ../x}\n  - {kind: exceptions, path: exceptions/summary.json}"
            ),
            [
                "3 at ‹../x›: a path below returns/, internal/ or exceptions/ is expected here, found '../x'",
                "4 at ‹exceptions/summary.json›: 'exceptions/summary.json' is written by the output in line 2 too",
            ])
        try expectEqual(
            pointed("  - {kind: returns, path: returns/../x}"),
            [
                "2 at ‹returns/../x›: 'returns/../x' is no plain path of folders and a file"
            ])
    }

    @Test func lists() throws {
        let outputs = try #require(
            try read(
                """
                  - {output: first, kind: list, of: amount, per: city, order: ["size desc", id], top: 3, columns: [{name: n, show: rank}, {name: 名称, from: name}]}
                """
            ).definition?.outputs)
        let list = try #require(outputs[0].list)
        #expect(outputs[0].path == "internal/lists/first.csv")
        #expect(list.scope == .kind(.city))
        #expect(list.top == 3)
        #expect(list.order.map(\.expression.text) == ["size", "id"])
        #expect(list.order.map(\.descending) == [true, false])
        #expect(list.columns.map(\.name) == [LocalizedText(zh: "n"), LocalizedText(zh: "名称")])
        try expectEqual(
            pointed(
                """
                  - {output: a, kind: list, of: amuont, columns: [{name: n, from: id}]}
                  - {output: b, kind: list, of: amount, top: 3, columns: [{name: n, from: id, show: rank}]}
                  - {output: c, kind: list, of: amount, per: town, columns: []}
                  - {output: d, kind: list, of: amount, path: returns/d.csv, source: figures, columns: [{name: n, show: rang}]}
                  - {output: e, kind: summary, of: amount}
                """),
            [
                "2 at ‹amuont›: unknown indicator 'amuont' → amount",
                "3 at ‹top›: the first 3 of what? 'order' is missing",
                "3 at ‹show›: 'show' has no place here: the column shows an expression already",
                "4 at ‹town›: unknown kind of area 'town' → own",
                "4 at ‹[›: a list needs columns",
                "5 at ‹returns/d.csv›: a list names those it lists: it stays below internal/, unless it says 'public: true'",
                "5 at ‹source›: 'source' has no place here: only outputs of kind table state what they hold",
                "5 at ‹rang›: unknown thing to show 'rang' → rank",
                "6 at ‹of›: 'of' has no place here: only outputs of kind list have it",
            ])
    }

    @Test func editionsOfSDMX() throws {
        let outputs = try #require(
            try read("  - {kind: sdmx_data}\n  - {kind: sdmx_structure, edition: \"3.0\"}").definition?.outputs)
        #expect(outputs.map(\.edition) == [.v2, .v3])
        #expect(outputs.map(\.path) == ["returns/returns.xml.gz", "returns/structure.xml.gz"])
        try expectEqual(
            pointed("  - {kind: sdmx_data, edition: 3.1}\n  - {kind: sdmx_csv, edition: 2.1}"),
            [
                "2 at ‹3.1›: unknown edition of SDMX-ML '3.1' → 2.1",
                "3 at ‹edition›: 'edition' has no place here: only SDMX-ML has editions: sdmx_data and sdmx_structure",
            ])
    }

    @Test func themesOfWorkbooks() throws {
        let outputs = try #require(
            try read("  - {kind: workbook, themes: {main: {zh: 合同, en: Contracts}}}").definition?.outputs)
        #expect(outputs.map(\.themes) == [[WorkbookThemeTitle(theme: "main", title: .init(zh: "合同", en: "Contracts"))]])
        try expectEqual(
            pointed(
                """
                  - {kind: workbook, path: returns/a.xls, themes: {mian: 合同}}
                  - {kind: summary, themes: {main: 合同}}
                  - {kind: datapackage, path: returns/package}
                  - {kind: sender_workbooks, path: exceptions/senders.xlsx}
                """),
            [
                "2 at ‹returns/a.xls›: the name of this file ends in .xlsx",
                "2 at ‹mian›: unknown theme 'mian' → main",
                "3 at ‹themes›: 'themes' has no place here: only workbooks have themes",
                "4 at ‹returns/package›: the name of this file ends in .json",
                "5 at ‹exceptions/senders.xlsx›: {sender} is expected in this path: there is a workbook for each sender",
            ])
    }

    @Test func tablesOfFigures() throws {
        let outputs = try #require(
            try read(
                """
                  - kind: table
                    path: returns/t.csv
                    source: figures
                    where: {breakdown: [contract_type, ""], quantity: period}
                    columns:
                      - {name: basis, from: label.basis}
                      - {name: type, from: category.contract_type}
                      - {name: period, from: period, format: "{year}Q{quarter}"}
                      - {name: amount, pick: {label.basis: 输出, statistic: value}, unit: 万元, decimals: 6}
                    order: [basis, area]
                """
            ).definition?.outputs)
        let table = try #require(outputs.first?.table)
        #expect(table.filter == ["breakdown": ["contract_type", ""], "quantity": ["period"]])
        #expect(table.columns[3].pick == ["label.basis": ["输出"], "statistic": ["value"]])
        #expect(table.columns[3].unit?.symbol == "万元")
        #expect(table.byteOrderMark)
        #expect(table.endOfLine == "\r\n")
        #expect(table.order == ["basis", "area"])
        try expectEqual(
            pointed(
                """
                  - kind: table
                    source: figures
                    where: {quantity: periode, statistik: value}
                    columns:
                      - {name: a, from: label.bassis}
                      - {name: a, from: area, pick: {indicator: amont}, decimals: 2}
                      - {name: c, from: area, format: "{year}"}
                      - {name: d, from: period, format: "{jahr}-{month}"}
                      - {name: e}
                    order: [areaa]
                    eol: cr
                """
            ),
            [
                "2 at ‹kind›: a table needs 'path'",
                "4 at ‹periode›: unknown quantity 'periode' → period",
                "4 at ‹statistik›: unknown attribute of figures 'statistik' → statistic",
                "6 at ‹label.bassis›: unknown attribute of figures 'label.bassis' → label.basis",
                "7 at ‹{name›: column 'a' is stated twice",
                "7 at ‹pick›: 'pick' has no place here: the column takes its text from an attribute already",
                "7 at ‹amont›: unknown indicator 'amont' → amount",
                "7 at ‹decimals›: 'decimals' has no place here: only a picked figure has a unit and digits",
                "8 at ‹\"{year›: only periods have a format, not 'area'",
                "9 at ‹jahr›: unknown part of a period 'jahr' (known: year, half, quarter, month, month2)",
                "10 at ‹{name›: a column needs 'from' or 'pick'",
                "11 at ‹areaa›: unknown column or attribute 'areaa' → area",
                "12 at ‹cr›: unknown end of line 'cr' → crlf",
            ])
    }

    @Test func tablesOfFindings() throws {
        try expectEqual(
            pointed(
                """
                  - kind: table
                    path: exceptions/t.csv.gz
                    source: findings
                    where: {severity: err, dataset: contracts}
                    columns:
                      - {name: a, from: raw.seller}
                      - {name: b, from: raw.is_large}
                      - {name: c, from: value.is_large}
                      - {name: d, pick: {rule: R1}}
                    order: [field_position, a]
                """
            ),
            [
                "5 at ‹err›: unknown severity 'err' → error",
                "8 at ‹raw.is_large›: unknown attribute of findings 'raw.is_large' → value.is_large",
                "10 at ‹pick›: 'pick' has no place here: a line of findings is one finding; use 'from'",
            ])
    }
}
