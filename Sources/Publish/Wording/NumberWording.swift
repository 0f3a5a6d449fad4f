import Model

/// An exact number as people write it, with the unit that fits its size and every digit kept.
///
///     fitted(58_5000_0000, 元)  →  58.5亿元 / CNY 5,850,000,000
func fitted(_ value: Decimal, _ unit: Unit?) -> LocalizedText {
    guard let unit else { return LocalizedText(zh: value.shortest, en: grouped(value)) }
    if unit.dimension == .ratio {
        return LocalizedText(zh: "\(value.shortest)\(unit.symbol)", en: "\(value.shortest)\(unit.symbol)")
    }
    var (best, symbol) = (value, unit.symbol)
    for (i, other) in ladder(of: unit).enumerated() {
        guard let shown = converted(value, from: unit, to: other) else { continue }
        if i == 0 || shown.mantissa.magnitude >= powerOfTen(shown.scale).magnitude {
            (best, symbol) = (shown, other.symbol)
        }
    }
    if value.mantissa == 0 { (best, symbol) = (Decimal(mantissa: 0, scale: 0), unit.symbol) }
    let english: String
    if unit.dimension == .money, let yuan = Unit(named: "元"), let whole = converted(value, from: unit, to: yuan) {
        english = "CNY \(grouped(whole))"
    } else {
        english = "\(grouped(value)) \(unit.symbol)"
    }
    return LocalizedText(zh: "\(best.shortest)\(symbol)", en: english)
}

/// Units people choose between, the smallest first.
private func ladder(of unit: Unit) -> [Unit] {
    let symbols: [String] =
        switch unit.dimension {
        case .money: ["元", "万元", "亿元"]
        case .area: ["平方米", "万平方米"]
        case .count("人"): ["人", "万人"]
        default: [unit.symbol]
        }
    return symbols.compactMap { Unit(named: $0) }
}

/// The same amount in another unit, nil where it is no decimal number or does not fit.
func converted(_ value: Decimal, from: Unit, to: Unit) -> Decimal? {
    guard from.symbol != to.symbol else { return Decimal(value.shortest) }
    guard from.dimension == to.dimension, let base = value.fraction.multiplied(by: from.factor),
        let shown = base.divided(by: to.factor)
    else { return nil }
    // A fraction ends as a decimal when its denominator divides a power of ten; twelve digits serve every pair of units.
    let scale = min(value.scale + 12, 24)
    guard let mantissa = shown.rounded(scale: scale), Fraction(mantissa: mantissa, scale: scale) == shown else {
        return nil
    }
    return Decimal(Decimal(mantissa: mantissa, scale: scale).shortest)
}

/// With commas between thousands: `1,234,567.8`.
func grouped(_ value: Decimal) -> String {
    let text = value.shortest
    let sign = text.hasPrefix("-") ? "-" : ""
    let body = text.dropFirst(sign.utf8.count)
    let whole = body.prefix { $0 != "." }
    var out = ""
    for (i, digit) in whole.enumerated() {
        if i > 0, (whole.count - i) % 3 == 0 { out.append(",") }
        out.append(digit)
    }
    return sign + out + body.dropFirst(whole.count)
}

/// A whole number with commas between thousands.
func grouped(_ value: Int64) -> String { grouped(Decimal(mantissa: Int128(value), scale: 0)) }

/// A figure's exact value in a unit, cut once to so many decimals; nil where it does not fit or the unit is of another
/// dimension.
func rounded(_ value: Fraction, from: Unit, to: Unit, decimals: Int, _ rounding: Rounding) -> Decimal? {
    guard from.dimension == to.dimension || from.symbol == to.symbol, let shown = value.divided(by: to.factor),
        (0...18).contains(decimals), let mantissa = shown.rounded(scale: decimals, rounding)
    else { return nil }
    return Decimal(mantissa: mantissa, scale: decimals)
}
