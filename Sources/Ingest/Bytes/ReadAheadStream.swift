import Foundation
import Tabular

/// The bytes of another stream, read by a thread of its own a little ahead of whoever takes them: a large sheet is inflated
/// on one core while its rows are told on another.
///
/// The thread is the only one that touches the stream, and all that it rests on, until this value goes away, which waits
/// for it. What the stream refuses is said in its turn, behind the bytes before.
final class ReadAheadStream: ByteStream {
    let file: InputFile
    let part: String?
    private let exchange: Exchange
    /// The block that is being taken, and how much of it was.
    private var block: ByteBuffer?
    private var taken = 0

    /// - Parameter source: nobody else's from here on.
    init(_ source: any ByteStream) {
        file = source.file
        part = source.part
        exchange = Exchange(source)
        let exchange = exchange
        Thread.detachNewThread { exchange.fill() }
    }

    deinit { exchange.stop() }

    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FileProblem) -> Int {
        var done = 0
        while done < count {
            if block == nil {
                block = try exchange.next()
                taken = 0
            }
            guard let block else { break }
            let some = min(count - done, block.count - taken)
            (target + done).update(from: block.base + taken, count: some)
            done += some
            taken += some
            if taken == block.count {
                self.block = nil
                exchange.giveBack()
            }
        }
        return done
    }

    /// Blocks in a ring: those from `given` to `filled` hold what is to be taken.
    ///
    /// `@unchecked Sendable`: the counts change under the lock; a block is the thread's or the taker's, as they say.
    private final class Exchange: @unchecked Sendable {
        private let source: any ByteStream
        private let condition = NSCondition()
        private let ring: [ByteBuffer]
        private var filled = 0
        private var given = 0
        private var problem: FileProblem?
        private var isEnded = false
        private var isStopped = false
        private var isIdle = false

        private static let blocks = 6
        private static let blockBytes = 64 << 10

        init(_ source: any ByteStream) {
            self.source = source
            ring = (0..<Exchange.blocks).map { _ in ByteBuffer(unfilled: Exchange.blockBytes) }
        }

        /// The thread's work.
        func fill() {
            while let block = room() {
                do throws(FileProblem) {
                    block.filled(try source.read(into: block.base, count: block.capacity))
                    publish(block.count < block.capacity, nil, holds: block.count > 0)
                } catch {
                    publish(true, error, holds: false)
                }
            }
            condition.withLock {
                isIdle = true
                condition.broadcast()
            }
        }

        /// The next block to fill; nil behind the last.
        private func room() -> ByteBuffer? {
            condition.withLock {
                while filled - given == ring.count, !isStopped { condition.wait() }
                return isStopped || isEnded ? nil : ring[filled % ring.count]
            }
        }

        private func publish(_ isLast: Bool, _ problem: FileProblem?, holds: Bool) {
            condition.withLock {
                if holds { filled += 1 }
                isEnded = isLast
                self.problem = problem
                condition.broadcast()
            }
        }

        /// The next block to take; nil behind the last.
        func next() throws(FileProblem) -> ByteBuffer? {
            condition.lock()
            defer { condition.unlock() }
            while given == filled, !isEnded { condition.wait() }
            if given < filled { return ring[given % ring.count] }
            if let problem { throw problem }
            return nil
        }

        func giveBack() {
            condition.withLock {
                given += 1
                condition.broadcast()
            }
        }

        func stop() {
            condition.withLock {
                isStopped = true
                condition.broadcast()
                while !isIdle { condition.wait() }
            }
        }
    }
}
