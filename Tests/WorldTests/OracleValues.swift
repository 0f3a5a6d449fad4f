/// Values of a measured indicator: table `val`, one row for each published area and window, and for each breakdown cell with
/// records. `num` and `den` are NULL where there is no number; `st` is then why.
struct OracleValues {
    let world: World
    let database: Database

    func run(_ position: Int) throws {
        guard let measured = world.indicators[position].measured else { return }
        try records(position, measured)
        try known(position, measured)
        try insert(position, measured, breakdown: [])
        for breakdown in world.indicators[position].breakdowns { try insert(position, measured, breakdown: breakdown) }
        try restated(position, measured)
        try matched(position, measured)
        if world.isFollowed(position) { try follow(position, measured) }
        try database.run("DROP TABLE rec; DROP TABLE known")
    }

    /// `rec`: the records that count, each once for its own unit and once for every area above it.
    private func records(_ position: Int, _ measured: WorldIndicator.Measured) throws {
        let dataset = world.datasets[measured.dataset]
        let date = measured.date ?? dataset.date
        var conditions = ["ds = \(measured.dataset)"]
        if let filter = measured.filter { conditions.append("(\(filter.sql))") }
        let isRevoked = "COALESCE(flag = 'y', 0)"
        let isDeducted = world.isDeducted(measured)
        if dataset.revoked != nil {
            conditions.append(isDeducted ? "NOT (\(isRevoked) AND until IS NULL)" : "NOT \(isRevoked)")
        }
        func select(_ sign: Int, _ day: WorldField, _ condition: String) -> String {
            """
            SELECT record.*, COALESCE(lineage.above, -9) AS at, stands.firstday AS readfrom, stands.lastday AS readto,
              record.\(day.rawValue) AS fell, month.m AS fellm, \(sign) AS sign
            FROM stands JOIN record ON record.id = stands.record LEFT JOIN today ON today.id = record.\(measured.area.rawValue)
              LEFT JOIN unit ON unit.id = today.at
              LEFT JOIN lineage ON lineage.id = unit.id
              LEFT JOIN month ON record.\(day.rawValue) BETWEEN month.firstday AND month.lastday
            WHERE \((conditions + [condition]).joined(separator: " AND "))
            """
        }
        // What was revoked is there in its own month, and taken off in the month in which it was.
        let parts = [select(1, date, "1")] + (isDeducted ? [select(-1, .until, isRevoked)] : [])
        try database.run(
            """
            CREATE TEMP TABLE rec AS \(parts.joined(separator: " UNION ALL "));
            CREATE INDEX rec_at ON rec(at)
            """)
    }

    /// `known`: how many months of how many units the window of an area needs, and how many of them were not delivered.
    private func known(_ position: Int, _ measured: WorldIndicator.Measured) throws {
        // Of stocks only the close matters, of statements the newest and those that closed the years before.
        let months =
            switch measured.timing {
            case .flow: "month.m BETWEEN win.first AND win.last"
            case .stock: "month.m = win.last"
            case .cumulative: OracleValues.statements("month.m")
            }
        let sending = world.isElsewhere(measured) ? OracleCoverage.top("area.id") : "area.id"
        try database.run(
            """
            CREATE TEMP TABLE known AS
              SELECT area.id AS area, win.id AS win, COUNT(*) AS months, COUNT(*) - COUNT(delivered.m) AS missing
              FROM area JOIN needs ON needs.area = \(sending) AND published, win JOIN month ON \(months)
                LEFT JOIN delivered ON delivered.ds = \(measured.dataset) AND delivered.unit = needs.unit
                  AND delivered.m = month.m
              WHERE win.q IN (\(quantities(measured))) AND \(world.isReadForLatest(position) ? "1" : "NOT late")
              GROUP BY area.id, win.id
            """)
    }

    private static func statements(_ month: String) -> String {
        "(\(month) = win.last OR \(month) % 12 = 11 AND \(month) BETWEEN win.first AND win.last)"
    }

    /// `subj`: whom the indicator counts in each window, and in which areas; -9: in none.
    private func follow(_ position: Int, _ measured: WorldIndicator.Measured) throws {
        let x = measured.field?.rawValue ?? "subject"
        try database.run(
            """
            INSERT INTO subj SELECT DISTINCT \(position), win.id, rec.at, rec.\(x) FROM win JOIN rec ON \(inWindow(measured))
            WHERE win.q IN (\(quantities(measured))) AND \(world.isReadForLatest(position) ? "1" : "NOT late") AND rec.\(x) IS NOT NULL
            """)
    }

    private func quantities(_ measured: WorldIndicator.Measured) -> String {
        switch measured.timing {
        case .flow: "'period', 'ytd'"
        case .stock: "'stock'"
        case .cumulative: "'ytd'"
        }
    }

    private func insert(_ position: Int, _ measured: WorldIndicator.Measured, breakdown: [WorldField]) throws {
        let indicator = world.indicators[position]
        let names = breakdown.map(\.rawValue).joined(separator: ",")
        let category =
            breakdown.isEmpty ? "''" : breakdown.map { "rec.\($0.rawValue)" }.joined(separator: " || ',' || ")
        let x = "rec." + (measured.field?.rawValue ?? (measured.timing == .stock ? "subject" : "id"))
        let scale = measured.field?.scale ?? 1
        let (numerator, denominator) =
            switch measured.kind {
            // A stock is one of subjects, however many records one has.
            case .count where measured.timing == .stock: ("COUNT(DISTINCT rec.subject)", "1")
            case .count: ("COALESCE(SUM(rec.sign), 0)", "1")
            case .countDistinct: ("COUNT(DISTINCT \(x))", "1")
            case .sum: ("COALESCE(SUM(\(x) * rec.sign), 0)", "\(scale)")
            case .min: ("MIN(\(x))", "\(scale)")
            case .max: ("MAX(\(x))", "\(scale)")
            case .mean: ("SUM(\(x))", "\(scale) * COUNT(\(x))")
            case .median:
                (
                    """
                    (SELECT SUM(x) FROM (SELECT \(x) AS x, ROW_NUMBER() OVER (ORDER BY \(x)) AS r, COUNT(*) OVER () AS c
                      FROM rec WHERE rec.at = known.area AND \(x) IS NOT NULL AND \(inWindow(measured))
                        AND \(breakdown.isEmpty ? "1" : "\(category) = cells.cat")) WHERE r IN ((c + 1) / 2, (c + 2) / 2))
                    """,
                    "\(scale) * (2 - COUNT(\(x)) % 2)"
                )
            }
        // No cell for what has no records; the whole is there for every area.
        let cells =
            breakdown.isEmpty
            ? "(SELECT '' AS cat)"
            : "(SELECT DISTINCT \(category) AS cat FROM rec WHERE \(category) IS NOT NULL)"
        let reason =
            "CASE WHEN missing = 0 THEN 'A' WHEN \(indicator.isPartial ? "missing < months" : "0") THEN 'P' ELSE 'L' END"
        try database.run(
            """
            INSERT INTO val
            SELECT \(position), known.area, win.id, '\(names)', cells.cat, \(numerator), \(denominator), \(reason), COUNT(\(x))
            FROM known JOIN win ON win.id = known.win, \(cells) cells
              LEFT JOIN rec ON rec.at = known.area AND \(inWindow(measured))
                AND \(breakdown.isEmpty ? "1" : "\(category) = cells.cat")
            GROUP BY known.area, win.id, cells.cat;
            UPDATE val SET num = NULL, den = NULL WHERE ind = \(position) AND st = 'L';
            \(cannot(position, measured))
            UPDATE val SET st = 'M', den = NULL WHERE ind = \(position) AND st <> 'L' AND num IS NULL;
            """)
    }

    /// `rval`: what the records of a window state of the year before; a number where each of them that has a value states it.
    private func restated(_ position: Int, _ measured: WorldIndicator.Measured) throws {
        try database.run("DROP TABLE IF EXISTS rval; CREATE TEMP TABLE rval(area, win, brk, cat, num, den, st, n)")
        let indicator = world.indicators[position]
        guard indicator.bases.contains("restated"), let field = measured.field?.rawValue else { return }
        for breakdown in [[]] + indicator.breakdowns {
            let names = breakdown.map(\.rawValue).joined(separator: ",")
            let category = breakdown.map { "rec.\($0.rawValue)" }.joined(separator: " || ',' || ")
            try database.run(
                """
                INSERT INTO rval
                SELECT val.area, val.win, brk, cat, SUM(rec.prior), 100,
                  CASE WHEN val.st = 'L' THEN 'L' WHEN COUNT(rec.prior) < COUNT(rec.id) OR COUNT(rec.id) = 0 THEN 'O' WHEN val.st = 'P' THEN 'L' ELSE 'A' END,
                  COUNT(rec.prior)
                FROM val JOIN win ON win.id = val.win
                  LEFT JOIN rec ON rec.at = val.area AND rec.sign = 1 AND rec.\(field) IS NOT NULL AND \(inWindow(measured))
                    AND \(breakdown.isEmpty ? "1" : "\(category) = val.cat")
                WHERE val.ind = \(position) AND brk = '\(names)'
                GROUP BY val.area, val.win, brk, cat
                """)
        }
        try database.run("UPDATE rval SET num = NULL, den = NULL WHERE st <> 'A'")
    }

    /// `mval`: what each subject has in each window, in each area.
    private func matched(_ position: Int, _ measured: WorldIndicator.Measured) throws {
        try database.run("DROP TABLE IF EXISTS mval; CREATE TEMP TABLE mval(area, win, subject, num, den)")
        guard world.indicators[position].bases.contains("matched"), let field = measured.field else { return }
        try database.run(
            """
            INSERT INTO mval SELECT rec.at, win.id, subject, SUM(rec.\(field.rawValue)), \(field.scale)
            FROM win JOIN rec ON \(inWindow(measured))
            WHERE rec.\(field.rawValue) IS NOT NULL AND subject IS NOT NULL AND win.q IN (\(quantities(measured)))
            GROUP BY rec.at, win.id, subject;
            CREATE INDEX mval_key ON mval(area, win, subject)
            """)
    }

    /// Statements say nothing of a time that begins later than January, nor how many there were in several years.
    private func cannot(_ position: Int, _ measured: WorldIndicator.Measured) -> String {
        guard measured.timing == .cumulative else { return "" }
        let ofYears = measured.kind == .sum || measured.kind == .count ? "0" : "first / 12 < last / 12"
        return """
            UPDATE val SET num = NULL WHERE ind = \(position) AND st <> 'L'
              AND win IN (SELECT id FROM win WHERE first % 12 > 0 OR \(ofYears));
            """
    }

    /// Whether a record falls in a window.
    private func inWindow(_ measured: WorldIndicator.Measured) -> String {
        switch measured.timing {
        case .flow: "rec.fellm BETWEEN win.first AND win.last AND rec.fell BETWEEN readfrom AND readto"
        case .cumulative: OracleValues.statements("rec.fellm")
        case .stock:
            "win.lastday BETWEEN readfrom AND readto AND rec.since <= win.lastday"
                + (measured.hasEnd ? " AND (rec.until IS NULL OR rec.until >= win.lastday)" : "")
                + (measured.isCohort ? " AND \(cohort)" : "")
        }
    }

    /// On 31 December the cohorts of the year and the two before, on any earlier day also the third before.
    private var cohort: String {
        func year(_ day: String) -> String { "CAST(strftime('%Y', \(day) * 86400, 'unixepoch') AS INTEGER)" }
        return """
            \(year("rec.since")) >= \(year("win.lastday"))
              - CASE WHEN strftime('%m-%d', win.lastday * 86400, 'unixepoch') = '12-31' THEN 2 ELSE 3 END
            """
    }
}

extension World {
    /// A dataset is sent by its own area. What is counted by another one anybody below the same top may have.
    func isElsewhere(_ measured: WorldIndicator.Measured) -> Bool { measured.area != datasets[measured.dataset].area }

    /// Whether what was revoked is taken off later: of sums and counts of what happened, where the dataset says so.
    func isDeducted(_ measured: WorldIndicator.Measured) -> Bool {
        datasets[measured.dataset].revoked == .deduct && measured.timing == .flow
            && (measured.kind == .sum || measured.kind == .count)
    }
}
