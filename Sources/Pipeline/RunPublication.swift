import Definitions
import Foundation
import Model
import Publish

/// The last stage: compares with the newest vintage of the same standing, writes a new one where anything differs, and
/// switches the link.
struct RunPublication {
    let run: Run
    let content: RunContent
    let progress: any RunProgress

    func publish() throws(RunFailure) -> RunOutcome {
        let request = content.request
        let vintages = Vintages(outputs: request.outputs, range: request.range)
        let reasons = holdReasons
        let isPublished = reasons.isEmpty && !request.checkOnly
        let standing = isPublished ? Vintages.Standing.published : .draft
        let digest = content.digest
        try request.ceiling?.check()
        if vintages.digest(standing) == digest {
            return outcome(
                isPublished ? .unchanged : reasons.isEmpty ? .checked : .held, vintages.link(standing), reasons)
        }
        let (number, partial) = try vintages.begin(standing)
        do {
            try write(to: partial, number: number, digest: digest, isPublished: isPublished, vintages: vintages)
            try request.ceiling?.check()
            try vintages.commit(number: number, partial: partial, standing: standing)
        } catch {
            vintages.abandon(partial)
            throw error
        }
        progress.stage("vintage", "\(vintages.folder)/\(number)")
        return outcome(isPublished ? .published : reasons.isEmpty ? .checked : .held, vintages.link(standing), reasons)
    }

    private var holdReasons: [String] {
        var reasons = Gates.reasons(content.publication.gates, content.publication.pipeline)
        let errors = content.count(.error, isOpen: true)
        if content.request.strict, errors > 0 { reasons.append("--strict, and \(errors) errors stand") }
        let samples = Set(content.deliveries.list.map(\.isSample))
        if samples.count > 1 {
            let names = content.deliveries.list.filter(\.isSample).map(\.name).joined(separator: ", ")
            reasons.append("sample deliveries (\(names)) stand among real ones: move the samples away")
        }
        return reasons
    }

    private func write(
        to folder: String, number: Int, digest: String, isPublished: Bool, vintages: Vintages
    ) throws(RunFailure) {
        var publication = content.publication
        publication.vintage = number
        publication.earlier = vintages.earlierExceptions(publication.pipeline)
        publication.earlierFigures = vintages.earlierFigures(publication.pipeline)
        publication.lists = try run.lists(content)
        do throws(OutputError) {
            try Publish.writeAll(publication, to: folder, jobs: content.request.jobs) {
                isPublished || !$0.path.hasPrefix("returns/")
            }
            let record = RunRecord(
                content: content, digest: digest, number: number, predecessor: vintages.number(.published),
                compared: publication.earlier?.vintage, isPublished: isPublished)
            try writeFile(record.json.bytes, to: "\(folder)/run.json", access: .restricted)
        } catch {
            throw RunFailure(
                error.operation == .create ? .cannotCreate : .inputOutput,
                "\(error). Check permissions and the disk; the last published vintage stays as it was.")
        }
        try Manifest.write(in: folder)
    }

    private func outcome(_ standing: RunOutcome.Standing, _ folder: String, _ reasons: [String]) -> RunOutcome {
        let accounts = content.publication.accounts
        return RunOutcome(
            standing: standing, folder: folder, rowsRead: accounts.reduce(0) { $0 + $1.read },
            accepted: accounts.reduce(0) { $0 + $1.accepted }, rejected: accounts.reduce(0) { $0 + $1.rejected },
            errors: content.count(.error), queries: content.count(.query), notes: content.count(.note),
            answered: [Severity.error, .query].reduce(0) {
                $0 + content.count($1) - content.count($1, isOpen: true)
            }, reasons: reasons
        )
    }
}
