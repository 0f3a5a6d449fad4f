import Model

/// Reads outputs of kind `list`.
struct ListReader {
    let indicators: [IndicatorDefinition]
    /// Whether indicators could all be read; if not, names are not asked for.
    let isComplete: Bool

    /// Beside `output`, `kind` and `path`.
    static let keys = ["title", "of", "quantity", "where", "per", "order", "top", "columns", "public", "bom", "eol"]

    func read(_ entries: Entries, named name: String) -> ListDefinition? {
        let indicator = entries.required("of")?.text()
        if let indicator, isComplete, !indicators.contains(where: { $0.id == indicator }) {
            entries["of"]?.mistake(unknown: "indicator", indicator, known: indicators.map(\.id))
        }
        let columnsNode = entries.required("columns")
        var columns: [ListColumn] = []
        for entry in columnsNode?.list() ?? [] {
            guard let column = column(entry) else { continue }
            if columns.contains(where: { $0.name == column.name }) {
                entry.mistake("column '\(column.name[.zh])' is stated twice")
            }
            columns.append(column)
        }
        if let columnsNode, columnsNode.isNull || columnsNode.isEmptyList {
            columnsNode.mistake("a list needs columns")
        }
        let order = (entries["order"]?.listOrOne() ?? []).compactMap(self.order)
        let top = entries["top"]?.integer(1...1_000_000)
        if top != nil, order.isEmpty {
            entries.key("top")?.mistake("the first \(top ?? 1) of what? 'order' is missing")
        }
        if order.isEmpty, let ranked = columns.first(where: { $0.source == .shown(.rank) }) {
            (columnsNode ?? entries.mapping).mistakes.add("a place needs 'order'", at: ranked.place)
        }
        guard let indicator else { return nil }
        return ListDefinition(
            title: entries["title"]?.localized(.zh) ?? LocalizedText(zh: name), indicator: indicator,
            quantity: entries["quantity"]?.choice("quantity", Quantity.self),
            filter: entries["where"]?.sourceText(), scope: entries["per"].flatMap(scope) ?? .whole, order: order,
            top: top, columns: columns, isPublic: entries["public"]?.boolean() ?? false,
            byteOrderMark: entries["bom"]?.boolean() ?? true,
            endOfLine: entries["eol"]?.choice("end of line", EndOfLine.self) == .lf ? "\n" : "\r\n")
    }

    private func scope(_ node: NodeReader) -> ListDefinition.Scope? {
        guard let text = node.text() else { return nil }
        if text == "unit" { return .unit }
        if let kind = AreaKind(rawValue: text) { return .kind(kind) }
        node.mistake(unknown: "kind of area", text, known: ["unit"] + AreaKind.allCases.map(\.rawValue))
        return nil
    }

    /// `revenue desc`: an expression, and perhaps which way.
    private func order(_ node: NodeReader) -> ListOrder? {
        guard var source = node.sourceText() else { return nil }
        var descending = false
        for (suffix, isDown) in [(" desc", true), (" asc", false)] where source.text.lowercased().hasSuffix(suffix) {
            descending = isDown
            source.text = String(source.text.dropLast(suffix.count))
            break
        }
        return ListOrder(expression: source, descending: descending)
    }

    private func column(_ node: NodeReader) -> ListColumn? {
        guard let entries = node.entries(["name", "from", "show", "unit", "decimals", "as"]),
            let name = entries.required("name")?.localized(.zh)
        else { return nil }
        let source: ListColumn.Source
        if let from = entries["from"] {
            entries.forbid(["show"], "the column shows an expression already")
            guard let text = from.sourceText() else { return nil }
            source = .expression(text)
        } else if let show = entries["show"] {
            entries.forbid(["unit", "decimals", "as"], "only what is computed from the record has a form")
            guard let shown = show.choice("thing to show", ListColumn.Shown.self) else { return nil }
            source = .shown(shown)
        } else {
            node.mistake("a column needs 'from', an expression over the record's fields, or 'show'")
            return nil
        }
        return ListColumn(
            name: name, source: source, unit: entries["unit"]?.unit(), decimals: entries["decimals"]?.integer(0...18),
            showsCodes: entries["as"]?.choice("form", Form.self) == .code, place: node.place)
    }

    private enum Form: String, CaseIterable { case code, name }
    private enum EndOfLine: String, CaseIterable { case lf, crlf }
}
