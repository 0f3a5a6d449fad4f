import Foundation
import Testing

/// One table of contracts, as eight programs and formats wrote it: title, unit line, a blank row, a total, a note, a line
/// break and quotation marks in a name, a damaged code, markers for missing. LibreOffice and gnumeric wrote theirs; those of
/// Excel and WPS are as these write XML Spreadsheet 2003.
@Suite struct SameTableTests {
    private static let folder = Checkout.path("Tests/EndToEndTests/SameTable")

    /// What a run makes of one file.
    private struct Outcome: Equatable {
        var returns: Data
        /// Errors and queries: rule, row, column, field, value, message.
        var exceptions: [[String]]
        var status: Int32
    }

    private func outcome(of file: String) throws -> Outcome {
        let work = try TemporaryFolder()
        let delivery = work.url.appendingPathComponent("inputs/2024-Q4")
        let manager = FileManager.default
        try manager.createDirectory(at: delivery, withIntermediateDirectories: true)
        try "covers: 2024-01..2024-12\n".write(
            to: delivery.appendingPathComponent("delivery.yaml"), atomically: true, encoding: .utf8)
        let ending = file.split(separator: ".").dropFirst().joined(separator: ".")
        try manager.copyItem(
            at: Self.folder.appendingPathComponent(file), to: delivery.appendingPathComponent("技术合同.\(ending)"))
        try manager.copyItem(
            at: Checkout.path("Tests/EndToEndTests/Cases/good-input/inputs/2024-Q4/企业名录.csv"),
            to: delivery.appendingPathComponent("企业名录.csv"))
        try manager.copyItem(
            at: Checkout.path("Tests/EndToEndTests/Pipelines/small"), to: work.url.appendingPathComponent("pipeline"))
        let program = try Program.run(
            [
                "run", "--period", "2024Q4", "--jobs", "1", "--pipeline", "pipeline", "--inputs", "inputs",
                "--outputs", "outputs",
            ], in: work.url)
        func output(_ path: String) throws -> Data {
            try contents(of: work.url.appendingPathComponent("outputs/2024-Q4/\(path)"))
        }
        let table = CommaSeparatedTable(try output("exceptions/exceptions.csv.gz"))
        let columns = ["severity", "rule", "row", "column", "field", "value", "message"]
        let lines = table.rows.map { row in columns.map { row[$0] ?? "" } }.filter { $0[0] != "note" }
        return Outcome(returns: try output("returns/returns.csv.gz"), exceptions: lines, status: program.status)
    }

    static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    @Test(
        "behaviours 10, 16, 17, 28 and 31: every format of one table gives the same records and the same figures",
        arguments: files
    ) func everyFormatGivesTheSame(file: String) throws {
        let plain = try outcome(of: "LibreOffice-utf8.csv")
        #expect(plain.status == 0)
        #expect(plain.exceptions.contains { $0[1] == "contracts.seller.damaged" && $0[2] == "8" && $0[3] == "4" })
        #expect(String(decoding: plain.returns, as: UTF8.self).contains("2024-Q4,ytd,value,,,1234733.6401"))
        let other = try outcome(of: file)
        #expect(other.returns == plain.returns)
        #expect(other.exceptions == plain.exceptions)
        #expect(other.status == plain.status)
    }

    @Test func everyFormatIsThere() { #expect(Self.files.count == 13) }
}
