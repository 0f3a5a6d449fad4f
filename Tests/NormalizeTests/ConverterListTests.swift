import Definitions
import Foundation
import Testing

/// To add a type: one file in `Converters/`, one line in the list.
@Suite struct ConverterListTests {
    private let module = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Normalize")

    /// The lines `ConverterKind(type: .date) { DateConverter($0) }`.
    private func list() throws -> [(type: String, converter: String)] {
        let source = try String(contentsOf: module.appendingPathComponent("Converter.swift"), encoding: .utf8)
        return source.matches(of: #/ConverterKind\(type: \.(\w+)\) \{ (\w+)\(\$0\) \}/#).map {
            (String($0.1), String($0.2))
        }
    }

    @Test func everyTypeHasOneConverter() throws {
        #expect(try list().map(\.type) == FieldType.allCases.map(\.rawValue))
    }

    @Test func listAndFolderAgree() throws {
        let folder = module.appendingPathComponent("Converters")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(try list().map { "\($0.converter).swift" }.sorted() == files)
    }
}
