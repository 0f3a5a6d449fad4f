import Foundation
import Tabular
import TestSupport
import Testing

@Suite struct ByteStoreTests {
    @Test(arguments: 0..<40) func whatWasAppendedIsReadWhereItStands(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try own()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ceiling = seed % 4 == 0 ? nil : MemoryCeiling(bytes: Int(seed) << 12, folder: folder)
        let store = ByteStore(ceiling, keeping: 1 << Int.random(in: 6...12, using: &random))
        var whole: [UInt8] = []
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(store.append(bytes) == whole.count)
            whole += bytes
            let end = Int.random(in: 0...whole.count, using: &random)
            let start = Int.random(in: 0...end, using: &random)
            #expect(store.read(start..<end) == Array(whole[start..<end]), "seed \(seed)")
        }
        #expect(store.count == whole.count)
        #expect(ceiling?.failure == nil)
        // Files have no names.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func aFolderThatIsNotThereIsTold() {
        let ceiling = MemoryCeiling(bytes: 1, folder: "/no such folder")
        let store = ByteStore(ceiling, keeping: 64)
        let bytes = [UInt8](repeating: 7, count: 1_000)
        store.append(bytes)
        #expect(ceiling.failure == "No such file or directory")
        // Until that has been heard, nothing is wrong.
        #expect(store.read(0..<1_000) == bytes)
    }

    @Test func recordsComeBackByTheirNumbers() throws {
        let folder = try own()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = RecordStore(MemoryCeiling(bytes: 1, folder: folder), keeping: 64)
        for number in stride(from: 0, to: 3_000, by: 3) {
            store.append(number, Array(repeating: UInt8(number & 0xFF), count: number % 70))
        }
        store.append(3_000, [1])
        store.append(3_000, [2])
        var cursor = store.cursor()
        for number in 0..<3_000 {
            let expected = number % 3 == 0 ? Array(repeating: UInt8(number & 0xFF), count: number % 70) : nil
            #expect(cursor.next(number) == expected)
        }
        #expect(cursor.next(3_000) == [1])
        #expect(cursor.next(3_000) == [2])
        #expect(cursor.next(3_000) == nil)
    }

    private func own() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/stores-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
