import Definitions
import Foundation
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct ExceptionsWorkbookTests {
    let world = SmallWorld()

    private var output: OutputDefinition {
        OutputDefinition(
            kind: .exceptionsWorkbook, path: "exceptions/exceptions.xlsx", table: nil, place: SmallWorld.nowhere)
    }

    private func cell(_ column: ExceptionColumn, of at: Int) -> ExceptionCell {
        let publication = world.publication(findings: world.findings)
        let cells = ExceptionCells(publication, order: FindingReader(publication).reportOrder())
        return cells.cell(column, of: publication.findings[at], at: at)
    }

    /// Numbers sort and add up as numbers, and say their unit; what was reported stays the text that it was.
    @Test func numbersAreNumbersWithTheirUnit() {
        #expect(
            cell(.review(.expected), of: 1) == .number(Decimal(mantissa: 12_500_000, scale: 2), format: "#,##0\"元\""))
        #expect(
            cell(.review(.normalized), of: 1)
                == .number(Decimal("130000") ?? Decimal(mantissa: 0, scale: 0), format: "#,##0\"元\""))
        #expect(cell(.review(.value), of: 1) == .text("13"))
        #expect(cell(.review(.message), of: 1) == .text("技术交易额 13万元 大于成交总额 12.5万元，多 5000元"))
        #expect(cell(.place, of: 1) == .text("2024-Q4/瑶海区/contracts.xml › 合同 › 第 2 行 E 列"))
        #expect(cell(.review(.severity), of: 1) == .text("核实性疑问"))
    }

    /// A spreadsheet would run `=cmd()`; and neither XML nor a cell holds everything.
    @Test func whatRespondentsWroteIsHarmless() {
        #expect(cell(.review(.value), of: 2) == .text("'=cmd()"))
        for text in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\tx", "\rx"] {
            #expect(cellText(text) == "'" + text)
        }
        for text in ["-3.2%", "+1,200", "中文", "", "a=b"] { #expect(cellText(text) == text) }
        #expect(cellText("a\u{0}b\u{FFFF}") == "a\u{FFFD}b\u{FFFD}")
        let long = cellText(String(repeating: "长", count: 40_000))
        #expect(long.utf16.count == 32_001)
        #expect(long.hasSuffix("…"))
    }

    /// What was decided stands where it is decided; what does not hold any more is shown, and not given as a decision.
    @Test func answersComeBackFilledIn() {
        var answer = ReviewAnswer(exceptionID: "x", place: Place())
        answer.disposition = .confirmed
        answer.reason = "已核对合同原件"
        answer.by = "李"
        answer.date = CivilDate("2025-01-20")
        answer.value = "14"
        func cells(_ state: ReviewState) -> [ExceptionCell] {
            var publication = world.publication(findings: world.findings)
            publication.reviews[1] = ExceptionReview(state: state, answer: answer)
            let cells = ExceptionCells(publication, order: FindingReader(publication).reportOrder())
            return [.state, .review(.disposition), .review(.reason), .review(.date), .review(.message)].map {
                cells.cell($0, of: publication.findings[1], at: 1)
            }
        }
        let message = "技术交易额 13万元 大于成交总额 12.5万元，多 5000元"
        #expect(
            cells(.answered) == [
                .text("已处理"), .text("确认属实"), .text("已核对合同原件"),
                .date(CivilDate(days: CivilDate.daysFromCivil(year: 2025, month: 1, day: 20))), .text(message),
            ])
        #expect(
            cells(.reopened) == [
                .text("重新打开"), .blank, .blank, .blank,
                .text("\(message)\n原答复：确认属实（当时报送值 14）；已核对合同原件"),
            ])
    }

    /// The bureau's decision, and what its error is to a figure, are no business of the sender's.
    @Test func sendersHaveNoColumnsOfTheBureau() {
        let columns = ExceptionSheet.columns(forSender: true)
        #expect(columns.allSatisfy { $0.part != .bureau })
        #expect(!columns.contains(.review(.impact)))
        #expect(columns.contains(.review(.explanation)) && columns.contains(.review(.exceptionID)))
        #expect(ExceptionSheet.columns(forSender: false) == ExceptionColumn.all)
        for language in Language.allCases {
            let titles = ExceptionColumn.all.map { $0.title[language] }
            #expect(Set(titles).count == titles.count, "two columns have one title")
        }
        // Whatever a review is read back by is there.
        for column in ReviewColumn.allCases { #expect(ExceptionColumn.all.contains(.review(column))) }
    }

    @Test func everySenderHasAWorkbookOfItsOwn() throws {
        let publication = world.publication(findings: world.findings)
        let folder = try ScratchFolder()
        let output = OutputDefinition(
            kind: .senderWorkbooks, path: "exceptions/by-sender/{sender}.xlsx", table: nil, place: SmallWorld.nowhere)
        try write(output, publication, to: folder.path)
        let made = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/exceptions/by-sender").sorted()
        // 瑶海区 sent one file, the bureau has the empty one.
        #expect(made == ["340102.xlsx", "bureau.xlsx"])
        #expect(try folder.mode("exceptions/by-sender/340102.xlsx") == 0o640)
        #expect(try folder.mode("exceptions/by-sender") == 0o750)
    }

    /// The same cells give the same bytes, whenever they are written.
    @Test func bytesDoNotKnowTheClock() async throws {
        let publication = world.publication(findings: world.findings)
        let folders = [try ScratchFolder(), try ScratchFolder()]
        try write(output, publication, to: folders[0].path)
        // Zip entries count in steps of two seconds.
        try await Task.sleep(for: .seconds(2.1))
        try write(output, publication, to: folders[1].path)
        #expect(try folders[0].bytes("exceptions/exceptions.xlsx") == folders[1].bytes("exceptions/exceptions.xlsx"))
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(folders[0].path)/exceptions")
        #expect(left == ["exceptions.xlsx"])
    }

    /// Nothing was wrong: there is still a workbook that says so.
    @Test func noExceptionsIsAWorkbookToo() throws {
        let folder = try ScratchFolder()
        try write(output, world.publication(), to: folder.path)
        #expect(try folder.bytes("exceptions/exceptions.xlsx").starts(with: [0x50, 0x4B]))
    }

    @Test func qualityAddsUpBySenderAndDistrict() {
        var publication = world.publication(findings: world.findings)
        publication.accounts = [
            TableAccount(
                file: 0, sheet: 0, dataset: 0, read: 10, accepted: 7, rejected: 2,
                notRecords: [RowClassCount(name: "header", count: 1)]),
            TableAccount(file: 1, dataset: -1, read: 3, notRecords: [RowClassCount(name: "title", count: 3)]),
        ]
        let year = Month(year: 2024, month: 1)...Month(year: 2024, month: 9)
        let rest = Month(year: 2024, month: 10)...Month(year: 2024, month: 12)
        publication.coverage = [
            Coverage(dataset: 0, sender: 1, months: year, state: .delivered),
            Coverage(dataset: 0, sender: 1, months: rest, state: .notDelivered),
        ]
        let unstated = ReportingQuality(publication)
        #expect(unstated.bySender.map(\.sender) == [nil, 1])
        #expect(unstated.bySender.map(\.account.read) == [3, 10])
        // Nobody says who owes what: no month is due.
        #expect(unstated.bySender.map(\.monthsDue) == [0, 0])
        publication.pipeline.senders = [
            SenderDefinition(dataset: "contracts", sender: 1, frequency: .quarter, place: SmallWorld.nowhere)
        ]
        let quality = ReportingQuality(publication)
        #expect(quality.bySender.map(\.monthsDue) == [0, 12])
        #expect(quality.bySender.map(\.monthsSent) == [0, 9])
        #expect(quality.bySender[1].missing == [rest])
        #expect(quality.byArea.map(\.area) == [1, 2, -1])
        #expect(quality.byArea.map(\.count.total).reduce(0, +) == Int64(world.findings.count))
    }
}
