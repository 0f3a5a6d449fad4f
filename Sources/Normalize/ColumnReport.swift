import Definitions
import Tabular

/// What was repaired in a cell; the names are those of `CellNote.kind`.
struct Repairs: OptionSet {
    var rawValue: UInt32

    static let spaces = Repairs(rawValue: 1 << 0)
    static let width = Repairs(rawValue: 1 << 1)
    static let letterCase = Repairs(rawValue: 1 << 2)
    static let apostrophe = Repairs(rawValue: 1 << 3)
    static let thousands = Repairs(rawValue: 1 << 4)
    static let sign = Repairs(rawValue: 1 << 5)
    static let accounting = Repairs(rawValue: 1 << 6)
    static let unitInCell = Repairs(rawValue: 1 << 7)
    static let scientific = Repairs(rawValue: 1 << 8)
    static let precision = Repairs(rawValue: 1 << 9)
    static let rounded = Repairs(rawValue: 1 << 10)
    static let percent = Repairs(rawValue: 1 << 11)
    static let dateSpelling = Repairs(rawValue: 1 << 12)
    static let twoDigitYear = Repairs(rawValue: 1 << 13)
    static let serial = Repairs(rawValue: 1 << 14)
    static let periodSpelling = Repairs(rawValue: 1 << 15)
    static let historicCode = Repairs(rawValue: 1 << 16)

    /// By bit.
    static let names = [
        "spaces", "width", "case", "apostrophe", "thousands", "sign", "accounting", "unit_in_cell", "scientific",
        "precision", "rounded", "percent", "date_spelling", "two_digit_year", "serial", "period_spelling",
        "historic_code",
    ]
}

/// Collects what is noticed in a column. Blank cells come in words from the loop, the rest from the slow path.
struct ColumnReport {
    let count: Int
    var blank: [UInt64]
    /// Decoded text of the cell at hand.
    let scratch = ByteBuffer(capacity: 256)
    private var failures: [(rule: BuiltInRule, rows: Bitmap)] = []
    private var repairs: [(count: Int, firstRow: Int)] = []
    private var markers = (count: 0, firstRow: 0)

    init(count: Int) {
        self.count = count
        blank = [UInt64](repeating: 0, count: (count + 63) >> 6)
    }

    mutating func fail(_ rule: BuiltInRule, _ row: Int) {
        if let known = failures.firstIndex(where: { $0.rule == rule }) {
            failures[known].rows.set(row)
        } else {
            var rows = Bitmap(count: count)
            rows.set(row)
            failures.append((rule, rows))
        }
    }

    mutating func note(_ made: Repairs, _ row: Int) {
        if made.isEmpty { return }
        if repairs.isEmpty { repairs = Array(repeating: (0, 0), count: Repairs.names.count) }
        var rest = made.rawValue
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            if repairs[bit].count == 0 { repairs[bit].firstRow = row }
            repairs[bit].count += 1
            rest &= rest - 1
        }
    }

    mutating func noteMarker(_ row: Int) {
        if markers.count == 0 { markers.firstRow = row }
        markers.count += 1
    }

    /// Failures in the order of the rules, notes in the order of the kinds.
    var facts: FieldFacts {
        var notes = repairs.enumerated().filter { $0.element.count > 0 }.map { bit, note in
            CellNote(
                rule: BuiltInRule.repaired.rawValue, kind: Repairs.names[bit], count: note.count,
                firstRow: note.firstRow)
        }
        if markers.count > 0 {
            notes.append(
                CellNote(
                    rule: BuiltInRule.missingMarker.rawValue, kind: "marker", count: markers.count,
                    firstRow: markers.firstRow))
        }
        let ordered = BuiltInRule.allCases.compactMap { rule in failures.first { $0.rule == rule } }
        return FieldFacts(
            blank: Bitmap(words: blank, count: count),
            failures: ordered.map { CellFailures(rule: $0.rule.rawValue, rows: $0.rows) }, notes: notes)
    }
}
