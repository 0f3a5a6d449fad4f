import Model

/// Reads `gates:` of pipeline.yaml.
func readGates(_ node: NodeReader?, datasets: [String], at place: SourcePlace) -> [GateDefinition] {
    let gates = (node?.list() ?? []).compactMap { readGate($0, datasets: datasets) }
    // A figure that lacks much of itself is wrong whatever else is asked: a pipeline has to say so to publish it.
    guard !gates.contains(where: { $0.kind == .effect }) else { return gates }
    return gates
        + [GateDefinition(kind: .effect, dataset: nil, maximum: Fraction(mantissa: 1, scale: 2), place: place)]
}

private func readGate(_ entry: NodeReader, datasets: [String]) -> GateDefinition? {
    guard let entries = entry.entries(["gate", "dataset", "maximum", "records"]),
        let kind = entries.required("gate")?.choice("gate", GateDefinition.Kind.self)
    else { return nil }
    let dataset = entries["dataset"]?.text()
    if let dataset, !datasets.contains(dataset) {
        entries["dataset"]?.mistake(unknown: "dataset", dataset, known: datasets)
    }
    if kind != .effect { entries.forbid(["records"], "only the gate effect counts records") }
    switch kind {
    case .rejectedRows, .missingSenders:
        let maximum = entries.required("maximum")?.share()
        return GateDefinition(kind: kind, dataset: dataset, maximum: maximum ?? .zero, place: entry.place)
    case .effect:
        entries.forbid(["dataset"], "every figure is asked")
        let maximum = entries.required("maximum")?.share()
        var gate = GateDefinition(kind: kind, dataset: nil, maximum: maximum ?? .zero, place: entry.place)
        if let records = entries["records"]?.integer(1...Int.max) { gate.records = records }
        return gate
    case .missingDataset:
        entries.forbid(["maximum"], "a dataset is there or not")
        return GateDefinition(kind: kind, dataset: dataset, maximum: .zero, place: entry.place)
    }
}

/// Reads `limits:` of pipeline.yaml.
func readLimits(_ node: NodeReader?) -> Limits {
    var limits = Limits()
    guard let node, !node.isNull,
        let entries = node.entries([
            "details", "columns", "cell_bytes", "sheets", "rows", "cells", "repeats", "nesting", "inflated_bytes",
            "compression_ratio", "shared_strings",
        ])
    else { return limits }
    func take(_ key: String, _ limit: inout Int, _ range: ClosedRange<Int>) {
        if let value = entries[key]?.integer(range) { limit = value }
    }
    take("details", &limits.details, 0...Int.max)
    take("columns", &limits.columns, 1...1_048_576)
    take("cell_bytes", &limits.cellBytes, 1...1 << 30)
    take("sheets", &limits.sheets, 1...1 << 20)
    take("rows", &limits.rows, 1...1 << 31)
    take("cells", &limits.cells, 1...Int.max)
    take("repeats", &limits.repeats, 1...1 << 31)
    take("nesting", &limits.nesting, 16...256)
    take("inflated_bytes", &limits.inflatedBytes, 1...Int.max)
    take("compression_ratio", &limits.compressionRatio, 1...2_000)
    take("shared_strings", &limits.sharedStrings, 1...1 << 31)
    return limits
}
