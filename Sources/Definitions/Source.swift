/// Where in the pipeline folder something stands; line and column from 1.
public struct SourcePlace: Hashable, Sendable {
    /// Path as shown to the reader: `pipelines/innovation/datasets/contracts.yaml`.
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// A text of a definition that is parsed further (an expression, a pattern), with the place of its first character.
public struct SourceText: Hashable, Sendable {
    public var text: String
    public var place: SourcePlace

    public init(_ text: String, at place: SourcePlace) {
        self.text = text
        self.place = place
    }

    /// The place of a character of the text, by UTF-8 offset; exact where the text stands on one line of the file.
    public func place(atOffset offset: Int) -> SourcePlace {
        SourcePlace(file: place.file, line: place.line, column: place.column + offset)
    }
}

/// A mistake in a definition. All of them are collected and shown together; exit code 65.
public struct Diagnostic: Error, Hashable, Sendable {
    public var place: SourcePlace
    public var message: String
    /// "did you mean …?"
    public var suggestion: String?

    public init(_ message: String, at place: SourcePlace, suggestion: String? = nil) {
        self.message = message
        self.place = place
        self.suggestion = suggestion
    }
}
