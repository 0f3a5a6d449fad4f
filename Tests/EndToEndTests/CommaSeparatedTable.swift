import Foundation

/// A CSV file with a header, read plainly: what tests look into.
struct CommaSeparatedTable {
    var header: [String]
    var rows: [[String: String]]

    init(_ data: Data) {
        var bytes = Array(data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var records = CommaSeparatedTable.records(bytes)
        header = records.isEmpty ? [] : records.removeFirst()
        let names = header
        rows = records.map { record in
            Dictionary(zip(names, record), uniquingKeysWith: { first, _ in first })
        }
    }

    init(at file: URL) throws { self.init(try contents(of: file)) }

    /// The rows whose columns have these values.
    func rows(where wanted: [String: String]) -> [[String: String]] {
        rows.filter { row in wanted.allSatisfy { row[$0.key] == $0.value } }
    }

    private static func records(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var i = 0
        func endField() {
            record.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        func endRecord() {
            endField()
            records.append(record)
            record = []
        }
        while i < bytes.count {
            let byte = bytes[i]
            if quoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if i + 1 < bytes.count, bytes[i + 1] == byte {
                    field.append(byte)
                    i += 1
                } else {
                    quoted = false
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): quoted = true
                case UInt8(ascii: ","): endField()
                case UInt8(ascii: "\n"): endRecord()
                case UInt8(ascii: "\r"): break
                default: field.append(byte)
                }
            }
            i += 1
        }
        if !field.isEmpty || !record.isEmpty { endRecord() }
        return records
    }
}
