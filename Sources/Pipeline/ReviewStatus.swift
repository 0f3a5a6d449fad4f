import Definitions
public import Model
import Publish

/// `returns review`: where the review of a period's exceptions stands, in words. Reads the inputs and writes nothing.
public func reviewStatus(_ request: RunRequest, language: Language?, progress: any RunProgress) throws(RunFailure)
    -> String
{
    let run = Run(request: request, progress: progress)
    let content = try run.content(try run.compile())
    return ReviewReport(content.publication, language: language ?? content.publication.pipeline.language).text
}
