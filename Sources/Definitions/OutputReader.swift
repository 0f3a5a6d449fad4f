import Model

/// Reads `outputs:` of pipeline.yaml.
struct OutputReader {
    let datasets: [DatasetDefinition]
    let indicators: [IndicatorDefinition]
    let areas: AreaTree
    /// Whether both could be read; if not, names that they would make are not asked for.
    let isComplete: Bool

    private static let tableKeys = ["source", "columns", "where", "order", "bom", "eol", "header"]
    private static let keys =
        ["output", "kind", "path", "edition", "themes"] + tableKeys + ListReader.keys.filter { !tableKeys.contains($0) }
        + BulletinDefinitionReader.keys.filter { !ListReader.keys.contains($0) }

    /// Without `outputs:` every kind that has a usual place.
    func read(_ node: NodeReader?, at place: SourcePlace) -> [OutputDefinition] {
        guard let node else {
            return OutputDefinition.Kind.allCases.compactMap { kind in
                kind.usualPath.map { OutputDefinition(kind: kind, path: $0, table: nil, place: place) }
            }
        }
        if node.isNull || node.isEmptyList { node.mistake("at least one output is expected here") }
        var names: Set<String> = []
        var paths: [String: Int] = [:]
        return node.list().compactMap { entry in
            guard let entries = entry.entries(OutputReader.keys) else { return nil }
            if let name = entries["output"], let text = name.text(), !names.insert(text).inserted {
                name.mistake("output '\(text)' is stated twice")
            }
            guard let kind = kind(entries) else { return nil }
            let name = entries["output"]?.plainText
            let path =
                entries["path"].flatMap(outputPath) ?? kind.usualPath
                ?? (kind == .list ? name.map { "internal/lists/\($0).csv" } : nil)
                ?? (kind == .bulletin ? "returns/bulletin.html" : nil)
            if kind == .table, entries["path"] == nil { entry.mistake("a table needs 'path'") }
            if kind == .list, path == nil, entries["path"] == nil { entry.mistake("a list needs a name or 'path'") }
            if let path {
                let pathNode = entries["path"] ?? entry
                if let line = paths[path] {
                    pathNode.mistake("'\(path)' is written by the output in line \(line) too")
                }
                paths[path] = entry.place.line
            }
            if kind != .table {
                entries.forbid(
                    OutputReader.tableKeys.filter { kind != .list || !ListReader.keys.contains($0) },
                    "only outputs of kind table state what they hold")
            }
            if kind != .list {
                entries.forbid(
                    ListReader.keys.filter {
                        !OutputReader.tableKeys.contains($0)
                            && !(kind == .bulletin && BulletinDefinitionReader.keys.contains($0))
                    }, "only outputs of kind list have it")
            }
            if kind != .bulletin {
                entries.forbid(
                    BulletinDefinitionReader.keys.filter { !ListReader.keys.contains($0) }, "only bulletins have it")
            }
            let bulletin =
                kind == .bulletin ? BulletinDefinitionReader(areas: areas).read(entries, at: path) : nil
            if kind != .sdmxData, kind != .sdmxStructure {
                entries.forbid(["edition"], "only SDMX-ML has editions: sdmx_data and sdmx_structure")
            }
            if kind != .workbook { entries.forbid(["themes"], "only workbooks have themes") }
            let ending: String? =
                switch kind {
                case .workbook, .exceptionsWorkbook, .senderWorkbooks: ".xlsx"
                case .dataPackage: ".json"
                case .changes: ".js"
                default: nil
                }
            if let ending, let path, !path.hasSuffix(ending) {
                (entries["path"] ?? entry).mistake("the name of this file ends in \(ending)")
            }
            if kind == .senderWorkbooks, let path, !path.contains(OutputDefinition.senderPlaceholder) {
                (entries["path"] ?? entry).mistake(
                    "{sender} is expected in this path: there is a workbook for each sender")
            }
            let table = kind == .table ? self.table(entries) : nil
            let list =
                kind == .list
                ? ListReader(indicators: indicators, isComplete: isComplete).read(entries, named: name ?? path ?? "")
                : nil
            if let list, !list.isPublic, let path, path.hasPrefix("returns/") {
                (entries["path"] ?? entry).mistake(
                    "a list names those it lists: it stays below internal/, unless it says 'public: true'")
            }
            let themes = entries["themes"].map(self.themes) ?? []
            let edition = entries["edition"]?.choice("edition of SDMX-ML", SDMXEdition.self)
            return path.map {
                var output = OutputDefinition(kind: kind, path: $0, table: table, place: entry.place)
                output.edition = edition ?? .v2
                output.themes = themes
                output.list = list
                output.bulletin = bulletin
                return output
            }
        }
    }

    /// `{contracts: {zh: 技术合同, en: Technology contracts}}`
    private func themes(_ node: NodeReader) -> [WorkbookThemeTitle] {
        // As the workbook groups them: by label, else by file.
        let known = Set(
            indicators.map { indicator in
                let file = indicator.place.file.split(separator: "/").last ?? ""
                return indicator.labels["theme"] ?? String(file.split(separator: ".").first ?? file)
            })
        return node.pairs().map { pair in
            if isComplete, !known.contains(pair.key) {
                pair.keyNode.mistake(unknown: "theme", pair.key, known: known.sorted())
            }
            return WorkbookThemeTitle(theme: pair.key, title: pair.value.localized(.zh))
        }
    }

    /// `kind:`, or the output's name where that is one.
    private func kind(_ entries: Entries) -> OutputDefinition.Kind? {
        if let node = entries["kind"] { return node.choice("kind of output") }
        if let name = entries["output"]?.plainText, let kind = OutputDefinition.Kind(rawValue: name) { return kind }
        return entries.required("kind")?.choice("kind of output")
    }

    /// A path below one of the vintage's folders.
    private func outputPath(_ node: NodeReader) -> String? {
        guard let path = node.text() else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, ["returns", "internal", "exceptions"].contains(parts[0]) else {
            node.mistake("a path below returns/, internal/ or exceptions/ is expected here, found '\(path)'")
            return nil
        }
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !path.contains("\\") else {
            node.mistake("'\(path)' is no plain path of folders and a file")
            return nil
        }
        return path
    }

    // MARK: Tables

    private func table(_ entries: Entries) -> TableDefinition? {
        guard let source = entries.required("source")?.choice("source", TableDefinition.Source.self) else { return nil }
        let attributes = TableAttributes(
            source, datasets: datasets, indicators: indicators, isComplete: isComplete)
        let columnsNode = entries.required("columns")
        var columns: [TableColumn] = []
        for entry in columnsNode?.list() ?? [] {
            guard let column = column(entry, attributes) else { continue }
            if columns.contains(where: { $0.name == column.name }) {
                entry.mistake("column '\(column.name)' is stated twice")
            }
            columns.append(column)
        }
        if let columnsNode, columnsNode.isNull || columnsNode.isEmptyList {
            columnsNode.mistake("a table needs columns")
        }
        let orderable = columns.map(\.name) + attributes.names
        let order = (entries["order"]?.listOrOne() ?? []).compactMap { node -> String? in
            guard let name = node.text() else { return nil }
            if !columns.contains(where: { $0.name == name }), !attributes.contains(name) {
                node.mistake(unknown: "column or attribute", name, known: orderable)
            }
            return name
        }
        return TableDefinition(
            source: source, columns: columns, filter: entries["where"].map(attributes.conditions) ?? [:], order: order,
            byteOrderMark: entries["bom"]?.boolean() ?? true,
            endOfLine: entries["eol"]?.choice("end of line", EndOfLine.self) == .lf ? "\n" : "\r\n",
            header: entries["header"]?.boolean() ?? true)
    }

    private enum EndOfLine: String, CaseIterable { case lf, crlf }

    private static let columnKeys = ["name", "from", "pick", "unit", "decimals", "format"]

    private func column(_ node: NodeReader, _ attributes: TableAttributes) -> TableColumn? {
        guard let entries = node.entries(OutputReader.columnKeys), let name = entries.required("name")?.text() else {
            return nil
        }
        let from = entries["from"].flatMap(attributes.name)
        if attributes.source == .findings { entries.forbid(["pick"], "a line of findings is one finding; use 'from'") }
        let pick = entries["pick"].map(attributes.conditions) ?? [:]
        switch (entries["from"], entries["pick"]) {
        case (nil, nil): node.mistake("a column needs 'from'\(attributes.source == .figures ? " or 'pick'" : "")")
        case (.some, .some): entries.forbid(["pick"], "the column takes its text from an attribute already")
        default: break
        }
        if entries["from"] != nil {
            entries.forbid(["unit", "decimals"], "only a picked figure has a unit and digits")
        }
        if let format = entries["format"] { checkPeriodFormat(format, from) }
        return TableColumn(
            name: name, from: from, pick: pick, unit: entries["unit"]?.unit(),
            decimals: entries["decimals"]?.integer(0...18), format: entries["format"]?.text(), place: node.place)
    }

    private func checkPeriodFormat(_ node: NodeReader, _ from: String?) {
        guard let source = node.sourceText() else { return }
        if let from, !["period", "base_period"].contains(from) {
            node.mistake("only periods have a format, not '\(from)'")
        }
        let known = ["year", "half", "quarter", "month", "month2"]
        for (name, offset) in placeholders(in: source.text) where !known.contains(name) {
            node.mistakes.add(
                unknown: "part of a period", name, known: known, at: source.place(atOffset: offset))
        }
    }
}

/// The names in braces, with the UTF-8 offset of each.
func placeholders(in text: String) -> [(name: String, offset: Int)] {
    let bytes = Array(text.utf8)
    var found: [(String, Int)] = []
    var at = 0
    while let open = bytes[at...].firstIndex(of: UInt8(ascii: "{")),
        let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
    {
        found.append((String(decoding: bytes[(open + 1)..<close], as: UTF8.self), open + 1))
        at = close + 1
    }
    return found
}

extension OutputDefinition.Kind {
    /// Where the output is written if nothing is said; nil: it must be said.
    var usualPath: String? {
        switch self {
        case .returns: "returns/returns.csv.gz"
        case .sdmxTable: "returns/returns.sdmx.csv.gz"
        case .sdmxData: "returns/returns.xml.gz"
        case .sdmxStructure: "returns/structure.xml.gz"
        case .workbook: "returns/returns.xlsx"
        case .revisions: "returns/revisions.csv.gz"
        case .dataPackage: "returns/datapackage.json"
        case .exceptions: "exceptions/exceptions.csv.gz"
        case .exceptionsPage: "exceptions/exceptions.html"
        case .changes: "exceptions/changes.js"
        case .exceptionsWorkbook: "exceptions/exceptions.xlsx"
        case .senderWorkbooks: "exceptions/by-sender/\(OutputDefinition.senderPlaceholder).xlsx"
        case .summary: "exceptions/summary.json"
        case .ledger: "exceptions/ledger.csv.gz"
        case .table, .list, .bulletin: nil
        }
    }
}
