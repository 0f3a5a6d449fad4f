import Definitions
import Model
import Tabular

/// A year, half, quarter or month, packed by `PackedPeriod`.
struct PeriodConverter: Converter {
    private let constraints: TextConstraints
    private let readsToDate: Bool

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        readsToDate = context.field.format == FieldDefinition.toDate
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        readIntegers(cells, PeriodKernel(readsToDate: readsToDate), constraints)
    }
}

private struct PeriodKernel: IntegerKernel {
    /// `2024年1-11月` is what was to the end of 2024-11.
    let readsToDate: Bool

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool { false }

    func slow(_ cell: FoundCell) -> IntegerReading {
        let folded = FoldedText(cell.text)
        let text = folded.string
        if cell.kind == .date {
            // A spreadsheet program takes 2024年3月 for the first of the month.
            guard let day = CivilDate(text.prefix(10)), day.civil.day == 1 else { return .failed(.type) }
            return IntegerReading(value: PackedPeriod.pack(Period(day.month)), repairs: .periodSpelling)
        }
        if let period = Period(text) {
            return IntegerReading(value: PackedPeriod.pack(period), repairs: folded.changed ? .width : [])
        }
        if let period = PeriodSpelling.read(text.filter { $0 != " " }) {
            return IntegerReading(value: PackedPeriod.pack(period), repairs: .periodSpelling)
        }
        // The first of a month, as a spreadsheet program writes a month into CSV.
        if let day = CivilDate(text), day.civil.day == 1 {
            return IntegerReading(value: PackedPeriod.pack(Period(day.month)), repairs: .periodSpelling)
        }
        guard readsToDate, let months = statedMonths(text.filter { $0 != " " }), months.lowerBound.month == 1 else {
            return .failed(.type)
        }
        return IntegerReading(value: PackedPeriod.pack(Period(months.upperBound)), repairs: .periodSpelling)
    }
}

/// Chinese spellings: `2024年`, `2024年度`, `2024年3月`, `2024年第4季度`, `2024年四季度`, `2024年上半年`.
enum PeriodSpelling {
    static func read(_ text: String) -> Period? {
        guard let mark = text.firstIndex(of: "年"), let year = number(text[..<mark]), (1...9999).contains(year),
            text[..<mark].count == 4
        else { return nil }
        let rest = text[text.index(after: mark)...]
        switch rest {
        case "", "度", "全年": return Period(year: year)
        case "上半年": return Period(.half, holding: Month(year: year, month: 1))
        case "下半年": return Period(.half, holding: Month(year: year, month: 7))
        default: break
        }
        if let digits = inside(rest, from: ["第", ""], to: ["季度"]), let quarter = number(digits),
            (1...4).contains(quarter)
        {
            return Period(.quarter, holding: Month(year: year, month: quarter * 3))
        }
        if let digits = inside(rest, from: [""], to: ["月份", "月"]), let month = number(digits), (1...12).contains(month)
        {
            return Period(Month(year: year, month: month))
        }
        return nil
    }

    private static func inside(_ text: Substring, from starts: [String], to ends: [String]) -> Substring? {
        guard let start = starts.first(where: { text.hasPrefix($0) }),
            let end = ends.first(where: { text.hasSuffix($0) }),
            text.count > start.count + end.count
        else { return nil }
        return text.dropFirst(start.count).dropLast(end.count)
    }

    /// Digits, or Chinese numerals, up to four.
    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.count) else { return nil }
        return ChineseNumerals.number(text.unicodeScalars.map(\.value))
    }
}
