/// A pattern as a nondeterministic machine over classes of characters, with the simulation that needs no table.
struct PatternMachine: Sendable {
    /// More states than this is a mistake of the definition (`(a{1000}){1000}`).
    static let maximumStates = 50_000

    enum State: Sendable {
        /// Goes to `next` on the characters of a set.
        case step(set: Int, next: Int)
        case split(Int, Int)
        case accept
    }

    private(set) var states: [State] = []
    private(set) var start = 0
    private var sets: [ScalarRanges] = []
    private var setNumbers: [ScalarRanges: Int] = [:]

    /// Characters that no set tells apart are one class: first scalar of each run, and its class.
    private var runStarts: [UInt32] = []
    private var runClasses: [UInt16] = []
    private(set) var classCount = 0
    private(set) var asciiClasses: [UInt16] = []
    /// By set × class.
    private var members: [Bool] = []

    init(_ tree: PatternTree) throws(PatternError) {
        states = [.accept]
        start = try add(tree, next: 0)
        try makeClasses()
    }

    func contains(set: Int, class number: Int) -> Bool { members[set * classCount + number] }

    func classOf(_ scalar: UInt32) -> Int {
        if scalar < 128 { return Int(asciiClasses[Int(scalar)]) }
        var (low, high) = (0, runStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runStarts[middle] <= scalar { low = middle } else { high = middle }
        }
        return Int(runClasses[low])
    }

    /// Builds from the end: answers the state that begins `tree` and goes on to `next`.
    private mutating func add(_ tree: PatternTree, next: Int) throws(PatternError) -> Int {
        guard states.count <= PatternMachine.maximumStates else {
            throw PatternError(offset: 0, message: "the pattern is too large once its counts are written out")
        }
        switch tree {
        case .characters(let ranges):
            let set: Int
            if let known = setNumbers[ranges] {
                set = known
            } else {
                set = sets.count
                sets.append(ranges)
                setNumbers[ranges] = set
            }
            return append(.step(set: set, next: next))
        case .sequence(let parts):
            var at = next
            for part in parts.reversed() { at = try add(part, next: at) }
            return at
        case .choice(let branches):
            var at: Int?
            for branch in branches.reversed() {
                let begin = try add(branch, next: next)
                at = at.map { append(.split(begin, $0)) } ?? begin
            }
            return at ?? next
        case .repeated(let inner, let minimum, let maximum):
            var at = next
            if let maximum {
                for _ in minimum..<max(minimum, maximum) { at = append(.split(try add(inner, next: at), next)) }
            } else {
                // The loop's own state is made first, so that its body can return to it.
                let loop = append(.split(next, next))
                states[loop] = .split(try add(inner, next: loop), next)
                at = loop
            }
            for _ in 0..<minimum { at = try add(inner, next: at) }
            return at
        }
    }

    private mutating func append(_ state: State) -> Int {
        states.append(state)
        return states.count - 1
    }

    private mutating func makeClasses() throws(PatternError) {
        var changes: [UInt32: [Int]] = [0: []]
        for (number, set) in sets.enumerated() {
            for range in set.ranges {
                changes[range.lowerBound, default: []].append(number)
                changes[range.upperBound + 1, default: []].append(number)
            }
        }
        var inside = [Bool](repeating: false, count: sets.count)
        var classes: [[Bool]: UInt16] = [:]
        for boundary in changes.keys.sorted() where boundary <= ScalarRanges.all.upperBound {
            for set in changes[boundary] ?? [] { inside[set].toggle() }
            guard classes.count < 60_000 else {
                throw PatternError(offset: 0, message: "the pattern tells too many characters apart")
            }
            let number = classes[inside] ?? UInt16(classes.count)
            classes[inside] = number
            runStarts.append(boundary)
            runClasses.append(number)
        }
        classCount = classes.count
        members = [Bool](repeating: false, count: sets.count * classCount)
        for (signature, number) in classes {
            for set in sets.indices where signature[set] { members[set * classCount + Int(number)] = true }
        }
        var run = 0
        asciiClasses = (0..<UInt32(128)).map { scalar in
            while run + 1 < runStarts.count, runStarts[run + 1] <= scalar { run += 1 }
            return runClasses[run]
        }
    }

    /// Adds `state` and what it reaches without a character to `list`; `marks` holds what is in the list.
    func reach(_ state: Int, _ list: inout [Int], _ marks: inout [Bool]) {
        var waiting = [state]
        while let at = waiting.popLast() {
            if marks[at] { continue }
            marks[at] = true
            switch states[at] {
            case .split(let a, let b):
                waiting.append(b)
                waiting.append(a)
            case .step, .accept: list.append(at)
            }
        }
    }

    /// Keeps the set of states that are alive: time is text × states, whatever the pattern.
    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var alive: [Int] = []
        var marks = [Bool](repeating: false, count: states.count)
        reach(start, &alive, &marks)
        var at = 0
        while at < bytes.count {
            guard !alive.isEmpty, let scalar = decodeScalar(bytes, &at) else { return false }
            let number = classOf(scalar)
            marks = [Bool](repeating: false, count: states.count)
            var following: [Int] = []
            for case .step(let set, let next) in alive.map({ states[$0] }) where contains(set: set, class: number) {
                reach(next, &following, &marks)
            }
            alive = following
        }
        return alive.contains(0)
    }
}
