import Definitions
import Expressions
import Model
import Tabular
import TestSupport
import Testing

/// Thousands of generated expressions over generated rows: the kernels, the row evaluator and SQLite must say the same.
@Suite struct PropertyTests {
    static let seed: UInt64 = 20_240_305

    @Test func kernelsRowEvaluatorAndSQLiteAgree() throws {
        var generator = ExpressionGenerator(seed: PropertyTests.seed, limit: 1 << 62, fieldBound: 20_000)
        let session = try SQLiteSession()
        var depths: [Int: Int] = [:]
        for _ in 0..<40 {
            let bench = Bench(rows(&generator, count: 70, bound: 20_000), session)
            for _ in 0..<75 {
                let depth = 1 + generator.below(4)
                depths[depth, default: 0] += 1
                try check(generator.expression(depth), bench)
            }
        }
        #expect(depths.values.reduce(0, +) == 3_000)
    }

    /// Beyond 64 bits SQLite cannot follow.
    @Test func kernelsAndRowEvaluatorAgreeOnLargeNumbers() throws {
        let bound = Int128(Int64.max)
        var generator = ExpressionGenerator(seed: PropertyTests.seed + 1, limit: 1 << 124, fieldBound: bound)
        for _ in 0..<20 {
            let bench = Bench(rows(&generator, count: 20, bound: bound), nil)
            for _ in 0..<75 {
                try check(generator.below(2) == 0 ? generator.number(3) : generator.truth(3), bench)
            }
        }
    }

    /// Reports the smallest part of a failing expression that fails by itself.
    private func check(_ expression: GeneratedExpression, _ bench: Bench) throws {
        guard try bench.difference(expression) != nil else { return }
        for part in expression.parts {
            if let difference = try bench.difference(part) {
                Issue.record("seed \(PropertyTests.seed): \(part.source)\n\(difference)\nwithin \(expression.source)")
                return
            }
        }
    }

    private func rows(_ generator: inout ExpressionGenerator, count: Int, bound: Int128) -> [[String: RowValue]] {
        func amount(_ scale: Int) -> RowValue {
            let magnitude: Int128
            switch generator.below(5) {
            case 0: magnitude = 0
            case 1: magnitude = Int128(generator.below(6)) * powerOfTen(min(scale, 3))
            case 2: magnitude = bound - Int128(generator.below(3))
            default: magnitude = Int128(generator.below(Int(bound)))
            }
            return .number(Decimal(mantissa: generator.below(2) == 0 ? magnitude : -magnitude, scale: scale))
        }
        return (0..<count).map { _ in
            var row: [String: RowValue] = [:]
            for field in Example.schema.fields where generator.below(6) > 0 {
                switch field.type {
                case .number(let scale): row[field.name] = amount(scale)
                case .date: row[field.name] = .date(CivilDate(days: Int32(generator.ordinaryDay())))
                case .boolean: row[field.name] = .truth(generator.below(2) == 0)
                case .area: row[field.name] = .area(generator.below(10))
                case .period:
                    let month = Month(year: 2_020 + generator.below(6), month: 1 + generator.below(12))
                    row[field.name] = .period(Period(generator.pick(Frequency.allCases), holding: month))
                case .code: row[field.name] = .text(generator.pick(Example.statuses.codes))
                case .text: row[field.name] = .text(generator.pick(ExpressionGenerator.words))
                }
            }
            return row
        }
    }
}

/// A batch and everything that evaluates over it.
private struct Bench {
    let batch: Batch
    let columns: [(name: String, cells: [SQLiteSession.Cell])]
    let session: SQLiteSession?

    init(_ rows: [[String: RowValue]], _ session: SQLiteSession?) {
        batch = Example.batch(rows)
        self.session = session
        columns = Example.schema.fields.map { field in
            (field.name, rows.map { Bench.cell($0[field.name] ?? .missing) })
        }
    }

    private static func cell(_ value: RowValue) -> SQLiteSession.Cell {
        switch value {
        case .missing: .null
        case .number(let number): Int64(exactly: number.mantissa).map { .integer($0) } ?? .null
        case .date(let date): .integer(Int64(date.days))
        case .truth(let truth): .integer(truth ? 1 : 0)
        case .area(let index): .integer(Int64(index))
        case .period(let period): .integer(PackedPeriod.pack(period))
        case .text(let text): .text(text)
        }
    }

    /// What is wrong with an expression; nil where all agree.
    func difference(_ generated: GeneratedExpression) throws -> String? {
        let result = compile(Example.source(generated.source), in: Example.scope)
        guard let expression = result.expression else {
            return "does not compile: \(result.diagnostics.map(\.message))"
        }
        if case .number(let scale) = generated.kind, expression.type != .number(scale: scale) {
            return "is of type \(expression.type), not of scale \(scale)"
        }
        let found = values(of: expression, batch)
        let column = expression.evaluate(batch, references: References())
        if case .integers(let integers) = column,
            integers.values.indices.contains(where: { !integers.validity[$0] && integers.values[$0] != 0 })
        {
            return "a missing value is not 0"
        }
        guard let slow = RowEvaluator(Example.source(generated.source), in: Example.scope) else {
            return "does not parse"
        }
        for row in 0..<batch.rowCount {
            let value = slow.evaluate(batch, row: row, references: References(), as: expression.type)
            if value != found[row] { return "row \(row): kernels \(found[row]), row evaluator \(value)\n\(shown(row))" }
        }
        if generated.kind == .truth {
            let answer = expression.evaluateCondition(batch, references: References())
            for row in 0..<batch.rowCount {
                let truth: RowValue = answer.missing[row] ? .missing : .truth(answer.yes[row])
                if truth != found[row] || answer.missing[row] && answer.yes[row] {
                    return "row \(row): condition and column differ"
                }
            }
        }
        for given in generated.given {
            if let identity = given.identity, let difference = broken(identity, given.expression.value) {
                return difference
            }
        }
        guard let session else { return nil }
        let givenColumns = generated.given.map { ($0.name, kernelValues($0.expression.value).map(Bench.cell)) }
        try session.fill(columns + givenColumns)
        for (row, cell) in try session.values(of: generated.sql).enumerated() where cell != Bench.cell(found[row]) {
            return "row \(row): kernels \(found[row]), SQLite \(cell)\n\(generated.sql)\n\(shown(row))"
        }
        return nil
    }

    private func kernelValues(_ generated: GeneratedExpression) -> [RowValue] {
        guard let expression = compile(Example.source(generated.source), in: Example.scope).expression else {
            return []
        }
        return values(of: expression, batch)
    }

    private func shown(_ row: Int) -> String {
        columns.map { "\($0.name)=\($0.cells[row])" }.joined(separator: " ")
    }

    /// Checks `/` and ROUND by what they mean in whole numbers.
    private func broken(_ identity: GeneratedExpression.Identity, _ result: GeneratedExpression) -> String? {
        let results = kernelValues(result)
        switch identity {
        case .quotient(let a, let b):
            let power = 12 + b.value.scale - a.value.scale
            let (dividends, divisors) = (kernelValues(a.value), kernelValues(b.value))
            for row in results.indices {
                guard case .number(let x) = dividends[row], case .number(let y) = divisors[row] else { continue }
                let answer: Int128?
                if case .number(let q) = results[row] { answer = q.mantissa } else { answer = nil }
                guard y.mantissa != 0 else {
                    if answer != nil { return "row \(row): \(result.source) divides by zero" }
                    continue
                }
                let (dividend, overflow) = x.mantissa.multipliedReportingOverflow(by: powerOfTen(power))
                if overflow { continue }
                guard let answer else {
                    // Missing only where 64 bits do not hold it.
                    if (dividend / y.mantissa).magnitude < UInt128(Int64.max) {
                        return "row \(row): \(result.source) has an answer"
                    }
                    continue
                }
                if !isNearest(answer, of: dividend, over: y.mantissa) {
                    return "row \(row): \(result.source) is not \(answer)"
                }
            }
        case .rounded(let a, let digits):
            let source = kernelValues(a.value)
            for row in results.indices {
                guard case .number(let x) = source[row], case .number(let q) = results[row] else { continue }
                guard digits < a.value.scale else {
                    if x != q { return "row \(row): \(result.source) changes nothing" }
                    continue
                }
                let unit = powerOfTen(max(0, -digits))
                guard q.mantissa % unit == 0,
                    isNearest(q.mantissa / unit, of: x.mantissa, over: powerOfTen(a.value.scale - digits))
                else { return "row \(row): \(result.source) is not \(q)" }
            }
        }
        return nil
    }

    /// Whether q is a / b, half away from zero.
    private func isNearest(_ q: Int128, of a: Int128, over b: Int128) -> Bool {
        let (product, overflow) = q.multipliedReportingOverflow(by: b)
        guard !overflow else { return false }
        let rest = a - product
        let twice = rest.magnitude * 2
        guard twice <= b.magnitude else { return false }
        return twice < b.magnitude || product.magnitude > a.magnitude
    }
}
