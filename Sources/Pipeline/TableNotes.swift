import Model
import Tabular

/// Notes are one per file, sheet, column and kind.
struct TableNoteKey: Hashable {
    var rule: Int
    var table: Int
    var kind: String
}

/// How often something was repaired, and where first.
struct TableNote {
    var count: Int64
    var place: Place
    var field: Int
}

extension DatasetResult {
    /// Writes notes down in the order of rule, file and place.
    mutating func add(_ notes: [TableNoteKey: TableNote]) {
        let ordered = notes.sorted {
            ($0.key.rule, $0.key.table, $0.value.place.row, $0.key.kind)
                < ($1.key.rule, $1.key.table, $1.value.place.row, $1.key.kind)
        }
        for (key, note) in ordered {
            findings.append(
                Finding(
                    rule: key.rule, field: note.field, place: note.place, value: key.kind.isEmpty ? nil : key.kind,
                    count: note.count))
        }
    }
}
