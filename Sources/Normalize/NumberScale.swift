import Model

/// From a number as stated to the whole number that a field holds: × source unit ÷ field unit × 10^decimals, exactly.
struct NumberScale: Sendable {
    /// stated × numerator ÷ denominator = held, reduced.
    let numerator: Int128
    let denominator: Int128
    /// By digits behind the point: what the stated digits are multiplied by, 0 where that is no whole number.
    let multipliers: [Int64]

    static let mostFractionDigits = 18

    /// nil where the units measure different things, or the factor does not fit.
    init?(from source: Unit?, to target: Unit?, decimals: Int) {
        if let source, let target, source.dimension != target.dimension { return nil }
        let own = target ?? source
        let factor = (source ?? own)?.factor.divided(by: own?.factor ?? Fraction(1)) ?? Fraction(1)
        self.init(factor: factor, decimals: decimals)
    }

    /// For numbers already in units of `factor` field units.
    init?(factor: Fraction, decimals: Int) {
        guard (0...18).contains(decimals), let scaled = factor.multiplied(by: Fraction(powerOfTen(decimals))) else {
            return nil
        }
        numerator = scaled.numerator
        denominator = scaled.denominator
        multipliers = (0...NumberScale.mostFractionDigits).map { digits in
            guard let step = scaled.multiplied(by: Fraction(mantissa: 1, scale: digits)), step.denominator == 1 else {
                return 0
            }
            return Int64(exactly: step.numerator) ?? 0
        }
    }

    enum Answer: Equatable {
        case exact(Int64)
        /// Digits beyond the scale, rounded half away from zero.
        case rounded(Int64)
        case overflow
    }

    /// mantissa × 10^exponent, as stated, in the field's scale.
    func hold(_ mantissa: Int128, exponent: Int) -> Answer {
        var mantissa = mantissa
        var exponent = exponent
        if mantissa == 0 { return .exact(0) }
        while exponent < 0, mantissa % 10 == 0 {
            mantissa /= 10
            exponent += 1
        }
        guard (-38...38).contains(exponent) else { return exponent > 0 ? .overflow : .rounded(0) }
        let power = powerOfTen(abs(exponent))
        // Reduce before multiplying, so that long fractions stay inside 128 bits.
        guard let stated = exponent < 0 ? Fraction(mantissa, over: power) : product(mantissa, power),
            let factor = Fraction(numerator, over: denominator), let held = stated.multiplied(by: factor),
            let whole = held.rounded(scale: 0), let value = Int64(exactly: whole)
        else { return .overflow }
        return held.denominator == 1 ? .exact(value) : .rounded(value)
    }

    private func product(_ a: Int128, _ b: Int128) -> Fraction? {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? nil : Fraction(product)
    }
}
