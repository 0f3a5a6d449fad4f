public import ArgumentParser
import Foundation

/// An amount of memory as it is asked for: bytes, or `64M`, `256MiB`, `1G` in powers of 1,024.
public struct MemorySize: ExpressibleByArgument, CustomStringConvertible {
    /// What the program takes before it has read anything, and a little to work with.
    static let least = 64 << 20

    var bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    public init?(argument: String) {
        let digits = argument.prefix { "0"..."9" ~= $0 }
        let powers = ["": 0, "K": 10, "M": 20, "G": 30, "T": 40]
        var unit = argument.dropFirst(digits.count).uppercased()
        if unit.hasSuffix("IB") { unit.removeLast(2) } else if unit.hasSuffix("B") { unit.removeLast() }
        guard let number = Int(digits), let power = powers[unit] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << power)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    /// In MiB, rounded up.
    public var description: String { "\((bytes + (1 << 20) - 1) >> 20)M" }

    /// The most that this process has taken so far.
    static var peak: Int {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1_024
    }
}
