import Model
import Tabular

/// The fields that figures are broken down by.
struct Breakdown: Hashable, Sendable {
    struct Field: Hashable, Sendable {
        var position: Int
        var schema: SchemaField
        /// How many values there can be, where that is known beforehand.
        var size: Int?
    }

    var fields: [Field]

    var names: [String] { fields.map(\.schema.name) }

    /// Where the categories are few and known beforehand, the size of each field: then the category is computed, else it
    /// is numbered when it is first met.
    var sizes: [Int]? {
        let known = fields.compactMap(\.size)
        let product = known.reduce(1) { min($0 * $1, 1 << 20) }
        return known.count == fields.count && product <= 4096 ? known : nil
    }
}

/// The categories of a breakdown that were met. Number 0 holds the records that lack one of the fields: they are in the
/// whole and in no cell.
struct Categories: Hashable, Sendable {
    let breakdown: Breakdown
    /// Numbers given so far, with 0.
    private(set) var count: Int
    private var met = ByteStrings()

    init(_ breakdown: Breakdown) {
        self.breakdown = breakdown
        count = breakdown.fields.isEmpty ? 1 : (breakdown.sizes.map { 1 + $0.reduce(1, *) } ?? 1)
    }

    /// The category of each row; rows outside `standing` have any.
    mutating func numbers(_ batch: Batch, standing: Bitmap) -> [Int32] {
        var numbers = [Int32](repeating: 0, count: batch.rowCount)
        guard !breakdown.fields.isEmpty else { return numbers }
        var complete = standing
        for field in breakdown.fields { complete.formIntersection(batch.columns[field.position].validity) }
        if let sizes = breakdown.sizes {
            for (i, field) in breakdown.fields.enumerated() {
                guard case .integers(let column) = batch.columns[field.position] else { continue }
                let size = Int32(sizes[i])
                column.values.withUnsafeBufferPointer { values in
                    for row in 0..<numbers.count {
                        numbers[row] = numbers[row] &* size &+ Int32(truncatingIfNeeded: values[row])
                    }
                }
            }
            for row in numbers.indices { numbers[row] &+= 1 }
            complete.complement.forEachSet { numbers[$0] = 0 }
        } else if breakdown.fields.count == 1, case .texts(let column) = batch.columns[breakdown.fields[0].position] {
            complete.forEachSet { numbers[$0] = Int32(met.number(column.bytes($0)) + 1) }
            count = met.count + 1
        } else {
            complete.forEachSet { numbers[$0] = Int32(met.number(key(batch, $0)[...]) + 1) }
            count = met.count + 1
        }
        return numbers
    }

    /// Takes in the categories of `other`; its number n becomes the n-th of the answer here.
    mutating func absorb(_ other: Categories) -> [Int32] {
        if breakdown.fields.isEmpty || breakdown.sizes != nil { return (0..<Int32(count)).map { $0 } }
        let numbers = [0] + met.absorb(other.met).map { $0 + 1 }
        count = met.count + 1
        return numbers
    }

    /// The values met, where categories are numbered as they are met.
    var numbered: ByteStrings? { breakdown.fields.isEmpty || breakdown.sizes != nil ? nil : met }

    /// Takes over the numbers that another process gave.
    mutating func fill(from reader: inout BinaryReader) throws(DamagedForm) {
        let strings = try reader.optional { reader throws(DamagedForm) in try ByteStrings(from: &reader) }
        guard (strings == nil) == (numbered == nil) else { throw DamagedForm() }
        guard let strings else { return }
        met = strings
        count = met.count + 1
    }

    /// The row's values behind each other: eight bytes for whole numbers, texts with their length before them, the last
    /// field's text without.
    private func key(_ batch: Batch, _ row: Int) -> [UInt8] {
        var key: [UInt8] = []
        for (i, field) in breakdown.fields.enumerated() {
            switch batch.columns[field.position] {
            case .integers(let column):
                withUnsafeBytes(of: column.values[row].littleEndian) { key.append(contentsOf: $0) }
            case .texts(let column):
                let text = column.bytes(row)
                if i < breakdown.fields.count - 1 {
                    withUnsafeBytes(of: UInt32(text.count).littleEndian) { key.append(contentsOf: $0) }
                }
                key.append(contentsOf: text)
            }
        }
        return key
    }
}

/// A value of a field in a category, comparable in the order of the code list, else of the value, else of the bytes.
enum CategoryPart: Hashable, Comparable, Sendable {
    case integer(Int64)
    case text([UInt8])

    static func < (a: CategoryPart, b: CategoryPart) -> Bool {
        switch (a, b) {
        case (.integer(let a), .integer(let b)): a < b
        case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
        case (.integer, .text): true
        case (.text, .integer): false
        }
    }
}

extension Categories {
    /// The values that make a category, one per field; for every number but 0.
    func parts(_ number: Int) -> [CategoryPart] {
        if let sizes = breakdown.sizes {
            var rest = number - 1
            return sizes.reversed().map { size in
                defer { rest /= size }
                return CategoryPart.integer(Int64(rest % size))
            }.reversed()
        }
        var rest = met[number - 1]
        return breakdown.fields.enumerated().map { i, field in
            if field.schema.type != .text { return .integer(Int64(bitPattern: littleEndian(&rest, 8))) }
            let length = i < breakdown.fields.count - 1 ? Int(littleEndian(&rest, 4)) : rest.count
            defer { rest = rest.dropFirst(length) }
            return .text(Array(rest.prefix(length)))
        }
    }

    private func littleEndian(_ bytes: inout ArraySlice<UInt8>, _ width: Int) -> UInt64 {
        let value = bytes.prefix(width).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        bytes = bytes.dropFirst(width)
        return value
    }

    /// What a figure states: codes, names of areas by code, numbers and dates as written.
    func codes(_ parts: [CategoryPart], _ areas: AreaTree) -> [String] {
        zip(breakdown.fields, parts).map { field, part in
            switch part {
            case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
            case .integer(let value):
                switch field.schema.type {
                case .number(let scale): return Decimal(mantissa: Int128(value), scale: scale).shortest
                case .date: return CivilDate(days: Int32(truncatingIfNeeded: value)).description
                case .boolean: return value == 0 ? "false" : "true"
                case .area: return areas[Int(value)].code
                case .period: return PackedPeriod.unpack(value).description
                case .code: return field.schema.codes?.codes[Int(value)] ?? "\(value)"
                case .text: return "\(value)"
                }
            }
        }
    }
}
