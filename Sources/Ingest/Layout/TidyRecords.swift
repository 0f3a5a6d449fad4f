public import Tabular

extension DecodedPiece {
    /// The records of one column of a wide table: rows whose cell is blank are none, and each gets the texts that all
    /// records of the column have, in further columns of the block.
    ///
    /// - Parameters:
    ///   - slot: The block's column that holds the figures.
    ///   - constants: UTF-8 texts of the further columns.
    public func tidied(value slot: Int, constants: [String]) -> DecodedPiece {
        let wide = block.columnCount
        let columns = wide + constants.count
        // Where each text lies behind the cells.
        let places = constants.map { text in
            let bytes =
                block.encoding == .utf8 ? Array(text.utf8) : GB18030.encode(text) ?? Array(text.utf8)
            let start = UInt32(block.buffer.count)
            block.buffer.append(bytes)
            return (start: start, length: UInt32(bytes.count))
        }
        var piece = self
        var starts: [UInt32] = []
        var lengths: [UInt32] = []
        var kinds: [CellKind]? = block.kinds.map { _ in [] }
        var rows: [UInt32] = []
        var lines: [UInt32]? = block.lines.map { _ in [] }
        // Records kept before each record, and at the end.
        var kept = [0]
        for record in 0..<block.rowCount {
            let isNothing = block.lengths[record * wide + slot] == 0 && block.kind(record, slot) == .text
            kept.append(rows.count + (isNothing ? 0 : 1))
            if isNothing {
                piece.notRecords[.blank, default: 0] += 1
                piece.others.append(OtherRow(kind: .blank, row: block.rows[record]))
                continue
            }
            starts += block.starts[(record * wide)..<(record * wide + wide)] + places.map(\.start)
            lengths += block.lengths[(record * wide)..<(record * wide + wide)] + places.map(\.length)
            if let all = block.kinds {
                kinds?.append(contentsOf: all[(record * wide)..<(record * wide + wide)])
                kinds?.append(contentsOf: places.map { _ in .text })
            }
            rows.append(block.rows[record])
            if let line = block.lines?[record] { lines?.append(line) }
        }
        piece.others.sort { $0.row < $1.row }
        piece.ragged = ragged.filter { kept[$0.record + 1] > kept[$0.record] }.map { row in
            var row = row
            row.record = kept[row.record]
            return row
        }
        piece.totals = totals.map { total in
            var total = total
            total.recordsAbove = kept[total.recordsAbove]
            total.cells += constants.map { _ in "" }
            total.kinds += constants.map { _ in .text }
            return total
        }
        piece.block = CellBlock(
            buffer: block.buffer, encoding: block.encoding, rowCount: rows.count, columnCount: columns,
            starts: starts, lengths: lengths, kinds: kinds, rows: rows, lines: lines)
        return piece
    }
}

extension DecodedPiece {
    /// The same rows with some of the block's columns, in this order, in a buffer of their own: what becomes of them does
    /// not touch this piece.
    public func selecting(_ slots: [Int]) -> DecodedPiece {
        var piece = self
        let wide = block.columnCount
        var starts: [UInt32] = []
        var lengths: [UInt32] = []
        var kinds: [CellKind]? = block.kinds.map { _ in [] }
        for record in 0..<block.rowCount {
            for slot in slots {
                starts.append(block.starts[record * wide + slot])
                lengths.append(block.lengths[record * wide + slot])
                if let all = block.kinds { kinds?.append(all[record * wide + slot]) }
            }
        }
        piece.block = CellBlock(
            buffer: ByteBuffer(block.buffer.bytes), encoding: block.encoding, rowCount: block.rowCount,
            columnCount: slots.count, starts: starts, lengths: lengths, kinds: kinds, rows: block.rows,
            lines: block.lines)
        for at in piece.totals.indices {
            piece.totals[at].cells = slots.map { totals[at].cells[$0] }
            piece.totals[at].kinds = slots.map { totals[at].kinds[$0] }
        }
        return piece
    }
}
