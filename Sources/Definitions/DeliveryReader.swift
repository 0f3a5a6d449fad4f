import Foundation
public import Model

/// What the file `delivery.yaml` in a delivery's folder states.
public struct DeliveryStatement: Hashable, Sendable {
    /// The months that files without a stated period cover; nil: not stated.
    public var covers: ClosedRange<Month>?
    /// Sub-folders that are receptions, the earliest first; those not named here follow, by name.
    public var order: [String] = []
    /// Code or name of the area whose office sent the whole delivery; sub-folders named as areas go before.
    public var sender: SourceText?
    /// Invented data: a run that mixes sample and other deliveries is held.
    public var isSample = false

    public init() {}
}

/// What reading a `delivery.yaml` gives.
public struct DeliveryReading: Sendable {
    public var statement: DeliveryStatement
    /// Every mistake of the file.
    public var diagnostics: [Diagnostic]
    /// The file, for `render`.
    public var sources: [String: [UInt8]]
}

/// Reads `delivery.yaml` of a folder: `covers: 2024-01..2024-12`, `order: [首报, 补报]`, `sender: 瑶海区`, `sample: true`. A
/// folder without one states nothing.
public func readDelivery(folder: String) -> DeliveryReading {
    let path = "\(folder)/delivery.yaml"
    guard FileManager.default.fileExists(atPath: path) else {
        return DeliveryReading(statement: DeliveryStatement(), diagnostics: [], sources: [:])
    }
    let mistakes = Mistakes()
    let files = DefinitionFolder(root: folder, shownAs: folder, mistakes: mistakes)
    var statement = DeliveryStatement()
    if let bytes = files.read("delivery.yaml"),
        let document = YAMLDocument.compose(bytes, path: files.shownPath("delivery.yaml"), into: mistakes)
    {
        let reader = NodeReader(node: document.root, document: document, mistakes: mistakes)
        if let entries = reader.entries(["covers", "order", "sender", "sample"]) {
            statement.covers = entries["covers"].flatMap(months)
            statement.order = receptions(entries["order"], in: folder)
            statement.sender = entries["sender"]?.sourceText()
            statement.isSample = entries["sample"]?.boolean() ?? false
        }
    }
    return DeliveryReading(
        statement: statement, diagnostics: mistakes.list.inReadingOrder(), sources: files.sources)
}

/// Names of sub-folders, each once.
private func receptions(_ node: NodeReader?, in folder: String) -> [String] {
    var names: [String] = []
    for entry in node?.list() ?? [] {
        guard let name = entry.text() else { continue }
        var isFolder: ObjCBool = false
        if names.contains(name) {
            entry.mistake("'\(name)' is stated twice")
        } else if !FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            || !isFolder.boolValue
        {
            entry.mistake("the delivery has no sub-folder '\(name)'")
        } else {
            names.append(name)
        }
    }
    return names
}

/// `2024`, `2024-Q4`, `2024-01..2024-12`.
private func months(_ node: NodeReader) -> ClosedRange<Month>? {
    guard let text = node.text() else { return nil }
    guard let range = PeriodRange(text) else {
        node.mistake("a period (2024, 2024-Q4) or months (2024-01..2024-12) are expected here, found '\(text)'")
        return nil
    }
    return range.first.firstMonth...range.last.lastMonth
}
