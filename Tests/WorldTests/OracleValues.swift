/// Values of a measured indicator: table `val`, one row for each published area and window, and for each breakdown cell with
/// records. `num` and `den` are NULL where there is no number; `st` is then why.
struct OracleValues {
    let world: World
    let database: Database

    func run(_ position: Int) throws {
        guard let measured = world.indicators[position].measured else { return }
        try records(position, measured)
        try known(measured)
        try insert(position, measured, breakdown: [])
        for breakdown in world.indicators[position].breakdowns { try insert(position, measured, breakdown: breakdown) }
        try database.run("DROP TABLE rec; DROP TABLE known")
    }

    /// `rec`: the records that count, each once for its own unit and once for every area above it.
    private func records(_ position: Int, _ measured: WorldIndicator.Measured) throws {
        let dataset = world.datasets[measured.dataset]
        let date = measured.date ?? dataset.date
        var conditions = ["ds = \(measured.dataset)"]
        if let filter = measured.filter { conditions.append("(\(filter.sql))") }
        try database.run(
            """
            CREATE TEMP TABLE rec AS
              SELECT record.*, lineage.above AS at, today.at AS unit, stands.firstday AS readfrom, stands.lastday AS readto,
                record.\(date.rawValue) AS fell
              FROM stands JOIN record ON record.id = stands.record JOIN today ON today.id = record.\(measured.area.rawValue)
                JOIN unit ON unit.id = today.at
                JOIN lineage ON lineage.id = unit.id
              WHERE \(conditions.joined(separator: " AND "));
            CREATE INDEX rec_at ON rec(at)
            """)
    }

    /// `known`: how many months of how many units the window of an area needs, and how many of them were not delivered.
    private func known(_ measured: WorldIndicator.Measured) throws {
        // Of statements only the newest month, of stocks only the close, matters.
        let first = measured.timing == .flow ? "win.first" : "win.last"
        try database.run(
            """
            CREATE TEMP TABLE known AS
              SELECT needs.area, win.id AS win, COUNT(*) AS months, COUNT(*) - COUNT(delivered.m) AS missing
              FROM needs JOIN area ON area.id = needs.area AND published, win JOIN month ON month.m BETWEEN \(first) AND win.last
                LEFT JOIN delivered ON delivered.ds = \(measured.dataset) AND delivered.unit = needs.unit
                  AND delivered.m = month.m
              WHERE win.q IN (\(quantities(measured)))
              GROUP BY needs.area, win.id
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
            case .count: ("COUNT(rec.id)", "1")
            case .countDistinct: ("COUNT(DISTINCT \(x))", "1")
            case .sum: ("COALESCE(SUM(\(x)), 0)", "\(scale)")
            case .min: ("MIN(\(x))", "\(scale)")
            case .max: ("MAX(\(x))", "\(scale)")
            case .mean: ("SUM(\(x))", "\(scale) * COUNT(\(x))")
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
            UPDATE val SET st = 'M', den = NULL WHERE ind = \(position) AND st <> 'L' AND num IS NULL;
            """)
    }

    /// Whether a record falls in a window.
    private func inWindow(_ measured: WorldIndicator.Measured) -> String {
        switch measured.timing {
        case .flow:
            """
            rec.fell BETWEEN (SELECT firstday FROM month WHERE m = win.first) AND win.lastday
              AND rec.fell BETWEEN readfrom AND readto
            """
        case .cumulative:
            "rec.fell BETWEEN (SELECT firstday FROM month WHERE m = win.last) AND win.lastday"
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
