import Definitions
import Model
import Tabular

/// A day, as days since 1970-01-01. With a `format`, the text as found must have it to the letter (a typed date of a
/// workbook satisfies any); without, every spelling of domain.md F.
struct DateConverter: Converter {
    private let constraints: TextConstraints
    private let format: DateFormat?
    /// Whether `2024-03-05` is right.
    private let takesISO: Bool
    private let serialOrigin: Int32

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        format = context.field.format.map { DateFormat($0) }
        serialOrigin = context.serialOrigin
        takesISO = context.field.format == nil || context.field.format == "%Y-%m-%d"
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        CalendarTable.months.withUnsafeBufferPointer { months in
            readIntegers(
                cells, DateKernel(format: format, takesISO: takesISO, serialOrigin: serialOrigin, months: months),
                constraints)
        }
    }
}

/// First day and length of every month of the years that reports speak of.
enum CalendarTable {
    static let years = 1900...2100

    /// By (year − 1900) × 12 + month − 1: first day × 32 + number of days.
    static let months: [Int32] = years.flatMap { year in
        (1...12).map { month in
            CivilDate.daysFromCivil(year: year, month: month, day: 1) * 32
                + Int32(CivilDate.daysIn(month: month, year: year))
        }
    }
}

private struct DateKernel: IntegerKernel {
    let format: DateFormat?
    let takesISO: Bool
    let serialOrigin: Int32
    let months: UnsafeBufferPointer<Int32>

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool {
        if kind == .text {
            guard length == 10, takesISO else { return false }
        } else {
            // A typed date may carry a time, which is no part of the day.
            guard kind == .date, length == 10 || (length > 10 && at[10] == UInt8(ascii: "T")) else { return false }
        }
        return day(at, &value)
    }

    /// `yyyy-mm-dd` of 1900 to 2100.
    @inline(__always)
    private func day(_ at: UnsafePointer<UInt8>, _ value: inout Int64) -> Bool {
        // "2024-03-" with its dashes turned into zeros, then the two digits behind.
        let head = word(at) ^ 0x2D30_302D_3030_3030
        let tail = (UInt64(at[8]) | UInt64(at[9]) << 8) ^ 0x3030
        guard above9(head) | above9(tail) == 0, head & 0xFF00_00FF_0000_0000 == 0 else { return false }
        let pairs = head &* 10 &+ (head >> 8)
        let year = Int(truncatingIfNeeded: (pairs & 0xFF) &* 100 &+ (pairs >> 16 & 0xFF))
        let month = Int(truncatingIfNeeded: pairs >> 40 & 0xFF)
        let day = Int(truncatingIfNeeded: (tail & 0xFF) &* 10 &+ tail >> 8)
        let index = (year &- 1900) &* 12 &+ month &- 1
        guard month &- 1 < 12, month >= 1, index >= 0, index < months.count else { return false }
        let entry = Int(months[index])
        guard day >= 1, day <= entry & 31 else { return false }
        value = Int64(entry >> 5 &+ day &- 1)
        return true
    }

    func slow(_ cell: FoundCell) -> IntegerReading {
        if cell.kind == .date {
            // Years before 1900 are the time of a day without a day: 8:30 is 1899-12-31T08:30.
            guard let day = DateSpelling.read(cell.text, isNumber: false)?.date, day.civil.year >= 1900 else {
                return .failed(.type)
            }
            return IntegerReading(value: Int64(day.days))
        }
        if let format {
            guard let day = format.read(cell.found) else { return .failed(.type) }
            return IntegerReading(value: Int64(day.days))
        }
        guard let found = DateSpelling.read(cell.text, isNumber: cell.kind == .number, origin: serialOrigin)
        else { return .failed(.type) }
        return IntegerReading(value: Int64(found.date.days), repairs: found.repairs)
    }
}
