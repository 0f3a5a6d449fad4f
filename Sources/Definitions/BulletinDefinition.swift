public import Model

/// An output of kind `bulletin`: the figures of each area as sentences, by a template.
public struct BulletinDefinition: Hashable, Sendable {
    /// A file of the pipeline folder: `templates/bulletin.md`.
    public var template: String
    /// nil: the pipeline's.
    public var language: Language?
    /// What the page is called; the pipeline's title where nothing is said.
    public var title: LocalizedText
    /// Positions in the area tree; empty: every published area.
    public var areas: [Int]

    public init(
        template: String, language: Language? = nil, title: LocalizedText = LocalizedText(), areas: [Int] = []
    ) {
        self.template = template
        self.language = language
        self.title = title
        self.areas = areas
    }
}

/// Reads outputs of kind `bulletin`.
struct BulletinDefinitionReader {
    let areas: AreaTree

    /// Beside `output`, `kind` and `path`.
    static let keys = ["title", "template", "language", "areas"]

    func read(_ entries: Entries, at path: String?) -> BulletinDefinition? {
        if let path, !path.hasSuffix(".html"), !path.hasSuffix(".md") {
            (entries["path"] ?? entries.mapping).mistake("the name of a bulletin ends in .html or .md")
        }
        guard let node = entries.required("template"), let template = node.text() else { return nil }
        guard template.hasPrefix("templates/") else {
            node.mistake("a file below templates/ is expected here, found '\(template)'")
            return nil
        }
        return BulletinDefinition(
            template: template, language: entries["language"]?.choice("language", Language.self),
            title: entries["title"]?.localized(.zh) ?? LocalizedText(),
            areas: (entries["areas"]?.listOrOne() ?? []).compactMap(area))
    }

    private func area(_ node: NodeReader) -> Int? {
        guard let code = node.text() else { return nil }
        if let area = areas.index(ofCode: code), areas[area].published { return area }
        if areas.count > 0 {
            node.mistake(unknown: "published area", code, known: areas.areas.filter(\.published).map(\.code))
        }
        return nil
    }
}
