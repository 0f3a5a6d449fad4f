import Definitions
import Model
import Tabular

/// `exceptions/exceptions.csv.gz`: one line a finding, in the order in which they are worth a review (`FindingReader.reportOrder`).
/// At most `limits.details` lines; the totals of the summary count all.
enum ExceptionsCSV {
    static let columns: [FindingAttribute.Name] = [
        .exceptionID, .rule, .severity, .level, .dataset, .period, .sender, .area, .subject, .delivery, .file, .sheet,
        .row, .line, .column, .field, .value, .normalized, .expected, .difference, .impact, .rank, .suggestion,
        .message, .disposition, .reason, .by, .date, .correctedValue, .confirmedBy, .waivedUntil, .explanation,
        .proposedValue, .filledInBy, .figures,
    ]

    static func write(_ publication: Publication, to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(file, style: .people)
        for column in columns { csv.field(column.rawValue) }
        try csv.endLine()
        let cells = FindingCells(publication, identified: true, ranked: true)
        for at in cells.reader.reportOrder().prefix(publication.pipeline.limits.details) {
            let finding = publication.findings[at]
            for column in columns { cells.append(.named(column), of: finding, at: at, to: &csv) }
            try csv.endLine()
        }
        try csv.flush()
    }
}
