/// Who takes the rows of a workbook. Rows and columns from 0.
protocol SheetSink: AnyObject {
    /// Whether cells of this sheet are wanted.
    func startSheet(_ position: Int, name: String) -> Bool
    /// A row with its number. Returns whether cells of further rows are wanted.
    func row(_ number: Int, _ row: SheetRow) -> Bool
    /// Cells that are one, told behind the rows.
    func merge(_ merge: HeadGrid.Merge)
    func hide(rows: ClosedRange<Int>)
    func hide(columns: ClosedRange<Int>)
    /// Positions of this sheet were counted anew (see `SheetPositions`).
    func noteReconstruction()
    /// Where the cells of this sheet stand cannot be told. Returns whether that concerns this sheet only.
    func refuse(_ problem: FileProblem) -> Bool
    func endSheet(hidden: Bool)
}

extension SheetSink {
    func noteReconstruction() {}
    func refuse(_ problem: FileProblem) -> Bool { false }
}

/// Names of columns: A, Z, AA.
enum SheetColumns {
    static func letters(_ column: Int) -> String {
        var rest = column + 1
        var letters: [UInt8] = []
        while rest > 0 {
            letters.append(UInt8(0x41 + (rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }
}
