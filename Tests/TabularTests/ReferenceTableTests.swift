import Model
import Tabular
import TestSupport
import Testing

@Suite struct ReferenceTableTests {
    @Test(arguments: [3, 12, 18, 24, 25, 60])
    func textKeysAgreeWithADictionary(length: Int) {
        var random = SeededGenerator(seed: UInt64(length))
        let pool = (0..<3_000).map { _ in text(length, &random) }
        let table = ReferenceTable(
            keyFields: [SchemaField(name: "code", type: .text)],
            valueFields: [SchemaField(name: "name", type: .text), SchemaField(name: "size", type: .number(scale: 2))])
        let schema = Schema([
            SchemaField(name: "size", type: .number(scale: 2)), SchemaField(name: "code", type: .text),
            SchemaField(name: "name", type: .text),
        ])
        var names: [String: (name: String?, size: Int64?)] = [:]
        for _ in 0..<20 {
            let keys = (0..<200).map { _ in Bool.random(using: &random) ? pool.randomElement(using: &random) : nil }
            let titles = keys.map { _ in Bool.random(using: &random) ? text(9, &random) : nil }
            let sizes = keys.map { _ in Bool.random(using: &random) ? Int64.random(in: -9...9, using: &random) : nil }
            var rows = Bitmap(count: 200)
            for i in 0..<200 where Bool.random(using: &random) {
                rows.set(i)
                if let key = keys[i], names[key] == nil { names[key] = (titles[i], sizes[i]) }
            }
            table.append(
                Batch(
                    rowCount: 200,
                    columns: [
                        .integers(integerColumn(sizes)), .texts(textColumn(keys)), .texts(textColumn(titles)),
                    ]), schema: schema, rows: rows)
        }
        #expect(table.count == names.count)

        let asked: [String?] = (0..<5_000).map { i in
            i % 10 == 0 ? nil : i % 10 == 1 ? text(length, &random) : pool.randomElement(using: &random)
        }
        let ids = table.find([.texts(textColumn(asked))], rowCount: asked.count)
        guard case .texts(let found) = table.column("name", at: ids),
            case .integers(let sizes) = table.column("size", at: ids)
        else { return #expect(Bool(false), "columns have their field's type") }
        for (row, key) in asked.enumerated() {
            guard let key else { #expect(ids[row] == -2); continue }
            guard let record = names[key] else {
                #expect(ids[row] == -1)
                #expect(!found.validity[row] && !sizes.validity[row])
                continue
            }
            #expect(ids[row] >= 0)
            #expect((found.validity[row] ? found.string(row) : nil) == record.name)
            #expect((sizes.validity[row] ? sizes.values[row] : nil) == record.size)
        }
    }

    @Test func integerAndCompositeKeys() {
        let fields = [SchemaField(name: "area", type: .area), SchemaField(name: "year", type: .number(scale: 0))]
        let single = ReferenceTable(keyFields: [fields[0]], valueFields: [fields[1]])
        let double = ReferenceTable(keyFields: fields, valueFields: [])
        let areas = integerColumn((0..<5_000).map { $0 % 7 == 0 ? nil : Int64($0) - 2_000 })
        let years = integerColumn((0..<5_000).map { Int64($0 % 3) })
        let batch = Batch(rowCount: 5_000, columns: [.integers(areas), .integers(years)])
        for table in [single, double] {
            table.append(batch, schema: Schema(fields), rows: Bitmap(count: 5_000, repeating: true))
        }
        let asked = integerColumn([-1999, 5_000, nil, 0, -2000])
        let ids = single.find([.integers(asked)], rowCount: 5)
        #expect(ids == [0, -1, -2, Int32(2_000 - 2_000 / 7 - 1), -1])
        #expect(
            double.find([.integers(asked), .integers(integerColumn([1, 0, 0, 0, 1]))], rowCount: 5)
                == [0, -1, -2, -1, -1])
    }

    private func text(_ length: Int, _ random: inout SeededGenerator) -> String {
        String((0..<length).map { _ in "01ab".randomElement(using: &random) ?? "0" })
    }
}
