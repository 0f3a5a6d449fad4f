import CLibXML2

/// Which cell formats show numbers as dates, times or percentages, or with a unit.
final class XLSXStyles: XMLHandler {
    /// By the style index of a cell.
    private(set) var shown: [NumberShown] = []
    /// The same of units; empty where no format says one.
    var units: [ShownUnit?] { found.contains { $0 != nil } ? found : [] }
    private var found: [ShownUnit?] = []
    private var custom: [Int: (shown: NumberShown, unit: ShownUnit?)] = [:]
    private var isWithinCellFormats = false

    override func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        guard XLSXNames.isMain(uri) else { return }
        if XMLNames.equal(name, "cellXfs") {
            isWithinCellFormats = true
        } else if XMLNames.equal(name, "cellStyles") || XMLNames.equal(name, "dxfs") {
            isWithinCellFormats = false
        } else if XMLNames.equal(name, "numFmt") {
            guard let id = attributes.local("numFmtId").map(XMLAttributes.number),
                let code = attributes.local("formatCode").map(XMLAttributes.text)
            else { return }
            let shown = SheetDates.shown(code)
            custom[id] = (shown, shown == .plain ? ShownUnit(code) : nil)
        } else if isWithinCellFormats, XMLNames.equal(name, "xf") {
            let id = attributes.local("numFmtId").map(XMLAttributes.number) ?? 0
            shown.append(custom[id]?.shown ?? XLSXStyles.builtIn(id))
            found.append(custom[id]?.unit)
        }
    }

    /// Formats that are known by number only, those of Chinese, Japanese and Korean Excel among them.
    static func builtIn(_ id: Int) -> NumberShown {
        switch id {
        case 9, 10: .percent
        case 14...17, 22, 27...31, 36, 50...54, 57, 58: .date
        case 18...21, 32...35, 45, 47, 55, 56: .time
        case 46: .elapsed
        default: .plain
        }
    }
}
