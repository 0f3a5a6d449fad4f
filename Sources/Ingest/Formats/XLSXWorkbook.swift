import CLibXML2
import Definitions
import Model
import Synchronization

/// What the sheets of a workbook share: their list, number formats, strings.
struct XLSXWorkbook {
    struct Sheet {
        var name: String
        var isHidden: Bool
        /// The part that holds it.
        var part: String
    }

    private(set) var sheets: [Sheet] = []
    private(set) var is1904 = false
    private(set) var styles: [NumberShown] = []
    /// By the same index; empty where no format says a unit.
    private(set) var units: [ShownUnit?] = []
    let strings: XLSXStrings

    /// The part with the strings.
    private var stringsPart: XLSXRelation?

    /// Reads the workbook's part, its relations, the styles and the strings.
    init(_ container: ZipContainer, part: String) throws(FileProblem) {
        try self.init(outlineOf: container, part: part)
        try readStrings(container)
    }

    /// All but the strings.
    init(outlineOf container: ZipContainer, part: String) throws(FileProblem) {
        let relations = try XLSXRelations.read(container, of: part)
        let list = SheetList(limits: container.limits)
        try XMLPush(container.stream(part), list).finish()
        is1904 = list.is1904
        for sheet in list.sheets {
            guard let relation = relations.first(where: { $0.id == sheet.relation }) else {
                throw ZipContainer.broken(container.file, part, "no relation \(sheet.relation)")
            }
            // Charts and dialogs are sheets without cells.
            guard relation.type.hasSuffix("/worksheet") else { continue }
            let target = try XLSXRelations.target(relation, in: container)
            guard container.contains(target) else { throw ZipContainer.broken(container.file, target, "not there") }
            sheets.append(Sheet(name: sheet.name, isHidden: sheet.isHidden, part: target))
        }
        if sheets.count > container.limits.bounds.sheets { throw container.limits.tooManySheets() }
        strings = XLSXStrings(container.limits)
        if let relation = relations.first(where: { $0.type.hasSuffix("/styles") }) {
            let handler = XLSXStyles(limits: container.limits)
            try XMLPush(container.stream(XLSXRelations.target(relation, in: container)), handler).finish()
            styles = handler.shown
            units = handler.units
        }
        stringsPart = relations.first { $0.type.hasSuffix("/sharedStrings") }
    }

    /// What the cells refer to.
    func readStrings(_ container: ZipContainer) throws(FileProblem) {
        guard let stringsPart else { return }
        try XMLPush(container.stream(XLSXRelations.target(stringsPart, in: container)), strings).finish()
    }

    /// What a survey keeps of a workbook for those who read the sheets; one whose strings find no room is parsed again.
    /// Equal to any other: it says nothing that the survey does not.
    ///
    /// `@unchecked Sendable`: nothing of it changes once it has been parsed.
    final class Kept: @unchecked Sendable, Hashable {
        let book: XLSXWorkbook
        private let claim: Int

        /// Strings that are kept in any case.
        private static let smallBytes = 4 << 20
        /// Of all larger ones together.
        private static let room = 32 << 20
        private static let claimed = Mutex(0)

        init?(_ book: XLSXWorkbook) {
            let size = book.strings.byteCount
            claim = size > Kept.smallBytes ? size : 0
            let claim = claim
            let fits = Kept.claimed.withLock { claimed in
                guard claim == 0 || claimed + claim <= Kept.room else { return false }
                claimed += claim
                return true
            }
            guard fits else { return nil }
            self.book = book
        }

        deinit {
            let claim = claim
            Kept.claimed.withLock { $0 -= claim }
        }

        static func == (a: Kept, b: Kept) -> Bool { true }
        func hash(into hasher: inout Hasher) {}
    }

    private final class SheetList: XMLHandler {
        private(set) var sheets: [(name: String, isHidden: Bool, relation: String)] = []
        private(set) var is1904 = false

        override func start(
            _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
            _ namespaces: XMLNamespaces
        ) {
            guard XLSXNames.isMain(uri) else { return }
            if XMLNames.equal(name, "workbookPr") {
                is1904 = XLSXNames.isTrue(attributes.local("date1904"))
            } else if XMLNames.equal(name, "sheet") {
                let state = attributes.local("state").map(XMLAttributes.text) ?? "visible"
                let id = attributes.bytes("id", in: XLSXNames.relations, XLSXNames.strictRelations)
                sheets.append(
                    (
                        attributes.local("name").map(XMLAttributes.text) ?? "", state != "visible",
                        id.map(XMLAttributes.text) ?? ""
                    ))
            }
        }
    }
}

enum XLSXNames {
    static let main: StaticString = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    static let strict: StaticString = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    static let relations: StaticString = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let strictRelations: StaticString = "http://purl.oclc.org/ooxml/officeDocument/relationships"

    /// Of SpreadsheetML, transitional or strict; home-made files leave the namespace out.
    static func isMain(_ uri: UnsafePointer<xmlChar>?) -> Bool {
        guard let uri else { return true }
        return XMLNames.equal(uri, main) || XMLNames.equal(uri, strict)
    }

    static func isTrue(_ value: UnsafeBufferPointer<UInt8>?) -> Bool {
        guard let value else { return false }
        return value.elementsEqual("1".utf8) || value.elementsEqual("true".utf8)
    }
}
