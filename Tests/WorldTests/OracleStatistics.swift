import Model

/// The published figures of an indicator: table `fig`, from the values of its windows.
struct OracleStatistics {
    let world: World
    let database: Database

    func run(_ position: Int) throws {
        let indicator = world.indicators[position]
        guard indicator.frequency <= world.range.first.frequency else { return }
        try database.run(
            """
            -- Every figure's value, with those of a year earlier and at the year's opening.
            CREATE TEMP TABLE line AS
              SELECT v.area, period.name AS period, period.q, v.brk, v.cat, v.num, v.den, v.st, basep, openp,
                p.num AS pnum, p.den AS pden,
                -- A base has to be whole; of a cell without records there is none.
                REPLACE(p.st, 'P', 'L') AS pst, v.brk = '' OR p.n > 0 OR p.st IN ('L', 'P') AS hasprior, o.num AS onum, o.den AS oden, o.st AS ost,
                area.parent, area.level, area.grp, win.id AS win, w.num AS wnum, w.den AS wden, w.st AS wst
              FROM val v JOIN period ON period.win = v.win JOIN win ON win.id = v.win JOIN area ON area.id = v.area
                LEFT JOIN val p ON p.ind = v.ind AND p.area = v.area AND p.win = win.prior AND p.brk = v.brk AND p.cat = v.cat
                LEFT JOIN val o ON o.ind = \(indicator.formula?.increaseOf ?? position) AND o.area = v.area AND o.win = win.opening AND o.brk = v.brk AND o.cat = v.cat
                -- What a share is of: the parent; of a breakdown's cell the area's whole.
                LEFT JOIN val w ON w.ind = v.ind AND w.win = v.win AND w.brk = '' AND w.cat = ''
                  AND w.area = CASE WHEN v.brk = '' THEN area.parent ELSE v.area END
              WHERE v.ind = \(position) AND v.n + (v.brk = '') > 0
            """)
        for statistic in indicator.statistics {
            switch statistic {
            case .rank(let of, let among, let under, let isAscending):
                try rank(position, of, among, under, isAscending)
            default: try simple(position, statistic.name)
            }
        }
        try database.run("DROP TABLE line")
    }

    private func simple(_ position: Int, _ name: String) throws {
        let (number, status, base) = OracleStatistics.terms(
            name, isIncrease: world.indicators[position].formula?.increaseOf != nil)
        try database.run(
            """
            INSERT INTO fig SELECT \(position), area, period, q, '\(name)', brk, cat, \(number.num), \(number.den), \(status),
              \(base), \(base == "NULL" ? "NULL" : "'records'"), NULL FROM line
              WHERE \(name == "prior" ? "hasprior" : "1");
            UPDATE fig SET num = NULL, den = NULL WHERE ind = \(position) AND st NOT IN ('A', 'P');
            """)
    }

    /// Numerator, denominator, status and base period of a statistic, over the columns of `line`.
    static func terms(_ name: String, isIncrease: Bool) -> (
        number: (num: String, den: String), status: String, base: String
    ) {
        func growth(_ n: String, _ d: String, _ s: String) -> (number: (num: String, den: String), status: String) {
            (
                (
                    "(num * \(d) - \(n) * den) / gcd(num * \(d) - \(n) * den, \(n) * den)",
                    "NULLIF(\(n) * den, 0) / gcd(num * \(d) - \(n) * den, \(n) * den)"
                ),
                "\(OracleStatistics.reason("CASE \(s) WHEN 'A' THEN 'A' WHEN 'L' THEN 'L' WHEN 'P' THEN 'L' ELSE 'M' END")) WHEN \(n) <= 0 THEN 'M' ELSE 'A' END"
            )
        }
        switch name {
        case "value": return (("num", "den"), "st", "NULL")
        case "prior":
            return (
                ("CASE WHEN hasprior AND pst = 'A' THEN pnum END", "CASE WHEN hasprior AND pst = 'A' THEN pden END"),
                "CASE WHEN hasprior THEN pst ELSE 'M' END", "CASE WHEN hasprior THEN basep END"
            )
        case "yoy":
            let terms = growth("pnum", "pden", "pst")
            return (terms.number, terms.status, "basep")
        case "growth_on_opening":
            let terms = growth("onum", "oden", "ost")
            // A net increase is itself what there is more than at the opening.
            let increase = "num * oden / gcd(num * oden, onum * den)"
            return (
                (
                    "CASE WHEN \(isIncrease) THEN \(increase) ELSE \(terms.number.num) END",
                    "CASE WHEN \(isIncrease) THEN NULLIF(onum * den, 0) / gcd(num * oden, onum * den) ELSE \(terms.number.den) END"
                ),
                terms.status, "openp"
            )
        case "share":
            return (
                ("num * wden / gcd(num * wden, den * wnum)", "den * NULLIF(wnum, 0) / gcd(num * wden, den * wnum)"),
                "CASE WHEN wst IS NULL THEN 'M' \(reason("wst").dropFirst(4)) WHEN wnum <= 0 THEN 'M' ELSE 'A' END",
                "NULL"
            )
        default:
            return (
                ("(num * pden - pnum * den)", "den * pden"),
                "\(OracleStatistics.reason("pst")) ELSE 'A' END", "basep"
            )
        }
    }

    /// The first of the value and what it is compared with that is no number says why there is none; a part is none.
    private static func reason(_ other: String) -> String {
        func status(_ column: String) -> String { "REPLACE(\(column), 'P', 'L')" }
        return "CASE WHEN st <> 'A' THEN \(status("st")) WHEN \(other) <> 'A' THEN \(status(other))"
    }

    /// On exact values; ties 1, 1, 3; only numbers that are whole are ranked, and nobody is first of one.
    private func rank(_ position: Int, _ of: String, _ among: String, _ under: AreaKind?, _ isAscending: Bool) throws {
        let (number, status, base) = OracleStatistics.terms(
            of, isIncrease: world.indicators[position].formula?.increaseOf != nil)
        // Who is compared with whom: areas with the same of these, where they have one.
        let circle =
            switch among {
            case "group": "grp"
            case "level":
                "(SELECT above FROM lineage JOIN area ON area.id = above WHERE lineage.id = line.area "
                    + (under.map { "AND depth > 0 AND area.kind = '\($0.rawValue)' ORDER BY depth LIMIT 1)" }
                        ?? "ORDER BY depth DESC LIMIT 1)")
            default: "COALESCE(parent, -1)"
            }
        let isBetter = isAscending ? "<" : ">"
        let isFellow =
            "other.period = one.period AND other.q = one.q AND \(among == "group" ? "other.level IS NOT NULL" : "other.level = one.level") AND other.circle = one.circle AND other.brk = one.brk AND other.cat = one.cat AND other.s = 'A'"
        let stated =
            base == "NULL"
            ? "NULL, NULL" : "CASE WHEN stands THEN base END, CASE WHEN stands AND base IS NOT NULL THEN 'records' END"
        try database.run(
            """
            CREATE TEMP TABLE ranked AS SELECT area, period, q, brk, cat, level, \(circle) AS circle, \(base) AS base, \(number.num) AS n,
              \(number.den) AS d, \(status) AS s FROM line;
            INSERT INTO fig SELECT \(position), area, period, q, '\(WorldFigure.rankName(of, among, under))', brk, cat,
              CASE WHEN s = 'A' AND stands AND fellows > 1 THEN better + 1 END,
              CASE WHEN s = 'A' AND stands AND fellows > 1 THEN 1 END,
              CASE WHEN NOT stands OR s = 'P' THEN 'M' WHEN s <> 'A' THEN s WHEN fellows < 2 THEN 'M' ELSE 'A' END,
              \(stated), CASE WHEN stands THEN fellows END
            FROM (SELECT one.*, level IS NOT NULL AND circle IS NOT NULL AS stands,
              (SELECT COUNT(*) FROM ranked other WHERE \(isFellow)) AS fellows,
              (SELECT COUNT(*) FROM ranked other WHERE \(isFellow) AND other.n * one.d \(isBetter) one.n * other.d) AS better
              FROM ranked one);
            DROP TABLE ranked
            """)
    }
}
