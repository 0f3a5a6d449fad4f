import Definitions
import Tabular

/// What a definition says stands for missing in a field (`missingValues:`), numbers too: 9999, -1. Such cells are blank
/// before their type is asked.
struct MissingValues: Sendable {
    private let table: ByteTable

    init(_ texts: [String], encoding: TextEncoding) {
        table = ByteTable(
            texts.map { text in
                (encoding == .gb18030 ? GB18030.encode(text) ?? bytes(text) : bytes(text), 1)
            })
    }

    /// Converts the cells, those that stand for missing left blank and counted; nil where there are none.
    func convert(_ cells: CellColumn, by converter: any Converter) -> ConvertedColumn? {
        let lookup = table.lookup
        let rows = (0..<cells.count).filter { row in
            let text = trimmed(cells.bytes(row))
            return !text.isEmpty && lookup.value(text) != nil
        }
        guard let first = rows.first else { return nil }
        let starts = (0..<cells.count).map { cells.starts[$0 * cells.stride] }
        var lengths = (0..<cells.count).map { cells.lengths[$0 * cells.stride] }
        for row in rows { lengths[row] = 0 }
        var converted = starts.withUnsafeBufferPointer { starts in
            lengths.withUnsafeBufferPointer { lengths in
                cells.replacing(starts: starts, lengths: lengths).map(converter.convert)
            }
        }
        converted?.facts.notes.append(
            CellNote(
                rule: BuiltInRule.missingMarker.rawValue, kind: "marker", count: rows.count, firstRow: first))
        return converted
    }
}

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
