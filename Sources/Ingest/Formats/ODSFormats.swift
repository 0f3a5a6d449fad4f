import CLibXML2

/// Which cell styles of an OpenDocument spreadsheet show numbers as percentages. LibreOffice types such cells as
/// percentages itself; gnumeric writes plain numbers, and only the style says that 0.125 is 12.5%.
struct ODSFormats {
    /// Number formats (`number:percentage-style`), by name.
    private var percentages: Set<String> = []
    /// Cell styles that use one of them, or whose parent does.
    private var styles: Set<String> = []
    /// Styles of columns whose cells state none, from the first on.
    private var columns: [(columns: ClosedRange<Int>, style: String)] = []

    var isEmpty: Bool { styles.isEmpty }

    mutating func addPercentage(_ attributes: XMLAttributes) {
        if let name = attributes.bytes("name", in: ODSNames.style) { percentages.insert(XMLAttributes.text(name)) }
    }

    mutating func addStyle(_ attributes: XMLAttributes) {
        guard !percentages.isEmpty,
            let name = attributes.bytes("name", in: ODSNames.style).map(XMLAttributes.text)
        else { return }
        let format = attributes.bytes("data-style-name", in: ODSNames.style).map(XMLAttributes.text)
        let parent = attributes.bytes("parent-style-name", in: ODSNames.style).map(XMLAttributes.text)
        if format.map(percentages.contains) ?? parent.map(styles.contains) ?? false { styles.insert(name) }
    }

    mutating func startSheet() { columns.removeAll() }

    mutating func addColumns(_ range: ClosedRange<Int>, _ attributes: XMLAttributes) {
        guard !isEmpty, let style = attributes.bytes("default-cell-style-name", in: ODSNames.table) else { return }
        let name = XMLAttributes.text(style)
        if styles.contains(name) { columns.append((range, name)) }
    }

    /// Whether a number in this cell is shown as a percentage.
    func isPercentage(_ attributes: XMLAttributes, column: Int) -> Bool {
        guard !isEmpty else { return false }
        if let style = attributes.bytes("style-name", in: ODSNames.table) {
            return styles.contains(XMLAttributes.text(style))
        }
        return columns.contains { $0.columns.contains(column) }
    }
}

extension ODSFormats {
    /// Where a container keeps the formats that several cells share.
    private static let part = "styles.xml"

    /// Those that a container states beside its content; none where it has no such part.
    static func read(_ container: ZipContainer) throws(FileProblem) -> ODSFormats {
        guard container.contains(part) else { return ODSFormats() }
        let handler = Handler(limits: container.limits)
        try XMLPush(container.stream(part), handler).finish()
        return handler.formats
    }

    private final class Handler: XMLHandler {
        private(set) var formats = ODSFormats()

        override func start(
            _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
            _ namespaces: XMLNamespaces
        ) {
            guard let uri else { return }
            if XMLNames.equal(name, "percentage-style"), XMLNames.equal(uri, ODSNames.number) {
                formats.addPercentage(attributes)
            } else if XMLNames.equal(name, "style"), XMLNames.equal(uri, ODSNames.style) {
                formats.addStyle(attributes)
            }
        }
    }
}
