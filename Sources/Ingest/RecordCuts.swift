import CScan
import Tabular

/// Where a table of plain CSV may be divided between readers: behind records, found as `CSVCutter` finds them, by counting
/// the quotation marks from the table's first record on.
///
/// The marks are counted exactly, so whoever reads a part looks at all bytes before it; at several GB/s that costs a fraction
/// of reading them. What the count cannot know (a stray mark within a field) the decoder of the parts notices.
public struct RecordCuts {
    /// The bytes of the records: from behind the header to the end of the table.
    public let records: Range<Int>
    private let start: Int
    private let source: OpenFile

    /// nil where the table cannot be divided: it is no CSV, is compressed or UTF-16, has to be read by the grammar, or is
    /// wide.
    public init?(file: InputFile, survey: FileSurvey, binding: TableBinding, mode: ReadMode) throws(FileProblem) {
        guard case .csv = survey.format, survey.wrapping == Wrapping(), !mode.careful, binding.wide == nil else {
            return nil
        }
        let span = survey.sheets[binding.sheet].tables[binding.table].span
        source = try OpenFile(file, limits: mode.limits)
        let end = span.end ?? source.size
        guard span.records < end else { return nil }
        start = span.start
        records = span.records..<end
    }

    /// For each offset (ascending) the beginning of the first record that begins behind it; the table's beginning for those
    /// up to its first record, its end where none begins.
    public func beginnings(behind offsets: [Int]) throws(FileProblem) -> [Int] {
        let buffer = ByteBuffer(unfilled: 1 << 20)
        defer { withExtendedLifetime(buffer) {} }
        var beginnings: [Int] = []
        var (at, isOdd) = (records.lowerBound, false)
        for offset in offsets {
            guard offset > records.lowerBound else {
                beginnings.append(start)
                continue
            }
            while at < min(offset, records.upperBound) {
                let got = try fill(buffer, at, count: min(offset, records.upperBound) - at)
                if scan_count(buffer.base, got, 0x22) & 1 != 0 { isOdd.toggle() }
                at += got
            }
            search: while at < records.upperBound {
                // An earlier offset may have led behind this one.
                if at > offset, beginnings.last == at { break }
                let got = try fill(buffer, at, count: 64 << 10)
                for i in 0..<got {
                    let byte = buffer.base[i]
                    if byte == 0x22 { isOdd.toggle() }
                    guard !isOdd, byte == 0x0A || byte == 0x0D else { continue }
                    if byte == 0x0D, at + i + 1 < records.upperBound {
                        // What follows a CR decides whether the line ends here.
                        if i + 1 == got {
                            at += i
                            continue search
                        }
                        if buffer.base[i + 1] == 0x0A { continue }
                    }
                    at += i + 1
                    break search
                }
                at += got
            }
            beginnings.append(at)
        }
        return beginnings
    }

    private func fill(_ buffer: ByteBuffer, _ offset: Int, count: Int) throws(FileProblem) -> Int {
        let wanted = min(count, buffer.capacity, records.upperBound - offset)
        let got = try source.read(into: buffer.base, count: wanted, at: offset)
        guard got == wanted else { throw CSVCutter.changed(source.file) }
        return got
    }
}
