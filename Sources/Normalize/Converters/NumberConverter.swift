import Definitions
import Model
import Tabular

/// A decimal number in the field's unit, × 10^decimals. Excess digits are rounded half away from zero, and noted.
struct NumberConverter: Converter {
    private let constraints: TextConstraints
    private let reader: NumberReader

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        reader = NumberReader(context.field, stated: context.unit, roundsExcess: true)
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn { reader.read(cells, constraints) }
}

/// How the cells of one numeric column become scaled whole numbers.
struct NumberReader: Sendable {
    private let field: Unit?
    private let stated: Unit?
    private let decimals: Int
    /// nil where the stated unit does not fit the field's: then only cells with a unit of their own can be read.
    private let scale: NumberScale?
    private let multipliers: [Int64]
    private let roundsExcess: Bool

    init(_ definition: FieldDefinition, stated unit: Unit?, roundsExcess: Bool) {
        field = definition.unit
        stated = unit
        decimals = definition.decimals
        scale = NumberScale(from: unit, to: definition.unit, decimals: definition.decimals)
        multipliers = scale?.multipliers ?? Array(repeating: 0, count: NumberScale.mostFractionDigits + 1)
        self.roundsExcess = roundsExcess
    }

    func read(_ cells: CellColumn, _ constraints: TextConstraints) -> ConvertedColumn {
        multipliers.withUnsafeBufferPointer { multipliers in
            readIntegers(
                cells, NumberKernel(reader: self, multipliers: multipliers, limits: constraints.plainDecimal),
                constraints)
        }
    }

    /// Any spelling.
    @inline(never)
    func read(_ cell: FoundCell) -> IntegerReading {
        guard var number = NumberSpelling(cell.text), let scale = scale(for: &number, cell.kind) else {
            return .failed(.type)
        }
        // A workbook's number may have an exponent; nobody wrote it.
        if cell.kind == .number || cell.kind == .percent { number.repairs.remove(.scientific) }
        var answer = scale.hold(number.signed, exponent: number.exponent)
        if case .rounded = answer, cell.kind == .number || cell.kind == .percent, number.roundToDouble() {
            answer = scale.hold(number.signed, exponent: number.exponent)
        }
        switch answer {
        case .exact(let value):
            return IntegerReading(value: value, repairs: number.repairs)
        case .rounded(let value):
            guard roundsExcess else { return .failed(.type) }
            return IntegerReading(value: value, repairs: number.repairs.union(.rounded))
        case .overflow:
            return .failed(.type)
        }
    }

    /// The scale of a cell: by its own unit, by its format, else by the column's.
    private func scale(for number: inout NumberSpelling, _ kind: CellKind) -> NumberScale? {
        // A workbook's 1 that is TRUE is no quantity.
        if kind == .boolean { return nil }
        if number.isMoney {
            // The sign says the currency; 元 or 万元 is for the column to say.
            guard field?.dimension == .money, kind != .percent else { return nil }
            number.repairs.insert(.unitInCell)
        }
        if kind == .percent {
            // The bytes hold the ratio itself.
            guard number.unit.isEmpty else { return nil }
            return ratio(1, 1, &number)
        }
        if number.unit.isEmpty { return scale }
        number.repairs.insert(.unitInCell)
        if let unit = Unit(named: number.unit) {
            if unit.dimension == .ratio, field == nil { return ratio(unit.numerator, unit.denominator, &number) }
            if let field, unit.dimension == field.dimension {
                return NumberScale(from: unit, to: field, decimals: decimals)
            }
            if field == nil, number.unit != "亿", number.unit != "万" { return nil }
        }
        // 3.5万 of something counted: ten thousands of its base.
        let multiples: [String: Int64] = ["百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000]
        guard let multiple = multiples[number.unit], let base = base(times: multiple) else { return nil }
        return NumberScale(factor: base, decimals: decimals)
    }

    /// `multiple` base units of the field's dimension in units of the field; money says its units itself.
    private func base(times multiple: Int64) -> Fraction? {
        guard let field else { return Fraction(Int128(multiple)) }
        if field.dimension == .money || field.dimension == .ratio { return nil }
        return Fraction(Int128(multiple)).divided(by: field.factor)
    }

    private func ratio(_ numerator: Int64, _ denominator: Int64, _ number: inout NumberSpelling) -> NumberScale? {
        guard let plain = Fraction(Int128(numerator), over: Int128(denominator)) else { return nil }
        guard let field else {
            number.repairs.remove(.unitInCell)
            number.repairs.insert(.percent)
            return NumberScale(factor: plain, decimals: decimals)
        }
        guard field.dimension == .ratio, let factor = plain.divided(by: field.factor) else { return nil }
        return NumberScale(factor: factor, decimals: decimals)
    }
}

private struct NumberKernel: IntegerKernel {
    let reader: NumberReader
    let multipliers: UnsafeBufferPointer<Int64>
    let mostWhole: Int
    let mostFraction: Int
    let provesConstraints: Bool

    init(reader: NumberReader, multipliers: UnsafeBufferPointer<Int64>, limits: (whole: Int, fraction: Int)?) {
        self.reader = reader
        self.multipliers = multipliers
        mostWhole = limits?.whole ?? Int.max
        mostFraction = limits?.fraction ?? Int.max
        provesConstraints = limits != nil
    }

    /// Up to sixteen bytes of digits with at most one point among them.
    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool {
        guard length <= 16, kind == .text || kind == .number else { return false }
        let mantissa: UInt64
        let fraction: Int
        if length <= 8 {
            var digits = word(at, length) ^ (0x3030_3030_3030_3030 & mask(length))
            let other = above9(digits)
            var count = length
            if other == 0 {
                fraction = 0
            } else {
                // One byte that is no digit, a point with digits on both sides.
                let point = other.trailingZeroBitCount >> 3
                fraction = length &- 1 &- point
                guard other & (other &- 1) == 0, at[point] == UInt8(ascii: "."), point > 0, fraction > 0 else {
                    return false
                }
                let below = mask(point)
                digits = digits & below | (digits >> 8) & ~below
                count = length &- 1
            }
            mantissa = eightDigits(digits << UInt64(truncatingIfNeeded: (8 &- count) &* 8))
        } else {
            var digits = UInt128(word(at) ^ 0x3030_3030_3030_3030)
            digits |= UInt128(word(at + 8, length &- 8) ^ (0x3030_3030_3030_3030 & mask(length &- 8))) << 64
            let low = above9(UInt64(truncatingIfNeeded: digits))
            let high = above9(UInt64(truncatingIfNeeded: digits >> 64))
            var count = length
            if low | high == 0 {
                fraction = 0
            } else {
                guard low.nonzeroBitCount &+ high.nonzeroBitCount == 1 else { return false }
                let point = low != 0 ? low.trailingZeroBitCount >> 3 : 8 &+ high.trailingZeroBitCount >> 3
                fraction = length &- 1 &- point
                guard at[point] == UInt8(ascii: "."), point > 0, fraction > 0 else { return false }
                let below = (UInt128(1) &<< UInt128(truncatingIfNeeded: point &* 8)) &- 1
                digits = digits & below | (digits >> 8) & ~below
                count = length &- 1
            }
            digits = digits &<< UInt128(truncatingIfNeeded: (16 &- count) &* 8)
            mantissa =
                eightDigits(UInt64(truncatingIfNeeded: digits)) &* 100_000_000
                &+ eightDigits(UInt64(truncatingIfNeeded: digits >> 64))
        }
        // Without a point the whole is the length; with one it is what stands before it.
        guard length &- fraction &- (fraction > 0 ? 1 : 0) <= mostWhole, fraction <= mostFraction else { return false }
        let (product, overflow) = Int64(truncatingIfNeeded: mantissa).multipliedReportingOverflow(
            by: multipliers[fraction])
        value = product
        return !overflow && multipliers[fraction] != 0
    }

    @inline(__always)
    private func mask(_ bytes: Int) -> UInt64 {
        bytes >= 8 ? ~0 : (1 << UInt64(truncatingIfNeeded: bytes &* 8)) &- 1
    }

    func slow(_ cell: FoundCell) -> IntegerReading { reader.read(cell) }
}
