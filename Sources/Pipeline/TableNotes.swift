import Model

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
