import Definitions
public import Tabular

// What records add up to, as bytes: cells in use and subjects, so that size follows figures and enterprises, not rows;
// only medians need every value.

extension Partial {
    public func write(to writer: inout BinaryWriter) {
        for categories in categories { categories.write(to: &writer) }
        for subjects in subjects { subjects.write(to: &writer) }
        for cube in cubes { cube.write(to: &writer) }
    }

    /// Of the plan that the other process had.
    public init(_ plan: DatasetPlan, from reader: inout BinaryReader) throws(DamagedForm) {
        self.init(plan)
        try fill(from: &reader)
    }
}

extension Categories {
    fileprivate func write(to writer: inout BinaryWriter) {
        writer.write(optional: numbered) { $1.write(to: &$0) }
    }
}

extension ByteStrings {
    func write(to writer: inout BinaryWriter) {
        writer.write(list: 0..<count) { $0.write(bytes: self[$1]) }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        self.init()
        for string in try reader.list({ reader throws(DamagedForm) in try reader.slice() }) { _ = number(string) }
    }
}

extension Cube {
    fileprivate func write(to writer: inout BinaryWriter) {
        let places = addresses.places()
        writer.write(list: (1..<addresses.cellCount).filter(isUsed)) { writer, cell in
            let place = places[cell - 1]
            for number in [place.category, place.unit, place.time] { writer.write(number) }
            for (measure, cells) in cells.enumerated() {
                if let cells { cells.tally(cell).write(plan.measures[measure].kind, to: &writer) }
            }
        }
        for subjects in subjects { subjects?.write(to: &writer) }
        for left in leftOut {
            for number in [left.unplaced, left.undated, left.undecided, left.unmeasured] { writer.write(number) }
        }
    }
}

extension SubjectTimes {
    fileprivate func write(to writer: inout BinaryWriter) {
        writer.write(list: Array(entries)) { writer, entry in
            for number in [entry.subject, entry.unit, entry.category] { writer.write(number) }
            for word in 0..<wordCount { writer.write(unsigned: times[entry.words + word]) }
        }
    }
}

extension Tally {
    fileprivate func write(_ kind: MeasureKind, to writer: inout BinaryWriter) {
        writer.write(records)
        switch kind {
        case .count, .countDistinct: break
        case .sum, .mean: writer.write(sum)
        case .min: writer.write(minimum)
        case .max: writer.write(maximum)
        // In one order, whichever workers met them.
        case .median: writer.write(list: values.sorted()) { $0.write($1) }
        }
    }

    init(_ kind: MeasureKind, from reader: inout BinaryReader) throws(DamagedForm) {
        self.init(records: try reader.integer())
        switch kind {
        case .count, .countDistinct: break
        case .sum, .mean: sum = try reader.int128()
        case .min: minimum = try reader.integer()
        case .max: maximum = try reader.integer()
        case .median:
            values = try reader.list { reader throws(DamagedForm) in try reader.integer() }
            guard values.count == Int(exactly: records) else { throw DamagedForm() }
        }
    }
}
