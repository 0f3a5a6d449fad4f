public import Definitions
import Model

extension InputFile {
    /// What is wrong with a table that reaches down to this row, if anything. Text files are held to it here: their rows are
    /// counted where their pieces come together.
    public func tooManyRows(_ row: Int64, limits: Limits) -> FileProblem? {
        row <= Int64(limits.rows)
            ? nil : SheetLimits(file: self, bounds: limits).tooManyRows(sheet: -1, row: limits.rows + 1)
    }
}

/// The pipeline's bounds, and the words for what is beyond one.
struct SheetLimits: Sendable {
    let file: InputFile
    let bounds: Limits
    /// libxml2 reads every byte, plain rows too.
    var isCareful = false

    var rows: Int { bounds.rows }
    var columns: Int { bounds.columns }
    var cellBytes: Int { bounds.cellBytes }

    /// - Parameters:
    ///   - key: the limit's name under `limits:`.
    ///   - sheet: from 0; −1 where it is no sheet's.
    ///   - row: from 1; 0 where it is none.
    func exceeded(_ key: String, zh: String, en: String, sheet: Int = -1, row: Int = 0) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: file.id, sheet: Int32(sheet), row: Int64(row)),
            zh: "超过上限：\(zh)；请检查文件是否损坏，删去多余的内容后重新导出（确属正常时，在 pipeline.yaml 的 limits 中调整 \(key)）",
            en:
                "beyond a limit: \(en); check that the file is sound and export it again without what is not needed (if it is, set \(key) under limits in pipeline.yaml)"
        )
    }

    func tooManyColumns(sheet: Int, row: Int) -> FileProblem {
        exceeded("columns", zh: "列数 \(columns)", en: "columns, \(columns)", sheet: sheet, row: row)
    }

    func tooManyRows(sheet: Int, row: Int) -> FileProblem {
        exceeded("rows", zh: "行数 \(rows)", en: "rows, \(rows)", sheet: sheet, row: row)
    }

    func tooManyCells(sheet: Int, row: Int) -> FileProblem {
        exceeded("cells", zh: "单元格数 \(bounds.cells)", en: "cells, \(bounds.cells)", sheet: sheet, row: row)
    }

    func tooManySheets() -> FileProblem {
        exceeded("sheets", zh: "工作表数 \(bounds.sheets)", en: "sheets, \(bounds.sheets)")
    }

    func cellTooLong(sheet: Int, row: Int) -> FileProblem {
        exceeded(
            "cell_bytes", zh: "单元格长度 \(cellBytes) 字节", en: "cell length, \(cellBytes) bytes", sheet: sheet, row: row)
    }
}
