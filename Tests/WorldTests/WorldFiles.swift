import Foundation
import Model

/// Writes a world as a pipeline's folder and a folder of inputs.
struct WorldFiles {
    let world: World
    let folder: String

    var pipeline: String { "\(folder)/pipeline" }
    var inputs: String { "\(folder)/inputs" }

    func write() throws {
        try write(WorldPipeline(world: world).files, below: pipeline)
        try write(deliveries, below: inputs)
    }

    private func write(_ files: [(path: String, text: String)], below root: String) throws {
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(root)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    private var deliveries: [(path: String, text: String)] {
        world.deliveries.flatMap { delivery in
            var files: [(path: String, text: String)] = []
            var statements: [String] = []
            if let covers = delivery.covers { statements.append("covers: \(covers.lowerBound)..\(covers.upperBound)") }
            if let sender = delivery.sender { statements.append("sender: \(world.areas[sender].name)") }
            if let order = delivery.order { statements.append("order: [\(order.joined(separator: ", "))]") }
            if !statements.isEmpty {
                files.append(("\(delivery.name)/delivery.yaml", statements.joined(separator: "\n") + "\n"))
            }
            files += delivery.stated.map { file in
                let lines = [WorldStated.header] + file.rows.map { $0.line(world) }
                return (WorldFiles.path(of: file, in: delivery), lines.joined(separator: "\n") + "\n")
            }
            return files + delivery.files.map { (WorldFiles.path(of: $0, in: delivery, world), text(of: $0)) }
        }
    }

    /// Below `inputs`.
    static func path(of file: WorldFile, in delivery: WorldDelivery, _ world: World) -> String {
        var parts = [delivery.name]
        if let reception = file.reception { parts.append(reception) }
        var name = "\(world.datasets[file.dataset].name)-\(file.name)"
        if let sender = file.sender {
            let area = world.areas[sender]
            if file.saysSender == .folder { parts.append(file.name.utf8.count % 2 == 0 ? area.code : area.name) }
            if file.saysSender == .name { name += area.name }
        }
        return (parts + [name + ".csv"]).joined(separator: "/")
    }

    static func path(of file: WorldStatedFile, in delivery: WorldDelivery) -> String {
        ([delivery.name] + [file.reception].compactMap { $0 } + ["\(file.gives.rawValue)-\(file.name).csv"])
            .joined(separator: "/")
    }

    private func text(of file: WorldFile) -> String {
        var lines: [String] = []
        if let title = file.title {
            let (first, last) = (title.lowerBound, title.upperBound)
            lines.append("\(first.year)年\(first.month)-\(last.month)月登记情况表")
        }
        if let sender = file.sender, file.saysSender == .titleBlock {
            lines.append("填报单位：\(world.areas[sender].name)")
        }
        lines.append(WorldField.allCases.map(\.header).joined(separator: ","))
        lines += file.rows.map { row in WorldField.allCases.map { cell($0, row) }.joined(separator: ",") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cell(_ field: WorldField, _ row: WorldRow) -> String {
        func area(_ position: Int?) -> String {
            guard let position else { return "" }
            if position == WorldRow.unknown { return row.spellsNames ? "无名区" : "340198" }
            return row.spellsNames ? world.areas[position].name : world.areas[position].code
        }
        return switch field {
        case .no: row.no ?? ""
        case .item: row.item ?? ""
        case .subject: row.subject ?? ""
        case .area: area(row.area)
        case .other: area(row.other)
        case .day: row.day.map { "\($0)" } ?? ""
        case .since: row.since.map { "\($0)" } ?? ""
        case .until: row.until.map { "\($0)" } ?? ""
        case .kind: row.kind ?? ""
        case .flag: row.flag ?? ""
        case .value: row.value.map { decimal($0, 2) } ?? ""
        case .extra: row.extra.map { decimal($0, 1) } ?? ""
        case .prior: row.prior.map { decimal($0, 2) } ?? ""
        }
    }

    private func decimal(_ number: Int, _ digits: Int) -> String {
        let scale = digits == 2 ? 100 : 10
        let fraction = String(abs(number) % scale)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(number < 0 ? "-" : "")\(abs(number) / scale).\(zeros)\(fraction)"
    }
}
