import Foundation
import Testing

@Suite struct RuleKindsTests {
    @Test func theListAndTheFolderAgree() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Validate")
        let list = try String(contentsOf: root.appendingPathComponent("RuleKinds.swift"), encoding: .utf8)
        let code = list.split(separator: "\n").filter { !$0.contains("//") }.joined(separator: "\n")
        let files = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Kinds").path)
        #expect(files.count >= 7)
        for file in files.sorted() {
            let kind = String(file.dropLast(".swift".count))
            #expect(code.contains("\(kind).self") || code.contains("\(kind)("), "\(kind) is in no list")
        }
    }
}
