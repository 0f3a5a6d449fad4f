import Definitions
import Model

/// `exceptions/ledger.csv.gz`: one line an accepted record, in order of datasets, files, sheets and rows.
enum LedgerCSV {
    static let columns = ["dataset", "key", "digest", "date", "area", "file", "sheet", "row"]

    static func write(_ publication: Publication, to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(file, style: .people)
        for column in columns { csv.field(column) }
        try csv.endLine()
        let order = publication.ledger.indices.sorted { a, b in
            let (a, b) = (publication.ledger[a], publication.ledger[b])
            return (a.dataset, a.base.file, a.base.sheet, a.base.row) < (
                b.dataset, b.base.file, b.base.sheet, b.base.row
            )
        }
        for position in order {
            let rows = publication.ledger[position]
            let dataset = publication.pipeline.datasets[rows.dataset].name
            let source = publication.files[Int(rows.base.file)]
            let sheet = source.sheets.indices.contains(Int(rows.base.sheet)) ? source.sheets[Int(rows.base.sheet)] : ""
            for row in rows.rows.indices {
                csv.field(dataset)
                csv.free(rows.keys[Int(rows.ends[row])..<Int(rows.ends[row + 1])])
                csv.field(hexadecimal(rows.digests[row])[...])
                csv.field(rows.dates[row].map { CivilDate(days: $0).description } ?? "")
                csv.field(rows.areas[row].map { publication.pipeline.areas[Int($0)].code } ?? "")
                csv.free(source.name)
                csv.free(sheet)
                csv.field(rows.base.row + Int64(rows.rows[row]))
                try csv.endLine()
            }
        }
        try csv.flush()
    }

    /// Sixteen digits.
    private static func hexadecimal(_ number: UInt64) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return (0..<16).map { digits[Int(number >> UInt64(60 - $0 * 4) & 15)] }
    }
}
