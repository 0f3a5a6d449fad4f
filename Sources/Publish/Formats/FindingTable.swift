import Definitions
import Model
import Tabular

/// A `table` output about findings: one line each, filtered, ordered, with the columns that the definition names.
///
/// Free text is neutralized where the table is made for spreadsheets (`bom: true`). At most `limits.details` lines.
struct FindingTable {
    private let publication: Publication
    private let table: TableDefinition
    private let columns: [FindingAttribute]
    private let cells: FindingCells

    init(_ table: TableDefinition, _ publication: Publication) {
        self.publication = publication
        self.table = table
        // A name that no finding knows is a mistake that reading the definition finds; it shows nothing here.
        columns = table.columns.map { column in
            FindingAttribute(column.from ?? column.name, publication) ?? .value([])
        }
        let asksRank = columns.contains(.named(.rank)) || table.order.contains(FindingAttribute.Name.rank.rawValue)
        cells = FindingCells(
            publication, identified: columns.contains(.named(.exceptionID)) || columns.contains(.named(.caseID)),
            ranked: asksRank)
    }

    func write(to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(
            file,
            style: CSVStyle(
                byteOrderMark: table.byteOrderMark, endOfLine: table.endOfLine, neutralizes: table.byteOrderMark))
        if table.header {
            for column in table.columns { csv.field(column.name) }
            try csv.endLine()
        }
        for at in ordered(selected()).prefix(publication.pipeline.limits.details) {
            let finding = publication.findings[at]
            for column in columns { cells.append(column, of: finding, at: at, to: &csv) }
            try csv.endLine()
        }
        try csv.flush()
    }

    /// Attributes that are the rule's alone are asked once a rule, the others of each finding.
    private func selected() -> [Int] {
        var rules = [Bool](repeating: true, count: publication.catalogue.rules.count)
        var others: [(FindingAttribute, [String])] = []
        for (name, values) in table.filter.sorted(by: { precedesInBytes($0.key, $1.key) }) {
            guard let attribute = FindingAttribute(name, publication) else { continue }
            switch attribute {
            case .named(.rule), .named(.severity), .named(.dataset):
                for (i, _) in publication.catalogue.rules.enumerated() where rules[i] {
                    rules[i] = values.contains(cells.text(attribute, of: Finding(rule: i), at: 0))
                }
            default: others.append((attribute, values))
            }
        }
        return publication.findings.indices.filter { at in
            let finding = publication.findings[at]
            guard rules[Int(finding.rule)] else { return false }
            return others.allSatisfy { $0.1.contains(cells.text($0.0, of: finding, at: at)) }
        }
    }

    private func ordered(_ lines: [Int]) -> [Int] {
        var keys = SortKeys(count: lines.count)
        for name in table.order {
            let column = table.columns.firstIndex { $0.name == name }
            guard let attribute = column.map({ columns[$0] }) ?? FindingAttribute(name, publication) else { continue }
            if FindingCells.isNumber(attribute) {
                keys.add(lines.map { cells.number(attribute, of: publication.findings[$0], at: $0) ?? 0 })
            } else if attribute == .named(.rule) {
                let ranks = ranks(publication.catalogue.rules.map(\.id))
                keys.add(lines.map { ranks[Int(publication.findings[$0].rule)] })
            } else {
                keys.add(lines.map { cells.text(attribute, of: publication.findings[$0], at: $0) })
            }
        }
        return keys.sorted().map { lines[$0] }
    }
}
