import Definitions
import Foundation
import Ingest
import Model
import Publish

/// One folder below `inputs/`: what was sent in one go, and when.
struct Delivery: Sendable {
    /// Name of the folder.
    var name: String
    var period: Period
    /// The months that a file without a stated period covers.
    var covers: ClosedRange<Month>
    var isSample: Bool
    var files: [DeliveredFile]

    /// The last day of the folder's period.
    var lastDay: CivilDate { period.lastMonth.lastDay }
}

/// A file of a delivery.
struct DeliveredFile: Sendable {
    var input: InputFile
    /// Position in the run's list of deliveries.
    var delivery: Int
    /// Sub-folders below the delivery, outermost first.
    var folders: [String]
    /// The area that the sub-folder, `delivery.yaml` or the file's name speaks of.
    var sender: Int?
    /// A folder or `delivery.yaml` says that the sender sent it; the name alone may only speak of it.
    var isFromSender = false
    /// Name of the sub-folder that is no sender's: one of several receptions of a delivery.
    var reception: String
    /// Counts the receptions of all deliveries, the earliest first: what a later one says goes before.
    var turn = 0
    /// The last day of the delivery's period, and the months that it covers where a table states none.
    var lastDay: CivilDate
    var covers: ClosedRange<Month>

    /// A filled review, by its name; never a table of records.
    var isReview: Bool {
        (input.name.split(separator: "/").last ?? "").lowercased().hasPrefix("review")
    }
}

/// Everything found below `inputs/`, oldest delivery first.
struct Deliveries: Sendable {
    var list: [Delivery]
    /// Folders that are no delivery, with what is wrong with them.
    var strays: [String]

    var files: [DeliveredFile] { list.flatMap(\.files) }

    /// The day that counts as today.
    func asOf(_ request: RunRequest) -> CivilDate {
        request.asOf ?? list.map(\.lastDay).max() ?? CivilDate(days: 0)
    }

    /// The files as reports name them.
    func published(_ discovery: TableDiscovery) -> [PublishedFile] {
        files.enumerated().map { index, file in
            PublishedFile(
                name: file.input.name, delivery: list[file.delivery].name, sender: discovery.senders[index],
                sheets: discovery.sheetNames[index])
        }
    }

    /// Finds the deliveries up to `through`, in order: by last day, then longer later, then name.
    static func find(in inputs: String, areas: AreaNames, through: Period?) throws(RunFailure) -> Deliveries {
        guard isDirectory(inputs) else {
            throw RunFailure(
                .noInput,
                "\(inputs): no such folder. Put each delivery into a folder of its own, such as \(inputs)/2024-Q4/.")
        }
        var found: [(name: String, period: Period)] = []
        var strays: [String] = []
        for name in try entries(of: inputs) where !isPassedOver(name) {
            guard isDirectory("\(inputs)/\(name)"), let period = Period(name) else {
                strays.append(name)
                continue
            }
            found.append((name, period))
        }
        found.sort { $0.period != $1.period ? $0.period < $1.period : $0.name < $1.name }
        for (a, b) in zip(found, found.dropFirst()) where a.period == b.period {
            throw RunFailure(
                .noInput,
                "\(inputs)/\(a.name) and \(inputs)/\(b.name) spell the same period, \(a.period): nobody can tell which was sent later. Put their files into one folder, with sub-folders such as 01 and 02 for the order."
            )
        }
        if let through { found.removeAll { $0.period > through } }
        guard !found.isEmpty else {
            throw RunFailure(
                .noInput,
                "\(inputs): no delivery to read\(through.map { " up to \($0)" } ?? ""). A delivery is a folder named by its period, such as 2024-Q4, with spreadsheets in it."
            )
        }
        var list: [Delivery] = []
        var id: Int32 = 0
        var turn = 0
        for (position, entry) in found.enumerated() {
            let folder = "\(inputs)/\(entry.name)"
            let reading = readDelivery(folder: folder)
            guard reading.diagnostics.isEmpty else {
                throw RunFailure(.definition, render(reading.diagnostics, sources: reading.sources))
            }
            let statement = reading.statement
            let sender = try sender(statement, areas, reading.sources)
            let covers = statement.covers ?? entry.period.months
            let sent = (lastDay: entry.period.lastMonth.lastDay, covers: covers)
            var files: [DeliveredFile] = []
            try walk(
                folder, [], into: &files, shown: entry.name, delivery: position, areas: areas, stated: sender,
                sent: sent)
            // Files outside any reception came first, then those whose order is stated, then the others by name.
            func rank(_ file: DeliveredFile) -> Int {
                file.reception.isEmpty ? -1 : statement.order.firstIndex(of: file.reception) ?? statement.order.count
            }
            files.sort { (rank($0), $0.reception, $0.input.name) < (rank($1), $1.reception, $1.input.name) }
            for i in files.indices {
                if i == 0 || files[i].reception != files[i - 1].reception { turn += 1 }
                files[i].turn = turn
                files[i].input.id = id
                id += 1
            }
            list.append(
                Delivery(
                    name: entry.name, period: entry.period, covers: covers,
                    isSample: statement.isSample,
                    files: files))
        }
        return Deliveries(list: list, strays: strays)
    }

    /// The area that `delivery.yaml` names as the sender.
    private static func sender(
        _ statement: DeliveryStatement, _ areas: AreaNames, _ sources: [String: [UInt8]]
    ) throws(RunFailure) -> Int? {
        guard let stated = statement.sender else { return nil }
        if let area = areas.area(named: stated.text) { return area }
        let mistake = Diagnostic(
            "no area that reports has the code or name '\(stated.text)'", at: stated.place,
            suggestion: nearest(stated.text, among: areas.names))
        throw RunFailure(.definition, render([mistake], sources: sources))
    }

    private static func walk(
        _ folder: String, _ below: [String], into files: inout [DeliveredFile], shown: String, delivery: Int,
        areas: AreaNames, stated: Int?, sent: (lastDay: CivilDate, covers: ClosedRange<Month>)
    ) throws(RunFailure) {
        for name in try entries(of: folder) where !isPassedOver(name) {
            let path = "\(folder)/\(name)"
            if isDirectory(path) {
                // A link to a folder that it lies in would lead round for ever, to files that are read already.
                guard !leadsBack(path) else { continue }
                try walk(
                    path, below + [name], into: &files, shown: "\(shown)/\(name)", delivery: delivery, areas: areas,
                    stated: stated, sent: sent)
            } else if name != "delivery.yaml" {
                let sender = below.last(where: { areas.area(named: $0) != nil }).flatMap { areas.area(named: $0) }
                files.append(
                    DeliveredFile(
                        input: InputFile(id: 0, path: path, name: "\(shown)/\(name)"), delivery: delivery,
                        folders: below, sender: sender ?? stated ?? areas.area(mentionedIn: name),
                        isFromSender: sender != nil || stated != nil,
                        reception: below.first { areas.area(named: $0) == nil } ?? "", lastDay: sent.lastDay,
                        covers: sent.covers))
            }
        }
    }

    private static func leadsBack(_ path: String) -> Bool {
        let end = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let start = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
        return start == end || start.hasPrefix("\(end)/")
    }

    /// Lock files of office programs and files of the system are nobody's delivery.
    private static func isPassedOver(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasPrefix("~$") || name == "Thumbs.db" || name == "desktop.ini"
    }

    private static func entries(of folder: String) throws(RunFailure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
                Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
            }
        } catch {
            throw RunFailure(.noInput, "\(folder): the system refuses to list it. Check its permissions.")
        }
    }
}

func isDirectory(_ path: String) -> Bool {
    var answer: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &answer) && answer.boolValue
}

/// Finds areas by the names that people give to folders and files.
struct AreaNames: Sendable {
    private var byName: [String: Int] = [:]
    /// Longest first, so that 合肥市瑶海区 wins over 合肥.
    private var mentions: [(name: String, area: Int)] = []

    /// Areas that get figures.
    init(_ tree: AreaTree) { self.init(tree) { tree[$0].published } }

    /// Areas that may send: those that get figures, those that lie in one, and what either was before.
    init(sendersIn tree: AreaTree) {
        self.init(tree) { area in tree.lineage(of: tree.current(area)).contains { tree[$0].published } }
    }

    private init(_ tree: AreaTree, _ isNamed: (Int) -> Bool) {
        for (i, area) in tree.areas.enumerated() where isNamed(i) {
            for name in [area.code, area.name.zh, area.name.en].compactMap({ $0 }) + area.aliases {
                if byName[name] == nil { byName[name] = tree.current(i) }
            }
        }
        mentions = byName.filter { $0.key.count >= 2 }.map { ($0.key, $0.value) }
            .sorted { ($1.name.count, $0.name) < ($0.name.count, $1.name) }
    }

    /// Every code and name, in a fixed order.
    var names: [String] { byName.keys.sorted() }

    func area(named name: String) -> Int? { byName[name] }

    func area(mentionedIn text: String) -> Int? { mentions.first { text.contains($0.name) }?.area }
}
