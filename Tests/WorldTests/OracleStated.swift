import Model

/// Figures that are stated: `stated(id, gives, ind, area, stat, isstock, first, last, num, den, st, dir, tname)`, of those
/// that speak of the same the one that stands: the newest version, then the newest reception, then the first. Of targets
/// `first` and `last` are their own time.
struct OracleStated {
    let world: World
    let database: Database

    func load() throws {
        try database.run(
            """
            CREATE TABLE said(gives, ind, area, stat, isstock, first, last, num, den, st, dir, tname, version, delivery, ord, path, line)
            """)
        var rows: [[Database.Cell]] = []
        for (number, delivery) in world.deliveriesRead.enumerated() {
            for file in delivery.stated {
                for (line, row) in file.rows.enumerated() {
                    guard let said = said(row, file.gives) else { continue }
                    rows.append(
                        said + [
                            .init(row.version ?? -1), .init(number), .init(delivery.order(of: file.reception)),
                            .text(WorldFiles.path(of: file, in: delivery)), .init(line),
                        ])
                }
            }
        }
        try database.insert(into: "said", rows)
        try database.run(
            """
            CREATE TABLE stated AS SELECT * FROM (
              SELECT gives, ind, today.at AS area, stat, isstock, first, last, num, den, st, dir, tname,
                ROW_NUMBER() OVER (PARTITION BY gives, ind, today.at, stat, isstock, first, last
                  ORDER BY version DESC, delivery DESC, ord DESC, path, line) AS place
              FROM said JOIN today ON today.id = said.area)
            WHERE place = 1;
            CREATE INDEX stated_key ON stated(gives, ind, area)
            """)
    }

    /// nil where nobody can tell what it says.
    private func said(_ row: WorldStated, _ gives: WorldStatedFile.Gives) -> [Database.Cell]? {
        let isCount = world.isCount(row.indicator)
        var statistic = row.statistic
        if statistic == nil, row.unit == .percent {
            // A percentage of an amount is its growth, over years the average one.
            let isOfYears = gives == .targets && (row.from?.year ?? row.period.year) < row.period.year
            statistic = isOfYears ? "average_growth" : "yoy"
        }
        let isGrowth = statistic == "yoy" || statistic == "average_growth"
        switch row.unit {
        case .percent: guard isGrowth else { return nil }
        case .places: guard statistic == "rank" else { return nil }
        case .enterprises: guard isCount, !isGrowth else { return nil }
        case .yuan, .tenThousand: guard !isCount, !isGrowth else { return nil }
        case nil: guard isCount, !isGrowth else { return nil }
        }
        var (first, last) = (row.period.firstMonth, row.period.lastMonth)
        var isStock = false
        if gives == .targets {
            first = row.from?.firstMonth ?? Month(year: row.period.year, month: 1)
            guard first <= last else { return nil }
        } else {
            switch row.quantity ?? (world.isStock(row.indicator) ? "stock" : "ytd") {
            case "stock": (isStock, first) = (true, last)
            case "ytd": first = Month(year: last.year, month: 1)
            default: break
            }
        }
        // Zero without a word, or at most, is nothing left, unless the figure can lie below it: then it is not to.
        let isOfNothing =
            row.value == 0 && (row.direction ?? "<=") == "<=" && !isGrowth && !world.isDifference(row.indicator)
        let factor: (numerator: Int, denominator: Int) = row.unit?.factor ?? (1, 1)
        return [
            .text(gives.rawValue), .init(row.indicator), .init(row.area), .text(statistic ?? "value"),
            .init(isStock ? 1 : 0), .init(first.number), .init(last.number), .init(row.value * factor.numerator),
            .init(100 * factor.denominator), .text(row.isForecast ? "F" : "A"),
            .text(isOfNothing ? "none" : row.direction ?? ">="),
            .text("\(row.period)"),
        ]
    }

    /// Values of an indicator that is stated; of several years those of each together.
    func run(_ position: Int) throws {
        let quantities = world.isStock(position) ? "'stock'" : "'period', 'ytd'"
        let late = world.isReadForLatest(position) ? "1" : "NOT late"
        try database.run(
            """
            CREATE TEMP TABLE part AS
              SELECT id AS win, q = 'stock' AS isstock, MAX(win.first, month.m / 12 * 12) AS first, month.m AS last
              FROM win JOIN month ON m BETWEEN win.first AND win.last
                AND (m = win.last OR q = 'ytd' AND win.first % 12 = 0 AND m % 12 = 11)
              WHERE q IN (\(quantities)) AND \(late);
            -- Years by themselves only where the first of them begins in January.
            UPDATE part SET first = (SELECT first FROM win WHERE id = part.win)
              WHERE (SELECT q <> 'ytd' OR first % 12 <> 0 FROM win WHERE id = part.win);
            INSERT INTO val
              SELECT \(position), area, win, '', '', CASE WHEN st <> 'L' THEN num END, CASE WHEN st <> 'L' THEN den END, st, 0
              FROM (SELECT area.id AS area, part.win, SUM(num) AS num, 100 AS den,
                  CASE WHEN COUNT(num) < COUNT(*) THEN 'L' WHEN MAX(stated.st) = 'F' THEN 'F' ELSE 'A' END AS st
                FROM area JOIN part LEFT JOIN stated ON gives = 'values' AND ind = \(position) AND stated.area = area.id
                  AND stat = 'value' AND stated.isstock = part.isstock AND stated.first = part.first AND stated.last = part.last
                WHERE published GROUP BY area.id, part.win);
            DROP TABLE part
            """)
    }
}
