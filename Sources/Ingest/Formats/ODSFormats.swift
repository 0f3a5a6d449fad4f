import CLibXML2

/// What the cell styles of an OpenDocument spreadsheet say of numbers: that they are percentages, or their unit. LibreOffice
/// types cells as percentages itself; gnumeric writes plain numbers, and only the style says that 0.125 is 12.5%.
struct ODSFormats {
    /// What one style says.
    struct Saying {
        var isPercentage = false
        var unit: ShownUnit?
    }

    /// Number formats (`number:percentage-style`, `number:number-style`) that say something, by name.
    private var numbers: [String: Saying] = [:]
    /// Cell styles that use one of them, or whose parent does.
    private var styles: [String: Saying] = [:]
    /// Styles of columns whose cells state none, from the first on.
    private var columns: [(columns: ClosedRange<Int>, style: String)] = []
    /// The number format under way.
    private var name = ""
    private var text: [UInt8] = []
    private var power = 0
    private var embedded: Int?
    private var decimals = 0

    var isEmpty: Bool { styles.isEmpty }

    mutating func addPercentage(_ attributes: XMLAttributes) {
        if let name = attributes.bytes("name", in: ODSNames.style) {
            numbers[XMLAttributes.text(name)] = Saying(isPercentage: true)
        }
    }

    // MARK: Number formats

    static func isNumberStyle(_ name: UnsafePointer<xmlChar>) -> Bool {
        XMLNames.equal(name, "number-style") || XMLNames.equal(name, "currency-style")
    }

    mutating func startNumber(_ attributes: XMLAttributes) {
        name = attributes.bytes("name", in: ODSNames.style).map(XMLAttributes.text) ?? ""
        text = []
        power = 0
        embedded = nil
    }

    /// The digits: `number:display-factor` says how much less is shown. What stood before them is not behind them.
    mutating func addDigits(_ attributes: XMLAttributes) {
        text = []
        decimals = max(0, attributes.bytes("decimal-places", in: ODSNames.number).map(XMLAttributes.number) ?? 0)
        guard var factor = attributes.bytes("display-factor", in: ODSNames.number).map(XMLAttributes.number) else {
            return
        }
        while factor >= 10, factor % 10 == 0 {
            factor /= 10
            power += 1
        }
    }

    /// A text among the digits: a point so many places before their end.
    mutating func addEmbedded(_ attributes: XMLAttributes) {
        embedded = attributes.bytes("position", in: ODSNames.number).map(XMLAttributes.number)
    }

    mutating func addText(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let places = embedded {
            if bytes.elementsEqual(".".utf8), (1...12).contains(places) { power += places }
            // LibreOffice takes the mark of `0!.0000` for a letter and the point for one of decimals.
            if bytes.elementsEqual("!".utf8), places == 0, decimals <= 12 { power += decimals }
            embedded = nil
        } else {
            text.append(contentsOf: bytes)
        }
    }

    mutating func endNumber() {
        guard let unit = ShownUnit(behind: String(decoding: text, as: UTF8.self), power: power) else { return }
        numbers[name] = Saying(unit: unit)
    }

    // MARK: Styles

    mutating func addStyle(_ attributes: XMLAttributes) {
        guard !numbers.isEmpty,
            let name = attributes.bytes("name", in: ODSNames.style).map(XMLAttributes.text)
        else { return }
        let format = attributes.bytes("data-style-name", in: ODSNames.style).map(XMLAttributes.text)
        let parent = attributes.bytes("parent-style-name", in: ODSNames.style).map(XMLAttributes.text)
        if let saying = format.map({ numbers[$0] }) ?? parent.flatMap({ styles[$0] }) { styles[name] = saying }
    }

    mutating func startSheet() { columns.removeAll() }

    mutating func addColumns(_ range: ClosedRange<Int>, _ attributes: XMLAttributes) {
        guard !isEmpty, let style = attributes.bytes("default-cell-style-name", in: ODSNames.table) else { return }
        let name = XMLAttributes.text(style)
        if styles[name] != nil { columns.append((range, name)) }
    }

    /// What the style of this cell says of its number.
    func saying(_ attributes: XMLAttributes, column: Int) -> Saying? {
        if isEmpty { return nil }
        if let style = attributes.bytes("style-name", in: ODSNames.table) { return styles[XMLAttributes.text(style)] }
        return columns.first { $0.columns.contains(column) }.flatMap { styles[$0.style] }
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
        private var depth = 0
        /// Depth of the number format under way, and of a text of it.
        private var number: Int?
        private var text: Int?

        override func start(
            _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
            _ namespaces: XMLNamespaces
        ) {
            depth += 1
            guard let uri else { return }
            if XMLNames.equal(uri, ODSNames.number) {
                if number == nil, XMLNames.equal(name, "percentage-style") {
                    formats.addPercentage(attributes)
                } else if number == nil, ODSFormats.isNumberStyle(name) {
                    number = depth
                    formats.startNumber(attributes)
                } else if number != nil, XMLNames.equal(name, "number") {
                    formats.addDigits(attributes)
                } else if number != nil, XMLNames.equal(name, "embedded-text") {
                    formats.addEmbedded(attributes)
                    text = depth
                } else if number != nil, XMLNames.equal(name, "text") {
                    text = depth
                }
            } else if XMLNames.equal(name, "style"), XMLNames.equal(uri, ODSNames.style) {
                formats.addStyle(attributes)
            }
        }

        override func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
            if text != nil { formats.addText(UnsafeBufferPointer(start: bytes, count: count)) }
        }

        override func end() {
            if depth == text { text = nil }
            if depth == number {
                formats.endNumber()
                number = nil
            }
            depth -= 1
        }
    }
}
