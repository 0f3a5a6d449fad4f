/// A pattern's machine made deterministic: one table look-up a character.
///
/// The tables are raw memory behind a class: a text is a dozen bytes, and keeping a few arrays alive for each would cost
/// more than matching it. `@unchecked Sendable`: written by `init` only.
final class PatternTable: @unchecked Sendable {
    /// Beyond this the machine is simulated instead.
    static let maximumStates = 4_096
    /// Cells of the table: bounds memory where a pattern tells many characters apart.
    private static let maximumCells = 1 << 20
    /// Work of the construction, in states put into sets, so that a lint never hangs.
    private static let maximumWork = 4_000_000

    /// By state × class: where the next state's row begins, in bytes. State 0 is dead.
    private let rows: UnsafeMutableRawPointer
    /// By the first byte of a state's row / 4.
    private let accepting: UnsafeMutablePointer<Bool>
    /// Class of each byte below 128, in bytes of a row.
    private let asciiColumns: UnsafeMutablePointer<UInt32>
    private let startRow: UInt32
    private let machine: PatternMachine

    /// nil where the table would be too large.
    init?(_ machine: PatternMachine, maximumStates: Int) {
        guard maximumStates > 0 else { return nil }
        let classCount = machine.classCount
        var numbers: [[Int]: Int] = [[]: 0]
        var lists: [[Int]] = [[]]
        var next = [Int32](repeating: 0, count: classCount)
        var marks = [Bool](repeating: false, count: machine.states.count)
        var work = 0

        /// The number of the set of states reached from `seeds`, which gets a row when it is new.
        func number(of seeds: [Int]) -> Int {
            var list: [Int] = []
            for seed in seeds { machine.reach(seed, &list, &marks) }
            for i in marks.indices where marks[i] { marks[i] = false }
            work += list.count + marks.count / 16
            list.sort()
            if let known = numbers[list] { return known }
            numbers[list] = lists.count
            lists.append(list)
            next.append(contentsOf: repeatElement(0, count: classCount))
            return lists.count - 1
        }

        let start = number(of: [machine.start])
        var done = 1
        while done < lists.count {
            guard lists.count <= maximumStates, next.count <= PatternTable.maximumCells,
                work <= PatternTable.maximumWork
            else { return nil }
            var seeds = [[Int]](repeating: [], count: classCount)
            for at in lists[done] {
                guard case .step(let set, let target) = machine.states[at] else { continue }
                for c in 0..<classCount where machine.contains(set: set, class: c) { seeds[c].append(target) }
            }
            var known: [[Int]: Int] = [:]
            for c in 0..<classCount where !seeds[c].isEmpty {
                let target = known[seeds[c]] ?? number(of: seeds[c])
                known[seeds[c]] = target
                next[done * classCount + c] = Int32(target * classCount)
            }
            done += 1
        }
        rows = .allocate(byteCount: next.count * 4, alignment: 4)
        accepting = .allocate(capacity: next.count)
        accepting.initialize(repeating: false, count: next.count)
        asciiColumns = .allocate(capacity: 128)
        for (i, target) in next.enumerated() {
            rows.storeBytes(of: UInt32(target * 4), toByteOffset: i * 4, as: UInt32.self)
        }
        for (state, list) in lists.enumerated() { accepting[state * classCount] = list.contains(0) }
        for (byte, number) in machine.asciiClasses.enumerated() { asciiColumns[byte] = UInt32(number) * 4 }
        startRow = UInt32(start * classCount * 4)
        self.machine = machine
    }

    deinit {
        rows.deallocate()
        accepting.deallocate()
        asciiColumns.deallocate()
    }

    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var row = Int(startRow)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 128 {
                // The column's address does not wait for the row: one load a byte is all that does.
                row = Int((rows + Int(asciiColumns[Int(byte)])).load(fromByteOffset: row, as: UInt32.self))
                at &+= 1
            } else {
                guard let scalar = decodeScalar(bytes, &at) else { return false }
                row = Int(rows.load(fromByteOffset: row + column(of: scalar), as: UInt32.self))
            }
            if row == 0 { return false }
        }
        return accepting[row / 4]
    }

    /// Out of line: most texts never come here, and the look-up's arrays would be kept alive for each of them.
    @inline(never)
    private func column(of scalar: UInt32) -> Int { machine.classOf(scalar) * 4 }
}
