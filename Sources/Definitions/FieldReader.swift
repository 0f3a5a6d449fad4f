import Model

/// What the reading of one file needs to know of the rest of the pipeline.
struct PipelineContext {
    /// Of texts that do not say theirs.
    var language: Language
    /// Names of the code lists, sorted.
    var codelists: [String]
}

/// Texts for missing: of a field, or of all fields of a dataset that have none of their own. An empty list says that only
/// blank cells are. Table Schema lets an entry be a value with a label.
func missingValues(_ node: NodeReader) -> [String] {
    if node.isNull || node.isEmptyList { return [] }
    return node.listOrOne().compactMap { entry in
        guard entry.isMapping else { return entry.text() }
        let entries = entry.entries(["value", "label"])
        _ = entries?["label"]?.text()
        return entries?.required("value")?.text()
    }
}

/// Reads an entry of a dataset's `fields:`.
struct FieldReader {
    let context: PipelineContext

    private static let keys = [
        "name", "title", "aliases", "type", "unit", "decimals", "unit_if_silent", "format", "codelist", "constraints",
        "built_in", "register", "missingValues",
    ]

    /// nil where the entry has no name to speak of; other mistakes leave a field that later checks can use, and whether
    /// its type is to be trusted.
    func read(_ node: NodeReader) -> (field: FieldDefinition, isTyped: Bool)? {
        guard let entries = node.entries(FieldReader.keys), let name = entries.required("name")?.identifier("a field")
        else { return nil }
        let title = entries["title"]?.localized(context.language) ?? LocalizedText(zh: name)
        let type = entries.required("type")?.choice("type", FieldType.self)
        var field = FieldDefinition(
            name: name, title: title, aliases: entries["aliases"]?.texts() ?? [], type: type ?? .string, unit: nil,
            decimals: 0, unitIfSilent: nil, format: nil, codelist: nil, constraints: Constraints(),
            builtIn: entries["built_in"].map { readOverrides($0, scope: .field, context) } ?? [:], place: entries.place)
        if let type { readTypeKeys(type, of: &field, entries) }
        field.constraints.missingValues = entries["missingValues"].map(missingValues)
        return (field, type != nil)
    }

    /// Keys that only some types have.
    private func readTypeKeys(_ type: FieldType, of field: inout FieldDefinition, _ entries: Entries) {
        let isNumeric = type == .number || type == .integer
        if isNumeric {
            readUnits(of: &field, entries)
        } else {
            entries.forbid(
                ["unit", "unit_if_silent"], "only numbers and integers have a unit, not type \(type.rawValue)")
        }
        if type == .number {
            field.decimals = entries.required("decimals")?.integer(0...18) ?? 0
        } else {
            entries.forbid(["decimals"], "only type number has decimals, not \(type.rawValue)")
        }
        if type == .date {
            field.format = entries["format"].flatMap(dateFormat)
        } else {
            entries.forbid(["format"], "only dates have a format, not type \(type.rawValue)")
        }
        if type == .code {
            field.codelist = entries.required("codelist").flatMap(codelist)
        } else {
            entries.forbid(["codelist"], "only type code has a code list, not \(type.rawValue)")
        }
        if type == .uscc {
            field.register = entries["register"].flatMap(register)
        } else {
            entries.forbid(["register"], "only codes of type uscc have a register, not \(type.rawValue)")
        }
        field.constraints = entries["constraints"].map { ConstraintReader(type: type).read($0) } ?? Constraints()
    }

    private func readUnits(of field: inout FieldDefinition, _ entries: Entries) {
        field.unit = entries["unit"]?.unit()
        guard let silentNode = entries["unit_if_silent"], let silent = silentNode.unit() else { return }
        field.unitIfSilent = silent
        if let unit = field.unit, unit.dimension != silent.dimension {
            silentNode.mistake(
                "unit_if_silent \(silent.symbol) does not measure what the field's unit \(unit.symbol) measures")
        } else if entries["unit"] == nil {
            silentNode.mistake("unit_if_silent needs a unit of the field")
        }
    }

    private func codelist(_ node: NodeReader) -> String? {
        guard let name = node.text() else { return nil }
        if !context.codelists.contains(name) { node.mistake(unknown: "code list", name, known: context.codelists) }
        return name
    }

    /// `%Y`, `%m`, `%d` once each, anything else as it stands (`%%` for a percent sign).
    private func dateFormat(_ node: NodeReader) -> String? {
        guard let format = node.text() else { return nil }
        var directives: [Character] = []
        var rest = format[...]
        while let percent = rest.firstIndex(of: "%") {
            rest = rest[percent...].dropFirst()
            guard let directive = rest.popFirst() else { break }
            if directive != "%" { directives.append(directive) }
        }
        if let unknown = directives.first(where: { !"Ymd".contains($0) }) {
            node.mistake("unknown part '%\(unknown)' of a date format (known: %Y, %m, %d)")
        } else if directives.sorted() != ["Y", "d", "m"] {
            node.mistake("a date format holds %Y, %m and %d once each")
        }
        return format
    }
}

/// Reads `constraints:` of a field.
struct ConstraintReader {
    let type: FieldType

    private static let keys = ["required", "pattern", "minimum", "maximum", "enum", "minLength", "maxLength"]

    func read(_ node: NodeReader) -> Constraints {
        var constraints = Constraints()
        if node.isNull { return constraints }
        guard let entries = node.entries(ConstraintReader.keys) else { return constraints }
        constraints.required = entries["required"]?.boolean() ?? false
        constraints.pattern = entries["pattern"]?.sourceText()
        constraints.enumeration = entries["enum"]?.texts()
        if entries["enum"]?.isList == true, constraints.enumeration?.isEmpty == true {
            entries["enum"]?.mistake("an enumeration without values")
        }
        switch type {
        case .number, .integer, .date, .period:
            constraints.minimum = entries["minimum"].flatMap(bound)
            constraints.maximum = entries["maximum"].flatMap(bound)
            if let low = constraints.minimum, let high = constraints.maximum, isAbove(low.text, high.text) {
                entries["maximum"]?.mistake("maximum \(high.text) lies below minimum \(low.text)")
            }
        default:
            entries.forbid(["minimum", "maximum"], "values of type \(type.rawValue) have no bounds")
        }
        switch type {
        case .string, .uscc, .code:
            constraints.minLength = entries["minLength"]?.integer(0...Int.max)
            constraints.maxLength = entries["maxLength"]?.integer(0...Int.max)
            if let low = constraints.minLength, let high = constraints.maxLength, low > high {
                entries["maxLength"]?.mistake("maxLength \(high) lies below minLength \(low)")
            }
        default:
            entries.forbid(["minLength", "maxLength"], "only texts and codes have a length, not type \(type.rawValue)")
        }
        return constraints
    }

    private func bound(_ node: NodeReader) -> SourceText? {
        guard let source = node.sourceText() else { return nil }
        let isRead =
            switch type {
            case .date: CivilDate(source.text) != nil
            case .period: Period(source.text) != nil
            default: Decimal(source.text) != nil
            }
        if isRead { return source }
        let form =
            type == .date ? "a date such as 2024-01-31" : type == .period ? "a period such as 2024-Q1" : "a number"
        node.expected(form)
        return nil
    }

    private func isAbove(_ a: String, _ b: String) -> Bool {
        switch type {
        case .date:
            if let a = CivilDate(a), let b = CivilDate(b) { return a > b }
        case .period:
            if let a = Period(a), let b = Period(b) { return a > b }
        default:
            if let a = Decimal(a)?.fraction, let b = Decimal(b)?.fraction, let difference = a.subtracting(b) {
                return !difference.isNegative && !difference.isZero
            }
        }
        return false
    }
}
