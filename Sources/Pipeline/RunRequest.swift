public import Model
public import Tabular

/// What a run is asked for.
public struct RunRequest: Sendable {
    public var range: PeriodRange
    /// Folder of the pipeline's definitions.
    public var pipeline: String
    public var inputs: String
    public var outputs: String
    /// Deliveries after it are not read.
    public var through: Period?
    /// The only "today"; nil: the last day of the newest delivery read.
    public var asOf: CivilDate?
    /// Hold the return where any error stands.
    public var strict: Bool
    /// Workers; the outputs do not depend on it.
    public var jobs: Int
    /// Everything up to the exceptions; publishes nothing.
    public var checkOnly: Bool
    /// Whether inputs are identified by their digests (or, quicker, by name and size alone).
    public var digests: Bool
    /// Of memory; nil: none. The outputs do not depend on it.
    public var ceiling: MemoryCeiling?

    public init(
        range: PeriodRange, pipeline: String, inputs: String, outputs: String, through: Period? = nil,
        asOf: CivilDate? = nil, strict: Bool = false, jobs: Int, checkOnly: Bool = false, digests: Bool = true,
        ceiling: MemoryCeiling? = nil
    ) {
        self.ceiling = ceiling
        self.range = range
        self.pipeline = pipeline
        self.inputs = inputs
        self.outputs = outputs
        self.through = through
        self.asOf = asOf
        self.strict = strict
        self.jobs = jobs
        self.checkOnly = checkOnly
        self.digests = digests
    }
}

extension RunRequest {
    /// Lets the run take so many bytes of memory; what does not fit goes to the disk of its outputs.
    public mutating func allow(memory bytes: Int) { ceiling = MemoryCeiling(bytes: bytes, folder: outputs) }
}

/// How a run ended.
public struct RunOutcome: Sendable {
    public enum Standing: Sendable {
        case published, unchanged, held, checked
    }
    public var standing: Standing
    /// The folder to open.
    public var folder: String
    public var rowsRead: Int64
    public var accepted: Int64
    public var rejected: Int64
    public var errors: Int64
    public var queries: Int64
    public var notes: Int64
    /// Errors and queries that a review has closed.
    public var answered: Int64
    /// Why it was held, a line each.
    public var reasons: [String]

    /// 0 published or nothing had changed, 2 held.
    public var exitCode: Int32 { standing == .held ? 2 : 0 }
}

/// Hears of a run's stages while it goes on; stdout never does.
public protocol RunProgress: AnyObject, Sendable {
    func stage(_ name: String, _ detail: String)
}

/// Says nothing.
public final class SilentProgress: RunProgress {
    public init() {}
    public func stage(_ name: String, _ detail: String) {}
}
