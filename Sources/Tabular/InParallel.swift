import Dispatch
import Synchronization

/// What `body` answers for 0, 1, …, in that order; by up to `jobs` at a time.
public func inParallel<Answer: Sendable>(_ count: Int, jobs: Int, _ body: @Sendable (Int) -> Answer) -> [Answer] {
    guard jobs > 1, count > 1 else { return (0..<count).map(body) }
    let answers = Mutex([Answer?](repeating: nil, count: count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
        while true {
            let position = next.add(1, ordering: .relaxed).oldValue
            guard position < count else { return }
            let answer = body(position)
            answers.withLock { $0[position] = answer }
        }
    }
    return answers.withLock { $0.compactMap(\.self) }
}
