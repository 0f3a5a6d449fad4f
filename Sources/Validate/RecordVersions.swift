public import Model
import Tabular

/// What the accepted rows of several files hold, by file, sheet and row: so that two versions of a record that nobody has
/// said to be older and newer can be told from equal ones.
struct RecordVersions {
    /// Of a sheet: rows in ascending order with a number for what each holds.
    private struct Contents {
        var rows: [Int] = []
        var numbers: [UInt64] = []
        /// Rows that came out of order.
        var loose: [Int: UInt64] = [:]

        subscript(row: Int) -> UInt64? {
            if let number = loose[row] { return number }
            var (low, high) = (0, rows.count)
            while low < high {
                let middle = (low + high) / 2
                if rows[middle] < row { low = middle + 1 } else { high = middle }
            }
            return low < rows.count && rows[low] == row ? numbers[low] : nil
        }
    }

    /// By number of the source.
    private var contents: [Int: Contents] = [:]
    /// Whose version stands, by the superseded one.
    private var winners: [UInt64: KeyState] = [:]

    mutating func add(source: Int, rows: [Int], numbers: [UInt64]) {
        var own = contents.removeValue(forKey: source) ?? Contents()
        if let first = rows.first, own.rows.last.map({ $0 < first }) ?? true {
            own.rows += rows
            own.numbers += numbers
        } else {
            for (row, number) in zip(rows, numbers) { own.loose[row] = number }
        }
        contents[source] = own
    }

    /// The version that stands instead of `new`, where it holds something else. `held`: the row that had the key last.
    mutating func supersede(_ new: KeyState, by held: KeyState, isComparable: (KeyState) -> Bool) -> (
        winner: KeyState, isCompared: Bool, differs: Bool
    ) {
        let winner = winners[held.bits] ?? held
        winners[KeyState(source: new.source, row: new.row, accepted: true).bits] = winner
        guard isComparable(winner), let own = contents[new.source]?[new.row],
            let other = contents[winner.source]?[winner.row]
        else { return (winner, false, false) }
        return (winner, true, own != other)
    }
}
