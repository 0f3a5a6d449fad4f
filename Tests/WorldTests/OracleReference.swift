import Model

/// Of which periods the figures of an indicator are: `asked(ind, name)`. Usually the run's own that are not finer than its
/// frequency; with `reference: latest` for each of them the last period, not after it by the lag, for which all areas have a
/// number that have one for any of those looked at; else the last for which any has.
struct OracleReference {
    let world: World
    let database: Database

    static func candidates(_ position: Int, _ world: World) -> [Period] {
        guard let lag = world.latest(position) else { return [] }
        return world.range.periods.flatMap { candidates(world.frequency(position), $0, lag) }
    }

    /// The newest first: of years five, of quarters eight, of months two years.
    private static func candidates(_ frequency: Frequency, _ period: Period, _ lag: Int) -> [Period] {
        let end = period.lastMonth.advanced(by: -lag)
        var newest = Period(frequency, holding: end)
        if newest.lastMonth > end { newest = Period(frequency, holding: newest.firstMonth.advanced(by: -1)) }
        return (0..<(frequency == .year ? 5 : frequency == .month ? 24 : 8)).reduce(into: []) { list, _ in
            list.append(list.last.map { Period(frequency, holding: $0.firstMonth.advanced(by: -1)) } ?? newest)
        }
    }

    func run(_ position: Int) throws {
        try database.run("CREATE TABLE IF NOT EXISTS asked(ind, name)")
        let frequency = world.frequency(position)
        guard let lag = world.latest(position) else {
            let names = world.range.periods.filter { $0.frequency >= frequency }.map { "\($0)" }
            try database.insert(into: "asked", names.map { [.init(position), .text($0)] })
            return
        }
        let quantity = world.isStock(position) ? "stock" : "ytd"
        for period in world.range.periods {
            let candidates = OracleReference.candidates(frequency, period, lag)
            let list = candidates.enumerated().map { "(\($0.offset), '\($0.element)')" }.joined(separator: ", ")
            try database.run(
                """
                CREATE TEMP TABLE known AS
                  WITH candidate(rank, name) AS (VALUES \(list))
                  SELECT rank, candidate.name, area FROM candidate
                    JOIN period ON period.name = candidate.name AND q = '\(quantity)' AND back = 0
                    JOIN val ON val.ind = \(position) AND val.win = period.win AND brk = '' AND st IN ('A', 'F', 'M');
                INSERT INTO asked SELECT \(position), COALESCE(
                  (SELECT name FROM known GROUP BY rank HAVING COUNT(*) = (SELECT COUNT(DISTINCT area) FROM known) ORDER BY rank LIMIT 1),
                  (SELECT name FROM known ORDER BY rank LIMIT 1), '\(candidates[0])');
                DROP TABLE known
                """)
        }
        // Each once.
        try database.run(
            "CREATE TEMP TABLE once AS SELECT DISTINCT * FROM asked; DELETE FROM asked; INSERT INTO asked SELECT * FROM once; DROP TABLE once"
        )
    }
}
