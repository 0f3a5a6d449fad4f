import Foundation
import Model
import Testing

@Suite struct CivilDateTests {
    @Test func everyDayOfFourCenturiesComesBack() {
        let start = CivilDate(year: 1800, month: 1, day: 1)?.days ?? 0
        let end = CivilDate(year: 2200, month: 12, day: 31)?.days ?? 0
        var previous = CivilDate(days: start - 1).civil
        for days in start...end {
            let c = CivilDate(days: days).civil
            #expect(CivilDate(year: c.year, month: c.month, day: c.day)?.days == days)
            #expect((c.year, c.month, c.day) > (previous.year, previous.month, previous.day))
            previous = c
        }
    }

    @Test(arguments: [
        (2023, 2, 29), (2023, 2, 30), (2024, 13, 1), (2024, 6, 31), (2024, 0, 1), (2024, 1, 0), (1900, 2, 29),
    ])
    func impossibleDaysAreRefused(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func knownDays() {
        #expect(CivilDate(year: 1970, month: 1, day: 1)?.days == 0)
        #expect(CivilDate(year: 2024, month: 3, day: 5)?.days == Int32(19_787))
        #expect(CivilDate("2024-02-29")?.adding(years: 1)?.description == "2025-02-28")
        #expect(CivilDate("2024-01-31")?.adding(months: 1)?.description == "2024-02-29")
        #expect(CivilDate("2024-2-29") == nil)
    }
}
