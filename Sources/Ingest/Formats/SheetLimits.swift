import Definitions
import Model

/// Bounds that keep a small hostile file from becoming a large table.
enum SheetLimits {
    /// Rows of a sheet.
    static let rows = 100_000_000
    /// Columns of a sheet: Excel's own.
    static let columns = 16_384
    /// Elements within each other.
    static let nesting = 256
    /// Bytes of a cell.
    static let cellBytes = 16 << 20

    static func exceeded(_ file: InputFile, sheet: Int, row: Int, zh: String, en: String) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: file.id, sheet: Int32(sheet), row: Int64(row)),
            zh: "超过上限：\(zh)；请检查文件是否损坏，删去多余的内容后重新导出",
            en: "beyond a limit: \(en); check that the file is sound and export it again without what is not needed")
    }
}
