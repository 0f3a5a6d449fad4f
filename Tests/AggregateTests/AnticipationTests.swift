import Aggregate
import Testing

/// The value that is likely meant, where one is.
@Suite struct AnticipationTests {
    private func candidate(_ reported: Int64, _ value: Int64, isOwn: Bool = true, spread: Double = 1) -> Int64? {
        AnticipatedValue(value: value, spread: spread, isOwn: isOwn).candidate(for: reported)
    }

    @Test func unitsAreToldByTheSubjectsOwnHistory() {
        #expect(candidate(1_200_000, 1_000) == 1_200)
        #expect(candidate(12_000_000, 1_000) == 1_200)
        #expect(candidate(120_000_000_000, 1_000) == 1_200)
        #expect(candidate(1_200, 1_000_000) == 1_200_000)
        #expect(candidate(1_200, 12_000_000) == 12_000_000)
        // From 350 to 1,350 times, both included.
        #expect(candidate(350_000, 1_000) == 350)
        #expect(candidate(1_350_000, 1_000) == 1_350)
        #expect(candidate(340_000, 1_000) == nil)
        #expect(candidate(1_360_000, 1_000) == nil)
        #expect(candidate(1_000_500, 1_000) == 1_001)
    }

    @Test func whatIsUsualInAGroupDoesNotTellUnits() {
        #expect(candidate(1_200_000, 1_000, isOwn: false) == nil)
        #expect(candidate(1_000, 1_000) == nil)
        #expect(candidate(0, 1_000) == nil)
        #expect(candidate(5, 0) == nil)
    }

    @Test func aSignIsTakenOffWhereTheRestIsUsual() {
        #expect(candidate(-1_500, 1_000) == 1_500)
        #expect(candidate(-2_500, 1_000) == nil)
        #expect(candidate(-2_500, 1_000, isOwn: false, spread: 3) == 2_500)
        #expect(candidate(.min, 1_000) == nil)
    }
}
