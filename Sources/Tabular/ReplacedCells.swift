extension CellBlock {
    /// The same cells in UTF-8, some of them replaced by other texts.
    ///
    /// - Parameters:
    ///   - texts: by row × `columns` + column.
    ///   - columns: at least as many as there are; those behind them are blank where nothing is put.
    public func replacing(_ texts: [Int: String], columns: Int) -> CellBlock {
        precondition(columns >= columnCount)
        let own = ByteBuffer(capacity: buffer.count)
        var scratch: [UInt8] = []
        var (ownStarts, ownLengths): ([UInt32], [UInt32]) = ([], [])
        var ownKinds: [CellKind] = []
        ownStarts.reserveCapacity(rowCount * columns)
        ownLengths.reserveCapacity(rowCount * columns)
        for row in 0..<rowCount {
            for column in 0..<columns {
                let start = own.count
                let text = texts[row * columns + column]
                if let text {
                    own.append(Array(text.utf8))
                } else if column < columnCount {
                    switch encoding {
                    case .utf8: own.append(bytes(row, column))
                    case .gb18030:
                        scratch.removeAll(keepingCapacity: true)
                        GB18030.decoder.append(bytes(row, column), to: &scratch)
                        own.append(scratch)
                    }
                }
                ownStarts.append(UInt32(start))
                ownLengths.append(UInt32(own.count - start))
                if kinds != nil { ownKinds.append(text == nil && column < columnCount ? kind(row, column) : .text) }
            }
        }
        return CellBlock(
            buffer: own, encoding: .utf8, rowCount: rowCount, columnCount: columns, starts: ownStarts,
            lengths: ownLengths, kinds: kinds == nil ? nil : ownKinds, rows: rows, lines: lines)
    }
}
