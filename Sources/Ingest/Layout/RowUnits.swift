public import Definitions
public import Model
public import Tabular

/// An amount whose unit stands in its row.
public struct RowAmount: Sendable {
    /// Of the block.
    public var slot: Int
    /// What it measures.
    public var dimension: Dimension
    /// The unit line says one for rows that say none.
    public var isSettled: Bool

    /// A column of amounts, and whether the table has a unit for rows that say none.
    public init(slot: Int, dimension: Dimension, isSettled: Bool) {
        self.slot = slot
        self.dimension = dimension
        self.isSettled = isSettled
    }
}

extension TableBinding {
    /// The amounts whose unit their rows or cells say.
    /// - Parameters:
    ///   - fields: of the dataset.
    ///   - slot: of a field, the column of the blocks that holds it; nil: none does.
    public func amountsWithUnits(_ fields: [FieldDefinition], slot: (Int) -> Int?) -> [RowAmount] {
        fields.indices.compactMap { f in
            guard hasUnitsOfItsOwn(f), let dimension = fields[f].unit?.dimension, let slot = slot(f) else { return nil }
            return RowAmount(slot: slot, dimension: dimension, isSettled: units[f] != nil)
        }
    }
}

extension DecodedPiece {
    /// What stands behind an amount that has no unit, so that it is none that can be read.
    private static let unstated = "（本行未注明单位）"

    /// The same records with the unit that each row states (万元, in a column of its own) behind its amounts, as a cell that
    /// brings its unit has it. Cells that are no plain number stay as they are. Of rows that state no unit of the amount's
    /// dimension the table's counts, where it has one; else their amounts cannot be read.
    ///
    /// - Parameters:
    ///   - unit: The block's column of units; nil where only cells say their unit.
    ///   - amounts: The block's columns of amounts whose header states no unit.
    public func withUnits(of unit: Int?, amounts: [RowAmount]) -> DecodedPiece {
        var piece = self
        func encoded(_ text: String) -> [UInt8] {
            block.encoding == .utf8 ? Array(text.utf8) : GB18030.encode(text) ?? Array(text.utf8)
        }
        let unstated = encoded(DecodedPiece.unstated)
        var known: [[UInt8]: (unit: Unit?, bytes: [UInt8])] = [:]
        for record in 0..<block.rowCount {
            let key = unit.map { Array(block.bytes(record, $0)) } ?? []
            if known[key] == nil {
                let found = unit.flatMap {
                    Unit(named: HeaderWords.narrow(block.encoding.string(block.bytes(record, $0))))
                }
                known[key] = (found, found.map { encoded($0.symbol) } ?? [])
            }
            guard let stated = known[key] else { continue }
            for amount in amounts {
                let cell = Array(block.bytes(record, amount.slot))
                guard let last = cell.last, last >= 0x30, last <= 0x39 else { continue }
                let isStated = stated.unit?.dimension == amount.dimension
                if !isStated, amount.isSettled { continue }
                let text = cell + (isStated ? stated.bytes : unstated)
                let at = record * block.columnCount + amount.slot
                piece.block.starts[at] = UInt32(block.buffer.count)
                piece.block.lengths[at] = UInt32(text.count)
                piece.block.kinds?[at] = .text
                block.buffer.append(text)
            }
        }
        return piece
    }
}
