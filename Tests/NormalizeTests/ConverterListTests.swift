import Definitions
import Foundation
import Tabular
import Testing

@testable import Normalize

@Suite struct ConverterListTests {
    @Test func everyTypeHasOneConverter() {
        #expect(ConverterKind.all.map(\.type) == FieldType.allCases)
    }

    @Test func listAndFolderAgree() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Normalize/Converters")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let named = ConverterKind.all.map { kind in
            let converter = kind.make(
                ConverterContext(
                    field: field(kind.type, codelist: "types"), pipeline: pipeline, unit: nil, encoding: .utf8))
            return "\(type(of: converter)).swift"
        }
        #expect(named.sorted() == files)
    }

    @Test func namesOfRepairsAreOnePerBit() {
        #expect(Set(Repairs.names).count == Repairs.names.count)
        #expect(Repairs.historicCode.rawValue == 1 << UInt32(Repairs.names.count - 1))
    }
}
