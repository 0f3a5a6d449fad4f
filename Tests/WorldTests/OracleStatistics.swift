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
                p.num AS pnum, p.den AS pden, p.st AS pst, o.num AS onum, o.den AS oden, o.st AS ost,
                area.parent, area.level, area.grp, win.id AS win
              FROM val v JOIN period ON period.win = v.win JOIN win ON win.id = v.win JOIN area ON area.id = v.area
                LEFT JOIN val p ON p.ind = v.ind AND p.area = v.area AND p.win = win.prior AND p.brk = v.brk AND p.cat = v.cat
                LEFT JOIN val o ON o.ind = v.ind AND o.area = v.area AND o.win = win.opening AND o.brk = v.brk AND o.cat = v.cat
              WHERE v.ind = \(position)
            """)
        for statistic in indicator.statistics {
            switch statistic {
            case .rank(let of, let among, let under, let isAscending):
                try rank(position, of, among, under, isAscending)
            case .share: try share(position)
            default: try simple(position, statistic.name)
            }
        }
        try database.run("DROP TABLE line")
    }

    private func simple(_ position: Int, _ name: String) throws {
        let (number, status, base) = OracleStatistics.terms(name)
        try database.run(
            """
            INSERT INTO fig SELECT \(position), area, period, q, '\(name)', brk, cat, \(number.num), \(number.den), \(status),
              \(base), \(base == "NULL" ? "NULL" : "'records'"), NULL FROM line;
            UPDATE fig SET num = NULL, den = NULL WHERE ind = \(position) AND st NOT IN ('A', 'P');
            """)
    }

    /// Numerator, denominator, status and base period of a statistic, over the columns of `line`.
    static func terms(_ name: String) -> (number: (num: String, den: String), status: String, base: String) {
        func growth(_ n: String, _ d: String, _ s: String) -> (number: (num: String, den: String), status: String) {
            (
                (
                    "(num * \(d) - \(n) * den) / gcd(num * \(d) - \(n) * den, \(n) * den)",
                    "NULLIF(\(n) * den, 0) / gcd(num * \(d) - \(n) * den, \(n) * den)"
                ),
                "CASE WHEN st IN ('L', 'P') OR \(s) IN ('L', 'P') THEN 'L' WHEN st <> 'A' OR \(s) <> 'A' THEN 'O' WHEN \(n) <= 0 THEN 'M' ELSE 'A' END"
            )
        }
        switch name {
        case "value": return (("num", "den"), "st", "NULL")
        case "prior": return (("pnum", "pden"), "pst", "basep")
        case "yoy":
            let terms = growth("pnum", "pden", "pst")
            return (terms.number, terms.status, "basep")
        case "growth_on_opening":
            let terms = growth("onum", "oden", "ost")
            return (terms.number, terms.status, "openp")
        default:
            return (
                ("(num * pden - pnum * den)", "den * pden"),
                "CASE WHEN st IN ('L', 'P') OR pst IN ('L', 'P') THEN 'L' WHEN st <> 'A' OR pst <> 'A' THEN 'O' ELSE 'A' END",
                "basep"
            )
        }
    }

    /// The area's part of its parent; of a breakdown the cell's part of the area's whole.
    private func share(_ position: Int) throws {
        try database.run(
            """
            CREATE TEMP TABLE part AS
              SELECT line.*, whole.num AS wnum, whole.den AS wden, whole.st AS wst FROM line
              LEFT JOIN line whole ON whole.win = line.win AND whole.period = line.period AND whole.brk = ''
                AND whole.area = CASE WHEN line.brk = '' THEN line.parent ELSE line.area END;
            INSERT INTO fig SELECT \(position), area, period, q, 'share', brk, cat, num * wden / gcd(num * wden, den * wnum),
              den * NULLIF(wnum, 0) / gcd(num * wden, den * wnum),
              CASE WHEN wst IS NULL THEN 'M' WHEN st IN ('L', 'P') OR wst IN ('L', 'P') THEN 'L'
                WHEN st <> 'A' OR wst <> 'A' THEN 'O' WHEN wnum <= 0 THEN 'M' ELSE 'A' END, NULL, NULL, NULL FROM part;
            DROP TABLE part;
            UPDATE fig SET num = NULL, den = NULL WHERE ind = \(position) AND stat = 'share' AND st <> 'A'
            """)
    }

    /// On exact values; ties 1, 1, 3; only numbers that are whole are ranked, and nobody is first of one.
    private func rank(_ position: Int, _ of: String, _ among: String, _ under: AreaKind?, _ isAscending: Bool) throws {
        let (number, status, base) = OracleStatistics.terms(of)
        let fellows =
            switch among {
            case "group": "other.grp = one.grp"
            case "level":
                under.map { kind in
                    "(SELECT above FROM lineage JOIN area ON area.id = above WHERE lineage.id = other.area AND area.kind = '\(kind.rawValue)') = (SELECT above FROM lineage JOIN area ON area.id = above WHERE lineage.id = one.area AND area.kind = '\(kind.rawValue)')"
                }
                    ?? "(SELECT above FROM lineage WHERE id = other.area ORDER BY depth DESC LIMIT 1) = (SELECT above FROM lineage WHERE id = one.area ORDER BY depth DESC LIMIT 1)"
            default: "other.parent = one.parent"
            }
        let isBetter = isAscending ? "<" : ">"
        try database.run(
            """
            CREATE TEMP TABLE ranked AS SELECT area, period, q, parent, level, grp, basep, openp, \(number.num) AS n, \(number.den) AS d,
              \(status) AS s FROM line WHERE brk = '';
            INSERT INTO fig SELECT \(position), area, period, q, '\(WorldFigure.rankName(of, among, under))', '', '',
              CASE WHEN s = 'A' AND level IS NOT NULL AND fellows > 1 THEN better + 1 END, 1,
              CASE WHEN s = 'L' THEN 'L' WHEN s <> 'A' OR level IS NULL OR fellows < 2 THEN 'M' ELSE 'A' END,
              \(base == "NULL" ? "NULL" : base.replacing("basep", with: "one.basep").replacing("openp", with: "one.openp")), \(base == "NULL" ? "NULL" : "'records'"),
              CASE WHEN s = 'A' AND level IS NOT NULL AND fellows > 1 THEN fellows END
            FROM (SELECT one.*,
              (SELECT COUNT(*) FROM ranked other WHERE other.period = one.period AND other.q = one.q AND other.level = one.level
                AND other.s = 'A' AND \(fellows)) AS fellows,
              (SELECT COUNT(*) FROM ranked other WHERE other.period = one.period AND other.q = one.q AND other.level = one.level
                AND other.s = 'A' AND \(fellows) AND other.n * one.d \(isBetter) one.n * other.d) AS better
              FROM ranked one) one;
            DROP TABLE ranked;
            UPDATE fig SET den = NULL WHERE ind = \(position) AND num IS NULL
            """)
    }
}
