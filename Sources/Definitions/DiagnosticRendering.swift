/// Diagnostics as a person reads them: each with its place, the line of the source, a caret below the place and, where
/// a name is nearly right, a suggestion. Sorted by file, line and column; equal ones are shown once.
///
/// `sources` holds the files by the path of their places; a diagnostic of another file is shown without its line.
public func render(_ diagnostics: [Diagnostic], sources: [String: [UInt8]]) -> String {
    var lines: [String: [String]] = [:]
    var text = ""
    for diagnostic in diagnostics.inReadingOrder() {
        let place = diagnostic.place
        text += "\(place.file):\(place.line):\(place.column): error: \(diagnostic.message)\n"
        if lines[place.file] == nil, let bytes = sources[place.file] { lines[place.file] = sourceLines(bytes) }
        if let all = lines[place.file], all.indices.contains(place.line - 1) {
            text += excerpt(all[place.line - 1], column: place.column)
        }
        if let word = diagnostic.suggestion { text += "did you mean '\(word)'?\n" }
    }
    return text
}

extension [Diagnostic] {
    /// By file, line, column, then message; each once.
    func inReadingOrder() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return filter { seen.insert($0).inserted }.sorted { a, b in
            if a.place.file != b.place.file { return a.place.file.utf8.lexicographicallyPrecedes(b.place.file.utf8) }
            return (a.place.line, a.place.column, a.message) < (b.place.line, b.place.column, b.message)
        }
    }
}

/// The lines of a definition file without their ends: LF, CR LF or CR; a byte order mark is no part of the first.
func sourceLines(_ bytes: [UInt8]) -> [String] {
    let body = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
    var lines: [String] = []
    var start = body.startIndex
    var at = start
    while at < body.endIndex {
        guard body[at] == UInt8(ascii: "\n") || body[at] == UInt8(ascii: "\r") else { at += 1; continue }
        lines.append(String(decoding: body[start..<at], as: UTF8.self))
        let isPair = body[at] == UInt8(ascii: "\r") && at + 1 < body.endIndex && body[at + 1] == UInt8(ascii: "\n")
        at += isPair ? 2 : 1
        start = at
    }
    lines.append(String(decoding: body[start...], as: UTF8.self))
    return lines
}

/// UTF-8's byte order mark.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// The line and, below it, a caret under its `column` (in scalars, from 1); of a long line what stands around it.
private func excerpt(_ line: String, column: Int) -> String {
    var scalars = Array(line.unicodeScalars)
    var column = column
    if scalars.count > 240 {
        let start = max(0, column - 120)
        scalars = Array(scalars[min(start, scalars.count)...].prefix(240))
        column -= start
        if start > 0, !scalars.isEmpty { scalars[0] = "…" }
    }
    var shown = ""
    var indent = ""
    var position = 1
    for scalar in scalars {
        let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
        // A control character would be obeyed by the terminal.
        shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        if position < column { indent += scalar == "\t" ? "\t" : String(repeating: " ", count: displayWidth(scalar)) }
        position += 1
    }
    // A place behind the last character: where something is missing.
    if position < column { indent += " " }
    return "\(shown)\n\(indent)^\n"
}

/// Columns that a terminal gives a character: 2 for East Asian wide and fullwidth, 0 for marks that combine, else 1.
func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        return 2
    default:
        return 1
    }
}
