import Definitions
import Model
import Publish
import Tabular

/// Matches the answers of a run with its exceptions.
struct ReviewMatching {
    let answers: [GivenAnswer]
    let compiled: CompiledPipeline
    let files: [PublishedFile]
    let asOf: CivilDate

    func match(_ findings: [Finding]) -> ReviewMatch {
        let names =
            answers.isEmpty
            ? []
            : Publication(
                pipeline: compiled.pipeline, catalogue: compiled.catalogue, schemas: compiled.schemas,
                range: compiled.range, asOf: asOf, findings: findings, files: files
            ).exceptionNames()
        return ReviewMatch(
            answers, findings, names: names, compiled.pipeline, compiled.catalogue, range: compiled.range, asOf: asOf)
    }

    /// Positions of the findings that an answer has closed.
    func settled(_ findings: [Finding]) -> Set<Int> {
        Set(match(findings).reviews.filter { !$0.value.state.isOpen }.keys)
    }

    /// Which answers hold, with what is wrong with them added to the findings. These may have been answered too, so there are
    /// two rounds: the first tells which they are.
    func match(_ findings: inout [Finding]) -> ReviewMatch {
        guard !answers.isEmpty else { return match(findings) }
        findings += match(findings).problems
        let whole = match(findings)
        findings += whole.obsolete
        return whole
    }
}
