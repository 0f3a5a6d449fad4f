public import Model
public import Tabular

extension DecodedPiece {
    /// The same records with the unit that each row states (万元, in a column of its own) behind its amounts, as a cell that
    /// brings its unit has it. Cells that are no plain number, and rows whose column holds no unit of the amount's dimension,
    /// stay as they are.
    ///
    /// - Parameters:
    ///   - unit: The block's column of units.
    ///   - amounts: The block's columns of amounts whose unit nothing else states, with what they measure.
    public func withUnits(of unit: Int, amounts: [(slot: Int, dimension: Dimension)]) -> DecodedPiece {
        var piece = self
        var known: [[UInt8]: (unit: Unit?, bytes: [UInt8])] = [:]
        for record in 0..<block.rowCount {
            let key = Array(block.bytes(record, unit))
            if key.isEmpty { continue }
            if known[key] == nil {
                let text = block.encoding.string(block.bytes(record, unit))
                let found = Unit(named: HeaderWords.narrow(text))
                let bytes = found.flatMap {
                    block.encoding == .utf8 ? Array($0.symbol.utf8) : GB18030.encode($0.symbol)
                }
                known[key] = (bytes == nil ? nil : found, bytes ?? [])
            }
            guard let stated = known[key], let found = stated.unit else { continue }
            for (slot, dimension) in amounts where dimension == found.dimension {
                let cell = Array(block.bytes(record, slot))
                guard let last = cell.last, last >= 0x30, last <= 0x39 else { continue }
                let at = record * block.columnCount + slot
                piece.block.starts[at] = UInt32(block.buffer.count)
                piece.block.lengths[at] = UInt32(cell.count + stated.bytes.count)
                piece.block.kinds?[at] = .text
                block.buffer.append(cell + stated.bytes)
            }
        }
        return piece
    }
}
