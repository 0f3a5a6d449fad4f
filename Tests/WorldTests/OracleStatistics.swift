import Model

/// The published figures of an indicator: table `fig`, from the values of its windows and what they are compared with.
struct OracleStatistics {
    let world: World
    let database: Database

    /// Numerator, denominator, status, base period, source of the base and qualifier of a statistic, over `line`.
    struct Terms {
        var num: String
        var den: String
        var status: String
        var base = "NULL"
        var source = "NULL"
        var qualifier = "NULL"
        /// Which lines have such a figure.
        var lines = "1"
    }

    func run(_ position: Int) throws {
        try OracleBases(world: world, database: database).run(position)
        try OracleTargets(world: world, database: database).run(position)
        let increase = world.increaseOf(position) ?? position
        try database.run(
            """
            CREATE TEMP TABLE lines AS
              SELECT v.area, period.name AS period, period.q, period.back, v.brk, v.cat, v.win, v.num, v.den, v.st, basep, openp,
                b.num AS bnum, b.den AS bden, b.st AS bst, b.src AS bsrc, b.cnum, b.cden, b.cst,
                -- Of a cell without records there is no base.
                v.brk = '' OR b.n > 0 OR b.st = 'L' AS hasprior, o.num AS onum, o.den AS oden, o.st AS ost,
                area.parent, area.level, area.grp, w.num AS wnum, w.den AS wden, w.st AS wst, win.last, \(OracleTargets.columns)
              FROM val v JOIN period ON period.win = v.win JOIN win ON win.id = v.win JOIN area ON area.id = v.area
                JOIN base b ON b.area = v.area AND b.win = v.win AND b.brk = v.brk AND b.cat = v.cat
                LEFT JOIN val o ON o.ind = \(increase) AND o.area = v.area AND o.win = win.opening AND o.brk = v.brk AND o.cat = v.cat
                -- What a share is of: the parent; of a breakdown's cell the area's whole.
                LEFT JOIN val w ON w.ind = v.ind AND w.win = v.win AND w.brk = '' AND w.cat = ''
                  AND w.area = CASE WHEN v.brk = '' THEN area.parent ELSE v.area END
                LEFT JOIN goal t ON t.area = v.area AND t.win = v.win
              WHERE v.ind = \(position) AND v.n + (v.brk = '') > 0
                AND period.back <= 2 AND period.name IN (SELECT name FROM asked WHERE ind = \(position));
            CREATE INDEX lines_key ON lines(area, period, q, back);
            -- Beside each what it was compared with a year before.
            CREATE TEMP TABLE line AS
              SELECT own.*, was.bnum AS ybnum, was.bden AS ybden, was.bst AS ybst, was.cnum AS ycnum, was.cden AS ycden,
                was.cst AS ycst, was.basep AS ybasep, was.bsrc AS ybsrc
              FROM lines own LEFT JOIN lines was ON was.area = own.area AND was.period = own.period AND was.q = own.q
                AND was.brk = '' AND own.brk = '' AND was.back = own.back + 1
            """)
        for statistic in world.indicators[position].statistics {
            switch statistic {
            case .rank(let of, let among, let under, let isAscending):
                try rank(position, of, among, under, isAscending)
            case .streak(let of, let among, let within, let years):
                try streak(position, of, among, within: within, years: years)
            case .averageGrowth(let year):
                try OracleTargets(world: world, database: database).averageGrowth(position, base: year)
            case .threshold(let marks, let years): try threshold(position, marks, years)
            default: try simple(position, statistic.name)
            }
        }
        try database.run("DROP TABLE line; DROP TABLE lines; DROP TABLE base; DROP TABLE goal")
    }

    private func simple(_ position: Int, _ name: String) throws {
        let terms = terms(name, position)
        try database.run(
            """
            INSERT INTO fig SELECT \(position), area, period, q, '\(name)', brk, cat, \(terms.num), \(terms.den), \(terms.status),
              \(terms.base), \(terms.source), NULL, \(terms.qualifier) FROM line
              WHERE back = 0 AND \(terms.lines);
            UPDATE fig SET num = NULL, den = NULL WHERE ind = \(position) AND st NOT IN ('A', 'F', 'P');
            """)
        if name == "value" { try mark(position) }
    }

    /// A value that rests on a register older than what is read from it is marked so.
    private func mark(_ position: Int) throws {
        for (dataset, operand, isElsewhere) in registers(position) {
            let at = isElsewhere ? OracleCoverage.top("fig.area") : "fig.area"
            let moment =
                switch operand {
                case .same: "win.last"
                case .yearStart: "(SELECT o.last FROM win o WHERE o.id = win.opening)"
                case .priorYear: "win.last - 12"
                }
            try database.run(
                """
                UPDATE fig SET qual = 'carried_forward' WHERE ind = \(position) AND stat = 'value' AND num IS NOT NULL AND EXISTS (
                  SELECT 1 FROM carried, period JOIN win ON win.id = period.win
                  WHERE carried.ds = \(dataset) AND period.name = fig.period AND period.q = fig.q AND back = 0 AND \(moment) > carried.last
                    AND (carried.sender = -1 AND \(world.bureau == nil ? "1" : "0")
                      OR EXISTS (SELECT 1 FROM lineage, (SELECT CASE carried.sender WHEN -1 THEN \(world.bureau ?? -1) ELSE carried.sender END AS own)
                        WHERE id = \(at) AND above = own OR id = own AND above = \(at))))
                """)
        }
    }

    /// The datasets that an indicator rests on, when, and whether anybody below the same top may have its records.
    private func registers(_ position: Int) -> [(Int, WorldFormula.Moment, Bool)] {
        switch world.indicators[position].source {
        case .measured(let measured): [(measured.dataset, .same, world.isElsewhere(measured))]
        case .stated: []
        case .union(let operands): operands.flatMap { registers($0) }
        case .flow(let flow):
            registers(flow.stock) + ([flow.among, flow.except].compactMap { $0 }).flatMap { registers($0) }
        case .formula(let formula):
            formula.moments.flatMap { operand, moment in registers(operand).map { ($0.0, moment, $0.2) } }
        }
    }

    /// What a statistic is, over the columns of `line`.
    func terms(_ name: String, _ position: Int) -> Terms {
        /// The first of the two that is no number says why there is none; a part is none.
        func reason(_ own: String, _ other: String) -> String {
            "CASE WHEN \(own) = 'P' THEN 'L' WHEN \(own) NOT IN ('A', 'F') THEN \(own) WHEN \(other) NOT IN ('A', 'F') THEN"
        }
        func expected(_ own: String, _ other: String) -> String {
            "CASE WHEN 'F' IN (\(own), \(other)) THEN 'F' ELSE 'A' END"
        }
        func ratio(_ n: String, _ d: String, _ s: String, _ own: (num: String, den: String, st: String), less: Bool)
            -> Terms
        {
            let top = less ? "(\(own.num) * \(d) - \(n) * \(own.den))" : "(\(own.num) * \(d))"
            return Terms(
                num: "\(top) / gcd(\(top), \(own.den) * \(n))",
                den: "\(own.den) * NULLIF(\(n), 0) / gcd(\(top), \(own.den) * \(n))",
                status:
                    "\(reason(own.st, s)) CASE \(s) WHEN 'L' THEN 'L' WHEN 'P' THEN 'L' ELSE 'M' END WHEN \(n) <= 0 THEN 'M' ELSE \(expected(own.st, s)) END"
            )
        }
        var terms: Terms
        switch name {
        case "value": terms = Terms(num: "num", den: "den", status: "st")
        case "prior":
            terms = Terms(num: "bnum", den: "bden", status: "bst", base: "basep", source: "bsrc", lines: "hasprior")
        case "yoy":
            terms = ratio("bnum", "bden", "bst", ("cnum", "cden", "cst"), less: true)
            (terms.base, terms.source) = ("basep", "bsrc")
        case "change":
            terms = Terms(
                num: "(cnum * bden - bnum * cden)", den: "cden * bden",
                status: "\(reason("cst", "bst")) bst ELSE \(expected("cst", "bst")) END", base: "basep", source: "bsrc")
        case "prior_yoy":
            terms = ratio("ybnum", "ybden", "ybst", ("ycnum", "ycden", "ycst"), less: true)
            (terms.base, terms.source, terms.lines) = ("ybasep", "ybsrc", "brk = ''")
        case "growth_on_opening":
            // A net increase is itself what there is more than at the opening; who came or went, part of what there was.
            terms = ratio("onum", "oden", "ost", ("num", "den", "st"), less: world.increaseOf(position) == nil)
            (terms.base, terms.source) = ("openp", "'records'")
        case "share":
            terms = ratio("wnum", "wden", "wst", ("num", "den", "st"), less: false)
            terms.status = "CASE WHEN wst IS NULL THEN 'M' ELSE \(terms.status) END"
        default: terms = OracleTargets.terms(name, hasAny: OracleTargets.hasAny)
        }
        return terms
    }

    /// Ranks on exact values, in table `ranked`: ties 1, 1, 3; only numbers that are whole are ranked, and nobody is first of
    /// one.
    private func ranked(_ position: Int, _ of: String, _ among: String, _ under: AreaKind?, _ isAscending: Bool) throws
    {
        let terms = terms(of, position)
        // Who is compared with whom: areas with the same of these, where they have one.
        let circle =
            switch among {
            case "group": "grp"
            case "level":
                "(SELECT above FROM lineage JOIN area ON area.id = above WHERE lineage.id = line.area "
                    + (under.map { "AND depth > 0 AND area.kind = '\($0.rawValue)' ORDER BY depth LIMIT 1)" }
                        ?? "ORDER BY depth DESC LIMIT 1)")
            // A city is not ranked among some of its province's cities: the others are known, and not here.
            default:
                "(SELECT CASE WHEN own.kind = 'city' AND EXISTS (SELECT 1 FROM area WHERE area.parent = own.parent "
                    + "AND area.kind = 'city' AND NOT area.published AND area.successor IS NULL) THEN NULL "
                    + "ELSE COALESCE(own.parent, -1) END FROM area own WHERE own.id = line.area)"
            }
        let isBetter = isAscending ? "<" : ">"
        let isFellow =
            "other.period = one.period AND other.back = one.back AND other.q = one.q AND \(among == "group" ? "other.level IS NOT NULL" : "other.level = one.level") AND other.circle = one.circle AND other.brk = one.brk AND other.cat = one.cat AND other.s IN ('A', 'F')"
        try database.run(
            """
            CREATE TEMP TABLE each AS SELECT area, period, q, back, brk, cat, level, \(circle) AS circle, \(terms.base) AS base,
              \(terms.source) AS source, \(terms.num) AS n, \(terms.den) AS d, \(terms.status) AS s,
              \(terms.lines) AS has FROM line WHERE \(["prior", "prior_yoy"].contains(of) ? "1" : terms.lines);
            CREATE INDEX each_key ON each(period, back, q, circle);
            UPDATE each SET n = NULL, d = NULL, s = 'M' WHERE NOT has;
            CREATE TEMP TABLE ranked AS SELECT *, s IN ('A', 'F') AND stands AND fellows > 1 AS isnumber
              FROM (SELECT one.*, level IS NOT NULL AND circle IS NOT NULL AS stands,
              (SELECT COUNT(*) FROM each other WHERE \(isFellow)) AS fellows,
              (SELECT COUNT(*) FROM each other WHERE \(isFellow) AND other.n * one.d \(isBetter) one.n * other.d) AS better
              FROM each one);
            DROP TABLE each
            """)
    }

    private func rank(_ position: Int, _ of: String, _ among: String, _ under: AreaKind?, _ isAscending: Bool) throws {
        try ranked(position, of, among, under, isAscending)
        try database.run(
            """
            INSERT INTO fig SELECT \(position), area, period, q, '\(WorldFigure.rankName(of, among, under))', brk, cat,
              CASE WHEN isnumber THEN better + 1 END, CASE WHEN isnumber THEN 1 END,
              CASE WHEN isnumber THEN 'A' WHEN NOT stands OR s IN ('A', 'F', 'P') THEN 'M' ELSE s END,
              CASE WHEN stands AND has THEN base END, CASE WHEN stands AND has THEN source END, CASE WHEN stands THEN fellows END, NULL
            FROM ranked WHERE back = 0;
            DROP TABLE ranked
            """)
    }

    /// For how many years in a row, the figure's own the last, a rank was good enough; a year of which it is not known ends the
    /// count: then it is at least so many. What was published of a rank counts where records do not say, and says of none what
    /// it is of: it is that of the one rank that the indicator has among siblings.
    private func streak(_ position: Int, _ of: String, _ among: String, within: Int, years: Int) throws {
        try ranked(position, of, among, nil, false)
        let name = "streak_\(WorldFigure.rankName(of, among, nil))\(within == 1 ? "" : "_\(within)")"
        let isPublished =
            among == "siblings" && Set(world.indicators[position].statistics.compactMap(\.siblings)).count == 1
        func held(_ back: Int) -> String {
            let own =
                "(SELECT CASE WHEN isnumber THEN better + 1 <= \(within) END FROM ranked r WHERE r.area = ranked.area AND r.period = ranked.period AND r.q = ranked.q AND r.brk = '' AND r.back = \(back))"
            let said = """
                (SELECT stated.num <= \(within) * stated.den FROM stated JOIN period ON period.name = ranked.period AND period.q = ranked.q
                  AND period.back = \(back) JOIN win ON win.id = period.win
                  WHERE gives = 'published' AND stated.ind = \(position) AND stat = 'rank' AND stated.area = ranked.area
                    AND stated.isstock = (win.q = 'stock') AND stated.first = win.first AND stated.last = win.last)
                """
            return "COALESCE(\(back <= years ? own : "NULL"), \(isPublished ? said : "NULL"))"
        }
        var (count, isOpen) = ("5", "1")
        for year in (0...4).reversed() {
            count = "CASE h\(year) WHEN 1 THEN \(count) ELSE \(year) END"
            isOpen = "CASE h\(year) WHEN 1 THEN \(isOpen) WHEN 0 THEN 0 ELSE 1 END"
        }
        let columns = (0...4).map { "\(held($0)) AS h\($0)" }.joined(separator: ", ")
        try database.run(
            """
            INSERT INTO fig SELECT \(position), area, period, q, '\(name)', '', '', CASE WHEN h0 IS NOT NULL THEN \(count) END,
              CASE WHEN h0 IS NOT NULL THEN 1 END,
              CASE WHEN h0 IS NOT NULL THEN 'A' WHEN NOT stands OR s IN ('A', 'F', 'P') THEN 'M' ELSE s END,
              NULL, NULL, NULL, CASE WHEN h0 IS NOT NULL AND \(isOpen) THEN 'at_least' END
            FROM (SELECT ranked.*, \(columns) FROM ranked WHERE back = 0 AND brk = '');
            DROP TABLE ranked
            """)
    }

    /// The highest of the marks that the value is beyond, and what it is compared with was not; for the first time, where in
    /// none of the years looked at it had been: a year of which nothing is known ends the looking.
    private func threshold(_ position: Int, _ marks: [Int], _ years: Int) throws {
        let list = marks.map { "(\($0))" }.joined(separator: ", ")
        let before = years > 1 ? "ybst IS NULL OR ybst NOT IN ('A', 'F') OR ybnum <= mark * ybden" : "1"
        try database.run(
            """
            INSERT INTO fig SELECT \(position), area, period, q, 'threshold', '', '', mark, CASE WHEN mark IS NOT NULL THEN 1 END,
              CASE WHEN s NOT IN ('A', 'F') THEN s WHEN bst NOT IN ('A', 'F') THEN bst WHEN mark IS NULL THEN 'M'
                WHEN 'F' IN (s, bst) THEN 'F' ELSE 'A' END,
              basep, bsrc, NULL, CASE WHEN mark IS NOT NULL AND (\(before)) THEN 'first' END
            FROM (SELECT *, CASE WHEN s IN ('A', 'F') AND bst IN ('A', 'F') THEN
                (WITH marks(m) AS (VALUES \(list)) SELECT MAX(m) FROM marks WHERE num > m * den AND bnum <= m * bden) END AS mark
              FROM (SELECT *, REPLACE(st, 'P', 'L') AS s FROM line WHERE back = 0 AND brk = ''))
            """)
    }
}

extension WorldStatistic {
    /// What a rank among siblings is of, or one that is followed.
    fileprivate var siblings: String? {
        switch self {
        case .rank(let of, "siblings", _, _), .streak(let of, "siblings", _, _): of
        default: nil
        }
    }
}

extension WorldFormula {
    /// What it reads, and when.
    var moments: [(Int, Moment)] {
        switch self {
        case .indicator(let position, let moment): [(position, moment)]
        case .number: []
        case .binary(_, let left, let right): left.moments + right.moments
        }
    }
}
