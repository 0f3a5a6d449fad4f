import Definitions
import Foundation
import Model
import Publish

/// `returns diff`: the figures of two periods or two vintages, side by side.
public struct VintageComparison: Sendable {
    /// A figure that is not the same.
    public struct Change: Sendable {
        public enum Kind: String, Sendable { case changed, new, gone }
        public var kind: Kind
        /// Ids and codes as `returns.csv` states them.
        public var indicator: String
        public var area: String
        public var quantity: String
        public var statistic: String
        public var breakdown: String
        public var category: String
        /// nil: there was no such figure.
        public var old: Side?
        /// nil: there is none any more.
        public var new: Side?
        /// New less old, where both are numbers of one unit.
        public var difference: String?
        /// Digits behind the point of its numbers.
        public var decimals = 0
        /// The records whose change changed it, where both vintages have a ledger.
        public var records: [RecordChanges] = []
    }

    /// What one of the two says.
    public struct Side: Hashable, Sendable {
        public var period: String
        public var value: String
        public var unit: String
        public var status: String
        public var qualifier: String
        public var baseSource: String
    }

    public var changes: [Change] = []
    public var same = 0
    /// By dataset; empty where one of the two has no ledger.
    public var records: [RecordChanges] = []
    /// What to say beside: definitions or the program changed.
    public var notes: [String] = []

    public func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }

    public var isSame: Bool { changes.isEmpty && records.allSatisfy(\.isEmpty) }

    /// - Parameters:
    ///   - old: a period (its last published vintage), a period and a number (`2024Q4/1`), or `2024Q4.draft`.
    ///   - new: the same.
    ///   - pipeline: folder of the definitions that say which records a figure is made of; where it cannot be read, changed
    ///     records are told by dataset only.
    ///   - inputs: what both vintages have read, to be asked which of the changed records each figure counts; where it is
    ///     not there any more as it was, records are told by dataset, area and time.
    public init(
        _ old: String, _ new: String, outputs: String, pipeline: String, inputs: String, jobs: Int
    ) throws(RunFailure) {
        let folders = (try Vintages.folder(old, outputs: outputs), try Vintages.folder(new, outputs: outputs))
        let (before, after) = (try FigureLines(folders.0), try FigureLines(folders.1))
        // A figure's own period may move (reference: latest) while it stays the same figure; of several periods it tells
        // figures apart.
        let withPeriod = !(before.isOnePeriod && after.isOnePeriod)
        let (olds, news) = (before.byKey(withPeriod: withPeriod), after.byKey(withPeriod: withPeriod))
        for (key, line) in after.inOrder(withPeriod: withPeriod) {
            let was = olds[key]
            if let was, before.isSame(was, line) {
                same += 1
            } else {
                changes.append(Change(was == nil ? .new : .changed, key, old: was, new: line))
            }
        }
        for (key, line) in before.inOrder(withPeriod: withPeriod) where news[key] == nil {
            changes.append(Change(.gone, key, old: line, new: nil))
        }
        notes = Vintages.notes(folders.0, folders.1)
        let definition = readPipeline(at: pipeline).definition
        guard let ledgers = LedgerComparison(folders.0, folders.1, pipeline: definition) else { return }
        records = ledgers.byDataset
        guard !records.isEmpty, !changes.isEmpty else { return }
        let causes = try causes(folders, pipeline: pipeline, inputs: inputs, jobs: jobs)
        for position in changes.indices {
            changes[position].records =
                if let causes, causes.knows(position) {
                    causes.records(of: position, among: records)
                } else {
                    ledgers.records(of: changes[position])
                }
        }
    }

    /// nil, and a note, where the inputs are not at hand as they were.
    private mutating func causes(
        _ folders: (String, String), pipeline: String, inputs: String, jobs: Int
    ) throws(RunFailure) -> FigureCauses? {
        let vintages = [folders.1, folders.0].compactMap { VintageRecord(folder: $0) }
        // Of the two the one that has read what the other has read as well.
        guard let widest = vintages.max(by: { $0.inputs.count < $1.inputs.count }),
            let range = PeriodRange(widest.period)
        else { return nil }
        let request = RunRequest(
            range: range, pipeline: pipeline, inputs: inputs, outputs: "",
            through: widest.through.flatMap { Period($0) },
            asOf: CivilDate(widest.as_of), jobs: jobs, digests: widest.inputs.contains { $0.sha256_blocks != nil })
        do {
            return try FigureCauses(changes, records, request, widest)
        } catch  where error.code == .noInput || error.code == .definition {
            notes.append(
                "which records a figure counts was not asked (\(error.message)): those named lie in its dataset, area and time"
            )
            return nil
        }
    }
}

extension VintageComparison.Change {
    fileprivate init(_ kind: Kind, _ key: FigureLines.Key, old: VintageComparison.Side?, new: VintageComparison.Side?) {
        self.init(
            kind: kind, indicator: key.indicator, area: key.area, quantity: key.quantity, statistic: key.statistic,
            breakdown: key.breakdown, category: key.category, old: old, new: new)
        if let old, let new, old.unit == new.unit, let a = Decimal(old.value), let b = Decimal(new.value),
            let difference = b.fraction.subtracting(a.fraction)
        {
            let scale = max(a.scale, b.scale)
            decimals = scale
            self.difference = difference.rounded(scale: scale).map { Decimal(mantissa: $0, scale: scale).description }
        }
    }
}

/// The lines of a vintage's `returns.csv`.
private struct FigureLines {
    struct Key: Hashable {
        var indicator: String
        var area: String
        /// Empty where it does not tell figures apart.
        var period: String
        var quantity: String
        var statistic: String
        var breakdown: String
        var category: String
    }

    private var lines: [(key: Key, side: VintageComparison.Side)] = []

    init(_ folder: String) throws(RunFailure) {
        let paths = ["returns.csv.gz", "returns.csv"].map { "\(folder)/returns/\($0)" }
        guard let table = paths.lazy.compactMap({ ReadBackTable(path: $0) }).first else {
            throw RunFailure(
                .noInput,
                "\(folder): no returns/returns.csv to compare. A vintage that was held has none; an output of kind `returns` writes it."
            )
        }
        func text(_ row: [String], _ name: String) -> String { table.column(name).map { row[$0] } ?? "" }
        lines = table.rows.map { row in
            (
                Key(
                    indicator: text(row, "indicator"), area: text(row, "area"), period: text(row, "period"),
                    quantity: text(row, "quantity"), statistic: text(row, "statistic"),
                    breakdown: text(row, "breakdown"), category: text(row, "category")),
                VintageComparison.Side(
                    period: text(row, "period"), value: text(row, "value"), unit: text(row, "unit"),
                    status: text(row, "status"), qualifier: text(row, "qualifier"),
                    baseSource: text(row, "base_source"))
            )
        }
    }

    /// Whether figures are told apart without their period.
    var isOnePeriod: Bool { Set(lines.map { FigureLines.key($0.key, withPeriod: false) }).count == lines.count }

    func inOrder(withPeriod: Bool) -> [(Key, VintageComparison.Side)] {
        lines.map { (FigureLines.key($0.key, withPeriod: withPeriod), $0.side) }
    }

    func byKey(withPeriod: Bool) -> [Key: VintageComparison.Side] {
        Dictionary(inOrder(withPeriod: withPeriod), uniquingKeysWith: { first, _ in first })
    }

    /// The same number for the same reason, whatever its period is called.
    func isSame(_ a: VintageComparison.Side, _ b: VintageComparison.Side) -> Bool {
        a.value == b.value && a.unit == b.unit && a.status == b.status && a.qualifier == b.qualifier
            && a.baseSource == b.baseSource
    }

    private static func key(_ key: Key, withPeriod: Bool) -> Key {
        var key = key
        if !withPeriod { key.period = "" }
        return key
    }
}

extension Vintages {
    /// The folder of a vintage: `2024Q4` the last published one, `2024Q4.draft` the draft, `2024Q4/3` the third.
    static func folder(_ word: String, outputs: String) throws(RunFailure) -> String {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isDraft = parts[0].hasSuffix(".draft")
        let name = isDraft ? String(parts[0].dropLast(".draft".count)) : parts[0]
        // Folders are named `2023-Q1_2024-Q4`; the command line says `2023Q1..2024Q4`.
        guard let range = PeriodRange(name.replacingOccurrences(of: "_", with: "..")) else {
            throw RunFailure(
                .usage,
                "'\(word)' names no vintage: a period (2024Q4), one of its vintages (2024Q4/2) or its draft (2024Q4.draft) is expected"
            )
        }
        let vintages = Vintages(outputs: outputs, range: range)
        guard parts.count == 2 else {
            let link = vintages.link(isDraft ? .draft : .published)
            guard isDirectory(link) else {
                throw RunFailure(
                    .noInput, "\(link): there is no such vintage. returns list vintages shows those there are.")
            }
            return link
        }
        let folder = "\(vintages.folder)/\(parts[1])"
        guard Int(parts[1]) != nil, isDirectory(folder) else {
            let known = vintages.numbers().map { "\(range)/\($0)" }.joined(separator: ", ")
            throw RunFailure(
                .noInput, "\(folder): there is no such vintage\(known.isEmpty ? "" : "; there is \(known)")")
        }
        return folder
    }

    /// Why figures may differ although no record does.
    static func notes(_ old: String, _ new: String) -> [String] {
        guard let a = VintageRecord(folder: old), let b = VintageRecord(folder: new) else { return [] }
        var notes: [String] = []
        if a.version != b.version {
            notes.append("made by different versions of the program: \(a.version), \(b.version)")
        }
        if a.definitions != b.definitions {
            let (olds, news) = (a.definitions ?? [], b.definitions ?? [])
            let changed = Set(olds).symmetricDifference(news).map(\.path)
            notes.append("definitions changed: \(Set(changed).sorted().joined(separator: ", "))")
        }
        return notes
    }
}

/// What `run.json` of a vintage says of it.
struct VintageRecord: Decodable {
    struct Definition: Decodable, Hashable {
        var path: String
        var sha256: String
    }

    var version: String
    var period: String
    var vintage: Int
    var standing: String
    var as_of: String
    var through: String?
    var definitions: [Definition]?
    var inputs: [Input]

    struct Input: Decodable, Hashable {
        var path: String
        /// nil where the run identified none.
        var sha256_blocks: String?
    }

    /// nil where it cannot be read.
    init?(folder: String) {
        guard let data = FileManager.default.contents(atPath: "\(folder)/run.json"),
            let record = try? JSONDecoder().decode(VintageRecord.self, from: data)
        else { return nil }
        self = record
    }
}
