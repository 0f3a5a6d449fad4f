/// A pattern of names of files and sheets, as a dataset's `files:` states it: `*` any run of characters, `?` one; without regard to case.
public struct Glob: Sendable {
    private let pattern: [Unicode.Scalar]

    public init(_ pattern: String) { self.pattern = Glob.folded(pattern) }

    /// A name as patterns are compared with it: made once, compared with many.
    public static func folded(_ name: String) -> [Unicode.Scalar] { Array(name.lowercased().unicodeScalars) }

    /// Goes back to the last `*` where what follows it does not fit, so that the work is at most pattern × name.
    public func matches(_ name: [Unicode.Scalar]) -> Bool {
        var (p, n) = (0, 0)
        var last: (star: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                last = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                (p, n) = (p + 1, n + 1)
            } else if let (star, taken) = last {
                last = (star, taken + 1)
                (p, n) = (star + 1, taken + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
