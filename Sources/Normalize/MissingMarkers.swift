/// Words and signs that say that there is no value (domain.md F). Zero is always a value.
enum MissingMarkers {
    static let all: [String] = [
        "-", "--", "—", "——", "–", "－", "/", "／", "\\", "＼", "…", "……", "*", "＊", "不详", "无", "暂无", "空", "N/A", "n/a",
        "NA", "NULL", "null", "Null", "#N/A", "无数据",
    ]

    /// Longest marker, in bytes.
    static let longest = all.map(\.utf8.count).max() ?? 0

    static let table = ByteTable(all.map { (bytes($0), 1) })

    /// Errors of a spreadsheet program as a text shows them: no value, and nothing that anybody reported.
    static let errors = ByteTable(
        ["#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"].map {
            (bytes($0), 1)
        })
}
