import Definitions
import Model
import Tabular
struct XMLRows: PieceSource {
    init(_ source: OpenFile, sheet: SheetSurvey, layout: TableLayout, binding: TableBinding) throws(FileProblem) {}
    mutating func nextContent() throws(FileProblem) -> Piece.Content? { nil }
}
enum XMLSurvey {
    static func survey(_ source: OpenFile, vocabulary: HeaderVocabulary) throws(FileProblem) -> FileSurvey {
        throw Foreign.otherXML.problem(source.file)
    }
}
