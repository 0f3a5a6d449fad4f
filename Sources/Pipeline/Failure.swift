/// A failing world, or an input that cannot be used at all: the run ends, the last good outputs stay.
public struct RunFailure: Error, Sendable {
    /// Exit codes of sysexits.h as design.md assigns them.
    public enum Code: Int32, Sendable {
        case usage = 64
        case definition = 65
        case noInput = 66
        case cannotCreate = 73
        case inputOutput = 74
        case busy = 75
    }
    public var code: Code
    /// What is wrong, where, and how to mend it.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
