import Definitions
import Model
import Tabular

/// Tells what a file is and where in it the tables stand. Reads as much as that takes: the first MiB of a text file, all
/// of an XML one.
///
/// - Parameter vocabulary: the header words that any dataset wants.
/// - Throws: what the file is instead, that it is empty, or that it cannot be read, with what to do about it.
public func survey(
    _ file: InputFile, mode: ReadMode = ReadMode(), vocabulary: HeaderVocabulary
) throws(FileProblem) -> FileSurvey {
    let source = try OpenFile(file, limits: mode.limits)
    var survey = try survey(source, mode: mode, vocabulary: vocabulary)
    survey.wrapping = source.wrapping
    survey.vocabulary = vocabulary
    return survey
}

private func survey(
    _ source: OpenFile, mode: ReadMode, vocabulary: HeaderVocabulary
) throws(FileProblem) -> FileSurvey {
    let file = source.file
    let limits = SheetLimits(file: file, bounds: mode.limits, isCareful: mode.careful)
    func heads() -> SheetHeads { SheetHeads(vocabulary, limits, searches: mode.searches) }
    let head = try source.buffer(count: FileKind.decisiveBytes)
    // Its bytes are looked at through pointers.
    defer { withExtendedLifetime(head) {} }
    switch FileKind(head.bytes, whole: head.count >= source.size) {
    case .empty: throw FileSurvey.emptyFile(file)
    case .foreign(let foreign): throw foreign.problem(file)
    case .undecodable(let offset):
        throw TextEncoding.gb18030.problem(offset: offset, marked: false, forced: true, file: file)
    case .text(let encoding, let start, let marked):
        // An encoding that an earlier reading asked for must fit from the first byte on, or none does.
        // (The window may end within a character.)
        if let forced = mode.encoding, let offset = forced.invalidOffset(in: head.bytes),
            offset < head.count - (head.count >= source.size ? 0 : 4)
        {
            throw forced.problem(offset: offset, marked: false, forced: true, file: file)
        }
        // A mark promises UTF-8 for the rows above the records too, which nothing else looks at byte by byte.
        let body = UnsafeBufferPointer(rebasing: head.bytes[start...])
        if marked, let offset = TextEncoding.utf8.invalidOffset(in: body),
            offset < body.count - (head.count >= source.size ? 0 : 4)
        {
            throw TextEncoding.utf8.problem(offset: start + offset, marked: true, forced: true, file: file)
        }
        return try CSVSurvey.survey(
            source, head, encoding: mode.encoding ?? encoding, start: start, marked: marked, mode: mode, limits: limits,
            vocabulary: vocabulary)
    case .xmlSpreadsheet2003: return try XMLSurvey.survey(source, limits: limits, heads())
    case .flatOpenDocument:
        return try ODSSurvey.survey(FileStream(source), limits: limits, flat: true, heads())
    // Containers are read from the file itself, not from what was inflated.
    case .zip where source.wrapping.isCompressed: throw Foreign.gzip.problem(file)
    case .zip:
        let container = try ZipContainer(limits)
        switch try ContainerKind(container) {
        case .xlsx(let workbook): return try XLSXSurvey.survey(container, workbook: workbook, heads())
        case .openDocument:
            return try ODSSurvey.survey(
                container.stream(ContainerKind.content), formats: ODSFormats.read(container), limits: limits,
                flat: false, heads())
        case .foreign(let foreign): throw foreign.problem(file)
        }
    }
}
