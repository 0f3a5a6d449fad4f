import Definitions
import Model
import Mustache
import Tabular

/// `exceptions/exceptions.html`: one file that opens from disk and asks no network. The totals of all exceptions, and the
/// first in order of the report: as data for its script, and some as a table that can be read without one. What changed
/// since the vintage before stands in a file beside it (`changes`), so that the page says the same whatever came before.
enum ExceptionsPage {
    /// Exceptions that the page lists; what is beyond stands in exceptions.csv.gz.
    static let shown = 20_000
    /// Rows that can be read without a script.
    static let written = 50
    /// Rules above the fold.
    private static let topRules = 12

    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        try file.write(Array(html(publication, changes: changes(beside: output, publication)).utf8))
    }

    /// Name of the file of changes, where there is one in the same folder.
    private static func changes(beside output: OutputDefinition, _ publication: Publication) -> String? {
        func parts(_ path: String) -> (folder: Substring, name: Substring) {
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            return (path[..<slash], path[slash...].dropFirst())
        }
        let own = parts(output.path).folder
        return publication.pipeline.outputs.filter { $0.kind == .changes }.map { parts($0.path) }
            .first { $0.folder == own }.map { String($0.name) }
    }

    static func html(_ publication: Publication, changes: String? = nil) -> String {
        let totals = FindingTotals(FindingReader(publication))
        let cells = FindingCells(publication, identified: true)
        let order = cells.reader.reportOrder()
        let listed = order.prefix(min(shown, publication.pipeline.limits.details))
        let rows = listed.prefix(written).enumerated().map { place, at in
            row(publication.findings[at], at: at, rank: place + 1, cells)
        }
        let pipeline = publication.pipeline
        let account = TableAccount.sum(publication.accounts)
        let ruleLines = rules(publication, totals)
        let tables = tables(publication, totals)
        var values: [String: Any] = [
            "language": pipeline.language.rawValue, "agency": pipeline.agency,
            "title_zh": name(pipeline.title, pipeline.name)[.zh], "title_en": name(pipeline.title, pipeline.name)[.en],
            "period": publication.range.description, "as_of": publication.asOf.description,
            "read": grouped(account.read), "accepted": grouped(account.accepted),
            "rejected": grouped(account.rejected), "superseded": grouped(account.superseded),
            "others": grouped(account.excluded + account.withdrawn), "not_records": grouped(account.notRecordCount),
            "errors": grouped(totals.all.error), "queries": grouped(totals.all.query),
            "notes": grouped(totals.all.note), "total": grouped(totals.all.total),
            "bar": bar(account), "held": publication.gates.contains { !$0.passed },
            "gates": publication.gates.map { gate($0, pipeline) }, "rules": ruleLines,
            "top_rules": Array(ruleLines.prefix(topRules)), "other_rules": Array(ruleLines.dropFirst(topRules)),
            "areas": areas(publication, totals), "senders": senders(publication, totals), "states": states,
            "tables": tables, "table_count": tables.count, "rows": rows,
            "listed": grouped(Int64(listed.count)), "written": grouped(Int64(rows.count)),
            "partly": rows.count < listed.count, "capped": Int64(listed.count) < totals.all.total,
            "empty": rows.isEmpty, "data": PageData.json(publication, cells, listed),
        ]
        if ruleLines.count > topRules { values["more_rules"] = grouped(Int64(ruleLines.count - topRules)) }
        if let changes { values["changes"] = changes }
        values.merge(PageFirst.values(ReviewOverview(cells.reader, order: order), order, cells)) { $1 }
        let effects = effects(cells.reader, order)
        if !effects.isEmpty { values["effects"] = effects }
        return template.render(values)
    }

    private static func name(_ title: LocalizedText, _ fallback: String) -> LocalizedText {
        title.isEmpty ? LocalizedText(zh: fallback, en: fallback) : title
    }

    // MARK: Tables above the exceptions

    /// What became of the rows read, as a bar under the cards.
    private static func bar(_ account: TableAccount) -> String {
        PageCharts.stack(
            [
                ("accepted", account.accepted), ("rejected", account.rejected), ("superseded", account.superseded),
                ("others", account.excluded + account.withdrawn), ("not-records", account.notRecordCount),
            ], of: account.read)
    }

    private static func effects(_ reader: FindingReader, _ order: [Int]) -> String {
        // A score may be many times its figure; where it is as large as that, more does not matter.
        PageCharts.effects(
            order.map { Int64((min(reader.publication.impacts.score($0), 1) * 1e9).rounded()) }, cut: reader.cutRank())
    }

    private static var states: [[String: Any]] {
        ReviewState.allCases.map { ["name": $0.rawValue, "zh": $0.title[.zh], "en": $0.title[.en]] }
    }

    private static func percent(_ part: Int64, of whole: Int64, _ decimals: Int) -> String {
        guard let share = Fraction(Int128(part) * 100, over: Int128(whole)), let cut = share.rounded(scale: decimals)
        else { return "0" }
        return Decimal(mantissa: cut, scale: decimals).description
    }

    private static func gate(_ result: GateResult, _ pipeline: PipelineDefinition) -> [String: Any] {
        let dataset = pipeline.datasets.indices.contains(result.dataset) ? pipeline.datasets[result.dataset] : nil
        let title = dataset.map { name($0.title, $0.name) }
        let words = result.gate.kind.words
        let share = { (value: Fraction) -> String in
            value.multiplied(by: Fraction(100))?.rounded(scale: 2)
                .map { Decimal(mantissa: $0, scale: 2).shortest + "%" } ?? ""
        }
        return [
            "passed": result.passed, "zh": words[.zh], "en": words[.en], "dataset_zh": title?[.zh] ?? "",
            "dataset_en": title?[.en] ?? "", "observed": share(result.observed), "maximum": share(result.gate.maximum),
        ]
    }

    /// Rules that have exceptions, most first; rules of one id and severity together.
    private static func rules(_ publication: Publication, _ totals: FindingTotals) -> [[String: Any]] {
        struct Line { var rule: Rule, titles: LocalizedText, fields: Int, count: RuleCount, exceptions: Int64 }
        var lines: [Line] = []
        var known: [String: Int] = [:]
        for (i, rule) in publication.catalogue.rules.enumerated() where totals.byRule[i] > 0 {
            let count = publication.counts.indices.contains(i) ? publication.counts[i] : RuleCount()
            if let at = known[rule.id] {
                lines[at].count += count
                lines[at].exceptions += totals.byRule[i]
                lines[at].fields += 1
                if case .builtIn(let kind) = rule.kind, let words = kind.wording { lines[at].titles = words.title }
            } else {
                known[rule.id] = lines.count
                lines.append(
                    Line(
                        rule: rule, titles: plainTitle(rule, publication.pipeline), fields: 1, count: count,
                        exceptions: totals.byRule[i]))
            }
        }
        var keys = SortKeys(count: lines.count)
        keys.add(lines.map { $0.rule.severity == .error ? 0 : $0.rule.severity == .query ? 1 : 2 })
        keys.add(lines.map { -$0.exceptions })
        let most = lines.map(\.exceptions).max() ?? 1
        return keys.sorted().map { at in
            let line = lines[at]
            return [
                "id": line.rule.id, "severity": line.rule.severity.rawValue,
                "severity_zh": line.rule.severity.words[.zh], "severity_en": line.rule.severity.words[.en],
                "zh": line.titles[.zh], "en": line.titles[.en], "evaluated": grouped(line.count.evaluated),
                "failed": grouped(line.exceptions), "missing": grouped(line.count.missing),
                "rate": line.count.evaluated > 0 ? percent(line.count.failed, of: line.count.evaluated, 2) + "%" : "",
                "stack": PageCharts.stack([(line.rule.severity.rawValue, line.exceptions)], of: max(most, 1)),
            ]
        }
    }

    /// Districts with exceptions, in order of the area tree.
    private static func areas(_ publication: Publication, _ totals: FindingTotals) -> [[String: Any]] {
        let most = totals.byArea.values.map(\.total).max() ?? 1
        return totals.byArea.sorted { ($0.key < 0 ? .max : $0.key) < ($1.key < 0 ? .max : $1.key) }.map {
            index, count in
            let tree = publication.pipeline.areas
            let area = tree.areas.indices.contains(index) ? tree[index] : nil
            return present([
                "code": area?.code ?? "", "zh": area?.name[.zh] ?? "未确定区划", "en": area?.name[.en] ?? "No area known",
                "errors": grouped(count.error), "queries": grouped(count.query), "notes": grouped(count.note),
                "stack": PageCharts.stack(
                    [("error", count.error), ("query", count.query), ("note", count.note)], of: max(most, 1)),
            ])
        }
    }

    /// Senders with exceptions, the bureau first, then in order of the area tree.
    private static func senders(_ publication: Publication, _ totals: FindingTotals) -> [[String: Any]] {
        totals.bySender.keys.sorted().map { index in
            let tree = publication.pipeline.areas
            let area = tree.areas.indices.contains(index) ? tree[index] : nil
            return present([
                "code": area?.code ?? "", "zh": area?.name[.zh] ?? "本部门", "en": area?.name[.en] ?? "The bureau",
            ])
        }
    }

    private static func tables(_ publication: Publication, _ totals: FindingTotals) -> [[String: Any]] {
        // A file that no table came of still has its line.
        let known = Set(publication.accounts.map(\.file))
        let silent = publication.files.indices.filter { !known.contains($0) && totals.byFile[$0].total > 0 }
        var accounts = publication.accounts + silent.map { TableAccount(file: $0, dataset: -1) }
        var keys = SortKeys(count: accounts.count)
        keys.add(accounts.map { Int64($0.file) })
        keys.add(accounts.map { Int64($0.sheet) })
        accounts = keys.sorted().map { accounts[$0] }
        var before = -1
        return accounts.map { account in
            let file = publication.files.indices.contains(account.file) ? publication.files[account.file] : nil
            let sheets = file?.sheets ?? []
            let datasets = publication.pipeline.datasets
            let dataset = datasets.indices.contains(account.dataset) ? datasets[account.dataset] : nil
            // Exceptions are counted by file, so they stand on its first table.
            let count = file == nil || account.file == before ? nil : totals.byFile[account.file]
            before = account.file
            return present([
                "file": file?.name ?? "", "sheet": sheets.indices.contains(account.sheet) ? sheets[account.sheet] : "",
                "dataset_zh": dataset.map { name($0.title, $0.name)[.zh] } ?? "—",
                "dataset_en": dataset.map { name($0.title, $0.name)[.en] } ?? "—", "read": grouped(account.read),
                "accepted": grouped(account.accepted), "rejected": grouped(account.rejected),
                "superseded": grouped(account.superseded), "others": grouped(account.excluded + account.withdrawn),
                "not_records": grouped(account.notRecordCount), "errors": count.map { grouped($0.error) } ?? "",
                "queries": count.map { grouped($0.query) } ?? "", "notes": count.map { grouped($0.note) } ?? "",
            ])
        }
    }

    /// An empty text is a value to Mustache; what the template shows only where there is something is left out instead.
    private static func present(_ values: [String: Any]) -> [String: Any] {
        var values = values
        for name in ["sheet", "code", "row", "column", "difference_zh", "normalized_zh", "suggestion"] {
            if let text = values[name] as? String, text.isEmpty { values[name] = nil }
        }
        return values
    }

    // MARK: Exceptions

    private static func row(_ finding: Finding, at: Int, rank: Int, _ cells: FindingCells) -> [String: Any] {
        let reader = cells.reader
        let rule = reader.rule(finding)
        let place = reader.place(finding)
        let field = reader.field(finding)
        let title = fieldTitle(dataset: rule.dataset, field: field, reader.pipeline)
        let area = reader.area(finding) ?? reader.sender(finding)
        let text = { (language: Language) -> (String, String, String) in
            (
                cells.wording.fittedText(finding, field: field, language) ?? "",
                cells.wording.expectedText(finding, language) ?? "",
                cells.wording.differenceText(finding, language) ?? ""
            )
        }
        let (zh, en) = (text(.zh), text(.en))
        let value = String(decoding: reader.raw(finding), as: UTF8.self)
        return present([
            "id": cells.names[at].versionID, "rank": grouped(Int64(rank)), "severity": rule.severity.rawValue,
            "severity_zh": rule.severity.words[.zh], "severity_en": rule.severity.words[.en], "rule": rule.id,
            "area_zh": area?.name[.zh] ?? "", "area_en": area?.name[.en] ?? "",
            "subject": reader.subject(finding), "field_zh": title?[.zh] ?? "", "field_en": title?[.en] ?? "",
            "value": value, "normalized_zh": zh.0 == value ? "" : zh.0, "normalized_en": en.0,
            "suggestion": cells.text(.named(.suggestion), of: finding, at: at),
            "expected_zh": zh.1, "expected_en": en.1, "difference_zh": zh.2, "difference_en": en.2,
            "message_zh": cells.wording.message(finding, .zh), "message_en": cells.wording.message(finding, .en),
            "file": reader.file(place)?.name ?? "", "sheet": reader.sheet(place),
            "row": place.row > 0 ? String(place.row) : "", "column": columnLetters(place.column),
            "period": reader.period(finding)?.description ?? "",
        ])
    }

    // The template is a constant of the program: one that does not parse is a mistake of ours, and a test holds that it does.
    private static let template: MustacheTemplate = {
        do {
            return try MustacheTemplate(string: exceptionsPageTemplate)
        } catch {
            preconditionFailure("the template of the exceptions page does not parse: \(error)")
        }
    }()
}

/// A column as spreadsheets name it: 1 → `A`, 28 → `AB`; empty for 0.
func columnLetters(_ column: Int32) -> String {
    var rest = Int(column)
    var letters: [UInt8] = []
    while rest > 0 {
        rest -= 1
        letters.append(UInt8(65 + rest % 26))
        rest /= 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
}
