import Definitions
import Model
import Mustache
import Tabular

/// `exceptions/exceptions.html`: one file that opens from disk and asks no network. The first exceptions in order of the
/// report, with the totals of all.
enum ExceptionsPage {
    /// Rows of the page; what is beyond stands in exceptions.csv.gz.
    static let shown = 2_000

    static func write(_ publication: Publication, to file: TextFile) throws(OutputError) {
        try file.write(Array(html(publication).utf8))
    }

    static func html(_ publication: Publication) -> String {
        let totals = FindingTotals(FindingReader(publication))
        let cells = FindingCells(publication, identified: true)
        let rows = cells.reader.reportOrder().prefix(min(shown, publication.pipeline.limits.details))
            .map { row(publication.findings[$0], at: $0, cells) }
        let pipeline = publication.pipeline
        let account = TableAccount.sum(publication.accounts)
        let values: [String: Any] = [
            "language": pipeline.language.rawValue, "agency": pipeline.agency,
            "title_zh": name(pipeline.title, pipeline.name)[.zh], "title_en": name(pipeline.title, pipeline.name)[.en],
            "period": publication.range.description, "as_of": publication.asOf.description,
            "read": grouped(account.read), "accepted": grouped(account.accepted),
            "rejected": grouped(account.rejected), "superseded": grouped(account.superseded),
            "others": grouped(account.excluded + account.withdrawn), "not_records": grouped(account.notRecordCount),
            "errors": grouped(totals.all.error), "queries": grouped(totals.all.query),
            "notes": grouped(totals.all.note), "total": grouped(totals.all.total),
            "bar": bar(account), "held": publication.gates.contains { !$0.passed },
            "gates": publication.gates.map { gate($0, pipeline) }, "rules": rules(publication, totals),
            "areas": areas(publication, totals), "tables": tables(publication, totals), "rows": rows,
            "shown": grouped(Int64(rows.count)), "capped": Int64(rows.count) < totals.all.total,
            "empty": rows.isEmpty,
        ]
        return template.render(values)
    }

    private static func name(_ title: LocalizedText, _ fallback: String) -> LocalizedText {
        title.isEmpty ? LocalizedText(zh: fallback, en: fallback) : title
    }

    // MARK: Tables above the exceptions

    /// Shares of the rows read, in percent with two decimals, for the bar under the cards.
    private static func bar(_ account: TableAccount) -> [[String: Any]] {
        guard account.read > 0 else { return [] }
        let parts: [(String, Int64)] = [
            ("accepted", account.accepted), ("rejected", account.rejected), ("superseded", account.superseded),
            ("others", account.excluded + account.withdrawn), ("not-records", account.notRecordCount),
        ]
        return parts.filter { $0.1 > 0 }.map { ["kind": $0.0, "width": percent($0.1, of: account.read, 2)] }
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
                "width": percent(line.exceptions, of: max(most, 1), 1),
            ]
        }
    }

    /// A rule's title with the placeholders of its message left as dots.
    private static func plainTitle(_ rule: Rule, _ pipeline: PipelineDefinition) -> LocalizedText {
        let text = title(of: rule, pipeline)
        return LocalizedText(zh: fill(text[.zh]) { _ in "…" }, en: fill(text[.en]) { _ in "…" })
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
                "width": percent(count.total, of: max(most, 1), 1),
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
        for name in ["sheet", "code", "area", "row", "column", "difference_zh"] {
            if let text = values[name] as? String, text.isEmpty { values[name] = nil }
        }
        return values
    }

    // MARK: Exceptions

    private static func row(_ finding: Finding, at: Int, _ cells: FindingCells) -> [String: Any] {
        let reader = cells.reader
        let rule = reader.rule(finding)
        let place = reader.place(finding)
        let field = reader.field(finding)
        let title = fieldTitle(dataset: rule.dataset, field: field, reader.pipeline)
        let area = reader.area(finding) ?? reader.sender(finding)
        let text = { (language: Language) -> (String, String, String) in
            (
                cells.wording.fittedText(finding, field: field, language) ?? "",
                cells.wording.text(finding.expected, of: finding, language) ?? "",
                cells.wording.text(finding.difference, of: finding, language) ?? ""
            )
        }
        let (zh, en) = (text(.zh), text(.en))
        return present([
            "id": cells.names[at].versionID, "short": String(cells.names[at].caseID.prefix(8)),
            "severity": rule.severity.rawValue,
            "severity_zh": rule.severity.words[.zh], "severity_en": rule.severity.words[.en], "rule": rule.id,
            "area": reader.area(finding)?.code ?? "", "area_zh": area?.name[.zh] ?? "",
            "area_en": area?.name[.en] ?? "",
            "subject": reader.subject(finding), "field_zh": title?[.zh] ?? "", "field_en": title?[.en] ?? "",
            "value": String(decoding: reader.raw(finding), as: UTF8.self), "normalized_zh": zh.0, "normalized_en": en.0,
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
