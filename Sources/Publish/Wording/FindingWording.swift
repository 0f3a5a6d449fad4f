import Definitions
import Model
import Tabular

/// Sentences about findings, in either language: the definition's message, else the program's own words.
struct FindingWording {
    let reader: FindingReader
    private let messages: [LocalizedText]

    init(_ reader: FindingReader) {
        self.reader = reader
        messages = reader.publication.catalogue.rules.map { rule in
            if !rule.message.isEmpty { return rule.message }
            if case .builtIn(.unique) = rule.kind, reader.pipeline.datasets[rule.dataset].gives != nil {
                return BuiltInRule.repeatedFigure
            }
            if case .builtIn(let kind) = rule.kind, let words = kind.wording { return words.message }
            if let series = reader.pipeline.series(rule) { return series.wording.message }
            if case .macro(let position) = rule.kind { return comparison(reader.pipeline.macroRules[position]) }
            return title(of: rule, reader.pipeline)
        }
    }

    /// What the field that a finding is filed under is called; of figures the indicator.
    func fieldTitle(_ finding: Finding) -> LocalizedText? {
        if let figures = finding.figures { return reader.pipeline.indicators[figures.indicator].title }
        return Publish.fieldTitle(
            dataset: reader.rule(finding).dataset, field: reader.field(finding), reader.pipeline)
    }

    /// What is wrong and how to put it right.
    func message(_ finding: Finding, _ language: Language) -> String {
        if finding.evidence == nil, let detail = finding.detail, reader.pipeline.series(reader.rule(finding)) != nil {
            return detail[language]
        }
        // The unit line is there and not understood; the years are those of a delivery, no title states them.
        switch reader.rule(finding).kind {
        case .builtIn(.unitMissing), .builtIn(.statedPeriod): if let detail = finding.detail { return detail[language] }
        default: break
        }
        let sentence = fill(messages[Int(finding.rule)][language]) { name in
            let name = String(name)
            // The program's own words speak of the finding; a definition's of its fields first, one of which may be `value`.
            let isOwn = reader.rule(finding).message.isEmpty
            return isOwn
                ? word(name, of: finding, language) ?? recordWord(name, of: finding, language)
                : recordWord(name, of: finding, language) ?? word(name, of: finding, language)
        }
        return sentence + suggestion(finding, language)
    }

    /// What is likely meant, where one thing is; empty where none is.
    private func suggestion(_ finding: Finding, _ language: Language) -> String {
        guard let suggestion = finding.suggestion else { return "" }
        let definition = definition(finding)
        var shown = suggestion
        if definition?.type == .number || definition?.type == .integer, let number = Decimal(suggestion) {
            shown = fitted(number, definition?.unit)[language]
        } else if definition?.type == .area,
            let area = reader.pipeline.areas.areas.first(where: { $0.code == suggestion })
        {
            shown = "\(suggestion) \(area.name[language])"
        }
        return language == .zh ? "可能应为 \(shown)，请核实。" : " Probably \(shown): please check."
    }

    /// A typed value with the unit that fits its size; nil where it is missing.
    func fittedText(_ finding: Finding, field: Int, _ language: Language) -> String? {
        finding.evidence.flatMap { fittedText($0, row: Int(finding.evidenceRow), field: field, language) }
    }

    func fittedText(_ evidence: Evidence, row: Int, field: Int, _ language: Language) -> String? {
        let dataset = Int(evidence.dataset)
        let fields = reader.pipeline.datasets[dataset].fields
        if field >= 0, field < reader.publication.schemas[dataset].fields.count,
            case .number(let scale) = reader.publication.schemas[dataset].fields[field].type
        {
            guard let value = reader.integer(evidence, row: row, field: field) else { return nil }
            let unit = field < fields.count ? fields[field].unit : nil
            return fitted(Decimal(mantissa: Int128(value), scale: scale), unit)[language]
        }
        return reader.typed(evidence, row: row, field: field)
    }

    /// What a rule expected or found as difference: a number has the unit of the field it is filed under.
    func text(_ value: FindingValue?, of finding: Finding, _ language: Language) -> String? {
        switch value {
        case nil: nil
        case .text(let text): text
        case .date(let date): date.description
        case .number(let number): fitted(number, definition(finding)?.unit)[language]
        }
    }

    /// The same without words, for tables.
    static func plain(_ value: FindingValue?) -> String {
        switch value {
        case nil: ""
        case .text(let text): text
        case .date(let date): date.description
        case .number(let number): number.shortest
        }
    }

    private func definition(_ finding: Finding) -> FieldDefinition? {
        let field = reader.field(finding)
        guard let dataset = reader.dataset(finding), dataset.fields.indices.contains(field) else { return nil }
        return dataset.fields[field]
    }

    private func blank(_ language: Language) -> String { language == .zh ? "空" : "blank" }

    /// The value of a field of the record, by the field's name; nil: no such field.
    private func recordWord(_ name: String, of finding: Finding, _ language: Language) -> String? {
        guard let evidence = finding.evidence,
            let field = reader.publication.schemas[Int(evidence.dataset)].index(of: name)
        else { return nil }
        if let text = fittedText(finding, field: field, language) { return text }
        let raw = evidence.raw(row: Int(finding.evidenceRow), field: field)
        return raw.isEmpty ? blank(language) : raw
    }

    /// What stands for a word in braces; nil: not a word of ours, left as it is.
    private func word(_ name: String, of finding: Finding, _ language: Language) -> String? {
        if let figures = finding.figures, let text = figureWord(name, figures, finding, language) { return text }
        let blank = blank(language)
        let field = reader.field(finding)
        let definition = definition(finding)
        let constraints = definition?.constraints
        switch name {
        case "field":
            return fieldTitle(finding)?[language] ?? ""
        case "value":
            if let detail = finding.detail { return detail[language] }
            let raw = String(decoding: reader.raw(finding), as: UTF8.self)
            return raw.isEmpty && finding.evidence != nil ? blank : raw
        case "normalized": return fittedText(finding, field: field, language) ?? blank
        case "expected": return text(finding.expected, of: finding, language) ?? blank
        case "difference": return text(finding.difference, of: finding, language) ?? blank
        case "count": return grouped(finding.count)
        case "dataset": return reader.dataset(finding).map { $0.title.isEmpty ? $0.name : $0.title[language] } ?? ""
        case "file": return reader.file(reader.place(finding))?.name ?? ""
        case "table": return table(reader.place(finding), language)
        case "sheet": return reader.sheet(reader.place(finding))
        case "row": return String(reader.place(finding).row)
        case "related": return finding.related.map { related(to: $0, language) } ?? ""
        case "differences": return differences(finding, language)
        case "key": return reader.key(finding)?.joined(separator: " ") ?? finding.value ?? blank
        case "type": return definition?.type.words[language] ?? ""
        case "repair": return repairWords(finding.value ?? "")[language]
        case "unit": return definition?.unitIfSilent?.symbol ?? definition?.unit?.symbol ?? finding.value ?? ""
        case "minimum": return constraints?.minimum.map { bound($0.text, definition?.unit, language) } ?? ""
        case "maximum": return constraints?.maximum.map { bound($0.text, definition?.unit, language) } ?? ""
        case "pattern": return constraints?.pattern?.text ?? definition?.format ?? ""
        case "allowed": return allowed(definition, language)
        case "length": return length(constraints, language)
        default: return nil
        }
    }

    /// A file, or the sheet of it that is meant.
    private func table(_ place: Place, _ language: Language) -> String {
        let file = reader.file(place)?.name ?? ""
        let sheet = reader.sheet(place)
        if sheet.isEmpty { return language == .zh ? "文件“\(file)”" : file }
        return language == .zh ? "文件“\(file)”中工作表“\(sheet)”" : "sheet \(sheet) of \(file)"
    }

    /// Where the other record stands.
    private func related(to place: Place, _ language: Language) -> String {
        let file = reader.file(place)?.name ?? ""
        let sheet = reader.sheet(place)
        let table = sheet.isEmpty ? file : "\(file) › \(sheet)"
        return language == .zh ? "（见 \(table) 第 \(place.row) 行）" : " (see \(table), row \(place.row))"
    }

    private func bound(_ text: String, _ unit: Unit?, _ language: Language) -> String {
        Decimal(text).map { fitted($0, unit)[language] } ?? text
    }

    /// The first values that a field may have.
    private func allowed(_ definition: FieldDefinition?, _ language: Language) -> String {
        let shown = 8
        let list = definition?.codelist.flatMap { reader.pipeline.codelist($0) }
        let values =
            definition?.constraints.enumeration
            ?? list?.entries.map {
                $0.name.isEmpty || $0.name[language] == $0.code ? $0.code : "\($0.code) \($0.name[language])"
            } ?? []
        let separator = language == .zh ? "、" : ", "
        let rest = values.count > shown ? (language == .zh ? "等 \(values.count) 项" : " … (\(values.count))") : ""
        return values.prefix(shown).joined(separator: separator) + rest
    }

    private func length(_ constraints: Constraints?, _ language: Language) -> String {
        switch (constraints?.minLength, constraints?.maxLength) {
        case (let least?, let most?) where least == most: "\(least)"
        case (let least?, let most?): "\(least)–\(most)"
        case (let least?, nil): language == .zh ? "至少 \(least)" : "at least \(least)"
        case (nil, let most?): language == .zh ? "至多 \(most)" : "at most \(most)"
        case (nil, nil): ""
        }
    }
}

/// Replaces each `{word}` by what `value` answers; a word it does not know stays as written.
func fill(_ template: String, _ value: (Substring) -> String?) -> String {
    guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
    var out = ""
    var rest = template[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
        let after = rest.utf8.index(after: open)
        guard let close = rest[after...].utf8.firstIndex(of: UInt8(ascii: "}")) else { break }
        out += rest[..<open]
        if let text = value(rest[after..<close]) { out += text } else { out += rest[open...close] }
        rest = rest[rest.utf8.index(after: close)...]
    }
    return out + rest
}
