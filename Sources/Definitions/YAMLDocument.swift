import Yams

/// A YAML file as nodes with marks, and what must be known to read them.
final class YAMLDocument {
    let root: Node
    let file: SourceFile
    /// Stand-ins for the first letters of keys that are stated twice in a mapping (see `compose`).
    private let standIns: [Unicode.Scalar: Unicode.Scalar]

    private init(root: Node, file: SourceFile, standIns: [Unicode.Scalar: Unicode.Scalar]) {
        self.root = root
        self.file = file
        self.standIns = standIns
    }

    /// The key as it stands in the file.
    func key(_ read: String) -> String {
        guard let first = read.unicodeScalars.first, let original = standIns[first] else { return read }
        var key = String.UnicodeScalarView([original])
        key.append(contentsOf: read.unicodeScalars.dropFirst())
        return String(key)
    }

    /// Reads one document; a mistake and nil where the file is not YAML or holds nothing.
    ///
    /// Yams stops at the first mapping with a key stated twice and names one place. So that all mistakes of a file are
    /// found in one reading, such a key's first letter is replaced by a private character, which keeps every column, and
    /// the file is read again; `NodeReader` reports the second statement.
    static func compose(_ bytes: [UInt8], path: String, into mistakes: Mistakes) -> YAMLDocument? {
        guard let text = decodeUTF8(bytes, path: path, into: mistakes) else { return nil }
        let file = SourceFile(path: path, bytes: bytes)
        var lines = file.lines
        var standIns: [Unicode.Scalar: Unicode.Scalar] = [:]
        var source = text
        while true {
            do {
                guard let root = try Yams.compose(yaml: source, .basic, .default, .utf8), !isNothing(root) else {
                    mistakes.add("the file holds no definition", at: file.place(line: 1, column: 1))
                    return nil
                }
                return YAMLDocument(root: root, file: file, standIns: standIns)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let standIn = Unicode.Scalar(0xF0000 + UInt32(standIns.count)), standIns.count < 500,
                    let at = firstLetter(of: keys, mark: context.mark, in: file)
                else {
                    let place = file.place(line: max(context.mark.line, 1), column: max(context.mark.column, 1))
                    mistakes.add("a key is stated twice in this mapping", at: place)
                    return nil
                }
                standIns[standIn] = lines[at.line][at.column]
                lines[at.line][at.column] = standIn
                source = lines.map { line in
                    var text = String.UnicodeScalarView()
                    text.append(contentsOf: line)
                    return String(text)
                }.joined(separator: "\n")
            } catch {
                mistakes.list(error, in: file)
                return nil
            }
        }
    }

    private static func isNothing(_ node: Node) -> Bool {
        node.scalar.map { $0.style == .plain && $0.string.isEmpty } ?? false
    }

    /// Position (from 0) of the first letter of the key at the mark; nil where the text there is not that of a key: an
    /// alias, an escape.
    private static func firstLetter(
        of keys: [String], mark: Mark, in file: SourceFile
    ) -> (line: Int, column: Int)? {
        var column = mark.column
        if let quote = file.scalar(line: mark.line, column: column), quote == "\"" || quote == "'" { column += 1 }
        guard let letter = file.scalar(line: mark.line, column: column), letter.value < 0xF0000,
            keys.contains(where: { $0.unicodeScalars.first == letter })
        else { return nil }
        return (mark.line - 1, column - 1)
    }
}

extension Mistakes {
    /// A system's or parser's error as a mistake at its place.
    fileprivate func list(_ error: any Error, in file: SourceFile) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let since = context.map { "\($0.text) (line \($0.mark.line)): " } ?? ""
            add("YAML: \(since)\(problem)", at: file.place(line: mark.line, column: mark.column))
        case YamlError.reader(let problem, _, _, _):
            // The parser counts bytes; the character is found again by what it may not be.
            for (line, scalars) in file.lines.enumerated() {
                if let column = scalars.firstIndex(where: isForbidden) {
                    add("YAML: \(problem)", at: file.place(line: line + 1, column: column + 1))
                    return
                }
            }
            add("YAML: \(problem)", at: file.place(line: 1, column: 1))
        default:
            add("YAML: \(error)", at: file.place(line: 1, column: 1))
        }
    }
}

/// Characters that YAML does not allow in a file.
private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: false
    default: true
    }
}
