import Definitions
import Ingest
import Model
import Tabular

// What was found out about files, as bytes.

extension BinaryReader {
    /// A value by its name.
    mutating func named<Value: RawRepresentable<String>>(_ type: Value.Type) throws(DamagedForm) -> Value {
        guard let value = Value(rawValue: try text()) else { throw DamagedForm() }
        return value
    }
}

extension FileProblem {
    func write(to writer: inout BinaryWriter) {
        writer.write(rule.rawValue)
        writer.write(place)
        writer.write(detail.zh ?? "")
        writer.write(detail.en ?? "")
        writer.write(optional: retry) { writer, retry in
            switch retry {
            case .careful: writer.write(byte: 0)
            case .search: writer.write(byte: 1)
            case .encoding(let encoding):
                writer.write(byte: 2)
                writer.write(encoding.rawValue)
            }
        }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        let rule = try reader.named(BuiltInRule.self)
        let place = try reader.place()
        let (zh, en) = (try reader.text(), try reader.text())
        let retry = try reader.optional { reader throws(DamagedForm) -> Retry in
            switch try reader.byte() {
            case 0: .careful
            case 1: .search
            case 2: .encoding(try reader.named(TextEncoding.self))
            default: throw DamagedForm()
            }
        }
        self.init(rule, at: place, zh: zh, en: en, retry: retry)
    }
}
