import Definitions
import Model
import Tabular

/// The sheet of quality: what each sender delivered of each dataset, whole or with gaps, how much of it stands; and below,
/// the same by the district that records belong to.
struct QualitySheet {
    let publication: Publication
    let sheet: XLSXSheet

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }
    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private static let head = CellStyle(
        isBold: true, alignment: .center, hasBorder: true, wraps: true, background: 0xE3E9F0)

    func write() {
        let model = ReportingQuality(publication)
        for (i, width) in [18.0, 26, 9, 10, 10, 9, 9, 10, 10, 10, 10, 22].enumerated() { sheet.width(i...i, width) }
        title(0, say("报送质量：按报送单位", "Quality by sender"))
        header(
            1,
            [
                say("报送单位", "Sender"), say("数据集", "Dataset"), say("文件", "Files"), say("读取行", "Rows read"),
                say("采用", "Accepted"), say("拒绝", "Rejected"), say("拒绝率", "Share rejected"),
                say("其他行", "Other rows"), say("应报月数", "Months due"), say("已报月数", "Months sent"),
                say("报送率", "Response"), say("未报月份", "Months missing"),
            ])
        var row = 2
        for line in model.bySender {
            texts(row, [senderName(line.sender), datasetName(line.dataset)])
            numbers(row, 2, [Int64(line.files), line.account.read, line.account.accepted, line.account.rejected])
            percent(row, 6, share(line.account.rejected, of: line.account.read))
            numbers(row, 7, [line.account.read - line.account.accepted - line.account.rejected])
            write(coverage: line, row: row)
            row += 1
        }
        sheet.filter(rows: 1...max(2, row - 1), columns: 0...11)
        row += 1
        title(row, say("记录质量：按区县", "Records by district"))
        header(
            row + 1,
            [
                say("区县", "District"), say("代码", "Code"), say("错误", "Errors"), say("疑问", "Queries"),
                say("提示", "Notes"), say("采用记录", "Records accepted"), say("错误率", "Errors per record"),
            ])
        row += 2
        for line in model.byArea {
            let area = pipeline.areas.areas.indices.contains(line.area) ? pipeline.areas[line.area] : nil
            texts(row, [area?.name[language] ?? say("未确定区划", "No area known"), area?.code ?? ""])
            numbers(row, 2, [line.count.error, line.count.query, line.count.note])
            if let records = line.records {
                numbers(row, 5, [records])
                // Of a unit that reports; elsewhere errors and records are not those of one body.
                percent(row, 6, area?.published == true ? share(line.count.error, of: records) : nil)
            } else {
                for column in 5...6 { sheet.blank(row, column, CellStyle(size: 9, hasBorder: true)) }
            }
            row += 1
        }
        sheet.freeze(rows: 2, columns: 2)
        sheet.hideGridlines()
        sheet.print(landscape: true, repeating: nil)
    }

    /// Nothing where nobody said what is due.
    private func write(coverage line: ReportingQuality.SenderLine, row: Int) {
        let cell = CellStyle(size: 9, hasBorder: true, wraps: true)
        guard line.monthsDue > 0 else {
            for column in 8...11 { sheet.blank(row, column, cell) }
            return
        }
        numbers(row, 8, [Int64(line.monthsDue), Int64(line.monthsSent)])
        percent(row, 10, share(Int64(line.monthsSent), of: Int64(line.monthsDue)))
        let missing = line.missing.map {
            $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        sheet.text(row, 11, missing.joined(separator: say("、", ", ")), cell)
    }

    private func senderName(_ sender: Int?) -> String {
        sender.flatMap { pipeline.areas.areas.indices.contains($0) ? pipeline.areas[$0].name[language] : nil }
            ?? say("本部门", "The bureau")
    }

    private func datasetName(_ dataset: Int) -> String {
        guard pipeline.datasets.indices.contains(dataset) else { return say("未识别的表", "Not recognized") }
        let definition = pipeline.datasets[dataset]
        return definition.title.isEmpty ? definition.name : definition.title[language]
    }

    private func title(_ row: Int, _ text: String) {
        sheet.height(row, 24)
        sheet.text(row, 0, text, CellStyle(size: 14, isBold: true, color: 0x1F4470))
    }

    private func header(_ row: Int, _ titles: [String]) {
        for (i, text) in titles.enumerated() { sheet.text(row, i, text, QualitySheet.head) }
    }

    private func texts(_ row: Int, _ texts: [String]) {
        for (i, text) in texts.enumerated() { sheet.text(row, i, cellText(text), CellStyle(size: 9, hasBorder: true)) }
    }

    private func numbers(_ row: Int, _ column: Int, _ numbers: [Int64]) {
        var style = CellStyle(size: 9, alignment: .right, hasBorder: true)
        style.numberFormat = "#,##0"
        for (i, number) in numbers.enumerated() {
            sheet.number(row, column + i, Decimal(mantissa: Int128(number), scale: 0), style)
        }
    }

    private func percent(_ row: Int, _ column: Int, _ share: Decimal?) {
        var style = CellStyle(size: 9, alignment: .right, hasBorder: true)
        style.numberFormat = "0.0%"
        if let share { sheet.number(row, column, share, style) } else { sheet.blank(row, column, style) }
    }
}

/// How well was reported: by sender and dataset, and by district.
struct ReportingQuality {
    struct SenderLine {
        /// nil: the bureau.
        var sender: Int?
        /// −1: tables that nobody took.
        var dataset: Int
        var files = 0
        var account = TableAccount(file: -1, dataset: -1)
        var monthsDue = 0
        var monthsSent = 0
        var missing: [ClosedRange<Month>] = []
    }

    struct AreaLine {
        /// −1: none known.
        var area: Int
        var count: SeverityCount
        /// Records that stand; nil where the run kept no ledger.
        var records: Int64?
    }

    private(set) var bySender: [SenderLine] = []
    private(set) var byArea: [AreaLine] = []

    init(_ publication: Publication) {
        struct Key: Hashable { var sender: Int, dataset: Int }
        var accounts: [Key: [TableAccount]] = [:]
        for account in publication.accounts {
            let file = publication.files.indices.contains(account.file) ? publication.files[account.file] : nil
            accounts[Key(sender: file?.sender ?? -1, dataset: account.dataset), default: []].append(account)
        }
        var months: [Key: [Coverage]] = [:]
        for coverage in publication.coverage {
            months[Key(sender: coverage.sender ?? -1, dataset: coverage.dataset), default: []].append(coverage)
        }
        // What nobody took comes last for each sender.
        let keys = Set(accounts.keys).union(months.keys).sorted {
            ($0.sender, $0.dataset < 0 ? Int.max : $0.dataset) < ($1.sender, $1.dataset < 0 ? Int.max : $1.dataset)
        }
        func name(of dataset: Int) -> String? {
            publication.pipeline.datasets.indices.contains(dataset) ? publication.pipeline.datasets[dataset].name : nil
        }
        bySender = keys.map { key in
            var line = SenderLine(sender: key.sender < 0 ? nil : key.sender, dataset: key.dataset)
            let own = accounts[key] ?? []
            line.files = Set(own.map(\.file)).count
            line.account = .sum(own)
            // Without a list of who owes what, nothing is known to be due.
            guard publication.pipeline.senders.contains(where: { $0.dataset == name(of: key.dataset) }) else {
                return line
            }
            for coverage in months[key] ?? [] where coverage.state != .carriedForward {
                let count = coverage.months.lowerBound.distance(to: coverage.months.upperBound) + 1
                line.monthsDue += count
                if coverage.state == .notDelivered {
                    line.missing.append(coverage.months)
                } else {
                    line.monthsSent += count
                }
            }
            return line
        }
        let totals = FindingTotals(FindingReader(publication))
        var records: [Int: Int64] = [:]
        for rows in publication.ledger {
            for area in rows.areas { records[area.map(Int.init) ?? -1, default: 0] += 1 }
        }
        let tree = publication.pipeline.areas
        let published = records.keys.filter { tree.areas.indices.contains($0) && tree[$0].published }
        let areas = Set(totals.byArea.keys).union(published)
        byArea = areas.sorted { ($0 < 0 ? .max : $0) < ($1 < 0 ? .max : $1) }.map { area in
            AreaLine(
                area: area, count: totals.byArea[area] ?? SeverityCount(),
                records: publication.ledger.isEmpty ? nil : records[area, default: 0])
        }
    }
}
