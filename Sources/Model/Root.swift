extension Fraction {
    /// Digits behind the point of a root that is no fraction.
    private static let rootScale = 12

    /// The n-th root of a number that is not negative: exact where its decimals end within twelve, else the middle of the
    /// interval of the thirteenth, so that no rounding to fewer digits comes out another way than the root's own. nil
    /// below zero and beyond 10^12.
    public func root(_ n: Int) -> Fraction? {
        guard n > 0, !isNegative else { return nil }
        if n == 1 || isZero { return self }
        let unit = powerOfTen(Fraction.rootScale)
        let scaled = Natural(numerator).times(Natural(unit).power(n))
        let below = Natural(denominator)
        var low: Int128 = 0
        var high = powerOfTen(2 * Fraction.rootScale)
        // The largest k with (k / unit)^n ≤ self.
        guard Natural(high).power(n).times(below) > scaled else { return nil }
        while high - low > 1 {
            let middle = (low + high) / 2
            if Natural(middle).power(n).times(below) <= scaled { low = middle } else { high = middle }
        }
        if Natural(low).power(n).times(below) == scaled { return Fraction(low, over: unit) }
        return Fraction(2 * low + 1, over: 2 * unit)
    }
}

/// A natural number of any length, for the few places where 128 bits are short.
private struct Natural: Comparable {
    /// The lowest first, no zeros at the end.
    private var limbs: [UInt32] = []

    init(_ value: Int128) {
        var rest = value.magnitude
        while rest > 0 {
            limbs.append(UInt32(truncatingIfNeeded: rest))
            rest >>= 32
        }
    }

    func times(_ other: Natural) -> Natural {
        var product = [UInt64](repeating: 0, count: limbs.count + other.limbs.count + 1)
        for (i, a) in limbs.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in other.limbs.enumerated() {
                let sum = product[i + j] + UInt64(a) * UInt64(b) + carry
                product[i + j] = sum & 0xFFFF_FFFF
                carry = sum >> 32
            }
            product[i + other.limbs.count] += carry
        }
        var result = Natural(0)
        result.limbs = product.map { UInt32(truncatingIfNeeded: $0) }
        while result.limbs.last == 0 { result.limbs.removeLast() }
        return result
    }

    func power(_ n: Int) -> Natural { (0..<n).reduce(Natural(1)) { power, _ in power.times(self) } }

    static func < (a: Natural, b: Natural) -> Bool {
        if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
        return a.limbs.reversed().lexicographicallyPrecedes(b.limbs.reversed())
    }
}
