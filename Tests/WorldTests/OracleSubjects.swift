/// Indicators that count the subjects of others: each once, however many of them count it, or those that came into a stock or
/// left it since the close before the year began.
struct OracleSubjects {
    let world: World
    let database: Database

    func run(_ position: Int) throws {
        let isStock = world.isStock(position)
        let quantities = isStock ? "'stock'" : "'period', 'ytd'"
        let late = world.isReadForLatest(position) ? "1" : "NOT late"
        try database.run(
            """
            CREATE TEMP TABLE grid AS SELECT area.id AS area, win.id AS win, opening, closing, todate
              FROM area, win WHERE published AND q IN (\(quantities)) AND \(late);
            -- What is read: of which indicator, at which window.
            CREATE TEMP TABLE reads(win, part, ind, at)
            """)
        switch world.indicators[position].source {
        case .union(let operands):
            for operand in operands {
                try read("both", operand, world.isStock(operand) && !isStock ? "closing" : "win")
            }
            try insert(position, "SELECT DISTINCT win, area, x FROM met")
        case .flow(let flow):
            try read("now", flow.stock, "win")
            try read("then", flow.stock, "opening")
            if let other = flow.among ?? flow.except { try read("other", other, "todate") }
            var rows =
                switch flow.kind {
                case .new: "SELECT win, area, x FROM now WHERE (win, x) NOT IN (SELECT win, x FROM past)"
                case .movedIn:
                    "SELECT win, area, x FROM now WHERE (win, x) IN (SELECT win, x FROM past) AND (win, area, x) NOT IN (SELECT * FROM past)"
                case .gone: "SELECT win, area, x FROM past WHERE (win, x) NOT IN (SELECT win, x FROM now)"
                case .movedOut:
                    "SELECT win, area, x FROM past WHERE (win, x) IN (SELECT win, x FROM now) AND (win, area, x) NOT IN (SELECT * FROM now)"
                }
            let others = "(SELECT win, x FROM met WHERE part = 'other')"
            if flow.among != nil { rows += " AND (win, x) IN \(others)" }
            if flow.except != nil { rows += " AND (win, x) NOT IN \(others)" }
            func part(_ name: String) -> String { "(SELECT DISTINCT win, area, x FROM met WHERE part = '\(name)')" }
            try insert(
                position, "SELECT * FROM (WITH now AS \(part("now")), past AS \(part("then")) \(rows))")
        default: break
        }
        try database.run("DROP TABLE grid; DROP TABLE reads")
    }

    private func read(_ part: String, _ operand: Int, _ window: String) throws {
        try database.run(
            "INSERT INTO reads SELECT DISTINCT win, '\(part)', \(operand), \(window) FROM grid")
    }

    /// - Parameter rows: window, area and subject of each that is counted.
    private func insert(_ position: Int, _ rows: String) throws {
        let isPartial = world.indicators[position].isPartial
        try database.run(
            """
            CREATE TEMP TABLE met AS SELECT reads.win, part, area, x FROM reads JOIN subj ON subj.ind = reads.ind AND subj.win = reads.at;
            CREATE TEMP TABLE counted AS \(rows);
            INSERT INTO val
              SELECT \(position), area, win, '', '', CASE WHEN st IN ('A', 'P') THEN n END, CASE WHEN st IN ('A', 'P') THEN 1 END, st, n
              FROM (SELECT grid.area, grid.win,
                (SELECT COUNT(*) FROM counted WHERE counted.win = grid.win AND counted.area = grid.area) AS n,
                -- A register that was not delivered leaves no number.
                (SELECT CASE WHEN SUM(st = 'L' OR st = 'P' AND NOT \(isPartial)) > 0 THEN 'L' WHEN SUM(num IS NULL) > 0 THEN 'O'
                    WHEN SUM(st = 'P') > 0 THEN 'P' ELSE 'A' END
                  FROM reads JOIN val ON val.ind = reads.ind AND val.win = reads.at AND brk = '' AND val.area = grid.area
                  WHERE reads.win = grid.win) AS st
                FROM grid);
            DROP TABLE met; DROP TABLE counted
            """)
    }
}
