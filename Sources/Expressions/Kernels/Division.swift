import Model
import Tabular

/// `/`: the quotient with twelve digits after the point, half away from zero. x/0 is missing, and counted.
struct DivisionNode: IntegerNode {
    let left: any IntegerNode
    let right: any IntegerNode
    /// Digits by which the dividend's scale must grow before whole division gives the quotient's scale; may be negative.
    let power: Int

    func evaluate(_ frame: inout Frame) -> Integers {
        let a = left.evaluate(&frame)
        let b = right.evaluate(&frame)
        if case .constant(nil) = a { return .constant(nil) }
        if case .constant(nil) = b { return .constant(nil) }
        let count = frame.rowCount
        let validity = a.validity(count: count).intersection(b.validity(count: count))
        var narrow = [Int64](repeating: 0, count: count)
        var wide: [Int128] = []
        var zero = Bitmap(count: count)
        var lost = Bitmap(count: count)
        if let x = a.narrowValues(count: count), let y = b.narrowValues(count: count), (0...19).contains(power),
            let values = narrowQuotients(x, y, validity)
        {
            for row in 0..<count where validity[row] && y[row] == 0 { zero.set(row) }
            frame.counters.divisionsByZero += frame.activeCount(of: zero)
            return .narrow(IntegerColumn(values: values, validity: validity.subtracting(zero)))
        }
        let dividends = a.wideValues(count: count)
        let divisors = b.wideValues(count: count)
        validity.forEachSet { row in
            guard divisors[row] != 0 else { return zero.set(row) }
            guard let quotient = roundedQuotient(dividends[row], divisors[row], power: power) else {
                return lost.set(row)
            }
            if wide.isEmpty, let fits = Int64(exactly: quotient) {
                narrow[row] = fits
            } else {
                if wide.isEmpty { wide = narrow.map { Int128($0) } }
                wide[row] = quotient
            }
        }
        frame.counters.divisionsByZero += frame.activeCount(of: zero)
        frame.counters.overflows += frame.activeCount(of: lost)
        let answered = validity.subtracting(zero.union(lost))
        return wide.isEmpty
            ? .narrow(IntegerColumn(values: narrow, validity: answered))
            : .wide(WideColumn(values: wide, validity: answered))
    }

    /// By the processor's own division of 128 by 64 bits; nil where a quotient is wider than 63 bits.
    private func narrowQuotients(_ dividends: [Int64], _ divisors: [Int64], _ validity: Bitmap) -> [Int64]? {
        let factor = UInt64(powerOfTen(power))
        var values = [Int64](repeating: 0, count: dividends.count)
        for row in values.indices where divisors[row] != 0 && validity[row] {
            let divisor = divisors[row].magnitude
            let product = dividends[row].magnitude.multipliedFullWidth(by: factor)
            guard product.high < divisor else { return nil }
            var (quotient, rest) = divisor.dividingFullWidth(product)
            if rest >= divisor &- rest { quotient &+= 1 }
            guard let magnitude = Int64(exactly: quotient), magnitude > 0 || rest < divisor &- rest else { return nil }
            values[row] = (dividends[row] < 0) != (divisors[row] < 0) ? -magnitude : magnitude
        }
        return values
    }
}

/// ROUND to a scale that is `power` digits coarser, then `zeros` digits finer again (for ROUND(x, -3)).
struct RoundNode: IntegerNode {
    let inner: any IntegerNode
    let power: Int
    let zeros: Int

    func evaluate(_ frame: inout Frame) -> Integers {
        let rounded: Integers
        let divisor = powerOfTen(power)
        switch inner.evaluate(&frame) {
        case .constant(let value): rounded = .constant(value.map { quotientHalfAway($0, divisor) })
        case .narrow(let column):
            if let small = Int64(exactly: divisor) {
                let half = small / 2
                rounded = .narrow(
                    IntegerColumn(
                        values: column.values.map { value in
                            let (quotient, rest) = value.quotientAndRemainder(dividingBy: small)
                            if rest >= half, half > 0 { return quotient + 1 }
                            if rest <= -half, half > 0 { return quotient - 1 }
                            return quotient
                        }, validity: column.validity))
            } else {
                rounded = .narrow(
                    IntegerColumn(
                        values: column.values.map { Int64(quotientHalfAway(Int128($0), divisor)) },
                        validity: column.validity))
            }
        case .wide(let column):
            rounded = .wide(
                WideColumn(
                    values: column.values.map { quotientHalfAway($0, divisor) }, validity: column.validity))
        }
        return zeros == 0
            ? rounded : RescaleNode(power: zeros, inner: ComputedIntegers(value: rounded)).evaluate(&frame)
    }
}

/// A value that is already there, as a node.
private struct ComputedIntegers: IntegerNode, @unchecked Sendable {
    let value: Integers
    func evaluate(_ frame: inout Frame) -> Integers { value }
}

/// Whole division, half away from zero; the divisor is above zero.
private func quotientHalfAway(_ value: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    guard rest.magnitude >= divisor.magnitude - rest.magnitude else { return quotient }
    return value < 0 ? quotient - 1 : quotient + 1
}

/// a × 10^power / b, half away from zero; nil where it, or b × 10^−power, does not fit 128 bits.
private func roundedQuotient(_ a: Int128, _ b: Int128, power: Int) -> Int128? {
    var (dividend, divisor) = (a, b)
    if power < 0 {
        let (scaled, overflow) = b.multipliedReportingOverflow(by: powerOfTen(-power))
        guard !overflow else { return nil }
        divisor = scaled
    } else if power > 0 {
        let (scaled, overflow) = a.multipliedReportingOverflow(by: powerOfTen(power))
        if overflow { return longQuotient(a, b, digits: power) }
        dividend = scaled
    }
    guard divisor != .min, dividend != .min else { return nil }
    let negative = (dividend < 0) != (divisor < 0)
    let magnitude = quotientHalfAway(abs(dividend), abs(divisor))
    return negative ? -magnitude : magnitude
}

/// The same where a × 10^digits does not fit: the whole part, then digit by digit as on paper.
private func longQuotient(_ a: Int128, _ b: Int128, digits: Int) -> Int128? {
    // Ten times a rest must fit: divisors beyond 2^124 are out of range.
    guard a != .min, abs(b) < Int128(1) << 123 else { return nil }
    let divisor = abs(b)
    var (quotient, rest) = abs(a).quotientAndRemainder(dividingBy: divisor)
    for _ in 0..<digits {
        let (digit, next) = (rest * 10).quotientAndRemainder(dividingBy: divisor)
        let (shifted, o1) = quotient.multipliedReportingOverflow(by: 10)
        let (sum, o2) = shifted.addingReportingOverflow(digit)
        guard !o1, !o2 else { return nil }
        (quotient, rest) = (sum, next)
    }
    if rest >= divisor - rest {
        guard quotient < .max else { return nil }
        quotient += 1
    }
    return (a < 0) != (b < 0) ? -quotient : quotient
}
