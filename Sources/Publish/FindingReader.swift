import Definitions
import Model
import Tabular

/// What reports say of a finding, read from its evidence: attributes are facts, in no language; `Wording` makes sentences.
struct FindingReader: Sendable {
    let publication: Publication
    /// By dataset: positions of the primary key's fields, of the fields with a role.
    private let roles: [Roles]

    private struct Roles { var key: [Int], area: Int?, date: Int?, subject: Int? }

    init(_ publication: Publication) {
        self.publication = publication
        roles = publication.pipeline.datasets.enumerated().map { d, dataset in
            let position = { (name: String) -> Int? in
                publication.schemas.indices.contains(d) ? publication.schemas[d].index(of: name) : nil
            }
            return Roles(
                key: dataset.primaryKey.compactMap(position), area: dataset.area.flatMap(position),
                date: dataset.date.flatMap(position), subject: dataset.subject.flatMap(position))
        }
    }

    var pipeline: PipelineDefinition { publication.pipeline }

    /// Positions of the fields of a dataset's primary key.
    func keyFields(_ dataset: Int) -> [Int] { roles.indices.contains(dataset) ? roles[dataset].key : [] }

    func rule(_ finding: Finding) -> Rule { publication.catalogue[Int(finding.rule)] }

    /// The dataset's definition; nil for findings about files.
    func dataset(_ finding: Finding) -> DatasetDefinition? {
        let position = rule(finding).dataset
        return pipeline.datasets.indices.contains(position) ? pipeline.datasets[position] : nil
    }

    /// The field it is filed under: its own, its rule's, or for keys the key's first; −1 for none.
    func field(_ finding: Finding) -> Int {
        if finding.field >= 0 { return Int(finding.field) }
        let rule = rule(finding)
        if rule.field >= 0 { return rule.field }
        if finding.evidence != nil, roles.indices.contains(rule.dataset) {
            switch rule.kind {
            case .builtIn(.unique), .builtIn(.revisionRejected): return roles[rule.dataset].key.first ?? -1
            default: break
            }
        }
        return -1
    }

    /// Name of that field; of figures the indicator; empty for none.
    func fieldName(_ finding: Finding) -> String {
        if let figures = finding.figures { return pipeline.indicators[figures.indicator].id }
        return FindingReader.fieldName(publication, dataset: rule(finding).dataset, field(finding))
    }

    static func fieldName(_ publication: Publication, dataset: Int, _ field: Int) -> String {
        guard field >= 0, publication.schemas.indices.contains(dataset),
            field < publication.schemas[dataset].fields.count
        else { return "" }
        return publication.schemas[dataset].fields[field].name
    }

    func place(_ finding: Finding) -> Place {
        finding.evidence?.place(row: Int(finding.evidenceRow), field: field(finding)) ?? finding.place
    }

    func file(_ place: Place) -> PublishedFile? {
        publication.files.indices.contains(Int(place.file)) ? publication.files[Int(place.file)] : nil
    }

    func sheet(_ place: Place) -> String {
        guard let file = file(place), file.sheets.indices.contains(Int(place.sheet)) else { return "" }
        return file.sheets[Int(place.sheet)]
    }

    /// The text found: of the cell, or of what the finding is about.
    func raw(_ finding: Finding) -> ArraySlice<UInt8> {
        let field = field(finding)
        if let evidence = finding.evidence, field >= 0 {
            if field < evidence.fieldCount { return evidence.cell(row: Int(finding.evidenceRow), field: field) }
            if let text = typed(finding, field: field) { return ArraySlice(text.utf8) }
        }
        if let figures = finding.figures { return ArraySlice(amount(figures.left, figures).shortest.utf8) }
        return ArraySlice((finding.value ?? "").utf8)
    }

    func raw(_ evidence: Evidence, row: Int, field: Int) -> ArraySlice<UInt8> { evidence.cell(row: row, field: field) }

    // MARK: Typed values

    /// The whole number behind a cell; nil where it is missing or a text.
    func integer(_ finding: Finding, field: Int) -> Int64? {
        finding.evidence.flatMap { integer($0, row: Int(finding.evidenceRow), field: field) }
    }

    func integer(_ evidence: Evidence, row: Int, field: Int) -> Int64? {
        guard field >= 0 else { return nil }
        let columns = evidence.typed.columns
        guard field < columns.count, case .integers(let column) = columns[field], column.validity[row] else {
            return nil
        }
        return column.values[row]
    }

    /// A typed value as text: dates ISO, decimals shortest in the field's unit, areas and codes with their names. nil where
    /// it is missing.
    func typed(_ finding: Finding, field: Int) -> String? {
        finding.evidence.flatMap { typed($0, row: Int(finding.evidenceRow), field: field) }
    }

    func typed(_ evidence: Evidence, row: Int, field: Int) -> String? {
        guard field >= 0 else { return nil }
        let columns = evidence.typed.columns
        guard field < columns.count else { return nil }
        let dataset = Int(evidence.dataset)
        if case .texts(let column) = columns[field] {
            return column.validity[row] ? column.string(row) : nil
        }
        guard let value = integer(evidence, row: row, field: field), publication.schemas.indices.contains(dataset),
            field < publication.schemas[dataset].fields.count
        else { return nil }
        switch publication.schemas[dataset].fields[field].type {
        case .number(let scale): return Decimal(mantissa: Int128(value), scale: scale).shortest
        case .date: return CivilDate(days: Int32(truncatingIfNeeded: value)).description
        case .boolean: return value == 0 ? "false" : "true"
        case .period: return PackedPeriod.unpack(value).description
        case .area:
            guard let area = area(at: Int(value)) else { return nil }
            return named(area.code, area.name[pipeline.language])
        case .code:
            guard let codes = publication.schemas[dataset].fields[field].codes?.codes,
                codes.indices.contains(Int(value))
            else { return nil }
            return named(codes[Int(value)], codeName(codes[Int(value)], dataset: dataset, field: field))
        case .text: return nil
        }
    }

    private func named(_ code: String, _ name: String) -> String {
        name.isEmpty || name == code ? code : "\(code) \(name)"
    }

    private func codeName(_ code: String, dataset: Int, field: Int) -> String {
        let fields = pipeline.datasets[dataset].fields
        guard field < fields.count, let list = fields[field].codelist.flatMap({ pipeline.codelist($0) }) else {
            return ""
        }
        return list.entries.first { $0.code == code }?.name[pipeline.language] ?? ""
    }

    // MARK: Roles

    func area(at index: Int) -> Area? {
        pipeline.areas.areas.indices.contains(index) ? pipeline.areas[index] : nil
    }

    private func role(_ finding: Finding) -> Roles? {
        guard let evidence = finding.evidence, roles.indices.contains(Int(evidence.dataset)) else { return nil }
        return roles[Int(evidence.dataset)]
    }

    /// The record's own area, or that of the figures; nil where the finding has neither or its area is missing.
    func area(_ finding: Finding) -> Area? { areaIndex(finding).flatMap(area(at:)) }

    /// Its position in the area tree.
    func areaIndex(_ finding: Finding) -> Int? {
        if let figures = finding.figures { return figures.area }
        return role(finding)?.area.flatMap { integer(finding, field: $0) }.map(Int.init)
    }

    func sender(_ finding: Finding) -> Area? { senderIndex(finding).flatMap(area(at:)) }

    /// Who sent it, or of whom nothing came: a position in the area tree; nil: the bureau.
    func senderIndex(_ finding: Finding) -> Int? {
        finding.sender >= 0 ? Int(finding.sender) : file(place(finding))?.sender
    }

    /// The period, at the dataset's frequency, into which the record's own date falls; of figures theirs.
    func period(_ finding: Finding) -> Period? {
        if let figures = finding.figures { return figures.period }
        guard let evidence = finding.evidence, let field = role(finding)?.date,
            let value = integer(finding, field: field)
        else { return nil }
        let dataset = Int(evidence.dataset)
        if publication.schemas[dataset].fields[field].type == .period { return PackedPeriod.unpack(value) }
        return Period(
            pipeline.datasets[dataset].frequency, holding: CivilDate(days: Int32(truncatingIfNeeded: value)).month)
    }

    /// Whom it is about: the dataset's subject, else the record's key.
    func subject(_ finding: Finding) -> String {
        guard let role = role(finding) else { return "" }
        if let field = role.subject, let text = cell(finding, field: field) { return text }
        return key(finding)?.joined(separator: " ") ?? ""
    }

    /// The record's key, field by field; nil where a part of it is blank or the dataset has none.
    func key(_ finding: Finding) -> [String]? {
        guard let role = role(finding), !role.key.isEmpty else { return nil }
        var parts: [String] = []
        for field in role.key {
            guard let text = cell(finding, field: field) else { return nil }
            parts.append(text)
        }
        return parts
    }

    /// The typed value, else the text found, else nil.
    private func cell(_ finding: Finding, field: Int) -> String? {
        if let text = typed(finding, field: field) { return text }
        guard let evidence = finding.evidence else { return nil }
        let text = evidence.raw(row: Int(finding.evidenceRow), field: field)
        return text.isEmpty ? nil : text
    }

    /// What the exception is about: `field`, `record`, `dataset` (a column, a table), `file` or `figure`.
    func level(_ finding: Finding) -> String {
        if finding.figures != nil { return "figure" }
        if finding.evidence != nil { return field(finding) >= 0 ? "field" : "record" }
        return rule(finding).dataset >= 0 ? "dataset" : "file"
    }

    /// What it means for the figures; nothing where nobody has asked.
    func impact(_ at: Int) -> FindingImpact {
        publication.impacts[at] ?? FindingImpact()
    }

    /// Positions of the findings in the order in which they are worth a review: errors about files, columns and whole datasets,
    /// whose effect nobody can know; then by effect on the figures, where 100% and more is all of a figure and those come first that
    /// spoil most of them; then the others, and notes last. Equal ones by severity, then file, sheet, row, column, rule. What is
    /// asked about one record stands together, where the strongest of it belongs.
    func reportOrder() -> [Int] {
        let findings = publication.findings
        var keys = SortKeys(count: findings.count)
        let places = findings.map(place)
        let weights = findings.map { -Int64(weight(publication.catalogue[Int($0.rule)].severity)) }
        keys.add(findings.indices.map { Int64(tier($0)) })
        let impacts = publication.impacts
        keys.add(findings.indices.map { -Int64((min(impacts.record($0).score, 1) * 1e9).rounded()) })
        keys.add(findings.indices.map { -Int64((min(impacts.record($0).breadth, 9e8) * 1e9).rounded()) })
        keys.add(findings.indices.map { impacts.record($0).score > 0 ? 0 : weights[$0] })
        keys.add(places.map { Int64($0.file) })
        keys.add(places.map { Int64($0.sheet) })
        keys.add(places.map { $0.row })
        keys.add(findings.indices.map { -Int64((min(impacts.score($0), 9e8) * 1e9).rounded()) })
        keys.add(weights)
        keys.add(places.map { Int64($0.column) })
        keys.add(findings.map { Int64($0.rule) })
        return keys.sorted()
    }

    private func tier(_ at: Int) -> Int {
        let finding = publication.findings[at]
        let severity = rule(finding).severity
        if severity == .note { return 3 }
        if isAboutWhole(finding) { return 0 }
        return publication.impacts.record(at).score > 0 ? 1 : 2
    }

    /// By finding its position in that order, from 1.
    func ranks() -> [Int] {
        var ranks = [Int](repeating: 0, count: publication.findings.count)
        for (position, at) in reportOrder().enumerated() { ranks[at] = position + 1 }
        return ranks
    }

    /// The last rank that is worth a review for the figures' sake; 0: none is.
    func cutRank() -> Int {
        guard let cut = publication.reviewCut else { return 0 }
        return publication.findings.indices.count {
            tier($0) == 0 || (tier($0) == 1 && publication.impacts.record($0).score >= cut.score)
        }
    }

    private func weight(_ severity: Severity) -> Int {
        switch severity {
        case .error: 2
        case .query: 1
        case .note: 0
        }
    }
}
