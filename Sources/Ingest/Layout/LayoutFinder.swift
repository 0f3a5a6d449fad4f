import Definitions
import Model
import Tabular

/// Finds the tables among some rows of a sheet: those below each other, and those side by side.
struct LayoutFinder {
    let grid: HeadGrid
    let vocabulary: HeaderVocabulary
    /// Number of cells of each row, blank ones included, where the format knows it (CSV).
    var widths: [Int] = []

    private var headers: HeaderRows { HeaderRows(grid: grid, vocabulary: vocabulary) }

    /// The tables of the first rows of a sheet. The best header has the first word; others must be sure.
    func find() -> [TableLayout] {
        let candidates = headers.candidates()
        var best: HeaderRows.Candidate?
        for candidate in candidates where candidate.hits > best?.hits ?? 0 { best = candidate }
        guard let rows = best?.rows ?? headers.byShape() else { return [] }
        var found = [header(rows, from: 0, isFoundByWords: best != nil)]
        // Above it, only where records lie between: else it is a form's head.
        for other in candidates.reversed()
        where other.rows.upperBound < rows.lowerBound && other.isSure && other.hits * 2 > other.filled {
            let next = found[0]
            let body = (other.rows.upperBound + 1)..<max(other.rows.upperBound + 1, next.firstRow - 1 - grid.origin)
            guard body.contains(where: { grid.filled($0).count > 1 }) else { continue }
            found.insert(header(other.rows, from: 0), at: 0)
        }
        if found.count > 1 { found[0].firstRow = 1 + grid.origin }
        found += below(candidates, last: found[found.count - 1])
        return LayoutFinder.bounded(restated(found).flatMap(beside)).map(withUnnamed)
    }

    /// Tables that begin below the last one known, in a window of the sheet around rows that look like headers.
    /// `last` is given the unit that stands below its records.
    func findMore(below last: inout TableLayout) -> [TableLayout] {
        let found = restated([last] + below(headers.candidates(), last: last))
        if let first = found.first { last.takeUnits(of: first) }
        return Array(found.dropFirst()).flatMap(beside)
    }

    /// The tables with their parts below lines that state a unit or a period anew.
    private func restated(_ tables: [TableLayout]) -> [TableLayout] {
        var parts: [TableLayout] = []
        for (i, table) in tables.enumerated() {
            parts.append(table)
            let end = i + 1 < tables.count ? tables[i + 1].firstRow - 1 - grid.origin : grid.rowCount
            for row in max(0, table.lastHeadRow - grid.origin)..<max(0, table.lastHeadRow - grid.origin, end) {
                let texts = grid.filled(row).map { grid.text(row, $0) }
                guard LayoutFinder.isUnitLine(texts) || LayoutFinder.isUnitNote(texts) else { continue }
                var part = parts[parts.count - 1]
                (part.unit, part.otherUnits, part.unknownUnit, part.statedPeriod) = (nil, [], nil, nil)
                TitleBlock(grid: grid, rows: row..<(row + 1)).read(into: &part)
                guard part.differs(from: parts[parts.count - 1]) else { continue }
                let above = parts[parts.count - 1]
                // Below the last record, of a table that states none itself, it is the table's own.
                if part.statesUnits, !above.statesUnits, part.statedPeriod == nil, isFoot(row, before: end) {
                    parts[parts.count - 1].takeUnits(of: part)
                    continue
                }
                if !part.statesUnits { part.takeUnits(of: above) }
                part.statedPeriod = part.statedPeriod ?? above.statedPeriod
                part.restatedIn = grid.origin + row + 1
                part.firstRow = grid.origin + row + 1
                part.head = [.title]
                part.unnamed = []
                parts.append(part)
            }
        }
        return parts
    }

    private static let restating = ["单位", "金额单位", "计量单位", "报告期", "统计期间"]

    /// A line of labels (单位：元) among the rows of a table; of the sender's and of others it may tell as well.
    static func isUnitLine(_ texts: [String]) -> Bool {
        guard !texts.isEmpty, texts.count <= 4 else { return false }
        let words = texts.map { HeaderWords.narrow($0).drop { $0 == "(" } }
        return words.contains { word in restating.contains { word.hasPrefix($0 + ":") } }
            && words.allSatisfy { word in
                word.contains(":") || word.contains("年")
            }
    }

    /// 注：金额单位为元。 alone in a row.
    static func isUnitNote(_ texts: [String]) -> Bool {
        guard texts.count == 1, let text = texts.first, text.utf8.count <= 200 else { return false }
        let word = HeaderWords.fold(text)
        return RowClassifier.endsTable(word) && UnitLine(HeaderWords.narrow(text)) != nil
    }

    /// Nothing but single cells follows, as far as the sheet is seen here.
    private func isFoot(_ row: Int, before end: Int) -> Bool {
        let last = min(end, grid.rowCount)
        return last < HeadGrid.rowLimit && (row..<last).dropFirst().allSatisfy { grid.filled($0).count <= 2 }
    }

    private func below(_ candidates: [HeaderRows.Candidate], last known: TableLayout) -> [TableLayout] {
        var found: [TableLayout] = []
        var last = known
        for other in candidates where other.isSure && other.rows.lowerBound + grid.origin >= last.lastHeadRow {
            let next = header(other.rows, from: last.lastHeadRow - grid.origin)
            // The same header once more is the same table, unless what stands above it says otherwise.
            if next.repeats(last), !next.differs(from: last) { continue }
            found.append(next)
            last = next
        }
        return found
    }

    /// Each table ends above the next one below it.
    static func bounded(_ tables: [TableLayout]) -> [TableLayout] {
        var tables = tables
        for i in tables.indices {
            tables[i].lastRow = tables[(i + 1)...].first { $0.firstRow != tables[i].firstRow }.map { $0.firstRow - 1 }
        }
        return tables
    }

    // MARK: One table

    /// The table with this header; its title block begins at row `from` of the grid at the earliest.
    private func header(_ rows: ClosedRange<Int>, from: Int, isFoundByWords: Bool = true) -> TableLayout {
        let bottom = rows.upperBound
        let width = max(
            bottom < widths.count ? widths[bottom] : 0, rows.map { grid.texts[$0].count }.max() ?? 0,
            grid.merges.filter { rows.overlaps($0.rows) }.map { $0.columns.upperBound + 1 }.max() ?? 0)
        var columns: [HeaderColumn] = []
        for column in 0..<width {
            let path = headers.path(rows, column)
            if path.isEmpty { continue }
            columns.append(HeaderColumn(path: path, unit: HeaderWords.split(path: path).unit, position: column))
        }
        var layout = TableLayout(
            headerRows: (grid.origin + rows.lowerBound + 1)...(grid.origin + bottom + 1), columns: columns,
            levels: rows.map { row in
                grid.filled(row).map { HeaderText(column: $0, text: grid.text(row, $0)) }
            }, width: width, columnNumberRows: 0, head: [])
        var below: [RowClass] = []
        for row in (bottom + 1)...(bottom + 3) {
            if layout.columnNumberRows == 0, numbersColumns(row, columns) {
                layout.columnNumberRows = 1
                below.append(.columnNumbers)
            } else if namesOnceMore(row, columns) {
                layout.furtherHeaderRows += 1
                below.append(.header)
            } else if let units = units(row) {
                layout.furtherHeaderRows += 1
                below.append(.header)
                for at in layout.columns.indices {
                    layout.columns[at].unit = layout.columns[at].unit ?? units[layout.columns[at].position]
                }
            } else {
                break
            }
        }
        layout.isFoundByWords = isFoundByWords
        let top = from == 0 && grid.origin == 0 ? 0 : titleRow(above: rows.lowerBound, from: max(0, from))
        layout.firstRow = grid.origin + top + 1
        TitleBlock(grid: grid, rows: top..<rows.lowerBound).read(into: &layout)
        layout.head = (top..<rows.lowerBound).map { grid.filled($0).isEmpty ? .blank : .title }
        layout.head += rows.map { _ in .header }
        layout.head += below
        return layout
    }

    /// Where the title block above a header begins, that does not begin the sheet: lines alone in their rows, lines with
    /// labels, blank rows; no note, total or signature of the table above.
    private func titleRow(above header: Int, from: Int) -> Int {
        var top = header
        while top > from {
            let filled = grid.filled(top - 1)
            let words = filled.map { HeaderWords.fold(grid.text(top - 1, $0)) }
            if words.contains(where: RowClassifier.endsTable) { break }
            let isLabelled = words.contains { word in TitleBlock.labels.contains { word.hasPrefix($0 + ":") } }
            let isAlone = filled.count == 1 && !grid.isValue(top - 1, filled[0])
            guard filled.isEmpty || isLabelled || isAlone else { break }
            top -= 1
        }
        return top
    }

    /// The rows of the grid below a table's header, as far as they are seen here.
    private func recordRows(of table: TableLayout) -> Range<Int> {
        let first = table.lastHeadRow - grid.origin
        return first..<max(first, min(grid.rowCount, (table.lastRow ?? Int.max) - grid.origin))
    }

    /// What lies beyond the header of a CSV file is a ragged row's.
    private func withUnnamed(_ table: TableLayout) -> TableLayout {
        var table = table
        let named = Set(table.columns.map(\.position))
        let bottom = table.headerRows.upperBound - 1 - grid.origin
        let width = bottom < widths.count ? widths[bottom] : Int(Int32.max)
        let rows = (table.lastHeadRow - grid.origin)..<max(table.lastHeadRow - grid.origin, grid.rowCount)
        for at in table.columns.indices { table.columns[at].look(at: grid, rows: recordRows(of: table)) }
        table.unnamed = Set(rows.prefix { $0 + grid.origin < table.lastRow ?? Int.max }.flatMap { grid.filled($0) })
            .filter { !named.contains($0) && $0 < width && table.block?.contains($0) ?? true }.sorted()
        return table
    }

    /// The row below the header that numbers its columns: 甲 乙 1 2 …, or 1 2 3 4 5 …; fewer plain numbers may be a record.
    private func numbersColumns(_ row: Int, _ columns: [HeaderColumn]) -> Bool {
        let filled = grid.filled(row)
        guard let first = filled.first, filled == columns.map(\.position) else { return false }
        guard filled.count >= (["甲", "栏次"].contains(HeaderWords.fold(grid.text(row, first))) ? 3 : 5) else {
            return false
        }
        let stems = "甲乙丙丁戊己庚辛壬癸".map(String.init)
        var next = 1
        for (i, column) in filled.enumerated() {
            let word = HeaderWords.fold(grid.text(row, column)).filter { !"()".contains($0) }
            if next == 1, i < stems.count, word == stems[i] || (i == 0 && word == "栏次") { continue }
            guard word == String(next) else { return false }
            next += 1
        }
        return true
    }

    /// The same columns in the language of the system that exported them: contract_no, name, ….
    private func namesOnceMore(_ row: Int, _ columns: [HeaderColumn]) -> Bool {
        let filled = grid.filled(row)
        return filled.count >= 2 && filled == columns.map(\.position)
            && filled.allSatisfy { vocabulary.contains(grid.text(row, $0)) }
    }

    /// By column what a row below the header states, where it states units and nothing else: 万元, （家）.
    private func units(_ row: Int) -> [Int: Unit]? {
        var units: [Int: Unit] = [:]
        for column in grid.filled(row) {
            let word = HeaderWords.narrow(grid.text(row, column)).filter { !"()[]".contains($0) }
            if let unit = Unit(named: word) {
                units[column] = unit
            } else if !["-", "—", "/", "单位", "计量单位"].contains(word) {
                return nil
            }
        }
        return units.isEmpty ? nil : units
    }

    // MARK: Side by side

    /// The tables that a header stands for: several where its columns repeat themselves, or where a gap parts columns that
    /// different datasets want.
    private func beside(_ layout: TableLayout) -> [TableLayout] {
        let blocks = BesideBlocks(columns: layout.columns, vocabulary: vocabulary).blocks
        guard blocks.count > 1 else { return [layout] }
        let last = layout.restatedIn ?? layout.headerRows.lowerBound - 1
        let above = (layout.firstRow - 1 - grid.origin)..<(last - grid.origin)
        let titles = blocks.map { block in
            var own = layout
            (own.title, own.unit, own.statedPeriod, own.reportingUnit) = (nil, nil, nil, nil)
            (own.otherUnits, own.unknownUnit) = ([], nil)
            TitleBlock(grid: grid, rows: above, columns: block).read(into: &own)
            return own
        }
        // One title is of all; where each has its own, each has its own unit line too.
        let isShared = titles.count { $0.title != nil } < 2
        return zip(blocks, titles).map { block, own in
            var part = own
            part.title = own.title ?? layout.title
            part.statedPeriod = own.statedPeriod ?? layout.statedPeriod
            part.reportingUnit = own.reportingUnit ?? layout.reportingUnit
            if !own.statesUnits, isShared { part.takeUnits(of: layout) }
            part.block = block
            part.columns = layout.columns.filter { block.contains($0.position) }
            part.levels = layout.levels.map { $0.filter { block.contains($0.column) } }
            return part
        }
    }
}

/// Columns of one header that are several tables.
struct BesideBlocks {
    let columns: [HeaderColumn]
    let vocabulary: HeaderVocabulary

    /// From the left, without gaps between them; the last is open to the right.
    var blocks: [ClosedRange<Int>] {
        let starts = repetition ?? parted
        guard starts.count > 1 else { return [] }
        return starts.indices.map { i in
            starts[i]...(i + 1 < starts.count ? starts[i + 1] - 1 : Int(Int32.max))
        }
    }

    /// First columns of blocks that repeat the same headers: 序号 名称 金额 | 序号 名称 金额.
    private var repetition: [Int]? {
        let words = columns.map { HeaderWords.split(path: $0.path).word }
        guard words.count >= 4 else { return nil }
        for length in 2...(words.count / 2) where words.count % length == 0 {
            if words.indices.allSatisfy({ words[$0] == words[$0 % length] }), Set(words[..<length]).count == length {
                return stride(from: 0, to: words.count, by: length).map { columns[$0].position }
            }
        }
        return nil
    }

    /// First columns of blocks that a column without header parts, where no dataset wants them together as much as others
    /// want each.
    private var parted: [Int] {
        var starts = [columns.first?.position ?? 0]
        for (left, right) in zip(columns, columns.dropFirst()) where right.position > left.position + 1 {
            let before = columns.filter { starts[starts.count - 1]...left.position ~= $0.position }.map(\.path)
            let behind = columns.filter { $0.position >= right.position }
            // Up to the next gap.
            var end = right.position
            for column in behind where column.position <= end + 1 { end = column.position }
            let after = behind.filter { $0.position <= end }.map(\.path)
            let apart = (vocabulary.most(of: before), vocabulary.most(of: after))
            let repeated = !Set(before.map(HeaderWords.fold)).isDisjoint(with: after.map(HeaderWords.fold))
            guard apart.0 >= 2, apart.1 >= 2, before.count >= 2, after.count >= 2 else { continue }
            if repeated || vocabulary.most(of: before + after) + 2 <= apart.0 + apart.1 {
                starts.append(right.position)
            }
        }
        return starts
    }
}

extension TableLayout {
    /// The lowest row of this header says what that of the other one says, in the same columns.
    func repeats(_ other: TableLayout) -> Bool {
        let own = columns.map { HeaderText(column: $0.position, text: HeaderWords.fold($0.path)) }
        let others = other.columns.map { HeaderText(column: $0.position, text: HeaderWords.fold($0.path)) }
        return own == others
    }

    /// The title block states another unit, period or sender than the other table's: silent is not another.
    func differs(from other: TableLayout) -> Bool {
        (unit != nil && unit != other.unit) || (unknownUnit != nil && unknownUnit != other.unknownUnit)
            || (statedPeriod != nil && statedPeriod != other.statedPeriod)
            || (reportingUnit != nil && reportingUnit != other.reportingUnit)
    }
}
