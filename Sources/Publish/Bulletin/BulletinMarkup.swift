/// The part of Markdown that templates of bulletins are written in: headings, paragraphs, lists, quotations, **strong**; made
/// HTML. Everything else is text as it stands.
struct BulletinMarkup {
    /// The link of a figure's text: by number and text.
    let mention: (Int, String) -> String
    let chart: (Int) -> String
    /// What stands between the lines of a paragraph.
    var space = ""

    func html(_ markdown: String) -> String {
        var out = ""
        var paragraph: [Substring] = []
        var items: [Substring] = []
        func close() {
            if !paragraph.isEmpty { out += "<p>\(paragraph.map(inline).joined(separator: space))</p>\n" }
            if !items.isEmpty { out += "<ul>\(items.map { "<li>\(inline($0))</li>" }.joined())</ul>\n" }
            paragraph = []
            items = []
        }
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            let level = line.prefix { $0 == "#" }.count
            if line.allSatisfy(\.isWhitespace) {
                close()
            } else if (1...4).contains(level), line.dropFirst(level).first == " " {
                close()
                let heading = min(level + 1, 5)
                out += "<h\(heading)>\(inline(line.dropFirst(level + 1)))</h\(heading)>\n"
            } else if line.hasPrefix("- ") {
                if items.isEmpty { close() }
                items.append(line.dropFirst(2))
            } else if line.hasPrefix("> ") {
                close()
                out += "<blockquote>\(inline(line.dropFirst(2)))</blockquote>\n"
            } else if line.first == BulletinText.chartStart, line.last == BulletinText.chartEnd {
                close()
                out += (Int(line.dropFirst().dropLast()).map(chart) ?? "") + "\n"
            } else {
                if !items.isEmpty { close() }
                paragraph.append(line)
            }
        }
        close()
        return out
    }

    private func inline(_ line: Substring) -> String {
        var out = ""
        var isStrong = false
        var rest = line
        while let first = rest.first {
            if first == BulletinText.mentionStart, let middle = rest.firstIndex(of: BulletinText.mentionText),
                let end = rest[middle...].firstIndex(of: BulletinText.mentionEnd),
                let number = Int(rest[rest.index(after: rest.startIndex)..<middle])
            {
                out += mention(number, String(rest[rest.index(after: middle)..<end]))
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix("**") {
                out += isStrong ? "</strong>" : "<strong>"
                isStrong.toggle()
                rest = rest.dropFirst(2)
            } else {
                out += escaped(String(first))
                rest = rest.dropFirst()
            }
        }
        return out + (isStrong ? "</strong>" : "")
    }
}
