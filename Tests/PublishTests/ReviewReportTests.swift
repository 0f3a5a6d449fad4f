import Definitions
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct ReviewReportTests {
    let world = SmallWorld()

    func publication() -> Publication {
        var publication = world.publication(findings: world.findings)
        var answer = ReviewAnswer(exceptionID: "", place: Place())
        answer.disposition = .corrected
        answer.value = "7"
        answer.reason = "原件"
        answer.by = "王工"
        answer.date = CivilDate(year: 2025, month: 1, day: 10)
        publication.reviews = [
            0: ExceptionReview(state: .answered, answer: answer), 1: ExceptionReview(state: .reopened, answer: answer),
        ]
        return publication
    }

    @Test func everyExceptionIsCountedOnce() {
        for language in Language.allCases {
            let report = ReviewReport(publication(), language: language).text
            let lines = report.split(separator: "\n")
            let total = lines.filter { $0.hasPrefix(language == .zh ? "合计" : "Total") }
            let numbers = total.flatMap { $0.split(separator: " ").compactMap { Int($0) } }
            // Each line: all, then by state.
            #expect(numbers.reduce(0, +) == 2 * world.findings.count)
            #expect(report.contains(language == .zh ? "重新打开的异常  1" : "Reopened  1"))
        }
    }

    @Test func columnsSayWhatHoldsAndWhatWasAnsweredBefore() {
        let cells = FindingCells(publication(), identified: true)
        func text(_ name: FindingAttribute.Name, _ at: Int) -> String {
            cells.text(.named(name), of: world.findings[at], at: at)
        }
        #expect([.disposition, .reason, .by, .date].map { text($0, 0) } == ["corrected", "原件", "王工", "2025-01-10"])
        #expect(text(.disposition, 1) == "reopened")
        #expect(text(.reason, 1) == "原答复：更正（当时报送值 7）；原件")
        #expect([.disposition, .reason, .by, .date].map { text($0, 2) } == ["", "", "", ""])
        #expect(text(.reviewState, 2) == "open")
    }
}
