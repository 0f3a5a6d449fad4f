import Model
import TestSupport

extension WorldGenerator {
    /// Two to four deliveries, each with tables of some datasets, from one or several senders.
    mutating func makeDeliveries() {
        let folders = ["2023", "2023-Q4", "2024-S1", "2024-Q3", "2024-11", "2024-Q4", "2024", "2025-01", "2025-Q1"]
        for name in folders.shuffled(using: &dice).prefix(dice.number(2...3)) {
            guard let period = Period(name) else { continue }
            world.deliveries.append(delivery(name, period))
        }
        if dice.once(in: 6) {
            world.through = dice.pick(world.deliveries).period
        }
    }

    private mutating func delivery(_ name: String, _ period: Period) -> WorldDelivery {
        var delivery = WorldDelivery(name: name, period: period, covers: nil, sender: nil, order: nil, files: [])
        if dice.once(in: 2) {
            let first = Month(year: period.year, month: 1)
            delivery.covers = first...Month(year: period.year, month: 12)
        }
        if world.isFull { delivery.covers = Month(year: 2020, month: 1)...Month(year: 2025, month: 12) }
        if dice.once(in: 8) { delivery.sender = dice.pick(units) }
        var receptions: [String?] = [nil]
        if dice.once(in: 5) {
            receptions = ["补报", "更正"]
            if dice.once(in: 2) { delivery.order = ["更正", "补报"] }
        }
        for dataset in world.datasets.indices where !dice.once(in: 5) {
            for reception in receptions {
                let senders: [Int?] =
                    world.senders.contains { $0.dataset == dataset } || dice.once(in: world.isFull ? 8 : 3)
                    ? units.shuffled(using: &dice).prefix(dice.number(0...2)).map { $0 }
                        + (dice.once(in: 2) ? [nil] : []) : [nil]
                for (i, sender) in senders.enumerated() {
                    delivery.files.append(
                        file(dataset, number: delivery.files.count, reception, sender, part: i, of: senders.count))
                }
            }
        }
        if delivery.files.isEmpty { delivery.files.append(file(0, number: 0, receptions[0], nil, part: 0, of: 1)) }
        // Those that are named have to be there.
        let present = Set(delivery.files.compactMap(\.reception))
        delivery.order = delivery.order?.filter(present.contains)
        if delivery.order?.isEmpty == true { delivery.order = nil }
        return delivery
    }

    private mutating func file(
        _ dataset: Int, number: Int, _ reception: String?, _ sender: Int?, part: Int, of parts: Int
    ) -> WorldFile {
        var file = WorldFile(
            dataset: dataset, name: "t\(number)", reception: reception, sender: sender,
            saysSender: dice.pick(WorldFile.SaysSender.allCases), title: nil, rows: [])
        if !world.isFull, dice.once(in: 8) {
            let first = Month(year: dice.pick([2023, 2024, 2024]), month: 1)
            file.title = first...first.advanced(by: dice.pick([2, 8, 11]))
        }
        for _ in 0..<dice.number(parts > 1 ? 0...4 : world.isFull ? 6...20 : 1...7) {
            var row = row()
            // Most records are known to one sender only.
            if let no = row.no, parts > 1, !dice.once(in: 4) { row.no = "\(no)-\(part)" }
            file.rows.append(row)
        }
        return file
    }

    private mutating func row() -> WorldRow {
        var row = WorldRow()
        row.no = dice.once(in: 12) ? nil : "N\(dice.number(1...(world.isFull ? 30 : 9)))"
        row.item = dice.pick(["x", "y"])
        row.subject = dice.once(in: 10) ? nil : "S\(dice.number(1...(world.isFull ? 4 : 5)))"
        let inner = units
        row.area =
            dice.once(in: world.isFull ? 12 : 6)
            ? dice.number(WorldRow.unknown...world.areas.count - 1) : dice.pick(inner)
        row.other = dice.once(in: 4) ? nil : dice.number(WorldRow.unknown...world.areas.count - 1)
        row.day = dice.once(in: 25) ? nil : day()
        row.since = dice.once(in: 25) ? nil : day()
        row.until = dice.once(in: 2) ? nil : day()
        row.kind = dice.pick(["a", "b", "c", nil])
        row.flag = dice.pick(["x", "y", nil])
        row.value = dice.once(in: 20) ? nil : dice.once(in: 20) ? -100 : dice.number(0...5000)
        if dice.once(in: 25) { row.value = World.forbiddenValue }
        if let value = row.value, value >= 0 { row.extra = dice.once(in: 5) ? nil : dice.number(0...max(value / 9, 1)) }
        row.prior = dice.once(in: world.isFull ? 20 : 6) ? nil : dice.number(0...5000)
        row.spellsNames = dice.once(in: 2)
        return row
    }
}
