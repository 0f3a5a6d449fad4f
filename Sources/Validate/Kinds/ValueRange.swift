import Definitions
import Model
import Tabular

/// A least or largest value. Asked of cells that are not blank; missing where the cell is no value.
struct ValueRange: RuleKind {
    let rule: JudgedRule
    /// Bounds of values that pass, as the column holds them.
    let allowed: ClosedRange<Int64>
    /// The bound as stated, and its column's type.
    let bound: FindingValue
    let scale: Int?

    static func compile(_ compilation: inout RuleCompilation) -> [ValueRange] {
        var ranges: [ValueRange] = []
        for (position, field) in compilation.dataset.fields.enumerated() {
            let type = compilation.schema.fields[position].type
            for (kind, source) in [
                (BuiltInRule.minimum, field.constraints.minimum), (.maximum, field.constraints.maximum),
            ] {
                guard let source else { continue }
                guard let (value, bound) = ValueRange.bound(source.text, kind, type) else {
                    compilation.diagnostics.append(
                        Diagnostic(problem(kind, field, type, source.text), at: source.place))
                    continue
                }
                var scale: Int?
                if case .number(let digits) = type { scale = digits }
                ranges.append(
                    ValueRange(
                        rule: compilation.rule(kind, field: position),
                        allowed: kind == .minimum ? value...Int64.max : Int64.min...value, bound: bound, scale: scale))
            }
        }
        return ranges
    }

    private static func problem(
        _ kind: BuiltInRule, _ field: FieldDefinition, _ type: ValueType, _ text: String
    ) -> String {
        switch type {
        case .number: "\(kind.rawValue) of \(field.name) is no number that the field can hold: \(text)"
        case .date: "\(kind.rawValue) of \(field.name) is no date (2024-12-31): \(text)"
        case .period: "\(kind.rawValue) of \(field.name) is no period (2024-Q4): \(text)"
        default: "\(kind.rawValue) is for numbers, dates and periods; \(field.name) is a \(field.type.rawValue)"
        }
    }

    /// The least (or largest) value that passes, and the bound as stated.
    static func bound(_ text: String, _ kind: BuiltInRule, _ type: ValueType) -> (Int64, FindingValue)? {
        switch type {
        case .number(let scale):
            guard let decimal = Decimal(text), let value = scaled(decimal, scale, up: kind == .minimum) else {
                return nil
            }
            return (value, .number(decimal))
        case .date:
            return CivilDate(text).map { (Int64($0.days), .date($0)) }
        case .period:
            return Period(text).map { (PackedPeriod.pack($0), .text("\($0)")) }
        default:
            return nil
        }
    }

    /// The number at the field's scale; digits that the field does not hold are rounded to the side that passes.
    private static func scaled(_ decimal: Decimal, _ scale: Int, up: Bool) -> Int64? {
        var value = decimal.mantissa
        var digits = decimal.scale
        var isExact = true
        while digits > scale {
            let (quotient, rest) = value.quotientAndRemainder(dividingBy: 10)
            if rest != 0 { isExact = false }
            value = quotient
            digits -= 1
        }
        // Division cuts towards zero.
        if !isExact, up, decimal.mantissa > 0 { value += 1 }
        if !isExact, !up, decimal.mantissa < 0 { value -= 1 }
        while digits < scale {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
            digits += 1
        }
        return Int64(exactly: value)
    }

    func evaluate(_ rows: inout RowEvaluation) {
        guard case .integers(let column) = rows.columns[rule.field] else { return }
        let failed = outside(column)
        let failures = failed.ones
        rows.count(
            rule, passed: column.validity.ones - failures, failed: failures, missing: rows.unreadable(rule.field))
        guard failures > 0 else { return }
        var failure = RuleFailure(rule: rule, rows: failed)
        failed.forEachSet { row in
            failure.expected.append(bound)
            failure.difference.append(difference(column.values[row]))
        }
        rows.fail(failure)
    }

    private func outside(_ column: IntegerColumn) -> Bitmap {
        let (least, largest) = (allowed.lowerBound, allowed.upperBound)
        var words = column.validity.words
        column.values.withUnsafeBufferPointer { values in
            for word in words.indices where words[word] != 0 {
                let start = word << 6
                var bits: UInt64 = 0
                for row in start..<min(start + 64, values.count) {
                    let isOutside = values[row] < least || values[row] > largest
                    bits |= (isOutside ? 1 : 0) &<< UInt64(row & 63)
                }
                words[word] &= bits
            }
        }
        return Bitmap(words: words, count: column.validity.count)
    }

    /// Numbers: the value less the bound.
    private func difference(_ value: Int64) -> FindingValue? {
        guard let scale, case .number(let bound) = bound else { return nil }
        let digits = max(scale, bound.scale)
        guard let left = ValueRange.raised(Int128(value), digits - scale),
            let right = ValueRange.raised(bound.mantissa, digits - bound.scale)
        else { return nil }
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        return overflow ? nil : .number(Decimal(mantissa: difference, scale: digits))
    }

    private static func raised(_ value: Int128, _ digits: Int) -> Int128? {
        var value = value
        for _ in 0..<digits {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value
    }
}
