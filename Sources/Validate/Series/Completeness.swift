public import Model
public import Tabular

/// Who has to report and who has: the subjects that reported in the year before, or that a register holds, against the records
/// of the newest month that anybody has reported.
public struct Completeness: Sendable {
    /// One who has to report.
    public struct Expected: Hashable, Sendable {
        /// From the register, else from a record of its own.
        public var isRegistered: Bool
        /// Position in that series: its last record.
        public var record: Int
        public var hasReported: Bool
    }

    /// The month that is asked; nil: nobody has reported.
    public let month: Month?
    /// In order of subjects.
    public private(set) var expected: [Expected] = []

    /// - Parameters:
    ///   - last: no later month is asked.
    ///   - register: those who have to report; nil: those who did in the twelve months before.
    ///   - until: which of the register's values is the last day; nil: it holds no more than those who are on it.
    public init(_ reports: RecordSeries, last: Month, register: RecordSeries?, until: Int?) {
        let asked = reports.months.filter { $0 <= last.index && $0 != RecordSeries.undated }.max()
        guard let asked else {
            month = nil
            return
        }
        month = Month(index: asked)
        var latest: [UInt64: Int] = [:]
        var present: Set<UInt64> = []
        for record in reports.ordered() where reports.subjects[record] != 0 {
            let month = reports.months[record]
            if month == asked { present.insert(reports.subjects[record]) }
            if month < asked, month >= asked - 12 { latest[reports.subjects[record]] = record }
        }
        var wanted: [UInt64: Expected] = [:]
        if let register {
            for record in register.ordered() where register.subjects[record] != 0 {
                guard register.months[record] <= asked else { continue }
                if let until {
                    let day = register.values[until][record]
                    let isOver =
                        day != RecordSeries.missing
                        && CivilDate(days: Int32(truncatingIfNeeded: day)).month.index < asked
                    guard !isOver else { continue }
                }
                let subject = register.subjects[record]
                wanted[subject] = Expected(isRegistered: true, record: record, hasReported: present.contains(subject))
            }
        } else {
            for (subject, record) in latest {
                wanted[subject] = Expected(isRegistered: false, record: record, hasReported: present.contains(subject))
            }
        }
        expected = wanted.sorted { $0.key < $1.key }.map(\.value)
    }
}
