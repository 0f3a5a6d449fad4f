/// Values of an indicator with a formula, from those of its operands at the same, the opening or the prior window.
struct OracleFormulas {
    let world: World
    let database: Database

    func run(_ position: Int) throws {
        guard let formula = world.indicators[position].formula else { return }
        let isStock = world.isStock(position)
        try database.run(
            """
            CREATE TEMP TABLE node(id, area, win, brk, cat, num, den, st);
            CREATE TEMP TABLE grid AS SELECT area.id AS area, win.id AS win, prior, opening, closing
              FROM area, win WHERE published AND q IN (\(isStock ? "'stock'" : "'period', 'ytd'"))
                AND \(world.isReadForLatest(position) ? "1" : "NOT late")
            """)
        var next = 0
        let root = try evaluate(formula, isStock: isStock, isPartial: world.indicators[position].isPartial, &next)
        try database.run(
            """
            INSERT INTO val SELECT \(position), area, win, brk, cat, num, den, st, 1 FROM node WHERE id = \(root);
            DROP TABLE node; DROP TABLE grid
            """)
    }

    /// Fills `node` with the values of a part; answers its number.
    private func evaluate(
        _ formula: WorldFormula, isStock: Bool, isPartial: Bool, _ next: inout Int
    ) throws -> Int {
        // A part is an operand only of what may be of a part itself.
        let numbers = isPartial ? "('A', 'F', 'P')" : "('A', 'F')"
        switch formula {
        case .number(let number):
            next += 1
            try database.run("INSERT INTO node SELECT \(next), area, win, '', '', \(number), 1, 'A' FROM grid")
            return next
        case .indicator(let operand, let moment):
            next += 1
            let window =
                switch moment {
                case .same: world.isStock(operand) && !isStock ? "closing" : "win"
                case .yearStart: "opening"
                case .priorYear: "prior"
                }
            try database.run(
                """
                INSERT INTO node SELECT \(next), grid.area, grid.win, '', '',
                  CASE WHEN st IN \(numbers) THEN num END, CASE WHEN st IN \(numbers) THEN den END,
                  -- What is no number for another reason is missing here.
                  CASE WHEN st IN \(numbers) THEN st WHEN st IN ('L', 'P') THEN 'L' ELSE 'O' END
                FROM grid JOIN val ON val.ind = \(operand) AND val.area = grid.area AND val.win = grid.\(window) AND brk = ''
                """)
            return next
        case .binary(let operation, let left, let right):
            let a = try evaluate(left, isStock: isStock, isPartial: isPartial, &next)
            let b = try evaluate(right, isStock: isStock, isPartial: isPartial, &next)
            next += 1
            let (numerator, denominator) =
                switch operation {
                case "+": ("a.num * b.den + b.num * a.den", "a.den * b.den")
                case "-": ("a.num * b.den - b.num * a.den", "a.den * b.den")
                case "*": ("a.num * b.num", "a.den * b.den")
                default: ("a.num * b.den * SIGN(b.num)", "a.den * ABS(NULLIF(b.num, 0))")
                }
            try database.run(
                """
                INSERT INTO node SELECT \(next), area, win, '', '', num / gcd(num, den), den / gcd(num, den),
                  CASE WHEN 'L' IN (sa, sb) THEN 'L' WHEN 'O' IN (sa, sb) THEN 'O' WHEN den IS NULL OR 'M' IN (sa, sb) THEN 'M'
                    WHEN 'P' IN (sa, sb) THEN 'P' WHEN 'F' IN (sa, sb) THEN 'F' ELSE 'A' END
                FROM (SELECT a.area, a.win, \(numerator) AS num, \(denominator) AS den, a.st AS sa, b.st AS sb
                  FROM node a JOIN node b ON b.area = a.area AND b.win = a.win WHERE a.id = \(a) AND b.id = \(b));
                UPDATE node SET num = NULL, den = NULL WHERE id = \(next) AND (st NOT IN ('A', 'F', 'P') OR num IS NULL OR den IS NULL)
                """)
            return next
        }
    }
}
