import Model

/// The figures of a world as design.md and domain.md have them, computed by SQLite in whole numbers from the records as they
/// stand in the files. Written from those pages, never from the program: where they differ, the pages decide.
///
///     rows → OracleHistory (which of them stand) → OracleCoverage (which months are known) → OracleCalendar
///          → OracleValues, OracleFormulas, OracleSubjects, OracleStated → OracleReference (of which period figures are)
///          → OracleBases → OracleStatistics, OracleTargets → figures
struct Oracle {
    let world: World
    let database: Database

    init(_ world: World) throws {
        self.world = world
        database = try Database()
    }

    func figures() throws -> [WorldFigure.Key: WorldFigure] {
        try database.run("BEGIN")
        try loadAreas()
        try loadFiles()
        try OracleStated(world: world, database: database).load()
        try OracleCalendar(world: world, database: database).run()
        try OracleHistory(world: world, database: database).run()
        try OracleCoverage(world: world, database: database).run()
        try database.run(
            """
            CREATE TABLE val(ind, area, win, brk, cat, num, den, st, n);
            CREATE INDEX val_key ON val(ind, brk, area, win, cat);
            -- Of indicators whose subjects others follow: who is counted when and where; where: -9 in no unit.
            CREATE TABLE subj(ind, win, area, x);
            CREATE INDEX subj_key ON subj(ind, win);
            CREATE TABLE fig(ind, area, period, q, stat, brk, cat, num, den, st, basep, bases, among, qual)
            """)
        for position in world.indicators.indices {
            switch world.indicators[position].source {
            case .measured: try OracleValues(world: world, database: database).run(position)
            case .formula: try OracleFormulas(world: world, database: database).run(position)
            case .stated: try OracleStated(world: world, database: database).run(position)
            case .union, .flow: try OracleSubjects(world: world, database: database).run(position)
            }
            try OracleReference(world: world, database: database).run(position)
            try OracleStatistics(world: world, database: database).run(position)
        }
        let rows = try database.rows(
            """
            SELECT ind, code, period, q, stat, brk, cat, num, den, st, basep, bases, among, qual
            FROM fig JOIN area ON area.id = fig.area
            """)
        var figures: [WorldFigure.Key: WorldFigure] = [:]
        for row in rows {
            let figure = WorldFigure(row, world)
            guard figures.updateValue(figure, forKey: figure.key) == nil else {
                throw Database.Mistake(description: "the oracle has two figures \(figure.key)")
            }
        }
        return figures
    }

    private func loadAreas() throws {
        try database.run(
            "CREATE TABLE area(id INTEGER PRIMARY KEY, code, kind, parent, successor, grp, published, level)")
        try database.insert(
            into: "area",
            world.areas.enumerated().map { id, area in
                // Districts, counties and zones stand on one level; an own level (市本级) is on none.
                let level: String? =
                    switch area.kind {
                    case .district, .county, .zone: "unit"
                    case .own, .abroad: nil
                    default: area.kind.rawValue
                    }
                return [
                    .init(id), .text(area.code), .text(area.kind.rawValue), .init(area.parent), .init(area.successor),
                    .init(area.group), .init(area.isPublished ? 1 : 0), .init(level),
                ]
            })
        try database.run(
            """
            -- Where records stated with an area are counted today.
            CREATE TABLE today AS
              WITH RECURSIVE line(id, at) AS (
                SELECT id, id FROM area
                UNION ALL SELECT line.id, area.successor FROM line JOIN area ON area.id = line.at WHERE successor IS NOT NULL)
              SELECT line.id, line.at FROM line JOIN area ON area.id = line.at WHERE successor IS NULL;
            CREATE INDEX today_id ON today(id);
            -- Every area with itself and all above it.
            CREATE TABLE lineage AS
              WITH RECURSIVE line(id, above, depth) AS (
                SELECT id, id, 0 FROM area
                UNION ALL SELECT line.id, area.parent, depth + 1 FROM line JOIN area ON area.id = line.above
                  WHERE parent IS NOT NULL)
              SELECT id, above, depth FROM line;
            CREATE INDEX lineage_id ON lineage(id)
            """)
    }

    private func loadFiles() throws {
        try database.run(
            """
            CREATE TABLE file(id INTEGER PRIMARY KEY, ds, delivery, ord, path, sender, first, last, lastday);
            CREATE TABLE record(id INTEGER PRIMARY KEY, ds, file, line, \(WorldField.allCases.map(\.rawValue).joined(separator: ", ")),
              rejected, lost, k)
            """)
        var files: [[Database.Cell]] = []
        var records: [[Database.Cell]] = []
        for (number, delivery) in world.deliveriesRead.enumerated() {
            for file in delivery.files {
                let covers = file.title ?? delivery.covers ?? delivery.period.months
                files.append([
                    .init(files.count), .init(file.dataset), .init(number), .init(delivery.order(of: file.reception)),
                    .text(WorldFiles.path(of: file, in: delivery, world)),
                    .init((file.saysSender == .folder ? file.sender : nil) ?? delivery.sender ?? file.sender ?? -1),
                    .init(covers.lowerBound.number),
                    .init(covers.upperBound.number),
                    .init(Int(delivery.period.lastMonth.lastDay.days)),
                ])
                for (line, row) in file.rows.enumerated() {
                    records.append(
                        cells(
                            row, file.dataset,
                            [.init(records.count), .init(file.dataset), .init(files.count - 1), .init(line)]))
                }
            }
        }
        try database.insert(into: "file", files)
        try database.insert(into: "record", records)
        for (position, dataset) in world.datasets.enumerated() {
            let parts = dataset.key.map(\.rawValue).joined(separator: " || char(31) || ")
            try database.run("UPDATE record SET k = \(parts.isEmpty ? "NULL" : parts) WHERE ds = \(position)")
        }
        try database.run("CREATE INDEX record_key ON record(file, k)")
    }

    private func cells(_ row: WorldRow, _ dataset: Int, _ place: [Database.Cell]) -> [Database.Cell] {
        // On the boundaries of today: a code of before is the area that it has become, also where areas are counted.
        func area(_ position: Int?) -> Database.Cell {
            .init(position.flatMap { world.isPlace($0) ? world.today($0) : nil })
        }
        // The area of a record must be there and be a place; of what is beside it (`other`) only the field is lost.
        let isRejected =
            row.isRejected || row.area.map { !world.isPlace($0) } ?? true
            || world.datasets[dataset].isKeyRequired && row.no == nil
        return place + [
            .init(row.no), .init(row.item), .init(row.subject), area(row.area), area(row.other),
            .init(row.day.map { Int($0.days) }), .init(row.since.map { Int($0.days) }),
            .init(row.until.map { Int($0.days) }), .init(row.kind), .init(row.flag), .init(row.value),
            .init(row.losesExtra ? nil : row.extra), .init(row.prior), .init(isRejected ? 1 : 0),
            .init(row.losesExtra ? 1 : 0), .null,
        ]
    }
}

extension WorldDelivery {
    /// Receptions in their stated order, else by name; what stands beside them goes before.
    func order(of reception: String?) -> Int {
        guard let reception else { return 0 }
        let names = Set(files.compactMap(\.reception)).sorted()
        let stated = order ?? []
        return 1 + ((stated + names.filter { !stated.contains($0) }).firstIndex(of: reception) ?? 0)
    }
}

extension World {
    /// The deliveries that the run reads, the earliest first.
    var deliveriesRead: [WorldDelivery] {
        deliveries.filter { delivery in through.map { delivery.period <= $0 } ?? true }
            .sorted { ($0.period, $0.name) < ($1.period, $1.name) }
    }

    /// The area that one has become.
    func today(_ position: Int) -> Int {
        areas[position].successor.map(today) ?? position
    }

    /// Whether records can be stated with an area: what lies in a published area lies in one of its
    /// published parts; elsewhere the province or city is enough.
    func isPlace(_ position: Int) -> Bool {
        guard position != WorldRow.unknown else { return false }
        if !areas[position].isPublished { return true }
        return !areas.indices.contains { below in
            guard areas[below].isPublished else { return false }
            var at = areas[below].parent
            while let above = at {
                if above == position { return true }
                at = areas[above].parent
            }
            return false
        }
    }
}

extension Month {
    /// As the oracle's tables number months.
    var number: Int { year * 12 + month - 1 }
}
