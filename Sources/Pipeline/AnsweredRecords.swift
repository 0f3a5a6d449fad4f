import Model
import Publish

/// The answers that changed records of a vintage, as its `exceptions.csv` states them.
struct AnsweredRecords {
    struct Answer: Hashable {
        var disposition: Disposition
        var reason: String
    }

    private struct Place: Hashable {
        var file: String
        var sheet: String
        var row: Int64
    }

    private var answers: [Place: Answer] = [:]

    /// Of no answers where the file cannot be read.
    init(_ folder: String) {
        let paths = ["exceptions.csv.gz", "exceptions.csv"].map { "\(folder)/exceptions/\($0)" }
        guard let table = paths.lazy.compactMap({ ReadBackTable(path: $0) }).first else { return }
        let columns = ["file", "sheet", "row", "disposition", "reason"].map { table.column($0) }
        guard !columns.contains(nil) else { return }
        let at = columns.compactMap(\.self)
        for row in table.rows {
            guard let disposition = Disposition(rawValue: row[at[3]]), let number = Int64(row[at[2]]),
                disposition == .corrected || disposition == .excluded
            else { continue }
            let place = Place(file: row[at[0]], sheet: row[at[1]], row: number)
            // What is taken out has nothing to correct.
            if answers[place]?.disposition == .excluded { continue }
            answers[place] = Answer(disposition: disposition, reason: row[at[4]])
        }
    }

    /// nil: no answer changed the record that stands there.
    subscript(_ version: RecordChanges.Record.Version) -> Answer? {
        answers[Place(file: version.file, sheet: version.sheet, row: version.row)]
    }
}
