import Ingest
import Tabular

/// What a dataset gave.
struct KeptResult {
    var result: DatasetResult
    /// Its accepted records, by the names under which others refer to them.
    var tables: [String: ReferenceTable]
}

/// One attempt at reading all datasets. Where a file stops it, the next attempt need not read again what that file has no
/// part in: the datasets before it in the order of reading, up to the first that is read anew, since those behind may refer
/// to it.
struct ReadingAttempt {
    /// A table of a file, as it was bound.
    private struct Origin: Equatable {
        var file: Int
        var sheet: Int
        var column: Int
        var layout: TableLayout

        init(_ table: BoundTable) {
            (file, sheet, column, layout) = (table.file, table.sheet, table.column, table.layout)
        }
    }

    private var kept: [Int: KeptResult]
    private var origins: [Int: [Origin]]
    private var finished: [Int: KeptResult] = [:]

    /// - Parameter kept: what an attempt before has `done(without:)` the file that stopped it.
    init(kept: ReadingAttempt? = nil) {
        self.kept = kept?.finished ?? [:]
        origins = kept?.origins ?? [:]
    }

    /// What is known of a dataset that has these tables; nil: it is to be read, and so are all behind it.
    mutating func take(_ dataset: Int, _ tables: [BoundTable]) -> KeptResult? {
        guard let known = kept[dataset], origins[dataset] == tables.map(Origin.init) else {
            kept = [:]
            return nil
        }
        finished[dataset] = known
        return known
    }

    /// A dataset has been read to its end.
    mutating func add(_ dataset: Int, _ tables: [BoundTable], _ result: KeptResult) {
        finished[dataset] = result
        origins[dataset] = tables.map(Origin.init)
    }

    /// What has been read without this file.
    func done(without file: Int) -> ReadingAttempt {
        var rest = self
        rest.finished = finished.filter { dataset, _ in
            !(origins[dataset] ?? []).contains { $0.file == file }
        }
        return rest
    }
}
