public import Definitions
public import Model
import Publish

/// The figures of a run before they are rounded, beside the definitions that they come from.
public struct RunFigures: Sendable {
    public var pipeline: PipelineDefinition
    /// In the order of the outputs; indicators and areas are positions in `pipeline`.
    public var figures: [Figure]
}

extension Run {
    /// Reads and computes as `perform` does, and writes nothing: the figures as they would be published, still exact. Throws
    /// where a definition is wrong (65) or nothing can be read (66).
    public static func figures(_ request: RunRequest, progress: any RunProgress) throws(RunFailure) -> RunFigures {
        let run = Run(request: request, progress: progress)
        let content = try run.content(try run.compile())
        return RunFigures(pipeline: content.compiled.pipeline, figures: content.publication.figures)
    }
}
