public import Definitions
import Model

/// Matches a wide table with a dataset that says how to unpivot it: one binding for each column of figures, in order of
/// the sheet; each gives the records of its column. nil: the dataset unpivots nothing, or no column of this table.
///
/// - Parameters:
///   - sheet: position of the sheet in its file.
///   - table: position of the table in its sheet.
///   - index: position of the dataset in the pipeline.
///   - words: those of the dataset, where they are known already.
public func unpivot(
    _ layout: TableLayout, sheet: Int, table: Int = 0, dataset: DatasetDefinition, index: Int,
    words: DatasetWords? = nil
) -> [TableBinding]? {
    guard let definition = dataset.unpivot, let value = dataset.fieldIndex(definition.value) else { return nil }
    var wide: [WideColumn] = []
    for header in layout.columns {
        for column in definition.columns {
            guard let captures = column.captures(header.path) else { continue }
            wide.append(WideColumn(header: header, definition: column, captures: captures))
            break
        }
    }
    guard !wide.isEmpty else { return nil }
    var rest = layout
    let taken = Set(wide.map(\.header.position))
    rest.columns = layout.columns.filter { !taken.contains($0.position) }
    let common = bind(rest, sheet: sheet, table: table, dataset: dataset, index: index, words: words)
    return wide.enumerated().map { ordinal, column in
        var binding = common
        binding.unitColumn = nil
        binding.wide = TableBinding.Wide(
            ordinal: ordinal, value: value, position: column.header.position, addsUp: column.definition.addsUp,
            constants: [:])
        let measured = (column.definition.unit ?? dataset.fields[value].unit)?.dimension
        let unclear =
            column.header.unit == nil
            ? measured.map { layout.unclearUnit(measuring: $0) } ?? layout.unknownUnit : nil
        let unit =
            unclear != nil
            ? nil
            : column.header.unit
                ?? ((column.definition.unit ?? dataset.fields[value].unit).map { layout.unit(measuring: $0.dimension) }
                    ?? layout.unit) ?? column.definition.unit
        let settings =
            column.captures + column.definition.settings
            + definition.settings.filter { setting in
                !(column.captures + column.definition.settings).contains { $0.field == setting.field }
            }
        for setting in settings {
            guard let field = dataset.fieldIndex(setting.field) else { continue }
            binding.wide?.constants[field] = setting.filled(layout, column.header, unit, dataset.fields[field].type)
            binding.columns[field] = -1
            binding.units[field] = nil
        }
        binding.columns[value] = column.header.position
        binding.units[value] = unit
        binding.unclearUnits[value] = unclear
        binding.contradictingFormats[value] = nil
        binding.heedFormats(
            of: column.header, field: value, measuring: measured,
            silent: column.definition.unit ?? dataset.fields[value].unitIfSilent)
        let found = Set(binding.wide?.constants.keys.map { $0 } ?? []).union([value])
        binding.missing.removeAll { found.contains($0.field) }
        binding.repeated.removeAll { found.contains($0.field) }
        let weights = dataset.fields.indices.map { binding.requiredFields.contains($0) ? 4 : 1 }
        let sum = dataset.fields.indices.reduce(0) {
            $0 + (binding.columns[$1] >= 0 || found.contains($1) ? weights[$1] : 0)
        }
        binding.score = sum * 1000 / max(1, weights.reduce(0, +))
        // A row without its district is no record; the figures themselves may be blank.
        binding.keys = common.keys.filter { $0 != column.header.position }
        return binding
    }
}

private struct WideColumn {
    var header: HeaderColumn
    var definition: UnpivotDefinition.Column
    var captures: [UnpivotDefinition.Setting]
}

extension UnpivotDefinition.Column {
    /// What fields take from this header; nil where it is another's.
    fileprivate func captures(_ header: String) -> [UnpivotDefinition.Setting]? {
        let levels = header.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard levels.count == path.count else { return nil }
        var captures: [UnpivotDefinition.Setting] = []
        for (level, wanted) in zip(levels, path) {
            switch wanted {
            case .any: continue
            case .text(let text):
                let isSame =
                    HeaderWords.fold(text) == HeaderWords.fold(level)
                    || HeaderWords.split(text).word == HeaderWords.split(level).word
                guard isSame else { return nil }
            case .field(let field):
                let text = HeaderWords.withoutUnit(level)
                guard !text.isEmpty else { return nil }
                captures.append(UnpivotDefinition.Setting(field: field, text: text))
            }
        }
        return captures
    }

    /// The texts of its path that a header may hold: the whole and its levels.
    var headerWords: [String] {
        let texts = path.compactMap { if case .text(let text) = $0 { text } else { nil } }
        let whole = texts.count == path.count ? [texts.joined(separator: "/")] : []
        return (whole + texts).map { HeaderWords.split(path: $0).word }
    }
}

extension UnpivotDefinition.Setting {
    /// With what the table says in place of the words in braces; nothing where it says nothing.
    /// A period that a date is to hold is its last day.
    fileprivate func filled(
        _ layout: TableLayout, _ header: HeaderColumn, _ unit: Unit?, _ type: FieldType
    ) -> String {
        var text = text
        let words = [
            "stated_period": layout.statedPeriod.map { statedPeriod($0)?.description ?? $0 },
            "reporting_unit": layout.reportingUnit, "title": layout.title,
            "header": HeaderWords.withoutUnit(header.path), "unit": unit?.symbol,
        ]
        for name in UnpivotDefinition.placeholders where text.contains("{\(name)}") {
            text = text.replacing("{\(name)}", with: (words[name] ?? nil) ?? "")
        }
        guard type == .date, CivilDate(text) == nil, let period = statedPeriod(text) ?? Period(text) else {
            return text
        }
        return period.lastMonth.lastDay.description
    }
}

extension HeaderWords {
    /// Width folded and without spaces, case kept, without a unit in brackets at its end.
    static func withoutUnit(_ text: String) -> String {
        let whole = narrow(text)
        guard split(whole).unit != nil, let open = whole.lastIndex(where: { $0 == "(" || $0 == "[" }) else {
            return whole
        }
        return String(whole[..<open])
    }
}

/// The bindings of a table with a dataset: of a wide one for each column of figures, else the one there is.
public func allBindings(
    _ layout: TableLayout, sheet: Int, table: Int = 0, _ dataset: DatasetDefinition, index: Int,
    words: DatasetWords? = nil
) -> [TableBinding] {
    unpivot(layout, sheet: sheet, table: table, dataset: dataset, index: index, words: words)
        ?? [bind(layout, sheet: sheet, table: table, dataset: dataset, index: index, words: words)]
}
