import Definitions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// How the rows of one table are read: its normalizer, and what evidence says of it.
struct TableReading: Sendable {
    let normalizer: Normalizer
    let context: TableContext
    let checks: TableChecks
    /// By field the column of the blocks that holds it; −1: none does.
    let cellColumns: [Int]
    let definition: DatasetDefinition
    let pipeline: PipelineDefinition
    let units: [Model.Unit?]
    /// See `FileSurvey.serialOrigin`.
    let serialOrigin: Int32
    /// Of a wide table: the block's column of figures, and the texts of the columns that it lacks.
    private let valueSlot: Int
    private let constants: [String]
    /// The block's column of the rows' units, and the amounts that they are of.
    private let unitSlot: Int?
    private let amounts: [RowAmount]

    /// The records of a piece, which of a wide table are those of one column.
    func tidied(_ piece: DecodedPiece) -> DecodedPiece {
        if !amounts.isEmpty { return piece.withUnits(of: unitSlot, amounts: amounts) }
        return valueSlot < 0 ? piece : piece.tidied(value: valueSlot, constants: constants)
    }

    init(_ table: BoundTable, definition: DatasetDefinition, _ pipeline: PipelineDefinition) {
        // The reader hands over the bound columns in order of fields; columns without a unit are left blank.
        var slot = 0
        var columns: [Int] = []
        var sheetColumns: [Int32] = []
        for field in definition.fields.indices {
            let position = table.binding.columns[field]
            columns.append(position < 0 || table.unreadable.contains(field) ? -1 : slot)
            sheetColumns.append(Int32(position + 1))
            if position >= 0 { slot += 1 }
        }
        unitSlot = table.binding.unitColumn.map { _ in slot }
        amounts = table.binding.amountsWithUnits(definition.fields) { columns[$0] < 0 ? nil : columns[$0] }
        if let wide = table.binding.wide {
            valueSlot = columns[wide.value]
            constants = wide.ordered.map(\.text)
            for (field, _) in wide.ordered {
                columns[field] = slot
                sheetColumns[field] = Int32(wide.position + 1)
                slot += 1
            }
        } else {
            valueSlot = -1
            constants = []
        }
        cellColumns = columns
        self.definition = definition
        self.pipeline = pipeline
        units = table.units
        serialOrigin = table.survey.serialOrigin
        normalizer = Normalizer(
            dataset: definition, pipeline: pipeline, cellColumns: columns, units: table.units,
            encoding: table.survey.encoding, serialOrigin: table.survey.serialOrigin)
        context = TableContext(
            file: Int32(table.file), sheet: Int32(table.placeSheet), columns: sheetColumns,
            unreadable: Set(table.unreadable))
        checks = TableChecks(definition, table, pipeline)
    }
}
