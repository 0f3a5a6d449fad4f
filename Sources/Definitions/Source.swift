/// Where in the pipeline folder something stands; line and column from 1, columns in Unicode scalars.
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
    /// From this UTF-8 offset of the text on, characters stand one after another from (line, column).
    public struct Run: Hashable, Sendable {
        public var offset: Int
        public var line: Int
        public var column: Int

        public init(offset: Int, line: Int, column: Int) {
            self.offset = offset
            self.line = line
            self.column = column
        }
    }

    public var text: String
    public var place: SourcePlace
    /// Where the text goes on elsewhere (a folded line, an escape), by ascending offset; empty for a text on one line.
    public var runs: [Run]

    public init(_ text: String, at place: SourcePlace, runs: [Run] = []) {
        self.text = text
        self.place = place
        self.runs = runs
    }

    /// The place of a character of the text, by UTF-8 offset. Columns count Unicode scalars, as everywhere in places.
    public func place(atOffset offset: Int) -> SourcePlace {
        let run = runs.last { $0.offset <= offset } ?? Run(offset: 0, line: place.line, column: place.column)
        let before = text.utf8.dropFirst(run.offset).prefix(max(0, offset - run.offset))
        // A scalar begins at every byte that does not continue one.
        let scalars = before.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return SourcePlace(file: place.file, line: run.line, column: run.column + scalars)
    }
}

/// A mistake in a definition. All of them are collected and shown together; exit code 65.
public struct Diagnostic: Error, Hashable, Sendable {
    public var place: SourcePlace
    public var message: String
    /// The word that was probably meant (`primaryKey`); `render` asks "did you mean 'primaryKey'?".
    public var suggestion: String?

    public init(_ message: String, at place: SourcePlace, suggestion: String? = nil) {
        self.message = message
        self.place = place
        self.suggestion = suggestion
    }
}
