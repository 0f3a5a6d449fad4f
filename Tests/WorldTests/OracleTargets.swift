/// Targets and what has come of them: table `goal(area, win, tnum, tden, tst, tname, dir, tfirst, tlast, tstat, anum, aden,
/// ast)` for the windows of an indicator's figures; `a…` is the actual.
struct OracleTargets {
    let world: World
    let database: Database

    static let columns = "t.tnum, t.tden, t.tst, t.tname, t.dir, t.tfirst, t.tlast, t.anum, t.aden, t.ast"
    /// Whether anybody set any target: 1 or 0.
    static let hasAny = "EXISTS (SELECT 1 FROM stated WHERE gives = 'targets')"

    func run(_ position: Int) throws {
        try database.run(
            """
            -- Of the value before others, the shortest first, then the latest to begin.
            CREATE TEMP TABLE goal AS SELECT * FROM (
              SELECT DISTINCT stated.area, win.id AS win, stated.num AS tnum, stated.den AS tden, stated.st AS tst, tname, dir,
                stated.first AS tfirst, stated.last AS tlast, stat AS tstat, NULL AS anum, NULL AS aden, NULL AS ast, win.last AS month,
                DENSE_RANK() OVER (PARTITION BY stated.area, win.id ORDER BY CASE stat WHEN 'value' THEN 0 WHEN 'yoy' THEN 1 ELSE 2 END,
                  stated.last - stated.first, -stated.first) AS choice
              FROM stated JOIN period JOIN win ON win.id = period.win
              WHERE gives = 'targets' AND ind = \(position) AND win.last BETWEEN stated.first AND stated.last
                AND period.name IN (SELECT name FROM asked WHERE ind = \(position)))
            WHERE choice = 1;
            UPDATE goal SET (anum, aden, ast) = (
              SELECT num, den, REPLACE(st, 'P', 'L') FROM since JOIN val ON val.ind = \(position) AND val.win = since.actual
                AND val.area = goal.area AND brk = ''
              WHERE since.win = goal.win AND since.tfirst = goal.tfirst) WHERE tstat = 'value';
            UPDATE goal SET (anum, aden, ast) = (\(growth(position))) WHERE tstat = 'yoy'
            """)
        try average(
            position, "area, win, tfirst / 12 - 1 AS year FROM goal WHERE tstat = 'average_growth'", brk: "v.brk = ''")
        try database.run(
            """
            UPDATE goal SET (anum, aden, ast) = (SELECT num, den, st FROM mean WHERE mean.area = goal.area AND mean.win = goal.win)
              WHERE tstat = 'average_growth';
            DROP TABLE mean;
            UPDATE goal SET anum = NULL, aden = NULL WHERE ast NOT IN ('A', 'F')
            """)
    }

    /// The growth on a year earlier, of the whole.
    private func growth(_ position: Int) -> String {
        let terms = OracleStatistics(world: world, database: database).terms("yoy", position)
        return """
            SELECT \(terms.num), \(terms.den), \(terms.status)
            FROM (SELECT base.num AS bnum, base.den AS bden, base.st AS bst, cnum, cden, cst FROM base
              WHERE base.area = goal.area AND base.win = goal.win AND base.brk = '')
            """
    }

    /// Figures about targets say which period the target is of; there are none of the period alone, nor of breakdowns.
    static func terms(_ name: String, hasAny: String) -> OracleStatistics.Terms {
        // Reached or not, where that is what can be said.
        let isMet =
            "CASE WHEN dir = 'none' THEN anum <= 0 WHEN dir = '>=' THEN anum * tden >= tnum * aden WHEN dir = '<=' THEN anum * tden <= tnum * aden ELSE anum * tden = tnum * aden END"
        let met = "CASE WHEN anum IS NOT NULL THEN CASE WHEN \(isMet) THEN 'met' ELSE 'not_met' END END"
        var terms: OracleStatistics.Terms
        switch name {
        case "target": terms = .init(num: "tnum", den: "tden", status: "tst")
        case "progress":
            terms = .init(
                num: "MIN(MAX(last - tfirst + 1, 0), tlast - tfirst + 1)", den: "tlast - tfirst + 1", status: "'A'")
        case "completion":
            let isShare = "tnum > 0 AND dir <> '<='"
            terms = .init(
                num: "anum * tden / gcd(anum * tden, aden * tnum)",
                den: "aden * NULLIF(tnum, 0) / gcd(anum * tden, aden * tnum)",
                status: "CASE WHEN ast NOT IN ('A', 'F') OR \(isShare) THEN ast ELSE 'M' END",
                qualifier: "CASE WHEN NOT (\(isShare)) THEN \(met) END")
        default:
            terms = .init(
                num: "CASE WHEN dir = 'none' THEN anum ELSE tnum * aden - anum * tden END",
                den: "CASE WHEN dir = 'none' THEN aden ELSE tden * aden END", status: "ast",
                qualifier: "CASE WHEN dir <> '>=' THEN \(met) END")
        }
        // Nobody set this target: nothing can be said; or no target was delivered at all.
        terms.status = "CASE WHEN tnum IS NULL THEN CASE WHEN \(hasAny) THEN 'M' ELSE 'L' END ELSE \(terms.status) END"
        (terms.base, terms.source) = ("tname", "CASE WHEN tname IS NOT NULL THEN 'target' END")
        terms.lines = "brk = '' AND q <> 'period'"
        return terms
    }

    /// 年均增长 on a stated year, or on the one before the target begins.
    func averageGrowth(_ position: Int, base: Int?) throws {
        let year = base.map { "\($0)" } ?? "tfirst / 12 - 1"
        try average(position, "area, win, \(year) AS year FROM line WHERE back = 0", brk: "1")
        // Without a year there is none to speak of; of a cell not even that.
        try database.run(
            """
            INSERT INTO fig
              SELECT \(position), line.area, period, q, 'average_growth', line.brk, line.cat, mean.num, mean.den, COALESCE(mean.st, 'M'),
                (SELECT basep FROM period WHERE period.name = line.period AND period.q = line.q AND period.back = years - 1),
                CASE WHEN years > 0 THEN mean.src END, NULL, NULL
              FROM line LEFT JOIN mean ON mean.area = line.area AND mean.win = line.win AND mean.brk = line.brk AND mean.cat = line.cat
                AND mean.year IS NOT NULL
              WHERE back = 0 AND (line.brk = '' OR mean.year IS NOT NULL);
            DROP TABLE mean
            """)
    }

    /// `mean(area, win, brk, cat, year, num, den, st, basep, src)`: the yearly growth that would have led from the same time
    /// of `year` to each window; `wanted` says which.
    private func average(_ position: Int, _ wanted: String, brk: String) throws {
        let isPublished = world.indicators[position].bases.contains("published")
        try database.run(
            """
            CREATE TEMP TABLE wanted AS SELECT DISTINCT \(wanted);
            CREATE TEMP TABLE back AS WITH RECURSIVE back(win, years, at) AS (
                SELECT win, 0, win FROM (SELECT DISTINCT win FROM wanted)
                UNION ALL SELECT back.win, years + 1, prior FROM back JOIN win ON win.id = back.at WHERE prior IS NOT NULL)
              SELECT * FROM back;
            CREATE TEMP TABLE mean AS
              SELECT wanted.area, wanted.win, v.brk, v.cat, wanted.year, win.last / 12 - wanted.year AS years, v.num AS n, v.den AS d,
                v.st AS own,
                -- What was published then, where the records say nothing.
                CASE WHEN said.num IS NOT NULL THEN 'published' ELSE 'records' END AS src,
                COALESCE(said.num, b.num) AS bnum, COALESCE(said.den, b.den) AS bden, COALESCE(said.st, REPLACE(b.st, 'P', 'L')) AS bst,
                NULL AS num, NULL AS den, NULL AS st
              FROM wanted JOIN win ON win.id = wanted.win
                JOIN val v ON v.ind = \(position) AND v.win = wanted.win AND v.area = wanted.area AND \(brk)
                LEFT JOIN back ON back.win = wanted.win AND back.years = win.last / 12 - wanted.year
                LEFT JOIN val b ON b.ind = \(position) AND b.win = back.at AND b.area = v.area AND b.brk = v.brk AND b.cat = v.cat
                LEFT JOIN win earlier ON earlier.id = back.at
                LEFT JOIN stated said ON said.gives = 'published' AND said.ind = \(position) AND said.area = v.area AND stat = 'value'
                  AND v.brk = '' AND \(isPublished ? 1 : 0) AND b.st NOT IN ('A', 'F') AND said.isstock = (earlier.q = 'stock')
                  AND said.first = earlier.first AND said.last = earlier.last;
            DROP TABLE back; DROP TABLE wanted;
            UPDATE mean SET st = CASE WHEN years <= 0 THEN 'M' WHEN own = 'P' THEN 'L' WHEN own NOT IN ('A', 'F') THEN own
                WHEN COALESCE(bst, 'M') NOT IN ('A', 'F') THEN CASE bst WHEN 'L' THEN 'L' ELSE 'M' END
                WHEN bnum <= 0 OR n < 0 THEN 'M' WHEN 'F' IN (own, bst) THEN 'F' ELSE 'A' END;
            UPDATE mean SET num = root(n * bden, d * bnum, years, 0), den = root(n * bden, d * bnum, years, 1) WHERE st IN ('A', 'F');
            UPDATE mean SET num = num - den
            """)
    }
}
