import Definitions
import Model
import Tabular

/// Exact numbers of findings, by severity.
struct SeverityCount: Hashable {
    var error: Int64 = 0
    var query: Int64 = 0
    var note: Int64 = 0

    var total: Int64 { error + query + note }

    mutating func add(_ severity: Severity) {
        switch severity {
        case .error: error += 1
        case .query: query += 1
        case .note: note += 1
        }
    }
}

/// Findings counted every way that reports need, and the rows added up.
struct FindingTotals {
    var all = SeverityCount()
    /// By rule of the catalogue.
    var byRule: [Int64]
    /// By dataset; findings about files stand in `files`.
    var byDataset: [SeverityCount]
    /// By file of the publication.
    var byFile: [SeverityCount]
    /// By sender and by the record's own area, positions in the area tree; −1: the bureau, or none.
    var bySender: [Int: SeverityCount] = [:]
    var byArea: [Int: SeverityCount] = [:]

    init(_ reader: FindingReader) {
        let publication = reader.publication
        byRule = Array(repeating: 0, count: publication.catalogue.rules.count)
        byDataset = Array(repeating: SeverityCount(), count: publication.pipeline.datasets.count)
        byFile = Array(repeating: SeverityCount(), count: publication.files.count)
        for finding in publication.findings {
            let rule = reader.rule(finding)
            let place = reader.place(finding)
            all.add(rule.severity)
            byRule[Int(finding.rule)] += 1
            if byDataset.indices.contains(rule.dataset) { byDataset[rule.dataset].add(rule.severity) }
            if byFile.indices.contains(Int(place.file)) { byFile[Int(place.file)].add(rule.severity) }
            bySender[reader.senderIndex(finding) ?? -1, default: SeverityCount()].add(rule.severity)
            byArea[reader.areaIndex(finding) ?? -1, default: SeverityCount()].add(rule.severity)
        }
    }
}

extension TableAccount {
    /// The rows of several tables together; row classes in order of first appearance.
    static func sum(_ accounts: some Sequence<TableAccount>) -> TableAccount {
        var sum = TableAccount(file: -1, dataset: -1)
        for account in accounts {
            sum.read += account.read
            sum.accepted += account.accepted
            sum.rejected += account.rejected
            sum.excluded += account.excluded
            sum.superseded += account.superseded
            sum.withdrawn += account.withdrawn
            for part in account.notRecords {
                if let at = sum.notRecords.firstIndex(where: { $0.name == part.name }) {
                    sum.notRecords[at].count += part.count
                } else {
                    sum.notRecords.append(part)
                }
            }
        }
        return sum
    }
}
