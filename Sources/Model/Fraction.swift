/// How a figure is cut to its decimals, once, at output.
public enum Rounding: String, Hashable, Sendable, CaseIterable {
    /// Half away from zero (四舍五入).
    case halfUp = "half-up"
    /// Half to even, GB/T 8170 (四舍六入五成双).
    case gb8170
}

/// A reduced fraction of 128-bit integers, denominator above zero. Operations answer nil where they overflow or
/// divide by zero: an exact number or none.
public struct Fraction: Hashable, Sendable {
    public let numerator: Int128
    public let denominator: Int128

    public static let zero = Fraction(0)

    public init(_ integer: Int128) { (numerator, denominator) = (integer, 1) }

    /// `mantissa × 10^−scale`; scale 0...38.
    public init(mantissa: Int128, scale: Int) {
        self.init(reducing: mantissa, over: powerOfTen(scale))
    }

    /// nil where the denominator is zero or the sign cannot be moved.
    public init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator != 0, denominator != .min, numerator != .min else { return nil }
        self.init(
            reducing: denominator < 0 ? -numerator : numerator, over: denominator < 0 ? -denominator : denominator)
    }

    private init(reducing numerator: Int128, over denominator: Int128) {
        let divisor = Int128(greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        self.numerator = divisor > 1 ? numerator / divisor : numerator
        self.denominator = divisor > 1 ? denominator / divisor : denominator
    }

    public var isZero: Bool { numerator == 0 }
    public var isNegative: Bool { numerator < 0 }

    public func adding(_ other: Fraction) -> Fraction? {
        let divisor = Int128(greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
        let (left, overflowLeft) = numerator.multipliedReportingOverflow(by: other.denominator / divisor)
        let (right, overflowRight) = other.numerator.multipliedReportingOverflow(by: denominator / divisor)
        let (sum, overflowSum) = left.addingReportingOverflow(right)
        let (bottom, overflowBottom) = (denominator / divisor).multipliedReportingOverflow(by: other.denominator)
        guard !overflowLeft, !overflowRight, !overflowSum, !overflowBottom else { return nil }
        return Fraction(sum, over: bottom)
    }

    public func subtracting(_ other: Fraction) -> Fraction? { other.negated.flatMap(adding) }

    public var negated: Fraction? { numerator == .min ? nil : Fraction(-numerator, over: denominator) }

    public func multiplied(by other: Fraction) -> Fraction? {
        let a = Int128(greatestCommonDivisor(numerator.magnitude, other.denominator.magnitude))
        let b = Int128(greatestCommonDivisor(other.numerator.magnitude, denominator.magnitude))
        let (top, overflowTop) = (numerator / max(a, 1)).multipliedReportingOverflow(by: other.numerator / max(b, 1))
        let (bottom, overflowBottom) = (denominator / max(b, 1))
            .multipliedReportingOverflow(by: other.denominator / max(a, 1))
        guard !overflowTop, !overflowBottom else { return nil }
        return Fraction(top, over: bottom)
    }

    public func divided(by other: Fraction) -> Fraction? {
        guard let inverse = Fraction(other.denominator, over: other.numerator) else { return nil }
        return multiplied(by: inverse)
    }

    /// This number × 10^scale, rounded to an integer; nil where it does not fit.
    public func rounded(scale: Int, _ rounding: Rounding = .halfUp) -> Int128? {
        let (top, overflow) = numerator.multipliedReportingOverflow(by: powerOfTen(scale))
        if overflow {
            // One step by long division: the whole part first, then the rest.
            let whole = numerator / denominator
            let rest = numerator % denominator
            let (head, o1) = whole.multipliedReportingOverflow(by: powerOfTen(scale))
            guard !o1, let tail = Fraction(rest, over: denominator),
                !rest.multipliedReportingOverflow(by: powerOfTen(scale)).overflow,
                let cut = tail.rounded(scale: scale, rounding)
            else { return nil }
            let (sum, o2) = head.addingReportingOverflow(cut)
            return o2 ? nil : sum
        }
        let quotient = top / denominator
        let remainder = (top % denominator).magnitude
        let half = denominator.magnitude - remainder
        let up: Bool
        if remainder > half {
            up = true
        } else if remainder < half {
            up = false
        } else {
            up = rounding == .halfUp || quotient % 2 != 0
        }
        return up ? (numerator < 0 ? quotient - 1 : quotient + 1) : quotient
    }
}

extension Fraction: Comparable {
    public static func < (a: Fraction, b: Fraction) -> Bool {
        let (left, o1) = a.numerator.multipliedReportingOverflow(by: b.denominator)
        let (right, o2) = b.numerator.multipliedReportingOverflow(by: a.denominator)
        if !o1, !o2 { return left < right }
        // Compare whole parts, then the inverses of what is left (continued fractions): no overflow.
        let wholeA = floorDivision(a.numerator, a.denominator)
        let wholeB = floorDivision(b.numerator, b.denominator)
        if wholeA.quotient != wholeB.quotient { return wholeA.quotient < wholeB.quotient }
        guard wholeA.remainder != 0 else { return wholeB.remainder != 0 }
        guard wholeB.remainder != 0, let inverseA = Fraction(a.denominator, over: wholeA.remainder),
            let inverseB = Fraction(b.denominator, over: wholeB.remainder)
        else { return false }
        return inverseB < inverseA
    }
}

private func floorDivision(_ a: Int128, _ b: Int128) -> (quotient: Int128, remainder: Int128) {
    let (q, r) = a.quotientAndRemainder(dividingBy: b)
    return r < 0 ? (q - 1, r + b) : (q, r)
}

/// 10^n for 0...38.
@inlinable public func powerOfTen(_ n: Int) -> Int128 {
    precondition((0...38).contains(n), "a power of ten outside 0...38")
    var value: Int128 = 1
    for _ in 0..<n { value *= 10 }
    return value
}

/// Greatest common divisor; of 0 and 0 it is 0.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var (x, y) = (a, b)
    while y != 0 {
        // Most figures fit 64 bits, where division is twenty times cheaper.
        if x <= UInt128(UInt64.max), y <= UInt128(UInt64.max) {
            var (p, q) = (UInt64(x), UInt64(y))
            while q != 0 { (p, q) = (q, p % q) }
            return UInt128(p)
        }
        (x, y) = (y, x % y)
    }
    return x
}
