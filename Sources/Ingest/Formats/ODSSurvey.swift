import Definitions
import Model

/// What an OpenDocument spreadsheet holds, in a container or flat.
enum ODSSurvey {
    static func survey(
        _ stream: any ByteStream, formats: ODSFormats = ODSFormats(), limits: SheetLimits, flat: Bool,
        _ sink: SheetHeads
    ) throws(FileProblem) -> FileSurvey {
        let handler = ODSHandler(limits: limits, formats: formats, sink: sink)
        let parser = try XMLPush(stream, handler)
        try parser.finish()
        var survey = try sink.survey(.openDocument(flat: flat))
        survey.serialOrigin = handler.serialOrigin
        return survey
    }
}
