import Model

/// Reads `measure:`: `count`, `count(distinct f)`, `sum(f)`, `min(f)`, `max(f)`, `mean(f)`, `median(f)`.
func readMeasure(_ node: NodeReader, fields: FieldNames) -> Measure? {
    guard let source = node.sourceText() else { return nil }
    var words = source.text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }
        .map {
            (
                text: Substring($0).lowercased(), written: String(Substring($0)),
                at: source.text.utf8.distance(from: source.text.startIndex, to: $0.startIndex)
            )
        }
    guard !words.isEmpty else { node.expected("a measure"); return nil }
    let function = words.removeFirst()
    let functions = ["count", "sum", "min", "max", "mean", "median"]
    guard functions.contains(function.text) else {
        node.mistakes.add(
            unknown: "measure", function.written, known: functions, at: source.place(atOffset: function.at))
        return nil
    }
    let shape = source.text.filter { !$0.isWhitespace && !$0.isLetter && !$0.isNumber && $0 != "_" }
    if function.text == "count", words.isEmpty, shape.isEmpty { return Measure(kind: .count, field: nil) }
    let isDistinct = words.first?.text == "distinct" && words.count > 1
    if isDistinct { words.removeFirst() }
    guard shape == "()", words.count == 1, isDistinct == (function.text == "count") else {
        node.mistake(
            function.text == "count"
                ? "a count is written 'count' or 'count(distinct field)'"
                : "a measure is written '\(function.text)(field)'")
        return nil
    }
    let kind: MeasureKind
    let types: [FieldType]
    switch function.text {
    case "count": (kind, types) = (.countDistinct, [])
    case "sum": (kind, types) = (.sum, [.number, .integer])
    case "min": (kind, types) = (.min, [.number, .integer, .date])
    case "max": (kind, types) = (.max, [.number, .integer, .date])
    case "median": (kind, types) = (.median, [.number, .integer])
    default: (kind, types) = (.mean, [.number, .integer])
    }
    let field = fields.name(
        words[0].written, at: source.place(atOffset: words[0].at), into: node.mistakes, types: types,
        role: "the field of \(function.text)()")
    return field.map { Measure(kind: kind, field: $0) }
}
