import Definitions
public import Model
public import Tabular

/// Everything that stands about one subject.
public struct Dossier: Sendable {
    /// The code that records name it by.
    public var subject: String
    /// By dataset, in order of files, sheets and rows.
    public var records: [[DossierRecord]] = []
    /// Positions in the publication's findings.
    public var findings: [Int] = []
    public var lists: [DossierList] = []

    public init(subject: String) { self.subject = subject }

    public var isEmpty: Bool { records.allSatisfy(\.isEmpty) && findings.isEmpty }

    /// Whether one of the records stands there.
    public func holds(_ place: Place, dataset: Int) -> Bool {
        records.indices.contains(dataset)
            && records[dataset].contains {
                $0.place.file == place.file && $0.place.sheet == place.sheet && $0.place.row == place.row
            }
    }

    /// Findings about records that name the subject, accepted or not, in the order of reports.
    public func findings(in publication: Publication) -> [Int] {
        let reader = FindingReader(publication)
        return reader.reportOrder().filter { position in
            let finding = publication.findings[position]
            guard let evidence = finding.evidence, publication.pipeline.datasets.indices.contains(Int(evidence.dataset))
            else { return false }
            let fields = publication.pipeline.datasets[Int(evidence.dataset)].fields
            return fields.indices.contains { field in
                fields[field].type == .uscc && field < evidence.fieldCount
                    && (reader.typed(finding, field: field) == subject
                        || evidence.raw(row: Int(finding.evidenceRow), field: field) == subject)
            }
        }
    }
}

/// A record that names the subject.
public struct DossierRecord: Sendable {
    public var place: Place
    /// Position of the field that names it.
    public var field: Int
    /// By position in the dataset's schema.
    public var values: [RecordValue]
    /// The values of indicators that it is counted in.
    public var figures: [FigureSite]

    public init(place: Place, field: Int, values: [RecordValue], figures: [FigureSite]) {
        self.place = place
        self.field = field
        self.values = values
        self.figures = figures
    }
}

/// A list that the subject is on.
public struct DossierList: Hashable, Sendable {
    /// Position in the pipeline's outputs.
    public var output: Int
    public var period: Period
    public var rank: Int

    public init(output: Int, period: Period, rank: Int) {
        self.output = output
        self.period = period
        self.rank = rank
    }
}

/// The page of a dossier, as Markdown or HTML.
public func dossierText(_ dossier: Dossier, _ publication: Publication, isHTML: Bool, language: Language) -> String {
    let page = DossierPage(dossier, publication, language)
    return isHTML ? page.html : page.markdown
}
