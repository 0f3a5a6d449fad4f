import Yams

/// Where the characters of a scalar stand in its file: finds the first behind anchors, tags, quotes and block headers, then
/// walks text and file together over folded lines and escapes.
struct ScalarPlaces {
    private let file: SourceFile
    private let style: Node.Scalar.Style
    private var line: Int
    private var column: Int

    /// `scalar` must have been read from `file`.
    init(_ scalar: Node.Scalar, in file: SourceFile) {
        self.file = file
        style = scalar.style
        line = scalar.mark?.line ?? 1
        column = scalar.mark?.column ?? 1
        while let c = current, c == "&" || c == "!" {
            while let c = current, !isBlank(c) { column += 1 }
            skipBlanks()
        }
        switch style {
        case .singleQuoted, .doubleQuoted:
            column += 1
        case .literal, .folded:
            line += 1
            column = 1
            skipBlanks()
        default:
            break
        }
    }

    private var current: Unicode.Scalar? { file.scalar(line: line, column: column) }

    private func isBlank(_ c: Unicode.Scalar) -> Bool { c == " " || c == "\t" }

    /// To the next character that is no space, over the ends of lines.
    private mutating func skipBlanks() {
        while line <= file.lines.count {
            if let c = current {
                guard isBlank(c) else { return }
                column += 1
            } else {
                line += 1
                column = 1
            }
        }
    }

    /// The text with the place of its first character and the runs of the others. Blanks before the first word of a block
    /// are left out, so that it begins where its place says.
    consuming func sourceText(_ text: String) -> SourceText {
        var text = Substring(text)
        if style == .literal || style == .folded {
            text = text.drop(while: \.isWhitespace)
            while text.last?.isWhitespace == true { text.removeLast() }
        }
        let first = SourcePlace(file: file.path, line: line, column: column)
        var runs: [SourceText.Run] = []
        var expected = (line: line, column: column)
        var offset = 0
        for scalar in text.unicodeScalars {
            guard let at = advance(over: scalar) else { break }
            if at != expected { runs.append(SourceText.Run(offset: offset, line: at.line, column: at.column)) }
            expected = (at.line, at.column + 1)
            offset += UTF8.width(scalar)
        }
        return SourceText(String(text), at: first, runs: runs)
    }

    /// Where the scalar stands; nil where the file holds something else.
    private mutating func advance(over scalar: Unicode.Scalar) -> (line: Int, column: Int)? {
        let isWhite = isBlank(scalar) || scalar == "\n"
        if isWhite, current != "\\" || style != .doubleQuoted {
            // A folded end of line is found by the next word.
            let at = (line, column)
            if current == scalar { column += 1 }
            return at
        }
        skipBlanks()
        if style == .doubleQuoted, current == "\\", file.scalar(line: line, column: column + 1) == nil {
            column += 1
            skipBlanks()
        }
        let at = (line, column)
        switch (style, current) {
        case (.doubleQuoted, "\\"):
            switch file.scalar(line: line, column: column + 1) {
            case "x": column += 4
            case "u": column += 6
            case "U": column += 10
            default: column += 2
            }
        case (.singleQuoted, "'") where scalar == "'":
            column += 2
        case (_, scalar):
            column += 1
        default:
            return nil
        }
        return at
    }
}
