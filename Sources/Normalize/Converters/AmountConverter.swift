import Definitions
import Model
import Tabular

/// A number with whatever unit and limiting word stand beside it, as `StatedNumber` writes them: `58.5 亿元`, `500 余`. A cell
/// with the format of a percentage is in %.
struct AmountConverter: Converter {
    private let constraints: TextConstraints

    init(_ context: ConverterContext) { constraints = TextConstraints(context.field.constraints) }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        cells.withUTF8 { readTexts($0, AmountKernel(), constraints) }
    }
}

private struct AmountKernel: TextKernel {
    /// Digits that every sum over them leaves room for.
    private static let mostDigits = 24

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind) -> Bool { false }

    func slow(_ cell: FoundCell) -> TextReading {
        var text = FoldedText(cell.text).string
        let before = StatedNumber.qualifiersBefore.first { text.hasPrefix($0) }
        if let before { text.removeFirst(before.count) }
        var behind: String?
        if cell.kind == .boolean { return .failed(.type) }
        if before == nil { behind = take(&text) }
        guard var number = text.withUTF8({ NumberSpelling($0) }) else { return .failed(.type) }
        if behind == nil, before == nil {
            // 500余家: the word stands between number and unit.
            var unit = number.unit
            behind = StatedNumber.qualifiersBehind.first { unit.hasPrefix($0) }
            if let behind { unit.removeFirst(behind.count) }
            number.unit = unit
        }
        if cell.kind == .number || cell.kind == .percent { number.repairs.remove(.scientific) }
        if cell.kind == .number || cell.kind == .percent, number.exponent < -12 { _ = number.roundToDouble() }
        if cell.kind == .percent {
            guard number.unit.isEmpty else { return .failed(.type) }
            number.unit = "%"
            number.exponent += 2
        }
        guard isUnit(number.unit), let decimal = decimal(number) else { return .failed(.type) }
        let stated = StatedNumber(
            decimal: decimal, unit: number.unit.isEmpty ? nil : number.unit, qualifier: before ?? behind)
        // That a unit or a word stands there is no repair: the type is made for it.
        return TextReading(replacement: bytes(stated.description), repairs: number.repairs.subtracting(.unitInCell))
    }

    /// A word, known or not; 1-2 is no number in "-2".
    private func isUnit(_ word: String) -> Bool {
        Unit(named: word) != nil || !word.contains { "0123456789-–—~/<>=".contains($0) }
    }

    private func take(_ text: inout String) -> String? {
        guard let word = StatedNumber.qualifiersBehind.first(where: { text.hasSuffix($0) }) else { return nil }
        text.removeLast(word.count)
        return word
    }

    private func decimal(_ number: NumberSpelling) -> Decimal? {
        guard number.significantDigits <= AmountKernel.mostDigits, number.exponent <= AmountKernel.mostDigits,
            number.exponent >= -AmountKernel.mostDigits
        else { return nil }
        guard number.exponent > 0 else { return Decimal(mantissa: number.signed, scale: -number.exponent) }
        let (whole, overflow) = number.signed.multipliedReportingOverflow(by: powerOfTen(number.exponent))
        return overflow ? nil : Decimal(mantissa: whole, scale: 0)
    }
}
