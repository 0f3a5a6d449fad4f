import Model
import Tabular

enum DatePart: Sendable { case year, quarter, month, day }

/// YEAR, QUARTER, MONTH, DAY.
struct DatePartNode: IntegerNode {
    let inner: any IntegerNode
    let part: DatePart

    func evaluate(_ frame: inout Frame) -> Integers {
        let column = inner.evaluate(&frame).column(&frame)
        let values = column.values.map { days -> Int64 in
            let civil = CivilDate(days: Int32(truncatingIfNeeded: days)).civil
            switch part {
            case .year: return Int64(civil.year)
            case .quarter: return Int64((civil.month + 2) / 3)
            case .month: return Int64(civil.month)
            case .day: return Int64(civil.day)
            }
        }
        return .narrow(IntegerColumn(values: values, validity: column.validity))
    }
}

/// 0001-01-01 and 9999-12-31.
private let calendar =
    Int64(
        CivilDate.daysFromCivil(year: 1, month: 1, day: 1))...Int64(
        CivilDate.daysFromCivil(year: 9999, month: 12, day: 31))

/// Keeps sums of a date and days within the calendar; what lies outside is missing, and counted.
struct DateShift: IntegerNode {
    let sum: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Integers {
        var column = sum.evaluate(&frame).column(&frame)
        let outside = rowMask(column.values.count) { !calendar.contains(column.values[$0]) }
            .intersection(column.validity)
        guard !outside.isEmpty else { return .narrow(column) }
        frame.counters.overflows += frame.activeCount(of: outside)
        column.validity.subtract(outside)
        outside.forEachSet { column.values[$0] = 0 }
        return .narrow(column)
    }
}

/// ADD_MONTHS, ADD_YEARS.
struct MonthShift: IntegerNode {
    let inner: any IntegerNode
    let count: any IntegerNode
    /// Months of one step.
    let months: Int

    func evaluate(_ frame: inout Frame) -> Integers {
        let dates = inner.evaluate(&frame).column(&frame)
        let counts = count.evaluate(&frame).column(&frame)
        var validity = dates.validity.intersection(counts.validity)
        var values = [Int64](repeating: 0, count: frame.rowCount)
        var lost = Bitmap(count: frame.rowCount)
        validity.forEachSet { row in
            // Ten thousand years either way leave the calendar from every day.
            let steps = counts.values[row]
            let civil = CivilDate(days: Int32(truncatingIfNeeded: dates.values[row])).civil
            guard abs(max(steps, -.max)) <= 120_000 else { return lost.set(row) }
            let month = civil.year * 12 + civil.month - 1 + Int(steps) * months
            guard month >= 12, month < 120_000 else { return lost.set(row) }
            let length = CivilDate.daysIn(month: month % 12 + 1, year: month / 12)
            values[row] = Int64(
                CivilDate.daysFromCivil(year: month / 12, month: month % 12 + 1, day: min(civil.day, length)))
        }
        frame.counters.overflows += frame.activeCount(of: lost)
        validity.subtract(lost)
        return .narrow(IntegerColumn(values: values, validity: validity))
    }
}

/// PERIOD: the period of a frequency that holds a date.
struct PeriodOfDate: IntegerNode {
    let inner: any IntegerNode
    let frequency: Frequency

    func evaluate(_ frame: inout Frame) -> Integers {
        let column = inner.evaluate(&frame).column(&frame)
        let tag = PackedPeriod.pack(Period(frequency: frequency, ordinal: 0))
        let months = Int64(frequency.months)
        let values = column.values.map { days -> Int64 in
            let civil = CivilDate(days: Int32(truncatingIfNeeded: days)).civil
            return Int64(civil.year * 12 + civil.month - 1) / months * 4 + tag
        }
        return .narrow(IntegerColumn(values: values, validity: column.validity))
    }
}

/// PERIOD_START, PERIOD_END.
struct PeriodEdge: IntegerNode {
    let inner: any IntegerNode
    let isEnd: Bool

    func evaluate(_ frame: inout Frame) -> Integers {
        let column = inner.evaluate(&frame).column(&frame)
        var values = [Int64](repeating: 0, count: column.values.count)
        column.validity.forEachSet { row in
            let period = PackedPeriod.unpack(column.values[row])
            values[row] = Int64(isEnd ? period.lastMonth.lastDay.days : period.firstMonth.firstDay.days)
        }
        return .narrow(IntegerColumn(values: values, validity: column.validity))
    }
}
