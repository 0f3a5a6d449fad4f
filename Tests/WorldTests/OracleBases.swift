/// What the figures of an indicator are compared with: table `base(win, area, brk, cat, src, num, den, st, n, cnum, cden,
/// cst)`, for every window of its figures the first of its bases that has a number; else the first that was not delivered,
/// else the last. `c…` is what is compared with it.
struct OracleBases {
    let world: World
    let database: Database

    func run(_ position: Int) throws {
        try database.run(
            """
            CREATE TEMP TABLE place AS
              SELECT DISTINCT val.win, win.prior, val.area, brk, cat, val.n, num, den, REPLACE(st, 'P', 'L') AS st,
                win.first, win.last, win.q = 'stock' AS isstock
              FROM val JOIN win ON win.id = val.win JOIN period ON period.win = val.win
              WHERE ind = \(position) AND period.back <= 2 AND period.name IN (SELECT name FROM asked WHERE ind = \(position));
            UPDATE place SET num = NULL, den = NULL WHERE st NOT IN ('A', 'F');
            CREATE TEMP TABLE every(win, area, brk, cat, ord, src, num, den, st, n, cnum, cden, cst)
            """)
        for (order, source) in world.indicators[position].bases.enumerated() {
            try insert(source, order, position)
        }
        try database.run(
            """
            UPDATE every SET num = NULL, den = NULL WHERE st NOT IN ('A', 'F');
            CREATE TEMP TABLE base AS SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY win, area, brk, cat
                ORDER BY num IS NULL, st <> 'L', CASE WHEN num IS NOT NULL OR st = 'L' THEN ord ELSE -ord END) AS choice
              FROM every) WHERE choice = 1;
            CREATE INDEX base_key ON base(area, win, brk, cat);
            DROP TABLE place; DROP TABLE every
            """)
    }

    private func insert(_ source: String, _ order: Int, _ position: Int) throws {
        let rows =
            switch source {
            case "restated":
                """
                SELECT place.win, place.area, place.brk, place.cat, \(order), 'restated', rval.num, rval.den, rval.st, rval.n,
                  place.num, place.den, place.st
                FROM place JOIN rval ON rval.win = place.win AND rval.area = place.area AND rval.brk = place.brk AND rval.cat = place.cat
                """
            case "matched":
                // Each year must have been delivered whole: who is missing for want of a delivery did not go.
                """
                SELECT win, area, brk, cat, \(order), 'matched', past, den,
                  CASE WHEN brk <> '' THEN 'O' WHEN st NOT IN ('A', 'F') THEN st WHEN pst NOT IN ('A', 'F') THEN pst
                    WHEN den IS NULL THEN 'M' ELSE 'A' END, 0,
                  CASE WHEN now IS NOT NULL AND pst IN ('A', 'F') THEN now ELSE num END,
                  CASE WHEN now IS NOT NULL AND pst IN ('A', 'F') THEN den ELSE oden END, st
                FROM (SELECT place.win, place.area, place.brk, place.cat, place.st, place.num, place.den AS oden,
                    REPLACE(p.st, 'P', 'L') AS pst, SUM(m.num) AS now, SUM(pm.num) AS past, MAX(m.den) AS den
                  FROM place JOIN val p ON p.ind = \(position) AND p.win = place.prior AND p.area = place.area AND p.brk = '' AND p.cat = ''
                    LEFT JOIN (mval m JOIN mval pm ON pm.area = m.area AND pm.subject = m.subject)
                      ON m.area = place.area AND m.win = place.win AND pm.win = place.prior AND place.brk = ''
                  GROUP BY place.win, place.area, place.brk, place.cat)
                """
            case "published":
                """
                SELECT place.win, place.area, place.brk, place.cat, \(order), 'published', stated.num, stated.den, COALESCE(stated.st, 'O'), 0,
                  place.num, place.den, place.st
                FROM place LEFT JOIN stated ON gives = 'published' AND stated.ind = \(position) AND stated.area = place.area
                  AND stat = 'value' AND stated.isstock = place.isstock AND stated.last = place.last - 12
                  AND stated.first = place.first - 12 AND place.brk = ''
                """
            default:
                """
                SELECT place.win, place.area, place.brk, place.cat, \(order), 'records', p.num, p.den, REPLACE(p.st, 'P', 'L'), p.n,
                  place.num, place.den, place.st
                FROM place JOIN val p ON p.ind = \(position) AND p.win = place.prior AND p.area = place.area AND p.brk = place.brk
                  AND p.cat = place.cat
                """
            }
        try database.run("INSERT INTO every \(rows)")
    }
}
