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
            -- Whose deliveries speak of an area: those of itself and of what it lies in, and the bureau's where that is the one
            -- of the area or of what it lies in; one that is nobody's own speaks of all.
            CREATE TABLE speaks AS
              SELECT area.id, above AS sender, depth * 2 AS distance FROM area JOIN lineage ON lineage.id = area.id
              UNION ALL SELECT area.id, -1, COALESCE(depth * 2 + 1, 1000)
                FROM area LEFT JOIN lineage ON lineage.id = area.id AND lineage.above = \(world.bureau ?? -1)
                WHERE \(world.bureau == nil ? "1" : "depth IS NOT NULL");
            CREATE TABLE asked AS SELECT d.ds, area.id, month.m,
                (SELECT sends.area FROM speaks JOIN sends ON sends.area = speaks.sender
                  WHERE speaks.id = area.id AND sends.ds = d.ds AND month.m BETWEEN sends.first AND sends.last
                  ORDER BY distance LIMIT 1) AS sender
              FROM (SELECT DISTINCT ds FROM file) d, area, month WHERE successor IS NULL;
            CREATE TABLE heard AS SELECT ds, id, m, sender IS NOT NULL AS isexpected, EXISTS (
                SELECT 1 FROM sent JOIN speaks ON speaks.sender = sent.sender AND speaks.id = asked.id
                WHERE sent.ds = asked.ds AND sent.m = asked.m AND sent.sender = COALESCE(asked.sender, sent.sender)) AS isheard
              FROM asked;
            CREATE INDEX heard_key ON heard(ds, id, m);
            -- What all that lies in it has sent is sent of it, where nobody else was asked to.
            CREATE TABLE delivered AS SELECT ds, unit.id AS unit, m FROM heard JOIN unit ON unit.id = heard.id
              WHERE isheard OR NOT isexpected
                AND EXISTS (SELECT 1 FROM area WHERE parent = heard.id AND successor IS NULL)
                AND NOT EXISTS (SELECT 1 FROM area JOIN heard part ON part.id = area.id
                  WHERE area.parent = heard.id AND part.ds = heard.ds AND part.m = heard.m AND NOT part.isheard);
            CREATE INDEX delivered_key ON delivered(ds, unit, m);
            DROP TABLE asked; DROP TABLE heard;
            CREATE TABLE needs AS SELECT above AS area, lineage.id AS unit
              FROM lineage JOIN unit ON unit.id = lineage.id
            """)
    }

    /// The highest published area that an area lies in.
    static func top(_ area: String) -> String {
        """
        (SELECT above FROM lineage upward JOIN area top ON top.id = above AND top.published
          WHERE upward.id = \(area) ORDER BY depth DESC LIMIT 1)
        """
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
