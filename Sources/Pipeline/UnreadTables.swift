import Definitions
import Ingest
import Model
import Publish
import Tabular

extension TableAccount {
    /// A table that nobody took: its rows are counted, so that they are accounted for, and not read.
    static func unread(
        _ layout: TableLayout, _ table: Int, of sheet: SheetSurvey, _ position: Int, file: InputFile, index: Int,
        place: Place, survey: FileSurvey, mode: ReadMode
    ) -> TableAccount {
        var account = TableAccount(
            file: index, sheet: Int(place.sheet), table: sheet.tables.count > 1 ? table + 1 : 0, dataset: -1)
        // What keeps them from being counted is no matter where they are not read.
        if let rows = try? count(layout, table, position, file: file, survey: survey, mode: mode), rows > 0 {
            account.read = rows
            account.notRecords = [RowClassCount(name: "unmatched", count: rows)]
        }
        return account
    }

    private static func count(
        _ layout: TableLayout, _ table: Int, _ position: Int, file: InputFile, survey: FileSurvey, mode: ReadMode
    ) throws(FileProblem) -> Int64 {
        let binding = TableBinding.everyColumn(of: layout, sheet: position, table: table)
        let reader = try TableReader(file: file, survey: survey, binding: binding, mode: mode)
        var rows: Int64 = 0
        while let piece = try reader.next() { rows += Int64(try piece.decode().rowCount) }
        return rows
    }
}
