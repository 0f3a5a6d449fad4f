public import Definitions
import Model
import Mustache

/// Every mistake in the templates that a pipeline's bulletins are written by; to be asked before data are read.
public func bulletinMistakes(_ pipeline: PipelineDefinition) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    for output in pipeline.outputs where output.kind == .bulletin {
        // Several outputs may be written by one template.
        for mistake in BulletinTemplate(output, pipeline).mistakes where !mistakes.contains(mistake) {
            mistakes.append(mistake)
        }
    }
    return mistakes
}

/// A template of `templates/`: Markdown with Mustache tags, each of them a path. Tags get names of their own, so that any
/// characters may stand in paths, and what they mean is settled before data are read.
struct BulletinTemplate {
    private(set) var mistakes: [Diagnostic] = []
    /// What tag `t<position>` means.
    private(set) var paths: [BulletinPath] = []
    private var template: MustacheTemplate?

    private struct Section {
        var name: String
        var tag: Int
        var place: SourcePlace
    }

    init(_ output: OutputDefinition, _ pipeline: PipelineDefinition) {
        guard let path = output.bulletin?.template else { return }
        let folder = output.place.file.lastIndex(of: "/").map { String(output.place.file[...$0]) } ?? ""
        guard let file = pipeline.files.first(where: { $0.path == path }) else {
            mistakes.append(
                Diagnostic(
                    "there is no file '\(path)'", at: output.place,
                    suggestion: nearest(
                        path, among: pipeline.files.map(\.path).filter { $0.hasPrefix("templates/") })))
            return
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            mistakes.append(
                Diagnostic(
                    "this is not UTF-8; save the file as UTF-8",
                    at: SourcePlace(file: folder + path, line: 1, column: 1)))
            return
        }
        let renamed = read(Array(text.unicodeScalars), file: folder + path, BulletinPathReader(pipeline))
        guard mistakes.isEmpty else { return }
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + renamed)
        } catch {
            mistakes.append(
                Diagnostic("\(error)", at: SourcePlace(file: folder + path, line: 1, column: 1)))
        }
    }

    /// The text of one area.
    /// - Parameter values: by path, a text or whether a condition holds.
    func render(_ value: (BulletinPath) -> Any) -> String {
        var values: [String: Any] = [:]
        for (position, path) in paths.enumerated() { values["t\(position)"] = value(path) }
        return template?.render(values) ?? ""
    }

    /// The template with its tags renamed.
    private mutating func read(_ text: [Unicode.Scalar], file: String, _ reader: BulletinPathReader) -> String {
        var output = String.UnicodeScalarView()
        var open: [Section] = []
        var (line, column, at) = (1, 1, 0)
        func isAt(_ word: String, _ position: Int) -> Bool {
            text[min(position, text.count)...].starts(with: word.unicodeScalars)
        }
        while at < text.count {
            guard isAt("{{", at) else {
                output.append(text[at])
                if text[at] == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
                at += 1
                continue
            }
            let place = SourcePlace(file: file, line: line, column: column)
            let isTriple = isAt("{{{", at)
            let closing = isTriple ? "}}}" : "}}"
            let start = at + (isTriple ? 3 : 2)
            guard let end = (start..<text.count).first(where: { isAt(closing, $0) || text[$0] == "\n" }),
                text[end] != "\n"
            else {
                mistakes.append(Diagnostic("this tag has no end '\(closing)' in its line", at: place))
                return ""
            }
            let inner = text[start..<end]
            let sigil = inner.first.flatMap { "#^/!&>$<%=*".unicodeScalars.contains($0) ? Character($0) : nil }
            var body = inner.dropFirst(sigil == nil ? 0 : 1)
            let before = inner.count - body.count + body.prefix { $0 == " " }.count
            while body.first == " " { body.removeFirst() }
            while body.last == " " { body.removeLast() }
            var name = String.UnicodeScalarView()
            name.append(contentsOf: body)
            let namePlace = SourcePlace(file: file, line: line, column: column + (start - at) + before)
            output.append(
                contentsOf: tag(String(name), sigil, at: place, name: namePlace, &open, reader).unicodeScalars)
            let next = end + closing.count
            column += next - at
            at = next
        }
        for section in open {
            mistakes.append(Diagnostic("section '\(section.name)' is not closed: {{/}}", at: section.place))
        }
        return String(output)
    }

    private mutating func tag(
        _ name: String, _ sigil: Character?, at place: SourcePlace, name namePlace: SourcePlace,
        _ open: inout [Section], _ reader: BulletinPathReader
    ) -> String {
        switch sigil {
        case "!": return "{{! }}"
        case "/":
            guard let section = open.popLast() else {
                mistakes.append(Diagnostic("no section is open here", at: place))
                return ""
            }
            guard name.isEmpty || section.name == name else {
                mistakes.append(
                    Diagnostic(
                        "section '\(section.name)' of line \(section.place.line) is open here, not '\(name)'",
                        at: namePlace, suggestion: section.name))
                return ""
            }
            return "{{/t\(section.tag)}}"
        case nil, "&": return path(name, at: namePlace, isSection: false, reader).map { "{{t\($0)}}" } ?? ""
        case "#", "^":
            let position = path(name, at: namePlace, isSection: true, reader)
            open.append(Section(name: name, tag: position ?? 0, place: place))
            return position.map { "{{\(sigil ?? "#")t\($0)}}" } ?? ""
        case .some(let other):
            mistakes.append(Diagnostic("tags that begin with '\(other)' are not for bulletins", at: place))
            return ""
        }
    }

    /// The number of the tag.
    private mutating func path(
        _ name: String, at place: SourcePlace, isSection: Bool, _ reader: BulletinPathReader
    ) -> Int? {
        do throws(BulletinMistake) {
            var path = try reader.read(name)
            // A section of what is a text asks whether there is something to say.
            if isSection, case .figure(var figure) = path {
                switch figure.form {
                case .text, .words: figure.form = .condition(.known)
                case .aboveParent: figure.form = .comparable(nil)
                case .above(let other): figure.form = .comparable(other)
                default: break
                }
                path = .figure(figure)
            }
            guard path.isCondition == isSection else {
                mistakes.append(
                    Diagnostic(
                        isSection
                            ? "a section asks whether something holds: '\(name)' is a text; say .known, .positive …"
                            : "'\(name)' is a condition: {{#\(name)}}…{{/\(name)}}", at: place))
                return nil
            }
            if let known = paths.firstIndex(of: path) { return known }
            paths.append(path)
            return paths.count - 1
        } catch {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            let before = parts.prefix(max(0, error.part)).reduce(0) { $0 + $1.unicodeScalars.count + 1 }
            mistakes.append(
                Diagnostic(
                    error.message,
                    at: SourcePlace(file: place.file, line: place.line, column: place.column + before),
                    suggestion: error.suggestion))
            return nil
        }
    }
}
