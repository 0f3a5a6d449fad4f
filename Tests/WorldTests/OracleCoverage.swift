/// Which months are known of which area: `known(ds, area, win, months, missing)`, counted over the reporting units of the
/// area and the months of the window, and `delivered(ds, unit, m)`.
struct OracleCoverage {
    let world: World
    let database: Database

    func run() throws {
        try database.run(
            """
            CREATE TABLE sends(ds, area, first, last);
            CREATE TABLE sent(ds, sender, m);
            CREATE TABLE carried(ds, sender, last);
            -- What records are counted in: what is published and has nothing published below it.
            -- A district is one although it is not: its city has its records.
            CREATE TABLE unit AS SELECT id FROM area WHERE successor IS NULL AND CASE
              WHEN kind IN ('district', 'county', 'zone', 'own') THEN EXISTS (
                SELECT 1 FROM lineage JOIN area above ON above.id = lineage.above WHERE lineage.id = area.id AND above.published)
              ELSE published AND NOT EXISTS (
                SELECT 1 FROM lineage JOIN area below ON below.id = lineage.id
                WHERE lineage.above = area.id AND depth > 0 AND below.published) END
            """)
        try database.insert(
            into: "sends",
            world.senders.map {
                [
                    .init($0.dataset), .init($0.area ?? -1), .init($0.from?.number ?? 0),
                    .init($0.to?.number ?? 1_000_000),
                ]
            })
        for position in world.datasets.indices { try months(position) }
        try database.run(
            """
            CREATE INDEX sent_key ON sent(ds, m, sender);
            CREATE TABLE delivered AS
              WITH asked(ds, unit, m, sender) AS (
                SELECT d.ds, unit.id, month.m, COALESCE(
                  (SELECT sends.area FROM lineage JOIN sends ON sends.area = lineage.above
                    WHERE lineage.id = unit.id AND sends.ds = d.ds AND month.m BETWEEN first AND last
                    ORDER BY depth LIMIT 1),
                  (SELECT area FROM sends WHERE area = -1 AND sends.ds = d.ds AND month.m BETWEEN first AND last), -2)
                FROM (SELECT DISTINCT ds FROM file) d, unit, month)
              SELECT ds, unit, m FROM asked WHERE EXISTS (
                SELECT 1 FROM sent WHERE sent.ds = asked.ds AND sent.m = asked.m AND asked.sender IN (-2, sent.sender));
            CREATE INDEX delivered_key ON delivered(ds, unit, m);
            CREATE TABLE needs AS SELECT above AS area, lineage.id AS unit
              FROM lineage JOIN unit ON unit.id = lineage.id
            """)
    }

    /// Months that each sender's files of the dataset cover.
    private func months(_ dataset: Int) throws {
        let measured = world.indicators.compactMap(\.measured).filter { $0.dataset == dataset }
        let isRegister =
            world.datasets[dataset].history == "snapshot" || measured.contains { $0.timing == .stock }
        if measured.contains(where: { $0.timing == .cumulative }) {
            // A statement covers the months that its records name; a table without any what it is said to cover.
            let date = world.datasets[dataset].date.rawValue
            try database.run(
                """
                INSERT INTO sent SELECT DISTINCT \(dataset), sender, m
                FROM stands JOIN record ON record.id = stands.record JOIN file ON file.id = record.file, month
                WHERE record.ds = \(dataset) AND record.\(date) BETWEEN month.firstday AND month.lastday;
                INSERT INTO sent SELECT DISTINCT \(dataset), sender, m FROM file, month
                WHERE ds = \(dataset) AND m BETWEEN first AND last
                  AND NOT EXISTS (SELECT 1 FROM record WHERE record.file = file.id)
                """)
            return
        }
        let condition = isRegister ? "m <= last" : "m BETWEEN first AND last"
        try database.run(
            """
            INSERT INTO sent SELECT DISTINCT \(dataset), sender, m FROM file, month
            WHERE ds = \(dataset) AND \(condition)
            """)
        if world.datasets[dataset].history == "snapshot" {
            // Carried forward, and marked so.
            try database.run(
                """
                INSERT INTO carried SELECT \(dataset), sender, MAX(last) FROM file WHERE ds = \(dataset) GROUP BY sender;
                INSERT INTO sent SELECT DISTINCT \(dataset), sender, m FROM file, month
                WHERE ds = \(dataset) AND m > last
                """)
        }
    }
}
