import Definitions
import Tabular

/// A whole number, spelled as any number may be; 3.5 is none, 3.0 is.
struct IntegerConverter: Converter {
    private let constraints: TextConstraints
    private let reader: NumberReader

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        reader = NumberReader(context.field, stated: context.unit, roundsExcess: false)
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn { reader.read(cells, constraints) }
}
