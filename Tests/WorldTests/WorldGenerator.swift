import Model
import TestSupport

/// Makes worlds: the same for the same seed.
struct WorldGenerator {
    var dice: SeededGenerator
    var world: World

    static func world(seed: UInt64) -> World {
        var generator = WorldGenerator(dice: SeededGenerator(seed: seed), world: World(seed: seed))
        generator.world.isFull = generator.dice.once(in: 3)
        generator.makeAreas()
        generator.makePeriods()
        generator.makeDatasets()
        generator.makeIndicators()
        generator.makeSenders()
        generator.makeDeliveries()
        generator.makeStated()
        return generator.world
    }

    // MARK: Areas

    /// Districts, counties and zones of a city, sometimes of two, with codes that are no longer in use and places far away.
    mutating func makeAreas() {
        func area(_ code: String, _ name: String, _ kind: AreaKind, published: Bool = true) -> WorldArea {
            WorldArea(
                code: code, name: name, kind: kind, parent: nil, host: nil, successor: nil, group: nil,
                isPublished: published)
        }
        let province = area("340000", "安徽省", .province, published: dice.once(in: 4))
        let shanghai = area("310000", "上海市", .province, published: false)
        var areas = [province, shanghai, area("340100", "合肥市", .city)]
        let units = [
            area("340102", "瑶海区", .district), area("340103", "庐阳区", .district), area("340104", "蜀山区", .district),
            area("340121", "长丰县", .county),
        ]
        areas += units.prefix(dice.number(2...3))
        for i in areas.indices where i >= 3 { areas[i].parent = 2 }
        areas[2].parent = 0
        if dice.once(in: 2) {
            var zone = area("340176", "高新区", .zone)
            (zone.parent, zone.host) = (2, 3)
            areas.append(zone)
            if dice.once(in: 2) {
                var old = area("340171", "科学岛", .zone, published: false)
                (old.parent, old.successor) = (2, areas.count - 1)
                areas.append(old)
            }
        }
        if dice.once(in: 5) {
            // What the city keeps for itself, and a district that is not published by itself.
            var own =
                dice.once(in: 2) ? area("340199", "合肥市本级", .own) : area("340111", "包河区", .district, published: false)
            own.parent = 2
            areas.append(own)
        }
        if province.isPublished, dice.once(in: 2) {
            // A county that lies in no city: beside cities, and of another level than they.
            var county = area("349001", "省直管县", .county)
            county.parent = 0
            areas.append(county)
        }
        if dice.once(in: 3) {
            // Another city, with units of its own or without.
            var city = area("340200", "芜湖市", .city, published: dice.once(in: 2))
            city.parent = 0
            areas.append(city)
            let parent = areas.count - 1
            if areas[parent].isPublished {
                // Of some cities only the whole is published, and its districts report.
                let isPublished = !dice.once(in: 3)
                for unit in [
                    area("340202", "镜湖区", .district, published: isPublished),
                    area("340207", "鸠江区", .district, published: isPublished),
                ] {
                    areas.append(unit)
                    areas[areas.count - 1].parent = parent
                }
            }
        }
        for i in areas.indices where i >= 3 && areas[i].successor == nil && areas[i].isPublished {
            areas[i].group = dice.pick(["甲组", "甲组", "乙组", nil])
        }
        areas[3].group = "甲组"
        world.areas = areas
    }

    /// Areas in which records are counted, of themselves or of what lies above them.
    var units: [Int] {
        world.areas.indices.filter { i in
            guard let parent = world.areas[i].parent, !world.areas.contains(where: { $0.parent == i }) else {
                return false
            }
            return world.areas[i].isPublished || world.areas[i].kind == .district && world.areas[parent].isPublished
        }
    }

    // MARK: Time

    mutating func makePeriods() {
        let texts = [
            "2024-Q4", "2024-Q4", "2024-Q1", "2024-11", "2024-01", "2024", "2024-S2", "2023-Q4..2024-Q1",
            "2024-10..2024-12",
            "2023..2024", "2025-Q1",
        ]
        world.range = PeriodRange(dice.pick(texts)) ?? world.range
    }

    /// A day of the years that worlds speak of, most often of 2024.
    mutating func day() -> CivilDate {
        let year = dice.pick([2020, 2021, 2022, 2023, 2023, 2024, 2024, 2024, 2024, 2025])
        var month = Month(year: year, month: dice.number(1...12))
        if world.isFull, dice.once(in: 2) {
            // Of the figures' own time and of a year before, where growth is of anything at all.
            month = dice.pick(world.range.periods).lastMonth.advanced(by: dice.pick([0, 0, 0, -1, -12, -12, -12, -24]))
        }
        // Ends of months and years are where mistakes are.
        let length = month.lastDay.days - month.firstDay.days
        let offset = dice.once(in: 3) ? dice.pick([0, length]) : Int32(dice.number(0...Int(length)))
        return CivilDate(days: month.firstDay.days + offset)
    }

    // MARK: Datasets

    mutating func makeDatasets() {
        for i in 0..<dice.pick([1, 1, 2]) {
            let history = dice.pick(WorldGenerator.histories)
            var dataset = WorldDataset(
                name: "d\(i)", history: history,
                key: dice.pick(
                    history == "cumulative" ? [[.no], [.no], [.no, .item], []] : [[.no], [.no], [.no, .item]]),
                area: .area, date: .day, frequency: .month, isKeyRequired: dice.once(in: 2))
            if !dataset.key.isEmpty, dice.once(in: 4) { dataset.authority = dice.pick([.area, .area, .other]) }
            if dice.once(in: 6) { dataset.firstMonth = 2 }
            if dice.once(in: 5) { dataset.revoked = dice.pick([.restate, .deduct]) }
            world.datasets.append(dataset)
        }
    }

    static let histories = ["cumulative", "cumulative", "snapshot", "replace-year"]
}
