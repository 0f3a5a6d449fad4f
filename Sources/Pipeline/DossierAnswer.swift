import Aggregate
import Definitions
public import Model
import Publish

/// What `returns dossier` is asked for.
public struct DossierRequest: Sendable {
    public var run: RunRequest
    /// The code that records name the subject by.
    public var subject: String
    public var format: DossierFormat
    /// nil: the pipeline's.
    public var language: Language?
    /// nil: standard output.
    public var file: String?

    public init(
        run: RunRequest, subject: String, format: DossierFormat = .markdown, language: Language? = nil,
        file: String? = nil
    ) {
        self.run = run
        self.subject = subject
        self.format = format
        self.language = language
        self.file = file
    }
}

/// How a dossier is written.
public enum DossierFormat: String, Sendable, CaseIterable { case markdown, html }

/// `returns dossier`: everything that stands about one subject (一企一档), with its exceptions, its lists and the figures that it
/// enters. Reads the inputs; writes nothing but the answer.
/// - Returns: the answer, unless it went into a file.
public func dossier(_ request: DossierRequest, progress: any RunProgress) throws(RunFailure) -> String? {
    let run = Run(request: request.run, progress: progress)
    let content = try run.content(try run.compile())
    let pipeline = content.compiled.pipeline
    let inquiry = Inquiry(
        content.compiled.plan, schemas: content.compiled.schemas, partials: content.partials,
        coverage: content.coverage, keptOut: content.keptOut)
    let selections = inquiry.wholes(request.run.range)
    let observers = pipeline.datasets.enumerated().map { position, dataset -> SubjectRecords? in
        guard dataset.gives == nil else { return nil }
        let fields = dataset.fields.indices.filter { dataset.fields[$0].type == .uscc }
        return fields.isEmpty
            ? nil
            : SubjectRecords(
                request.subject, fields: fields, selections: selections.filter { $0.dataset == position },
                areas: inquiry.areasOfUnits)
    }
    try run.readAgain(content, observers)
    var dossier = Dossier(subject: request.subject)
    dossier.records = observers.map { $0?.records ?? [] }
    dossier.findings = dossier.findings(in: content.publication)
    dossier.lists = try run.gathered(content).flatMap { list in
        list.ranked.filter { line, _ in dossier.holds(line.place, dataset: list.plan.dataset) }.map { _, rank in
            DossierList(output: list.plan.output, period: list.period, rank: rank)
        }
    }
    guard !dossier.isEmpty else {
        throw RunFailure(
            .noInput,
            "no accepted record and no exception names '\(request.subject)': look at its characters; \(pipeline.datasets.filter { $0.gives == nil && $0.fields.contains { $0.type == .uscc } }.map(\.name).joined(separator: ", ")) were read"
        )
    }
    let text = dossierText(
        dossier, content.publication, isHTML: request.format == .html,
        language: request.language ?? pipeline.language)
    guard let file = request.file else { return text }
    do {
        try writeFile(Array(text.utf8), to: file, access: .restricted)
    } catch {
        throw RunFailure(error.operation == .create ? .cannotCreate : .inputOutput, "\(error)")
    }
    return nil
}
