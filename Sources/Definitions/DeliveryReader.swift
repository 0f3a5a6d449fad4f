import Foundation
public import Model

/// What the file `delivery.yaml` in a delivery's folder states.
public struct DeliveryStatement: Hashable, Sendable {
    /// The months that files without a stated period cover; nil: not stated.
    public var covers: ClosedRange<Month>?
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

/// Reads `delivery.yaml` of a folder: `covers: 2024-01..2024-12`, `sample: true`. A folder without one states nothing.
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
        if let entries = reader.entries(["covers", "sample"]) {
            statement.covers = entries["covers"].flatMap(months)
            statement.isSample = entries["sample"]?.boolean() ?? false
        }
    }
    return DeliveryReading(
        statement: statement, diagnostics: mistakes.list.inReadingOrder(), sources: files.sources)
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
