/// The mistakes of one reading, in the order they were found.
final class Mistakes {
    private(set) var list: [Diagnostic] = []

    func add(_ message: String, at place: SourcePlace, suggestion: String? = nil) {
        list.append(Diagnostic(message, at: place, suggestion: suggestion))
    }

    /// "unknown unit '万圆'", with the nearest of the known words, or all of them where none is near and they are few.
    func add(unknown kind: String, _ word: String, known: [String], at place: SourcePlace) {
        let near = nearest(word, among: known)
        let list =
            near == nil && !known.isEmpty && known.count <= 12 ? " (known: \(known.joined(separator: ", ")))" : ""
        add("unknown \(kind) '\(word)'\(list)", at: place, suggestion: near)
    }
}

/// A text file of the pipeline folder, cut into lines of scalars, so that places can be found in it.
struct SourceFile {
    /// As shown to the reader.
    var path: String
    var lines: [[Unicode.Scalar]]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        lines = sourceLines(bytes).map { Array($0.unicodeScalars) }
    }

    func place(line: Int, column: Int) -> SourcePlace { SourcePlace(file: path, line: line, column: column) }

    /// The character at a line and column (from 1); nil behind the end of the line.
    func scalar(line: Int, column: Int) -> Unicode.Scalar? {
        guard lines.indices.contains(line - 1), lines[line - 1].indices.contains(column - 1) else { return nil }
        return lines[line - 1][column - 1]
    }
}

/// The text of a definition file, without a byte order mark; nil, with a mistake at the first bad byte, where it is not
/// UTF-8.
func decodeUTF8(_ bytes: [UInt8], path: String, into mistakes: Mistakes) -> String? {
    let body = bytes.starts(with: byteOrderMark) ? Array(bytes[3...]) : bytes
    if let text = String(validating: body, as: UTF8.self) { return text }
    // Lines end at bytes that are part of no other character, so the line with the bad byte is found by itself.
    var line = 1
    for part in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if String(validating: part, as: UTF8.self) == nil {
            var good = part[...]
            while String(validating: good, as: UTF8.self) == nil { good = good.dropLast() }
            let column = String(decoding: good, as: UTF8.self).unicodeScalars.count + 1
            mistakes.add(
                "this is not UTF-8; save the file as UTF-8",
                at: SourcePlace(file: path, line: line, column: column))
            return nil
        }
        line += 1
    }
    return nil
}
