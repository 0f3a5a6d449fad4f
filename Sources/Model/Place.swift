/// Where in the inputs something stands. Rows, lines and columns count from 1; 0 = not known or not meant.
public struct Place: Hashable, Sendable {
    /// Position in the run's list of files, −1 for none.
    public var file: Int32
    /// Position in the file's list of sheets, −1 where the file is one sheet.
    public var sheet: Int32
    /// Row in the sheet; in CSV the record's position with the header and everything above it counted.
    public var row: Int64
    /// Physical line of a text file on which the row begins.
    public var line: Int64
    /// Column in the sheet.
    public var column: Int32

    public init(file: Int32 = -1, sheet: Int32 = -1, row: Int64 = 0, line: Int64 = 0, column: Int32 = 0) {
        self.file = file
        self.sheet = sheet
        self.row = row
        self.line = line
        self.column = column
    }
}
