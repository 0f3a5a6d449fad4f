import Ingest
import Tabular

/// What a writer leaves of a cell, and the behaviour of spreadsheets that it is an instance of.
struct Loss: Sendable {
    var writers: [Writer]
    /// Sheet and cell.
    var cell: String
    /// The bytes that a reader finds.
    var left: String
    var kind: CellKind
    /// Its number among the forty-eight.
    var behaviour: Int

    init(_ writers: [Writer], _ cell: String, _ left: String, _ kind: CellKind = .text, behaviour: Int) {
        self.writers = writers
        self.cell = cell
        self.left = left
        self.kind = kind
        self.behaviour = behaviour
    }

    /// The one table of losses. What stands here is all that any export may lack of its truth; a cell that is here and
    /// is not lost is a mistake as well.
    static let all: [Loss] = [
        // Fifteen significant digits of a code that was typed as a number; LibreOffice's exponent has three digits.
        Loss(workbooks, "名录!B3", "9.13401007901223E+017", .number, behaviour: 5),
        Loss(workbooks, "名录!E3", "3.40104198503121E+017", .number, behaviour: 5),
        Loss(texts, "名录!B3", "9.13401007901223E+017", behaviour: 5),
        Loss(texts, "名录!E3", "3.40104198503121E+017", behaviour: 5),
        // gnumeric's look valid.
        Loss([.gnumericCSV], "名录!B3", "913401007901223400", behaviour: 5),
        Loss([.gnumericCSV], "名录!E3", "340104198503121200", behaviour: 5),
        // Text shows a date by its number format; gnumeric has one of its own.
        Loss(texts, "名录!J2", "2024年3月5日", behaviour: 10),
        Loss(texts, "名录!J10", "2024/3/5 14:30", behaviour: 10),
        Loss(texts, "汇总!B5", "2024-03-05", behaviour: 10),
        Loss([.gnumericCSV], "名录!J2", "2024/03/05", behaviour: 10),
        Loss([.gnumericCSV], "名录!J10", "2024/03/05 14:30:00", behaviour: 10),
        // An empty result is written as no result.
        Loss(openDocuments, "汇总!C5", "", .uncached, behaviour: 19),
        // The program's own number of an error.
        Loss(openDocuments + [.libreOfficeXML], "汇总!D4", "Err:502", .error, behaviour: 20),
        Loss(texts, "汇总!D4", "Err:502", behaviour: 20),
        // LibreOffice's filter drops tabs.
        Loss([.libreOfficeXML], "名录!K5", "AB", behaviour: 33),
        // Truth values of an xlsx become numbers.
        Loss(openDocuments, "1月!C4", "1", .number, behaviour: 35),
        Loss(openDocuments, "2月!C4", "0", .number, behaviour: 35),
        Loss(openDocuments, "汇总!F4", "1", .number, behaviour: 35),
    ]

    private static let openDocuments: [Writer] = [.libreOfficeODS, .libreOfficeFODS]
    private static let workbooks: [Writer] = openDocuments + [.libreOfficeXLSX, .libreOfficeXML]
    private static let texts: [Writer] = [.libreOfficeUTF8, .libreOfficeGB18030, .libreOfficeUTF16]

    /// What is left of a cell.
    static func of(_ cell: String, by writer: Writer) -> Loss? {
        all.first { $0.cell == cell && $0.writers.contains(writer) }
    }
}

/// A program and a format: a folder of `Samples/`.
enum Writer: String, CaseIterable, Sendable {
    case authored
    case libreOfficeXLSX = "lo-xlsx"
    case gnumericXLSX = "gnm-xlsx"
    case libreOfficeODS = "lo-ods"
    case gnumericODS = "gnm-ods"
    case libreOfficeFODS = "lo-fods"
    case libreOfficeXML = "lo-xml2003"
    case libreOfficeUTF8 = "lo-csv-utf8-bom"
    case libreOfficeGB18030 = "lo-csv-gb18030"
    case libreOfficeUTF16 = "lo-tsv-utf16"
    case gnumericCSV = "gnm-csv"

    /// All cells are texts, one file holds one sheet, and nothing is said of what is hidden.
    var isText: Bool {
        switch self {
        case .libreOfficeUTF8, .libreOfficeGB18030, .libreOfficeUTF16, .gnumericCSV: true
        default: false
        }
    }
}
