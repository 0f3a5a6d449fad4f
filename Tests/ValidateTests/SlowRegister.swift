import Model
import Tabular
import TestSupport
import Validate

/// What the keys of a test look like.
enum KeyShape: CaseIterable {
    case digits, mixed, long, number, several

    var schema: Schema {
        switch self {
        case .digits, .mixed, .long: Schema([SchemaField(name: "key", type: .text)])
        case .number: Schema([SchemaField(name: "key", type: .date)])
        case .several:
            Schema([SchemaField(name: "key", type: .text), SchemaField(name: "year", type: .number(scale: 0))])
        }
    }

    var keyFields: [Int] { self == .several ? [0, 1] : [0] }

    func batch(_ keys: [Int?]) -> Batch {
        let columns: [Column] =
            switch self {
            case .number: [.integers(integerColumn(keys.map { $0.map { Int64($0) - 3 } }))]
            case .several:
                [
                    .texts(textColumn(keys.map { $0.map { "K\($0 / 2)" } })),
                    .integers(integerColumn(keys.map { $0.map { Int64($0 % 2) } })),
                ]
            default: [.texts(textColumn(keys.map { $0.map(text) }))]
            }
        return Batch(rowCount: keys.count, columns: columns)
    }

    private func text(_ key: Int) -> String {
        switch self {
        // 7, 07, 007: leading zeros make another key.
        case .digits: String(repeating: "0", count: key % 3) + String(key / 3)
        case .mixed: key % 2 == 0 ? "皖\(key)" : "2024340100\(key)"
        case .long: "a key that is longer than any word, number \(key)"
        default: ""
        }
    }
}

/// The semantics, written down plainly.
struct SlowRegister {
    struct State {
        /// Every file's first row, newest file first.
        var firsts: [(file: Int, place: Place, accepted: Bool)]
    }
    var states: [Int: State] = [:]

    mutating func claim(_ keys: [Int?], _ rejected: Bitmap, _ source: KeySource)
        -> (standing: Bitmap, superseded: Bitmap, duplicates: [KeyMeeting], revisions: [KeyMeeting])
    {
        var standing = Bitmap(count: keys.count)
        var superseded = Bitmap(count: keys.count)
        var duplicates: [KeyMeeting] = []
        var revisions: [KeyMeeting] = []
        for (row, key) in keys.enumerated() {
            let accepted = !rejected[row]
            guard let key else { if accepted { standing.set(row) }; continue }
            var place = source.base
            place.row += Int64(row * 2)
            var state = states[key] ?? State(firsts: [])
            if let first = state.firsts.first(where: { $0.file == source.file }) {
                duplicates.append(KeyMeeting(row: row, other: first.place))
                continue
            }
            if state.firsts.contains(where: { $0.accepted }) {
                superseded.set(row)
            } else if accepted {
                standing.set(row)
                if let newest = state.firsts.first { revisions.append(KeyMeeting(row: row, other: newest.place)) }
            }
            state.firsts.append((source.file, place, accepted))
            states[key] = state
        }
        return (standing, superseded, duplicates, revisions)
    }
}
