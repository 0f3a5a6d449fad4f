import Definitions
import Tabular

/// 统一社会信用代码: eighteen characters of GB 32100 with a right check character.
struct USCCConverter: Converter {
    private let constraints: TextConstraints

    init(_ context: ConverterContext) { constraints = TextConstraints(context.field.constraints) }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        cells.withUTF8 { cells in
            USCC.weighted.withUnsafeBufferPointer { table in
                readTexts(cells, USCCKernel(table: table), constraints)
            }
        }
    }
}

/// GB 32100-2015.
enum USCC {
    static let alphabet = bytes("0123456789ABCDEFGHJKLMNPQRTUWXY")
    static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    /// Above any sum of eighteen values below 31.
    static let invalid: UInt32 = 1 << 16

    /// Value × weight modulo 31 of a byte at a position: `weighted[position × 256 + byte]`; `invalid` outside the
    /// alphabet. The check character has weight one, so that a right code sums to a multiple of 31.
    static let weighted: [UInt32] = (weights + [1]).flatMap { weight in
        (0..<256).map { byte in
            alphabet.firstIndex(of: UInt8(byte)).map { UInt32($0 * weight % 31) } ?? invalid
        }
    }

    /// The sum of the weighted values: `invalid` or more where a character is outside the alphabet.
    @inline(__always)
    static func sum(_ at: UnsafePointer<UInt8>, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
        guard let table = table.baseAddress else { return invalid }
        var first = word(at)
        var second = word(at + 8)
        var sum = table[16 << 8 | Int(at[16])] &+ table[17 << 8 | Int(at[17])]
        for position in 0..<8 {
            sum &+= table[position << 8 | Int(truncatingIfNeeded: first & 0xFF)]
            sum &+= table[(position + 8) << 8 | Int(truncatingIfNeeded: second & 0xFF)]
            first >>= 8
            second >>= 8
        }
        return sum
    }
}

private struct USCCKernel: TextKernel {
    let table: UnsafeBufferPointer<UInt32>

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind) -> Bool {
        guard length == 18, kind == .text else { return false }
        let sum = USCC.sum(at, table)
        // Eighteen zeros pass the arithmetic; no code begins with eight.
        return sum < USCC.invalid && sum % 31 == 0 && word(at) != 0x3030_3030_3030_3030
    }

    func slow(_ cell: FoundCell) -> TextReading {
        // A spreadsheet program holds fifteen digits of a number: whatever stands behind them is not what was typed.
        if cell.kind == .number { return .failed(DamagedNumber.isLong(cell.text) ? .damaged : .type) }
        var repairs: Repairs = []
        var code: [UInt8] = []
        let folded = FoldedText(cell.text)
        if folded.changed { repairs.insert(.width) }
        for (position, scalar) in folded.scalars.enumerated() {
            switch scalar {
            case 0x27 where position == 0, 0x2018 where position == 0, 0x2019 where position == 0:
                repairs.insert(.apostrophe)
            case 0x20:
                repairs.insert(.spaces)
            case 0x61...0x7A:
                repairs.insert(.letterCase)
                code.append(UInt8(scalar - 0x20))
            case 0..<0x80:
                code.append(UInt8(scalar))
            default:
                return .failed(.type)
            }
        }
        if DamagedNumber.isScientific(code) { return .failed(.damaged) }
        guard code.count == 18 else { return .failed(.type) }
        let sum = code.withUnsafeBufferPointer { code in code.baseAddress.map { USCC.sum($0, table) } ?? USCC.invalid }
        guard sum < USCC.invalid, code.contains(where: { $0 != UInt8(ascii: "0") }) else { return .failed(.type) }
        if sum % 31 == 0 {
            return TextReading(replacement: repairs.isEmpty ? nil : code, repairs: repairs)
        }
        // As gnumeric and an as-shown export write a code that had become a number.
        if code.allSatisfy({ $0 <= UInt8(ascii: "9") }), code.suffix(2).allSatisfy({ $0 == UInt8(ascii: "0") }) {
            return .failed(.damaged)
        }
        return TextReading(replacement: repairs.isEmpty ? nil : code, failure: .checkDigit)
    }
}
