import Definitions
import Foundation
import Ingest
import Model
import Publish
import Tabular

/// The version of the program: part of what outputs are a function of.
public enum ProgramVersion {
    public static let current = "0.1.0"
}

/// `run.json`: what was read, with digests; what became of every row; which rules were asked; which gates decided. Only
/// its section `run` knows of the clock and the machine.
struct RunRecord {
    let content: RunContent
    let digest: String
    let number: Int
    let predecessor: Int?
    /// The vintage whose exceptions `changes` compares with.
    let compared: Int?
    let isPublished: Bool

    var json: JSONValue {
        let publication = content.publication
        let pipeline = publication.pipeline
        return .object([
            ("program", .string("returns")),
            ("version", .string(ProgramVersion.current)),
            ("pipeline", .string(pipeline.name)),
            ("period", .string("\(content.request.range)")),
            ("vintage", .number(number)),
            ("standing", .string(isPublished ? "published" : "draft")),
            ("predecessor", predecessor.map { .number($0) } ?? .null),
            ("exceptions_compared_with", compared.map { .number($0) } ?? .null),
            ("as_of", .string("\(content.asOf)")),
            ("through", content.request.through.map { .string("\($0)") } ?? .null),
            ("digest", .string(digest)),
            ("inputs", .array(content.deliveries.files.indices.map(input))),
            (
                "definitions",
                .array(
                    pipeline.files.map {
                        .object([("path", .string($0.path)), ("sha256", .string(Digest.of($0.bytes)))])
                    })
            ),
            ("accounting", .array(publication.accounts.map(account))),
            (
                "coverage",
                .array(
                    publication.coverage.map {
                        .object([
                            ("dataset", .string(pipeline.datasets[$0.dataset].name)),
                            ("sender", $0.sender.map { .string(pipeline.areas[$0].code) } ?? .null),
                            ("from", .string("\($0.months.lowerBound)")), ("to", .string("\($0.months.upperBound)")),
                            ("state", .string($0.state.rawValue)),
                        ])
                    })
            ),
            ("rules", .array(rules)),
            ("gates", .array(publication.gates.map(gate))),
            ("kept_out", .array(publication.figures.compactMap(keptOut))),
            ("reviewed", RunRecordReview(content: content).figures),
            ("review", RunRecordReview(content: content).states),
            ("answers", RunRecordReview(content: content).answers),
            ("run", run),
        ])
    }

    private func input(_ index: Int) -> JSONValue {
        let file = content.deliveries.files[index]
        let survey = content.discovery.surveys[index]
        let known = index < content.digests.count ? content.digests[index] : nil
        return .object([
            ("path", .string(file.input.name)),
            ("delivery", .string(content.deliveries.list[file.delivery].name)),
            (
                "sender",
                content.discovery.senders[index].map { .string(content.publication.pipeline.areas[$0].code) } ?? .null
            ),
            ("format", survey.map { .string(RunRecord.name($0.format)) } ?? .null),
            ("encoding", survey.map { .string($0.encoding.rawValue) } ?? .null),
            ("bytes", known.map { .number($0.bytes) } ?? .null),
            ("sha256_blocks", known.map { .string($0.digest) } ?? .null),
        ])
    }

    private static func name(_ format: FileFormat) -> String {
        switch format {
        case .csv: "CSV"
        case .xmlSpreadsheet2003: "XML Spreadsheet 2003"
        case .xlsx: "Office Open XML (xlsx)"
        case .openDocument(flat: false): "OpenDocument (ods)"
        case .openDocument(flat: true): "OpenDocument, flat (fods)"
        }
    }

    private func account(_ account: TableAccount) -> JSONValue {
        let publication = content.publication
        let sheets = publication.files[account.file].sheets
        // Where a sheet holds one table only there is no number to tell it by.
        var table: [(String, JSONValue)] = account.table > 0 ? [("table", .number(account.table))] : []
        if account.column > 0 { table.append(("column", .number(account.column))) }
        let place: [(String, JSONValue)] = [
            ("file", .string(publication.files[account.file].name)),
            ("sheet", account.sheet >= 0 && account.sheet < sheets.count ? .string(sheets[account.sheet]) : .null),
        ]
        let counts: [(String, JSONValue)] = [
            ("dataset", account.dataset >= 0 ? .string(publication.pipeline.datasets[account.dataset].name) : .null),
            ("read", .number(account.read)), ("accepted", .number(account.accepted)),
            ("rejected", .number(account.rejected)), ("excluded", .number(account.excluded)),
            ("superseded", .number(account.superseded)), ("withdrawn", .number(account.withdrawn)),
            ("not_records", .object(account.notRecords.map { ($0.name, .number($0.count)) })),
            ("adds_up", .boolean(account.addsUp)),
        ]
        return .object(place + table + counts)
    }

    private var rules: [JSONValue] {
        zip(content.publication.catalogue.rules, content.publication.counts).filter { $0.1.evaluated > 0 }.map {
            rule, count in
            .object([
                ("rule", .string(rule.id)), ("severity", .string(rule.severity.rawValue)),
                ("evaluated", .number(count.evaluated)), ("passed", .number(count.passed)),
                ("failed", .number(count.failed)), ("missing", .number(count.missing)),
            ])
        }
    }

    private func name(of figure: Figure) -> JSONValue {
        let pipeline = content.publication.pipeline
        return .string(
            "\(pipeline.indicators[figure.indicator].id) \(pipeline.areas[figure.area].code) \(figure.period) \(figure.quantity.rawValue)"
        )
    }

    private func gate(_ result: GateResult) -> JSONValue {
        .object(
            [
                ("gate", .string(result.gate.kind.rawValue)),
                (
                    "dataset",
                    result.dataset >= 0 ? .string(content.publication.pipeline.datasets[result.dataset].name) : .null
                ),
                ("observed", .decimal(Decimal(mantissa: result.observed.rounded(scale: 6) ?? 0, scale: 6))),
                ("maximum", .decimal(Decimal(mantissa: result.gate.maximum.rounded(scale: 6) ?? 0, scale: 6))),
                ("passed", .boolean(result.passed)),
            ] + (result.figure.map { [("figure", name(of: $0))] } ?? []))
    }

    /// A figure that errors keep records out of: how many, and what they report in the figure's unit.
    private func keptOut(_ figure: Figure) -> JSONValue? {
        guard let kept = figure.keptOut else { return nil }
        let pipeline = content.publication.pipeline
        let value = kept.value.flatMap { $0.divided(by: figure.unit.factor)?.rounded(scale: 6) }
            .map { Decimal(mantissa: $0, scale: 6) }
        return .object([
            ("indicator", .string(pipeline.indicators[figure.indicator].id)),
            ("area", .string(pipeline.areas[figure.area].code)), ("period", .string("\(figure.period)")),
            ("quantity", .string(figure.quantity.rawValue)), ("records", .number(kept.records)),
            ("unreadable", .number(kept.unreadable)), ("value", value.map { .decimal($0) } ?? .null),
            ("share", .decimal(Decimal(mantissa: kept.share.rounded(scale: 6) ?? 0, scale: 6))),
        ])
    }

    private var run: JSONValue {
        .object([
            ("finished", .string(ISO8601DateFormatter().string(from: Date()))),
            ("jobs", .number(content.request.jobs)),
            ("user", .string(NSUserName())),
            ("inputs", .string(content.request.inputs)),
            ("zlib", .string(LibraryVersions.zlib)),
            ("libxml2", .string(LibraryVersions.libxml2)),
            ("libxlsxwriter", .string(LibraryVersions.libxlsxwriter)),
        ])
    }
}
