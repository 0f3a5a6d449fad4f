import Model

/// Reads `datasets/<name>.yaml`.
struct DatasetReader {
    let context: PipelineContext
    let identifiers: RuleIdentifiers

    private static let keys = [
        "dataset", "title", "files", "kind", "gives", "first_month", "history", "primaryKey", "area", "date", "subject",
        "authority", "frequency", "rejects", "revoked", "built_in", "fields", "derive", "rules",
        "unpivot", "missingValues",
    ]

    /// `name` is that of the file; nil where the file is no mapping.
    func read(_ node: NodeReader, named name: String) -> (definition: DatasetDefinition, names: FieldNames)? {
        guard let entries = node.entries(DatasetReader.keys) else { return nil }
        if let stated = entries.required("dataset"), let text = stated.identifier("a dataset"), text != name {
            stated.mistake("this file is named \(name).yaml: dataset and file must have one name", suggestion: name)
        }
        let gives = readKind(entries)
        let fields = readFields(entries, areFigures: gives != nil)
        var names = FieldNames(dataset: name, fields: fields.stated, derive: fields.derived, untyped: fields.untyped)
        func role(_ key: String, _ types: [FieldType]) -> String? {
            guard let stated = entries[key] else { return nil }
            let field = names.name(stated, types: types, role: "the \(key)")
            if field == nil { names.faultyRoles.insert(key) }
            return field
        }
        let (area, date) = (role("area", [.area]), role("date", [.date]))
        let subject = role("subject", [.string, .uscc, .code])
        let authority = role("authority", [.area])
        if entries["primaryKey"] == nil { entries.forbid(["authority"], "records without a key are nobody else's") }
        let files = entries.required("files")
        let globs = files?.texts() ?? []
        if let files, files.isEmptyList { files.mistake("at least one name or glob is expected here") }
        let rules = RuleReader(context: context, identifiers: identifiers)
        var definition = DatasetDefinition(
            name: name, title: entries["title"]?.localized(context.language) ?? LocalizedText(zh: name), files: globs,
            history: entries["history"]?.choice("history", History.self) ?? .cumulative,
            primaryKey: readKey(entries["primaryKey"], names),
            area: area, date: date, subject: subject,
            frequency: entries["frequency"]?.choice("frequency", Frequency.self) ?? .month,
            rejects: entries["rejects"]?.choice("word", Rejects.self), fields: fields.stated, derive: fields.derived,
            rules: entries["rules"]?.list().compactMap { rules.read($0, fields: names) } ?? [],
            builtIn: entries["built_in"].map { readOverrides($0, scope: .dataset, context) } ?? [:],
            authority: authority, revoked: entries["revoked"].flatMap { readRevoked($0, names) }, place: entries.place)
        definition.unpivot = entries["unpivot"].flatMap { UnpivotReader(fields: fields.stated).read($0) }
        if let shared = entries["missingValues"].map(missingValues) {
            for field in definition.fields.indices where definition.fields[field].constraints.missingValues == nil {
                definition.fields[field].constraints.missingValues = shared
            }
        }
        definition.firstMonth = entries["first_month"]?.integer(1...12) ?? 1
        if let gives {
            definition.gives = gives
            (definition.area, definition.date) = ("area", "period")
            // Half a figure is none: without its unit or its statistic it would be another.
            definition.rejects = definition.rejects ?? .record
        }
        return (definition, names)
    }

    private enum Kind: String, CaseIterable { case records, figures }

    /// nil: records.
    private func readKind(_ entries: Entries) -> FiguresGiven? {
        guard entries["kind"]?.choice("kind of dataset", Kind.self) == .figures else {
            entries.forbid(["gives"], "only a dataset of 'kind: figures' gives values, targets or published figures")
            return nil
        }
        entries.forbid(
            ["primaryKey", "area", "date", "subject", "history", "frequency", "first_month"],
            "figures bring it themselves")
        return entries.required("gives")?.choice("use of figures", FiguresGiven.self) ?? .values
    }

    private func readFields(
        _ entries: Entries, areFigures: Bool
    ) -> (stated: [FieldDefinition], derived: [DeriveDefinition], untyped: Set<String>) {
        let reader = FieldReader(context: context)
        let rules = RuleReader(context: context, identifiers: identifiers)
        var lines: [String: Int] = [:]
        func claim(_ name: String, _ place: SourcePlace) {
            if let line = lines[name] {
                entries.mapping.mistakes.add("field '\(name)' is stated twice, first in line \(line)", at: place)
            } else {
                lines[name] = place.line
            }
        }
        var stated: [FieldDefinition] = []
        var untyped: Set<String> = []
        let node = areFigures ? nil : entries.required("fields")
        if areFigures {
            for field in readFiguresFields(entries) {
                claim(field.name, field.place)
                stated.append(field)
            }
        }
        for entry in node?.list() ?? [] {
            guard let (field, isTyped) = reader.read(entry) else { continue }
            if !isTyped { untyped.insert(field.name) }
            claim(field.name, field.place)
            stated.append(field)
        }
        if let node, node.isNull || node.isEmptyList { node.mistake("a dataset needs fields") }
        var derived: [DeriveDefinition] = []
        for entry in entries["derive"]?.list() ?? [] {
            guard let field = rules.readDerived(entry) else { continue }
            claim(field.name, field.place)
            derived.append(field)
        }
        checkHeaders(stated, entries.mapping.mistakes)
        return (stated, derived, untyped)
    }

    /// A header that could be two fields' would leave both without a column.
    private func checkHeaders(_ fields: [FieldDefinition], _ mistakes: Mistakes) {
        var owners: [String: String] = [:]
        for field in fields {
            for header in [field.title.zh, field.title.en].compactMap(\.self) + field.aliases {
                if let owner = owners[header], owner != field.name {
                    mistakes.add(
                        "'\(header)' is a title or alias of field '\(owner)' too: a column cannot be both",
                        at: field.place)
                }
                owners[header] = field.name
            }
        }
    }

    private func readRevoked(_ node: NodeReader, _ names: FieldNames) -> RevokedDefinition? {
        guard let entries = node.entries(["when", "on", "mode"]) else { return nil }
        let when = entries.required("when")?.sourceText()
        let mode = entries.required("mode")?.choice("mode", RevokedDefinition.Mode.self)
        let on = entries["on"].flatMap { names.name($0, types: [.date], role: "'on'") }
        if mode == .deduct, entries["on"] == nil {
            entries.mapping.mistake("'deduct' needs 'on', the field of the day on which a record was revoked")
        }
        guard let when, let mode else { return nil }
        return RevokedDefinition(when: when, on: on, mode: mode, place: entries.place)
    }

    private func readKey(_ node: NodeReader?, _ names: FieldNames) -> [String] {
        guard let node else { return [] }
        var key: [String] = []
        for part in node.listOrOne() {
            guard let name = names.name(part) else { continue }
            if key.contains(name) { part.mistake("'\(name)' is stated twice in the key") } else { key.append(name) }
        }
        return key
    }
}
