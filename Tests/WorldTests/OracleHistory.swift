/// Which records stand, and on which days: table `stands(record, firstday, lastday)`.
struct OracleHistory {
    let world: World
    let database: Database

    private static let always = "-1000000, 1000000"

    func run() throws {
        try database.run(
            """
            CREATE TABLE sound(id, ds, k, delivery, sender, lastday, line, accepted, rk, \(WorldField.day.rawValue));
            CREATE TABLE stands(record INTEGER, firstday, lastday)
            """)
        for (position, dataset) in world.datasets.enumerated() {
            try versions(position, dataset)
            switch dataset.history {
            case "snapshot": try snapshot(position)
            case "replace-year": try replaceYear(position)
            default: try cumulative(position)
            }
        }
    }

    /// `sound`: every row that does not repeat an earlier one of its file, whether it is an accepted record, and which version of a record goes before which: the greater
    /// `rk`. A later reception goes before an earlier one; of two files of one the first by name. Where somebody has
    /// authority, the senders that the record's area belongs to go before all others, whenever they sent it, and within a
    /// delivery the nearest of them before those above.
    private func versions(_ position: Int, _ dataset: WorldDataset) throws {
        var (stranger, distance) = ("0", "0")
        if let authority = dataset.authority {
            // Of whom anything was read; -1 the bureau, above all.
            try database.run(
                """
                CREATE TEMP TABLE says AS SELECT DISTINCT sender FROM file WHERE ds = \(position);
                CREATE TEMP TABLE line AS
                  SELECT today.id AS area, sender, depth FROM today JOIN lineage ON lineage.id = today.at
                    JOIN says ON says.sender = lineage.above
                  UNION ALL SELECT today.id, -1, 1000 FROM today, says WHERE sender = -1
                """)
            let own = "line WHERE line.area = record.\(authority.rawValue)"
            stranger =
                "EXISTS (SELECT 1 FROM \(own)) AND NOT EXISTS (SELECT 1 FROM \(own) AND line.sender = file.sender)"
            distance =
                "(SELECT COUNT(*) FROM \(own) AND line.depth < (SELECT depth FROM \(own) AND line.sender = file.sender))"
        }
        try database.run(
            """
            -- Twice in one file: the first row has the key, accepted or not.
            INSERT INTO sound
              SELECT id, ds, k, delivery, sender, lastday, line, accepted,
                DENSE_RANK() OVER (ORDER BY stranger DESC, delivery, distance DESC, ord, path DESC), day
              FROM (SELECT record.id, record.ds, k, delivery, sender, lastday, line, ord, path, day,
                  NOT rejected AS accepted,
                  \(stranger) AS stranger, COALESCE(\(distance), 0) AS distance
                FROM record JOIN file ON file.id = record.file WHERE record.ds = \(position)
                  AND NOT EXISTS (SELECT 1 FROM record earlier
                    WHERE earlier.file = record.file AND earlier.k = record.k AND earlier.line < record.line));
            CREATE INDEX IF NOT EXISTS sound_key ON sound(ds, k);
            DROP TABLE IF EXISTS says; DROP TABLE IF EXISTS line
            """)
    }

    /// The newest accepted version of each key; blank keys take no part.
    private func cumulative(_ dataset: Int) throws {
        try database.run(
            """
            INSERT INTO stands SELECT id, \(OracleHistory.always) FROM sound
            WHERE ds = \(dataset) AND accepted AND (k IS NULL OR NOT EXISTS (
              SELECT 1 FROM sound newer WHERE newer.ds = sound.ds AND newer.k = sound.k AND newer.accepted
                AND newer.rk > sound.rk))
            """)
    }

    /// Per sender, a table is read for the days after the one before, up to its delivery's last day; the first also for all
    /// before, the last also for all after. Of two that end on one day the later one is the register of that day.
    private func snapshot(_ dataset: Int) throws {
        try database.run(
            """
            WITH sent AS (SELECT sender, lastday, MAX(delivery) AS newest FROM file WHERE ds = \(dataset) GROUP BY sender, lastday),
            days AS (
              SELECT sender, newest, lastday AS endday,
                COALESCE(LAG(lastday) OVER series + 1, -1000000) AS firstday,
                CASE WHEN LEAD(lastday) OVER series IS NULL THEN 1000000 ELSE lastday END AS lastday
              FROM sent WINDOW series AS (PARTITION BY sender ORDER BY lastday))
            INSERT INTO stands SELECT sound.id, days.firstday, days.lastday
            FROM sound JOIN days ON days.sender = sound.sender AND days.endday = sound.lastday
            WHERE ds = \(dataset) AND accepted AND (k IS NULL OR NOT EXISTS (
              SELECT 1 FROM sound newer WHERE newer.ds = sound.ds AND newer.k = sound.k AND newer.accepted
                AND newer.lastday = sound.lastday AND newer.rk > sound.rk))
            -- What came again, and was rejected, is not gone: if that is the version that would stand.
            AND (delivery = newest OR newest <= (
              SELECT wrong.delivery FROM sound wrong WHERE wrong.ds = sound.ds AND wrong.k = sound.k AND NOT wrong.accepted
                AND wrong.lastday = sound.lastday AND wrong.rk > sound.rk ORDER BY wrong.rk DESC LIMIT 1))
            """)
    }

    /// As `cumulative`, without the records that a later delivery of the same sender for the same year no longer has.
    private func replaceYear(_ dataset: Int) throws {
        let year = "CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER)"
        try database.run(
            """
            CREATE TEMP TABLE dated AS SELECT *, (
                SELECT MAX(again.delivery) FROM file again WHERE again.ds = \(dataset) AND again.sender = sound.sender
                  AND \(year) BETWEEN again.first / 12 AND again.last / 12 AND again.delivery > sound.delivery) AS restated
              FROM sound WHERE ds = \(dataset);
            INSERT INTO stands SELECT id, \(OracleHistory.always) FROM dated
            WHERE accepted AND (k IS NULL OR NOT EXISTS (
              SELECT 1 FROM dated newer WHERE newer.k = dated.k AND newer.accepted AND newer.rk > dated.rk))
            -- What is gone since is withdrawn; what came again then, and was rejected, is not gone: if that is the version
            -- that would stand.
            AND (restated IS NULL OR restated <= (
              SELECT wrong.delivery FROM dated wrong WHERE wrong.k = dated.k AND NOT wrong.accepted
                AND wrong.rk > dated.rk ORDER BY wrong.rk DESC LIMIT 1));
            DROP TABLE dated
            """)
    }
}
