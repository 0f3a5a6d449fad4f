import CLibXML2
import Definitions
import Model

/// Which part of a container refers to which.
struct XLSXRelation {
    var id: String
    /// The last words tell: `…/worksheet`, `…/styles`.
    var type: String
    /// A part of this container, from its root; nil where it lies outside.
    var target: String?
}

enum XLSXRelations {
    /// The relations of a part; of the container itself where `part` is empty.
    static func read(_ container: ZipContainer, of part: String) throws(FileProblem) -> [XLSXRelation] {
        var folder = part.split(separator: "/").map(String.init)
        let base = folder.popLast() ?? ""
        let name = (folder + ["_rels", base + ".rels"]).joined(separator: "/")
        guard container.contains(name) else { return [] }
        let handler = Handler(container.limits, folder)
        try XMLPush(container.stream(name), handler).finish()
        return handler.relations
    }

    /// The part that a relation leads to.
    static func target(_ relation: XLSXRelation, in container: ZipContainer) throws(FileProblem) -> String {
        guard let target = relation.target else {
            throw FileProblem(
                .fileUnreadable, at: Place(file: container.file.id),
                zh: "工作簿的 \(relation.id) 指向文件之外，出于安全不予读取；请用电子表格软件另存后再报送",
                en:
                    "its relation \(relation.id) leads outside the file, which is refused for safety; save it again from a spreadsheet program"
            )
        }
        return target
    }

    private final class Handler: XMLHandler {
        private let folder: [String]
        private(set) var relations: [XLSXRelation] = []

        init(_ limits: SheetLimits, _ folder: [String]) {
            self.folder = folder
            super.init(limits: limits)
        }

        override func start(
            _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
            _ namespaces: XMLNamespaces
        ) {
            guard XMLNames.equal(name, "Relationship") else { return }
            func text(_ name: StaticString) -> String { attributes.local(name).map(XMLAttributes.text) ?? "" }
            relations.append(
                XLSXRelation(
                    id: text("Id"), type: text("Type"),
                    target: text("TargetMode") == "External" ? nil : resolve(text("Target"))))
        }

        /// From the container's root; nil where the path leaves it.
        private func resolve(_ target: String) -> String? {
            if target.contains("://") || target.isEmpty { return nil }
            let path = target.replacing("\\", with: "/")
            var steps = path.hasPrefix("/") ? [] : folder
            for step in path.split(separator: "/") where step != "." {
                if step == ".." {
                    if steps.popLast() == nil { return nil }
                } else {
                    steps.append(String(step))
                }
            }
            return steps.joined(separator: "/")
        }
    }
}
