import Aggregate
import Definitions
public import Model
import Publish

/// What `explain` and `trace` are asked about. Words are those of the command line; each is checked, and a wrong one answered
/// with the right one that it resembles (64).
public struct InquiryRequest: Sendable {
    /// What is read, and for which periods.
    public var run: RunRequest
    /// Ids or titles.
    public var indicators: [String]
    /// Codes or names; none: the first published area that lies in no other.
    public var areas: [String]
    /// nil: the widest that an indicator has.
    public var quantity: String?
    /// As outputs write it; nil: the value.
    public var statistic: String?
    /// `CODE` or `field=CODE,field=CODE`; nil: the whole.
    public var category: String?
    /// `records`, `restated`, …; nil: the one that was used.
    public var base: String?
    /// nil: the pipeline's.
    public var language: Language?

    public init(
        run: RunRequest, indicators: [String], areas: [String], quantity: String? = nil, statistic: String? = nil,
        category: String? = nil, base: String? = nil, language: Language? = nil
    ) {
        self.run = run
        self.indicators = indicators
        self.areas = areas
        self.quantity = quantity
        self.statistic = statistic
        self.category = category
        self.base = base
        self.language = language
    }
}

/// The request with its names resolved; made before anything is read.
struct InquiryTerms {
    /// Positions in the pipeline.
    let indicators: [Int]
    /// Positions in the area tree.
    let areas: [Int]
    let quantity: Quantity?
    let statistic: String?
    let base: BaseSource?

    init(_ request: InquiryRequest, _ pipeline: PipelineDefinition) throws(RunFailure) {
        let ids = pipeline.indicators.map(\.id)
        let titles = pipeline.indicators.flatMap { [$0.title.zh, $0.title.en].compactMap { $0 } }
        var indicators: [Int] = []
        for word in request.indicators {
            let found = pipeline.indicators.firstIndex { $0.id == word || $0.title.zh == word || $0.title.en == word }
            guard let found else {
                throw InquiryTerms.unknown(
                    "indicator", word, ids + titles, hint: "returns list indicators names them all")
            }
            indicators.append(found)
        }
        self.indicators = indicators
        areas = try InquiryTerms.areas(request.areas, pipeline)
        quantity = try InquiryTerms.choice("quantity", request.quantity, Quantity.allCases)
        base = try InquiryTerms.choice("base", request.base, BaseSource.allCases)
        statistic = request.statistic
        if let statistic {
            let known = Set(indicators.flatMap { pipeline.indicators[$0].statistics }.map(\.name))
            guard known.contains(statistic) else {
                throw InquiryTerms.unknown(
                    "statistic of \(request.indicators.joined(separator: ", "))", statistic, known.sorted())
            }
        }
    }

    private static func areas(_ words: [String], _ pipeline: PipelineDefinition) throws(RunFailure) -> [Int] {
        let tree = pipeline.areas
        guard !words.isEmpty else {
            return tree.areas.indices.first { area in
                tree[area].published && !tree.lineage(of: area).dropFirst().contains { tree[$0].published }
            }.map { [$0] } ?? []
        }
        let names = AreaNames(tree)
        var areas: [Int] = []
        for word in words {
            guard let area = names.area(named: word) else {
                throw unknown("published area", word, names.names, hint: "returns list areas names them all")
            }
            areas.append(area)
        }
        return areas
    }

    private static func choice<Choice: RawRepresentable<String>>(
        _ noun: String, _ word: String?, _ all: [Choice]
    ) throws(RunFailure) -> Choice? {
        guard let word else { return nil }
        guard let choice = Choice(rawValue: word) else { throw unknown(noun, word, all.map(\.rawValue)) }
        return choice
    }

    /// The message for a word that names nothing: what was probably meant, or all there is where that is little.
    static func unknown(_ noun: String, _ word: String, _ known: [String], hint: String? = nil) -> RunFailure {
        var message = "no \(noun) is named '\(word)'"
        if let meant = nearest(word, among: known) {
            message += "; did you mean '\(meant)'?"
        } else if known.count <= 12, !known.isEmpty {
            message += "; there is \(known.joined(separator: ", "))"
        } else if let hint {
            message += "; \(hint)"
        }
        return RunFailure(.usage, message)
    }
}

extension StatisticRequest {
    /// What outputs write.
    var name: String { rank?.name ?? statistic.rawValue }
}
