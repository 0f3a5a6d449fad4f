/// Which records stand, and on which days: table `stands(record, firstday, lastday)`.
struct OracleHistory {
    let world: World
    let database: Database

    private static let always = "-1000000, 1000000"

    func run() throws {
        try database.run(
            """
            -- Twice in one file: the first row has the key, accepted or not.
            CREATE TABLE sound AS
              SELECT record.*, delivery, ord, sender, file.lastday AS delivered,
                NOT rejected AND NOT EXISTS (SELECT 1 FROM record earlier
                  WHERE earlier.ds = record.ds AND earlier.file = record.file AND earlier.k = record.k
                    AND earlier.line < record.line) AS accepted
              FROM record JOIN file ON file.id = record.file;
            CREATE INDEX sound_key ON sound(ds, k);
            CREATE TABLE stands(record INTEGER, firstday, lastday)
            """)
        for (position, dataset) in world.datasets.enumerated() {
            // Blank keys take no part.
            try database.run(
                "INSERT INTO stands SELECT id, \(OracleHistory.always) FROM sound WHERE ds = \(position) AND accepted AND k IS NULL AND '\(dataset.history)' <> 'snapshot'"
            )
            switch dataset.history {
            case "snapshot": try snapshot(position)
            case "replace-year": try replaceYear(position)
            default: try cumulative(position)
            }
        }
    }

    /// The newest accepted version of each key.
    private func cumulative(_ dataset: Int) throws {
        try database.run(
            """
            INSERT INTO stands SELECT id, \(OracleHistory.always) FROM sound
            WHERE ds = \(dataset) AND accepted AND k IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM sound newer WHERE newer.ds = sound.ds AND newer.k = sound.k AND newer.accepted
                AND (newer.delivery, newer.ord) > (sound.delivery, sound.ord))
            """)
    }

    /// Per sender, a delivery's table is read for the days after its delivery before, up to the delivery's last day; the
    /// first also for all before, the last also for all after.
    private func snapshot(_ dataset: Int) throws {
        try database.run(
            """
            WITH sent AS (SELECT DISTINCT sender, delivery, lastday FROM file WHERE ds = \(dataset)),
            days AS (
              SELECT sender, delivery,
                COALESCE(LAG(lastday) OVER series + 1, -1000000) AS firstday,
                CASE WHEN LEAD(lastday) OVER series IS NULL THEN 1000000 ELSE lastday END AS lastday
              FROM sent WINDOW series AS (PARTITION BY sender ORDER BY delivery))
            INSERT INTO stands SELECT sound.id, days.firstday, days.lastday
            FROM sound JOIN days ON days.sender = sound.sender AND days.delivery = sound.delivery
            WHERE ds = \(dataset) AND accepted AND (k IS NULL OR NOT EXISTS (
              SELECT 1 FROM sound newer WHERE newer.ds = sound.ds AND newer.k = sound.k AND newer.accepted
                AND newer.sender = sound.sender AND newer.delivery = sound.delivery AND newer.ord > sound.ord))
            """)
    }

    /// As `cumulative`, without the records that a later delivery of the same sender for the same year no longer has.
    private func replaceYear(_ dataset: Int) throws {
        let year = "CAST(strftime('%Y', \(world.datasets[dataset].date.rawValue) * 86400, 'unixepoch') AS INTEGER)"
        try database.run(
            """
            CREATE TEMP TABLE dated AS SELECT *, \(year) AS year FROM sound WHERE ds = \(dataset);
            INSERT INTO stands SELECT id, \(OracleHistory.always) FROM dated
            WHERE accepted AND k IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM dated newer WHERE newer.k = dated.k AND newer.accepted
                AND (newer.delivery, newer.ord) > (dated.delivery, dated.ord))
            -- What is gone since is withdrawn; what came again, and was rejected, is not gone.
            AND (EXISTS (SELECT 1 FROM dated wrong WHERE wrong.k = dated.k AND NOT wrong.accepted
                AND wrong.delivery > dated.delivery)
              OR NOT EXISTS (SELECT 1 FROM file again WHERE again.ds = \(dataset) AND again.sender = dated.sender
                AND dated.year BETWEEN again.first / 12 AND again.last / 12 AND again.delivery > dated.delivery));
            DROP TABLE dated
            """)
    }
}
