import CLibXML2

/// What a ZIP container holds, told by its files.
enum ContainerKind {
    /// With the name of the workbook's part.
    case xlsx(workbook: String)
    case openDocument
    case foreign(Foreign)

    /// Where an OpenDocument container keeps its tables.
    static let content = "content.xml"

    init(_ container: ZipContainer) throws(FileProblem) {
        if container.isEncrypted {
            self = .foreign(.encrypted)
            return
        }
        if container.contains(ContainerKind.content) {
            self = try ContainerKind.openDocument(container)
            return
        }
        guard container.contains("_rels/.rels") || container.contains("[Content_Types].xml") else {
            self = .foreign(.archive)
            return
        }
        let office = try XLSXRelations.read(container, of: "").first { $0.type.hasSuffix("/officeDocument") }
        var part = "xl/workbook.xml"
        if let office { part = try XLSXRelations.target(office, in: container) }
        if part.lowercased().hasSuffix(".bin") {
            self = .foreign(.xlsb)
        } else if part.lowercased().hasPrefix("word/") || part.lowercased().hasPrefix("ppt/") {
            self = .foreign(.document)
        } else {
            self = container.contains(part) ? .xlsx(workbook: part) : .foreign(.archive)
        }
    }

    private static func openDocument(_ container: ZipContainer) throws(FileProblem) -> ContainerKind {
        if container.contains("mimetype") {
            let type = try container.text("mimetype", limit: 256)
            if type.contains("opendocument"), !type.contains("spreadsheet") { return .foreign(.document) }
        }
        guard container.contains("META-INF/manifest.xml") else { return .openDocument }
        let handler = Manifest(limits: container.limits)
        try XMLPush(container.stream("META-INF/manifest.xml"), handler).finish()
        return handler.isEncrypted ? .foreign(.encrypted) : .openDocument
    }

    /// An encrypted file is an ordinary entry whose manifest says how to decrypt it.
    private final class Manifest: XMLHandler {
        private(set) var isEncrypted = false

        override func start(
            _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
            _ namespaces: XMLNamespaces
        ) {
            if XMLNames.equal(name, "encryption-data") { isEncrypted = true }
        }
    }
}
