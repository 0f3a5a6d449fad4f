import Definitions
import Model
import Tabular

/// The exceptions of an earlier vintage, as its exceptions.csv states them.
public struct EarlierExceptions: Sendable {
    /// Its number.
    public var vintage: Int
    /// Ids of versions, in the order of its report.
    var ids: [String]
    /// What a reader is told of each: rule, area, subject, message, place.
    var lines: [[String]]

    /// nil where the file is not there, damaged, or without ids.
    public init?(vintage: Int, path: String) {
        guard let table = ReadBackTable(path: path), let id = table.column("exception_id") else { return nil }
        self.vintage = vintage
        func text(_ row: [String], _ name: String) -> String { table.column(name).map { row[$0] } ?? "" }
        ids = table.rows.map { $0[id] }
        lines = table.rows.map { row in
            let place = [text(row, "file"), text(row, "sheet"), text(row, "row")].filter { !$0.isEmpty }
            return [
                text(row, "rule"), text(row, "area"), text(row, "subject"), text(row, "message"),
                place.joined(separator: " › "),
            ]
        }
    }
}

/// What became of the exceptions since the vintage before. An exception is its version's name: the same case with another
/// value has changed, and is not resolved.
struct ExceptionChanges: Equatable {
    /// Positions in the findings' names.
    private(set) var new: [Int] = []
    private(set) var changed: [Int] = []
    private(set) var still = 0
    /// Positions in the earlier exceptions.
    private(set) var resolved: [Int] = []

    /// - Parameter names: of the exceptions of now, in the order of the report.
    init(_ names: [ExceptionName], since earlier: EarlierExceptions) {
        var before: [String: Int] = [:]
        var cases: [Substring: [Int]] = [:]
        for (at, id) in earlier.ids.enumerated() {
            before[id] = at
            cases[ExceptionChanges.caseOf(id), default: []].append(at)
        }
        var gone = [Bool](repeating: true, count: earlier.ids.count)
        var others: [Int] = []
        for (position, name) in names.enumerated() {
            if let at = before[name.versionID] {
                still += 1
                gone[at] = false
            } else {
                others.append(position)
            }
        }
        for position in others {
            let same = cases[names[position].caseID[...], default: []].first { gone[$0] }
            if let same {
                gone[same] = false
                changed.append(position)
            } else {
                new.append(position)
            }
        }
        resolved = earlier.ids.indices.filter { gone[$0] }
    }

    private static func caseOf(_ id: String) -> Substring { id.prefix { $0 != "v" } }

    /// Lines of resolved exceptions that are written out.
    static let shown = 2_000

    /// `exceptions/changes.js`: the comparison as data that the page beside it takes in from disk, without a network.
    static func write(_ publication: Publication, to file: TextFile) throws(OutputError) {
        try file.write(Array("window.returnsChanges = \(json(publication).compactText);\n".utf8))
    }

    static func json(_ publication: Publication) -> JSONValue {
        guard let earlier = publication.earlier else { return .object([("with", .null)]) }
        let all = publication.exceptionNames()
        // As many as were written of the earlier ones; more would all seem new.
        let names = FindingReader(publication).reportOrder().prefix(publication.pipeline.limits.details).map { all[$0] }
        let changes = ExceptionChanges(names, since: earlier)
        let ids = { (positions: [Int]) -> JSONValue in .array(positions.map { .string(names[$0].versionID) }) }
        let lines = changes.resolved.prefix(shown).map { at -> JSONValue in
            .array(earlier.lines[at].enumerated().map { .string($0 == 1 ? area($1, publication) : $1) })
        }
        return .object([
            ("with", .number(earlier.vintage)),
            (
                "count",
                .object([
                    ("new", .number(changes.new.count)), ("changed", .number(changes.changed.count)),
                    ("still", .number(changes.still)), ("resolved", .number(changes.resolved.count)),
                ])
            ),
            ("new", ids(changes.new)), ("changed", ids(changes.changed)), ("resolved", .array(lines)),
        ])
    }

    private static func area(_ code: String, _ publication: Publication) -> String {
        let pipeline = publication.pipeline
        return pipeline.areas.areas.first { $0.code == code }?.name[pipeline.language] ?? code
    }
}
