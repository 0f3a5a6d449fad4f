public import Definitions
public import Model
public import Tabular

/// The slow, obvious way to evaluate an expression: the syntax as written, one row at a time, with the arithmetic of
/// fractions. The kernels are tested against it; nothing else uses it.
public struct RowEvaluator: Sendable {
    private let syntax: Syntax
    private let scope: ExpressionScope

    /// nil where the source does not parse. Types are not checked: what makes no sense is missing.
    public init?(_ source: SourceText, in scope: ExpressionScope) {
        guard let syntax = try? Parser.parse(source.text, as: .expression) else { return nil }
        self.init(syntax, in: scope)
    }

    init(_ syntax: Syntax, in scope: ExpressionScope) {
        self.syntax = syntax
        self.scope = scope
    }

    /// The value for a row of the batch. A stated text stays a text, whatever the kernels make of it.
    public func evaluate(_ batch: Batch, row: Int, references: References) -> RowValue {
        RowContext(scope: scope, batch: batch, row: row, references: references).value(syntax)
    }

    /// The same, as a value of the expression's type: texts that stand for dates, areas and periods become them.
    public func evaluate(_ batch: Batch, row: Int, references: References, as type: ExpressionType) -> RowValue {
        let context = RowContext(scope: scope, batch: batch, row: row, references: references)
        return context.result(context.value(syntax), as: type)
    }
}

/// One row, and what is needed to evaluate over it.
struct RowContext {
    enum Kind { case date, area, period }

    let scope: ExpressionScope
    let batch: Batch
    let row: Int
    let references: References

    func value(_ syntax: Syntax) -> RowValue {
        switch syntax.form {
        case .number(let value): return .number(value)
        case .text(let text): return .text(text)
        case .boolean(let value): return .truth(value)
        case .null, .operand: return .missing
        case .date(let date): return .date(date)
        case .period(let period): return .period(period)
        case .name(let name):
            guard let position = scope.schema.index(of: name) else {
                return name == "period" ? scope.period.map { RowValue.period($0) } ?? .missing : .missing
            }
            return RowValue(batch.columns[position], row: row, field: scope.schema.fields[position])
        case .negate(let inner): return arithmetic(.subtract, .number(Decimal(mantissa: 0, scale: 0)), value(inner))
        case .not(let inner): return truth(value(inner)).map { .truth(!$0) } ?? .missing
        case .binary(let sign, let left, let right): return binary(sign, value(left), value(right))
        case .isNull(let inner, let negated): return .truth((value(inner) == .missing) != negated)
        case .between(let inner, let low, let high, let negated):
            let operand = value(inner)
            let both = binary(
                .and, compare(.greaterOrEqual, operand, value(low)), compare(.lessOrEqual, operand, value(high)))
            return inverted(both, if: negated)
        case .within(let inner, let items, let negated):
            let operand = value(inner)
            var answer = RowValue.truth(false)
            for item in items { answer = binary(.or, answer, compare(.equal, operand, value(item))) }
            return inverted(answer, if: negated)
        case .like(let inner, let pattern, let escape, let negated):
            guard case .text(let text) = value(inner), case .text(let pattern) = value(pattern) else { return .missing }
            var sign: Unicode.Scalar?
            if let escape, case .text(let text) = value(escape) { sign = text.unicodeScalars.first }
            let holds = isLike(Array(text.unicodeScalars)[...], Array(pattern.unicodeScalars)[...], escape: sign)
            return inverted(.truth(holds), if: negated)
        case .choose(let operand, let branches, let otherwise):
            let subject = operand.map(value)
            for branch in branches {
                let condition = value(branch.condition)
                let holds = subject.map { compare(.equal, $0, condition) } ?? condition
                if truth(holds) == true { return value(branch.result) }
            }
            return otherwise.map(value) ?? .missing
        case .call(let name, let arguments):
            return FunctionCatalogue.function(named: name)?.row(self, arguments) ?? .missing
        }
    }

    func truth(_ value: RowValue) -> Bool? {
        if case .truth(let truth) = value { return truth }
        return nil
    }

    func text(_ syntax: Syntax) -> String? {
        if case .text(let text) = value(syntax) { return text }
        return nil
    }

    func whole(_ syntax: Syntax) -> Int128? {
        if case .number(let number) = value(syntax), number.scale == 0 { return number.mantissa }
        return nil
    }

    private func inverted(_ value: RowValue, if negated: Bool) -> RowValue {
        guard negated, let truth = truth(value) else { return value }
        return .truth(!truth)
    }

    /// Texts as what they stand for.
    func coerced(_ value: RowValue, to kind: Kind) -> RowValue {
        guard case .text(let text) = value else { return value }
        switch kind {
        case .date: return CivilDate(text).map { .date($0) } ?? .missing
        case .period: return Period(text).map { .period($0) } ?? .missing
        case .area:
            if case .one(let index) = scope.area(text) { return .area(index) }
            return .missing
        }
    }

    /// A result in the form of its type; numbers get the scale, and must fit 64 bits.
    func result(_ value: RowValue, as type: ExpressionType) -> RowValue {
        switch (type, value) {
        case (.date, _): return coerced(value, to: .date)
        case (.area, _): return coerced(value, to: .area)
        case (.period, _): return coerced(value, to: .period)
        case (.number(let scale), .number(let number)):
            guard number.scale <= scale else { return .missing }
            let (mantissa, overflow) = number.mantissa.multipliedReportingOverflow(
                by: powerOfTen(scale - number.scale))
            guard !overflow, Int64(exactly: mantissa) != nil else { return .missing }
            return .number(Decimal(mantissa: mantissa, scale: scale))
        default: return value
        }
    }

    private func binary(_ sign: BinaryOperator, _ a: RowValue, _ b: RowValue) -> RowValue {
        if let comparison = Comparison(sign) { return compare(comparison, a, b) }
        switch sign {
        case .and:
            if truth(a) == false || truth(b) == false { return .truth(false) }
            return truth(a) == true && truth(b) == true ? .truth(true) : .missing
        case .or:
            if truth(a) == true || truth(b) == true { return .truth(true) }
            return truth(a) == false && truth(b) == false ? .truth(false) : .missing
        case .concatenate:
            guard case .text(let x) = a, case .text(let y) = b else { return .missing }
            return .text(x + y)
        default: return arithmetic(sign, a, b)
        }
    }

    private func compare(_ comparison: Comparison, _ a: RowValue, _ b: RowValue) -> RowValue {
        switch (a, b) {
        case (.missing, _), (_, .missing): return .missing
        case (.number(let x), .number(let y)): return .truth(comparison.holds(x.fraction, y.fraction))
        case (.date(let x), .date(let y)): return .truth(comparison.holds(x, y))
        case (.period(let x), .period(let y)): return .truth(comparison.holds(x, y))
        case (.area(let x), .area(let y)): return .truth(comparison.holds(x, y))
        case (.truth(let x), .truth(let y)): return .truth(comparison.holds(x ? 1 : 0, y ? 1 : 0))
        case (.text(let x), .text(let y)):
            let order =
                x.utf8.elementsEqual(y.utf8) ? 0 : x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
            return .truth(comparison.holds(order, 0))
        case (.text, .date), (.date, .text):
            return compare(comparison, coerced(a, to: .date), coerced(b, to: .date))
        case (.text, .area), (.area, .text):
            return compare(comparison, coerced(a, to: .area), coerced(b, to: .area))
        case (.text, .period), (.period, .text):
            return compare(comparison, coerced(a, to: .period), coerced(b, to: .period))
        default: return .missing
        }
    }

    private func arithmetic(_ sign: BinaryOperator, _ a: RowValue, _ b: RowValue) -> RowValue {
        switch (a, b) {
        case (.number(let x), .number(let y)): return arithmetic(sign, x, y)
        case (.date(let x), .date(let y)) where sign == .subtract:
            return .number(Decimal(mantissa: Int128(x.days) - Int128(y.days), scale: 0))
        case (.date(let x), .number(let y)): return shifted(x, sign == .add ? y.mantissa : -y.mantissa)
        case (.number(let x), .date(let y)) where sign == .add: return shifted(y, x.mantissa)
        case (.date, .text) where sign == .subtract: return arithmetic(sign, a, coerced(b, to: .date))
        default: return .missing
        }
    }

    private func shifted(_ date: CivilDate, _ days: Int128) -> RowValue {
        guard let target = Int32(exactly: Int128(date.days) + days) else { return .missing }
        let moved = CivilDate(days: target)
        guard let first = CivilDate(year: 1, month: 1, day: 1), let last = CivilDate(year: 9999, month: 12, day: 31)
        else {
            return .missing
        }
        return (first...last).contains(moved) ? .date(moved) : .missing
    }

    private func arithmetic(_ sign: BinaryOperator, _ x: Decimal, _ y: Decimal) -> RowValue {
        var result: (mantissa: Int128?, scale: Int)
        switch sign {
        case .multiply:
            let (product, overflow) = x.mantissa.multipliedReportingOverflow(by: y.mantissa)
            result = (overflow ? nil : product, x.scale + y.scale)
        case .divide: result = (quotient(x, y), ExpressionType.quotientScale)
        default:
            let sum = sign == .add ? x.fraction.adding(y.fraction) : x.fraction.subtracting(y.fraction)
            let scale = max(x.scale, y.scale)
            result = (sum?.rounded(scale: scale), scale)
        }
        return result.mantissa.map { .number(Decimal(mantissa: $0, scale: result.scale)) } ?? .missing
    }

    /// As on paper: the whole part, then one digit after another, then half away from zero.
    private func quotient(_ x: Decimal, _ y: Decimal) -> Int128? {
        var digits = ExpressionType.quotientScale + y.scale - x.scale
        var divisor = y.mantissa.magnitude
        while digits < 0 {
            let (larger, overflow) = divisor.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            divisor = larger
            digits += 1
        }
        guard divisor > 0 else { return nil }
        var (quotient, rest) = x.mantissa.magnitude.quotientAndRemainder(dividingBy: divisor)
        for _ in 0..<digits {
            let (tenfold, o1) = rest.multipliedReportingOverflow(by: 10)
            let (shifted, o2) = quotient.multipliedReportingOverflow(by: 10)
            guard !o1, !o2 else { return nil }
            quotient = shifted + tenfold / divisor
            rest = tenfold % divisor
        }
        if rest >= divisor - rest { quotient += 1 }
        guard let magnitude = Int128(exactly: quotient) else { return nil }
        return (x.mantissa < 0) != (y.mantissa < 0) ? -magnitude : magnitude
    }

    private func isLike(
        _ text: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Unicode.Scalar>, escape: Unicode.Scalar?
    ) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        if first == escape, let escaped = rest.first {
            return text.first == escaped && isLike(text.dropFirst(), rest.dropFirst(), escape: escape)
        }
        switch first {
        case "%":
            return isLike(text, rest, escape: escape)
                || !text.isEmpty && isLike(text.dropFirst(), pattern, escape: escape)
        case "_": return !text.isEmpty && isLike(text.dropFirst(), rest, escape: escape)
        default: return text.first == first && isLike(text.dropFirst(), rest, escape: escape)
        }
    }

    /// The record that a dataset has for the keys, as `ReferenceTable.find` numbers it.
    func reference(_ dataset: Syntax, _ keys: [Syntax]) -> (table: ReferenceTable, schema: Schema, id: Int32)? {
        guard case .name(let name) = dataset.form, let schema = scope.references[name] else { return nil }
        let named = keys.compactMap { ReferenceFunctions.namedKey($0) }
        let isNamed = named.count == keys.count
        let table = Lookup(dataset: name, by: isNamed ? named.map(\.field) : []).table
        return record(in: table, isNamed ? named.map(\.value) : keys).map { ($0.table, schema, $0.id) }
    }

    /// The record that a table has for the keys.
    func record(in name: String, _ keys: [Syntax]) -> (table: ReferenceTable, id: Int32)? {
        guard let table = references.tables[name], keys.count == table.keyFields.count else { return nil }
        let columns = zip(keys, table.keyFields).map { key, field in column(value(key), field) }
        return (table, table.find(columns, rowCount: 1)[0])
    }

    /// A column of one row that holds a value in the form of `field`.
    private func column(_ value: RowValue, _ field: SchemaField) -> Column {
        var bits: Int64?
        switch (field.type, value) {
        case (.text, .text(let text)):
            let bytes = Array(text.utf8)
            return .texts(
                TextColumn(
                    buffer: ByteBuffer(bytes), starts: [0], lengths: [UInt32(bytes.count)],
                    validity: Bitmap(count: 1, repeating: true)))
        case (.text, _):
            return .texts(TextColumn(buffer: ByteBuffer([]), starts: [0], lengths: [0], validity: Bitmap(count: 1)))
        case (.number(let scale), _):
            if case .number(let number) = result(value, as: .number(scale: scale)) {
                bits = Int64(exactly: number.mantissa)
            }
        case (.date, _): if case .date(let date) = coerced(value, to: .date) { bits = Int64(date.days) }
        case (.area, _): if case .area(let index) = coerced(value, to: .area) { bits = Int64(index) }
        case (.period, _):
            if case .period(let period) = coerced(value, to: .period) { bits = PackedPeriod.pack(period) }
        case (.boolean, .truth(let truth)): bits = truth ? 1 : 0
        case (.code, .text(let text)): bits = Int64(field.codes?.position(of: text) ?? -1)
        default: break
        }
        return .integers(
            IntegerColumn(values: [bits ?? 0], validity: Bitmap(count: 1, repeating: bits != nil)))
    }
}
