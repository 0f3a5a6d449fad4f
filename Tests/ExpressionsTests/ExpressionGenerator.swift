import Model
import TestSupport

/// Makes well-typed expressions over the fields of `Example.schema`.
struct ExpressionGenerator {
    typealias Generated = GeneratedExpression

    var generator: SeededGenerator
    /// No value of any part is larger: 2^62 where SQLite must follow, 2^125 for the kernels' 128-bit ways.
    let limit: Int128
    /// Largest value of the number fields, at their scale.
    let fieldBound: Int128
    private var givenCount = 0

    init(seed: UInt64, limit: Int128, fieldBound: Int128) {
        generator = SeededGenerator(seed: seed)
        self.limit = limit
        self.fieldBound = fieldBound
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    mutating func pick<Value>(_ list: [Value]) -> Value { list[below(list.count)] }

    /// Any kind, `depth` operators deep at most.
    mutating func expression(_ depth: Int) -> Generated {
        switch below(10) {
        case 0, 1, 2: number(depth)
        case 3: text(depth)
        case 4: date(depth)
        case 5: area(depth)
        case 6: period(depth)
        default: truth(depth)
        }
    }

    /// Within nine years, every third among five.
    mutating func ordinaryDay() -> Int { 18_000 + (below(3) == 0 ? below(5) : below(3_000)) }

    // MARK: Numbers

    mutating func number(_ depth: Int) -> Generated {
        guard depth > 0 else { return numberLeaf() }
        switch below(16) {
        case 0, 1: return sum("+", number(depth - 1), number(depth - 1))
        case 2, 3: return sum("-", number(depth - 1), number(depth - 1))
        case 4, 5: return product(number(depth - 1), number(depth - 1))
        case 6:
            let inner = number(depth - 1)
            var result = make(inner.kind, "-(\(inner.source))", "(-(\(inner.sql)))", [inner], bound: inner.bound)
            result.isZero = inner.isZero
            return result
        case 7:
            let inner = number(depth - 1)
            return make(inner.kind, "ABS(\(inner.source))", "ABS(\(inner.sql))", [inner], bound: inner.bound)
        case 8: return quotient(number(depth - 1), number(depth - 1))
        case 9: return rounded(number(depth - 1), digits: below(9) - 2)
        case 10:
            let inner = text(depth - 1)
            return make(
                .number(scale: 0), "LENGTH(\(inner.source))", "LENGTH(\(inner.sql))", [inner], bound: 1_000)
        case 11:
            let inner = date(depth - 1)
            let part = pick(["YEAR", "MONTH", "DAY"])
            let format = ["YEAR": "%Y", "MONTH": "%m", "DAY": "%d"][part] ?? ""
            let sql = "CAST(strftime('\(format)', \(inner.sql) * 86400, 'unixepoch') AS INTEGER)"
            return make(.number(scale: 0), "\(part)(\(inner.source))", sql, [inner], bound: 10_000)
        case 12:
            let (a, b) = (date(depth - 1), date(depth - 1))
            return make(
                .number(scale: 0), "(\(a.source) - \(b.source))", "(\(a.sql) - \(b.sql))", [a, b], bound: 4_000_000)
        default:
            let scale = pick([0, 2, 6])
            return choice(depth) { $0.number(depth - 1) } ?? numberLeaf(scale: scale)
        }
    }

    private mutating func numberLeaf(scale: Int? = nil) -> Generated {
        if below(3) > 0 {
            let name = pick(["n0", "n2", "n6", "k2"])
            return make(.number(scale: name == "n0" ? 0 : name == "n6" ? 6 : 2), name, name, [], bound: fieldBound)
        }
        let scale = scale ?? below(4)
        // Small and often the same: equal values are where comparisons go wrong.
        let mantissa = below(2) == 0 ? Int128(below(6)) * powerOfTen(scale) : Int128(below(2_000)) - 500
        let decimal = Decimal(mantissa: mantissa, scale: scale)
        // A sign in front must not meet another: --5 is a comment in SQL, not here.
        var literal = make(.number(scale: scale), "(\(decimal))", "(\(mantissa))", [], bound: abs(mantissa))
        literal.isLiteral = true
        literal.isZero = mantissa == 0
        return literal
    }

    private mutating func sum(_ sign: String, _ a: Generated, _ b: Generated) -> Generated {
        let scale = max(a.scale, b.scale)
        guard a.bound <= limit / powerOfTen(scale - a.scale), b.bound <= limit / powerOfTen(scale - b.scale) else {
            return a
        }
        let bound = a.bound(atScale: scale) + b.bound(atScale: scale)
        guard bound <= limit else { return a }
        return make(
            .number(scale: scale), "(\(a.source) \(sign) \(b.source))",
            "(\(a.sql(atScale: scale)) \(sign) \(b.sql(atScale: scale)))", [a, b], bound: bound)
    }

    private mutating func product(_ a: Generated, _ b: Generated) -> Generated {
        let (bound, overflow) = a.bound.multipliedReportingOverflow(by: b.bound)
        guard a.scale + b.scale <= 18, !overflow, bound <= limit else { return a }
        return make(
            .number(scale: a.scale + b.scale), "(\(a.source) * \(b.source))", "(\(a.sql) * \(b.sql))", [a, b],
            bound: bound)
    }

    private mutating func quotient(_ a: Generated, _ b: Generated) -> Generated {
        let power = 12 + b.scale - a.scale
        guard !b.isZero, power >= 0, power <= 30, a.bound <= limit / powerOfTen(power) else { return a }
        let source = make(
            .number(scale: 12), "(\(a.source) / \(b.source))", "", [a, b], bound: a.bound * powerOfTen(power) + 1)
        return given(source, .quotient(Generated.Indirect(a), Generated.Indirect(b)))
    }

    private mutating func rounded(_ a: Generated, digits: Int) -> Generated {
        let scale = min(max(0, digits), a.scale)
        let bound = a.bound / powerOfTen(a.scale - scale) + powerOfTen(max(0, -digits))
        guard bound <= limit else { return a }
        var source = make(.number(scale: scale), "ROUND(\(a.source), \(digits))", "", [a], bound: bound)
        source.isZero = a.isZero
        return given(source, .rounded(Generated.Indirect(a), digits: digits))
    }

    // MARK: Other kinds

    mutating func date(_ depth: Int) -> Generated {
        guard depth > 0 else {
            if below(3) > 0 {
                let name = pick(["d1", "d2"])
                return make(.date, name, name, [])
            }
            let days = ordinaryDay()
            return make(.date, "DATE '\(CivilDate(days: Int32(days)))'", "\(days)", [])
        }
        switch below(5) {
        case 0, 1:
            let days = number(0)
            guard days.scale == 0, days.bound <= 20_000 else { return date(0) }
            let (inner, sign) = (date(depth - 1), pick(["+", "-"]))
            return make(
                .date, "(\(inner.source) \(sign) \(days.source))", "(\(inner.sql) \(sign) \(days.sql))", [inner, days])
        case 2:
            let (inner, name) = (date(depth - 1), pick(["ADD_MONTHS", "ADD_YEARS"]))
            return given(make(.date, "\(name)(\(inner.source), \(below(60) - 30))", "", [inner]), nil)
        case 3:
            let (inner, name) = (period(depth - 1), pick(["PERIOD_START", "PERIOD_END"]))
            return given(make(.date, "\(name)(\(inner.source))", "", [inner]), nil)
        default: return choice(depth) { $0.date(depth - 1) } ?? date(0)
        }
    }

    mutating func period(_ depth: Int) -> Generated {
        guard depth > 0 else {
            if below(3) > 0 {
                let name = pick(["p1", "p2"])
                return make(.period, name, name, [])
            }
            let period = Period(pick(Frequency.allCases), holding: Month(year: 2_020 + below(6), month: 1 + below(12)))
            return make(.period, "PERIOD '\(period)'", "\(PackedPeriod.pack(period))", [])
        }
        if below(2) == 0 {
            let inner = date(depth - 1)
            return given(
                make(.period, "PERIOD(\(inner.source), '\(pick(Frequency.allCases).rawValue)')", "", [inner]), nil)
        }
        return choice(depth) { $0.period(depth - 1) } ?? period(0)
    }

    mutating func area(_ depth: Int) -> Generated {
        guard depth > 0 else {
            let name = pick(["a1", "a2"])
            return make(.area, name, name, [])
        }
        if below(2) == 0 {
            let inner = area(depth - 1)
            return given(
                make(.area, "PARENT(\(inner.source), '\(pick(["city", "province", "zone"]))')", "", [inner]), nil)
        }
        return choice(depth) { $0.area(depth - 1) } ?? area(0)
    }

    static let words = ["", "a", "A", "ab", "aB_", "合肥", "合", "100%", " x ", "z", "é", "it's", "😀b"]

    mutating func text(_ depth: Int) -> Generated {
        guard depth > 0 else {
            switch below(5) {
            case 0, 1:
                let name = pick(["t1", "t2"])
                return make(.text, name, name, [])
            case 2:
                var field = make(.text, "status", "status", [])
                field.codes = Example.statuses.codes
                return field
            default: return literal(pick(ExpressionGenerator.words))
            }
        }
        switch below(7) {
        case 0, 1:
            let (a, b) = (text(depth - 1), text(depth - 1))
            return make(.text, "(\(a.source) || \(b.source))", "(\(a.sql) || \(b.sql))", [a, b])
        case 2, 3:
            let (inner, name) = (text(depth - 1), pick(["UPPER", "LOWER", "TRIM"]))
            return make(.text, "\(name)(\(inner.source))", "\(name)(\(inner.sql))", [inner])
        case 4:
            let inner = text(depth - 1)
            let range = below(2) == 0 ? "\(1 + below(3))" : "\(1 + below(3)), \(below(4))"
            return make(.text, "SUBSTR(\(inner.source), \(range))", "SUBSTR(\(inner.sql), \(range))", [inner])
        default: return choice(depth) { $0.text(depth - 1) } ?? text(0)
        }
    }

    mutating func literal(_ word: String) -> Generated {
        let quoted = "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        var text = make(.text, quoted, quoted, [])
        text.codes = [word]
        text.isLiteral = true
        return text
    }

    // MARK: Assembly

    func make(
        _ kind: Generated.Kind, _ source: String, _ sql: String, _ children: [Generated], bound: Int128 = 0
    ) -> Generated {
        Generated(
            kind: kind, source: source, sql: sql, bound: bound, children: children,
            given: children.flatMap(\.given))
    }

    /// SQLite gets the expression's values as a column.
    private mutating func given(_ expression: Generated, _ identity: Generated.Identity?) -> Generated {
        givenCount += 1
        var result = expression
        result.sql = "g\(givenCount)"
        result.given.append(
            Generated.Given(name: result.sql, expression: Generated.Indirect(expression), identity: identity))
        return result
    }
}
