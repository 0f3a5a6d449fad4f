import Foundation
import Model

/// What the reading of a pipeline folder gives.
public struct PipelineReading {
    /// nil where there is any mistake.
    public var definition: PipelineDefinition?
    /// Every mistake of every file, in reading order.
    public var diagnostics: [Diagnostic]
    /// The files that were read, by the path that diagnostics show; for `render`.
    public var sources: [String: [UInt8]]

    public init(definition: PipelineDefinition?, diagnostics: [Diagnostic], sources: [String: [UInt8]]) {
        self.definition = definition
        self.diagnostics = diagnostics
        self.sources = sources
    }
}

/// Reads and checks a pipeline folder: pipeline.yaml, datasets/*.yaml, indicators/*.yaml, rules/*.yaml, codelists/*.csv,
/// the areas, and takes the bytes of templates/*. Expressions and patterns are kept as texts with their places; the modules that understand
/// them check them.
///
/// - Parameters:
///   - folder: where the files are.
///   - shown: how messages name the folder; by default as given.
public func readPipeline(at folder: String, shownAs shown: String? = nil) -> PipelineReading {
    let mistakes = Mistakes()
    let files = DefinitionFolder(root: folder, shownAs: shown ?? folder, mistakes: mistakes)
    let reader = PipelineReader(folder: files, mistakes: mistakes)
    let name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
    let definition = reader.read(folderName: name)
    return PipelineReading(
        definition: mistakes.list.isEmpty ? definition : nil, diagnostics: mistakes.list.inReadingOrder(),
        sources: files.sources)
}

private struct PipelineReader {
    let folder: DefinitionFolder
    let mistakes: Mistakes

    private static let keys = [
        "pipeline", "title", "language", "agency", "bureau", "version", "areas", "rounding", "datasets", "indicators",
        "gates",
        "limits", "outputs", "rules",
    ]

    /// nil where pipeline.yaml itself cannot be read; all else is read as far as it goes, so that all mistakes are found.
    func read(folderName: String) -> PipelineDefinition? {
        guard let document = document("pipeline.yaml"), let entries = document.entries(PipelineReader.keys)
        else { return nil }
        let language = entries["language"]?.choice("language", Language.self) ?? .zh
        let areasPath = entries["areas"].flatMap(folderPath) ?? "codelists/areas.csv"
        let areas = folder.read(areasPath, namedAt: (entries["areas"] ?? document).place)
            .flatMap { readAreas($0, path: folder.shownPath(areasPath), into: mistakes) }
        let codelists = codelists(besides: areasPath)
        let context = PipelineContext(language: language, codelists: codelists.names)

        let identifiers = RuleIdentifiers()
        let datasetReader = DatasetReader(context: context, identifiers: identifiers)
        let before = mistakes.list.count
        let files = documents(in: "datasets", chosenBy: entries["datasets"], at: document)
        let read = files.compactMap { file in file.node.flatMap { datasetReader.read($0, named: file.name) } }
        let datasets = read.map(\.definition)
        checkRegisters(datasets, known: files.map(\.name), mistakes)
        let indicatorReader = IndicatorReader(
            context: context, datasets: datasets, fields: read.map(\.names), namedDatasets: files.map(\.name))
        let indicators = indicators(entries["indicators"], indicatorReader, document)
        let macroRules = macroRules(
            entries["rules"], MacroRuleReader(context: context, identifiers: identifiers), document)
        let outputReader = OutputReader(
            datasets: datasets, indicators: indicators, areas: areas ?? AreaTree([]),
            isComplete: mistakes.list.count == before)
        let outputs = outputReader.read(entries["outputs"], at: entries.place)

        let own = Set(codelists.names)
        let added =
            datasets.contains { $0.gives != nil } ? FiguresFields.codelists.filter { !own.contains($0.name) } : []
        let senders = senders(files.map(\.name), areas ?? AreaTree([]))
        for path in folder.paths(below: "templates") { _ = folder.read(path) }
        var definition = PipelineDefinition(
            name: entries["pipeline"]?.identifier("a pipeline") ?? folderName,
            title: entries["title"]?.localized(language) ?? LocalizedText(zh: folderName), language: language,
            agency: entries["agency"].flatMap(agency) ?? "BUREAU", areas: areas ?? AreaTree([]), datasets: datasets,
            indicators: indicators, macroRules: macroRules, codelists: codelists.lists + added, senders: senders,
            outputs: outputs,
            gates: readGates(entries["gates"], datasets: datasets.map(\.name), at: entries.place),
            limits: readLimits(entries["limits"]),
            rounding: entries["rounding"]?.choice("rounding", Rounding.self) ?? .halfUp, files: folder.filesInOrder)
        if let version = entries["version"].flatMap(version) { definition.version = version }
        if let areas { definition.bureau = entries["bureau"].flatMap { bureau($0, areas) } }
        return definition
    }

    private func document(_ path: String, namedAt place: SourcePlace? = nil) -> NodeReader? {
        guard let bytes = folder.read(path, namedAt: place),
            let document = YAMLDocument.compose(bytes, path: folder.shownPath(path), into: mistakes)
        else { return nil }
        return NodeReader(node: document.root, document: document, mistakes: mistakes)
    }

    /// A path within the pipeline folder.
    private func folderPath(_ node: NodeReader) -> String? {
        guard let path = node.text() else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) { return path }
        node.mistake("a path within the pipeline folder is expected here, found '\(path)'")
        return nil
    }

    /// SDMX takes it as an identifier.
    private func agency(_ node: NodeReader) -> String? {
        guard let text = node.text() else { return nil }
        let isName = text.utf8.enumerated().allSatisfy { i, c in
            let letter = c | 0x20
            let isLetter = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
            return isLetter
                || (i > 0
                    && (c >= 48 && c <= 57 || c == UInt8(ascii: "_") || c == UInt8(ascii: "-")
                        || c == UInt8(ascii: ".")))
        }
        if !isName { node.mistake("an agency is a Latin letter, then letters, digits, '_', '-' and '.'") }
        return text
    }

    /// The area, by code or name, whose bureau this is.
    private func bureau(_ node: NodeReader, _ areas: AreaTree) -> Int? {
        guard let text = node.text() else { return nil }
        if let area = areas.index(stated: text) { return areas.current(area) }
        node.mistake(unknown: "area", text, known: areas.statable)
        return nil
    }

    /// As SDMX 3.0 counts: major.minor.patch.
    private func version(_ node: NodeReader) -> String? {
        guard let text = node.text() else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isVersion =
            parts.count == 3
            && parts.allSatisfy { part in
                !part.isEmpty && part.count <= 9 && part.utf8.allSatisfy { (48...57).contains($0) }
                    && (part == "0" || part.utf8.first != 48)
            }
        guard isVersion else {
            node.mistake("a version is three numbers, as 1.0.0; found '\(text)'")
            return nil
        }
        return text
    }

    /// The names of those that are there, also where they could not be read, so that no mistake follows from another.
    private func codelists(besides areasPath: String) -> (lists: [Codelist], names: [String]) {
        var lists: [Codelist] = []
        var names: [String] = []
        for file in folder.names(in: "codelists")
        where file.hasSuffix(".csv") && "codelists/\(file)" != areasPath && file != "senders.csv" {
            let name = String(file.dropLast(4))
            let path = "codelists/\(file)"
            names.append(name)
            guard let bytes = folder.read(path),
                let list = readCodelist(bytes, named: name, path: folder.shownPath(path), into: mistakes)
            else { continue }
            lists.append(list)
        }
        return (lists, names)
    }

    /// `codelists/senders.csv`, which a pipeline need not have.
    private func senders(_ datasets: [String], _ areas: AreaTree) -> [SenderDefinition] {
        let path = "codelists/senders.csv"
        guard areas.count > 0, folder.names(in: "codelists").contains("senders.csv"), let bytes = folder.read(path)
        else { return [] }
        return readSenders(
            bytes, path: folder.shownPath(path), datasets: datasets, areas: areas, into: mistakes)
    }

    /// The YAML files of a sub-folder: those a list names, in its order, or all by name; without a node where a file cannot
    /// be read.
    private func documents(
        in subfolder: String, chosenBy list: NodeReader?, at pipeline: NodeReader, isOptional: Bool = false
    ) -> [(name: String, node: NodeReader?)] {
        let all = folder.names(in: subfolder)
        for file in all where file.hasSuffix(".yml") {
            let path = "\(subfolder)/\(file)"
            mistakes.add(
                "only files named .yaml are read",
                at: SourcePlace(file: folder.shownPath(path), line: 1, column: 1),
                suggestion: String(file.dropLast(4)) + ".yaml")
        }
        let present = all.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        var chosen: [(name: String, place: SourcePlace?)] = present.map { ($0, nil) }
        if let list {
            chosen = []
            for node in list.list() {
                guard let name = node.text() else { continue }
                if chosen.contains(where: { $0.name == name }) {
                    node.mistake("'\(name)' is stated twice")
                } else if !present.contains(name) {
                    mistakes.add(
                        "there is no file \(subfolder)/\(name).yaml", at: node.place,
                        suggestion: nearest(name, among: present))
                } else {
                    chosen.append((name, node.place))
                }
            }
        } else if present.isEmpty, !isOptional {
            pipeline.mistake("the folder \(folder.shownPath(subfolder)) holds no definition")
        }
        return chosen.map { name, place in (name, document("\(subfolder)/\(name).yaml", namedAt: place)) }
    }

    private func indicators(
        _ list: NodeReader?, _ reader: IndicatorReader, _ pipeline: NodeReader
    ) -> [IndicatorDefinition] {
        var drafts: [IndicatorReader.Draft] = []
        var places: [String: SourcePlace] = [:]
        for case (_, let node?) in documents(in: "indicators", chosenBy: list, at: pipeline) {
            if !node.isList { node.expected("a list of indicators") }
            for entry in node.isList ? node.list() : [] {
                guard let draft = reader.read(entry) else { continue }
                let id = draft.definition.id
                if let first = places[id] {
                    draft.entries["indicator"]?.mistake("indicator '\(id)' is taken by \(first.file):\(first.line)")
                } else {
                    places[id] = draft.definition.place
                    drafts.append(draft)
                }
            }
        }
        return FormulaDefaults(drafts).completed()
    }

    /// Rules over figures, which a pipeline need not have.
    private func macroRules(
        _ list: NodeReader?, _ reader: MacroRuleReader, _ pipeline: NodeReader
    ) -> [MacroRuleDefinition] {
        documents(in: "rules", chosenBy: list, at: pipeline, isOptional: true).flatMap { file in
            guard let node = file.node else { return [MacroRuleDefinition]() }
            if !node.isList { node.expected("a list of rules") }
            return node.isList ? node.list().compactMap { reader.read($0) } : []
        }
    }
}
