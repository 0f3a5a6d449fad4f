import Model
import Tabular

/// Whole numbers of a batch: one for all rows, 64 bits a row, or, where those do not hold the values, 128.
enum Integers {
    /// nil: missing everywhere.
    case constant(Int128?)
    /// Values of rows that are not valid are anything.
    case narrow(IntegerColumn)
    case wide(WideColumn)
}

struct WideColumn {
    var values: [Int128]
    var validity: Bitmap
}

extension Integers {
    /// Rows with a value.
    func validity(count: Int) -> Bitmap {
        switch self {
        case .constant(let value): Bitmap(count: count, repeating: value != nil)
        case .narrow(let column): column.validity
        case .wide(let column): column.validity
        }
    }

    /// As 64 bits a row; nil where the form is wider.
    func narrowValues(count: Int) -> [Int64]? {
        switch self {
        case .constant(nil): [Int64](repeating: 0, count: count)
        case .constant(.some(let value)): Int64(exactly: value).map { [Int64](repeating: $0, count: count) }
        case .narrow(let column): column.values
        case .wide: nil
        }
    }

    func wideValues(count: Int) -> [Int128] {
        switch self {
        case .constant(let value): [Int128](repeating: value ?? 0, count: count)
        case .narrow(let column): column.values.map { Int128($0) }
        case .wide(let column): column.values
        }
    }

    /// The column of a result: 64 bits a row, 0 where not valid. What does not fit is missing, and counted.
    func column(_ frame: inout Frame) -> IntegerColumn {
        let count = frame.rowCount
        switch self {
        case .constant(let value):
            guard let value else {
                return IntegerColumn(values: [Int64](repeating: 0, count: count), validity: Bitmap(count: count))
            }
            guard let narrow = Int64(exactly: value) else {
                frame.counters.overflows += frame.activeRows
                return IntegerColumn(values: [Int64](repeating: 0, count: count), validity: Bitmap(count: count))
            }
            return IntegerColumn(
                values: [Int64](repeating: narrow, count: count), validity: Bitmap(count: count, repeating: true))
        case .narrow(var column):
            clear(&column.values, outside: column.validity)
            return column
        case .wide(let column):
            var values = [Int64](repeating: 0, count: count)
            var validity = column.validity
            var lost = Bitmap(count: count)
            column.validity.forEachSet { row in
                if let narrow = Int64(exactly: column.values[row]) { values[row] = narrow } else { lost.set(row) }
            }
            validity.subtract(lost)
            frame.counters.overflows += frame.activeCount(of: lost)
            return IntegerColumn(values: values, validity: validity)
        }
    }
}

/// Sets values to 0 where there is none, so that equal columns are equal bytes.
private func clear(_ values: inout [Int64], outside validity: Bitmap) {
    guard !validity.isFull else { return }
    validity.complement.forEachSet { values[$0] = 0 }
}

/// Truth of each row. `yes` and `missing` never share a row.
struct Truths {
    var yes: Bitmap
    var missing: Bitmap

    init(yes: Bitmap, missing: Bitmap) {
        self.yes = yes
        self.missing = missing
    }

    init(repeating truth: Truth, count: Int) {
        yes = Bitmap(count: count, repeating: truth == .yes)
        missing = Bitmap(count: count, repeating: truth == .missing)
    }

    /// Answers that hold where `validity` says so.
    init(answers: Bitmap, validity: Bitmap) {
        yes = answers.intersection(validity)
        missing = validity.complement
    }

    var negated: Truths { Truths(yes: yes.union(missing).complement, missing: missing) }
    var no: Bitmap { yes.union(missing).complement }
}
