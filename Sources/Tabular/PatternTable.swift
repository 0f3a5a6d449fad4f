/// A pattern's machine made deterministic: one table look-up a character.
struct PatternTable: Sendable {
    /// Beyond this the machine is simulated instead.
    static let maximumStates = 4_096
    /// Cells of the table: bounds memory where a pattern tells many characters apart.
    private static let maximumCells = 1 << 20
    /// Work of the construction, in states put into sets, so that a lint never hangs.
    private static let maximumWork = 4_000_000

    /// Row of a state = its number × classCount; row 0 is the dead state.
    private let next: [Int32]
    private let accepting: [Bool]
    private let classCount: Int
    private let startRow: Int32
    private let machine: PatternMachine
    /// Classes of the bytes below 128.
    private let asciiClasses: [UInt16]

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
        self.next = next
        self.classCount = classCount
        accepting = lists.map { $0.contains(0) }
        startRow = Int32(start * classCount)
        self.machine = machine
        asciiClasses = machine.asciiClasses
    }

    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Unsafe pointers: the checked subscripts cost twice the look-up itself, once per byte of every cell.
        next.withUnsafeBufferPointer { next in
            asciiClasses.withUnsafeBufferPointer { classes in
                var row = Int(startRow)
                var at = 0
                while at < bytes.count {
                    let byte = bytes[at]
                    if byte < 128 {
                        row = Int(next[row &+ Int(classes[Int(byte)])])
                        at &+= 1
                    } else {
                        guard let scalar = decodeScalar(bytes, &at) else { return false }
                        row = Int(next[row &+ machine.classOf(scalar)])
                    }
                    if row == 0 { return false }
                }
                return accepting[row / classCount]
            }
        }
    }
}
