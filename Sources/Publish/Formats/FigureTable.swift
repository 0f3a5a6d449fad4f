import Definitions
import Model

/// A `table` output about figures: one line per distinct combination of the columns that state `from`, the others pick one
/// figure each (the first in order of returns). A line exists where any of its picks has a number; a table without picks
/// shows every combination.
struct FigureTable {
    private let table: TableDefinition
    private let reader: FigureReader
    private let figures: [DisclosedFigure]

    init(_ table: TableDefinition, _ publication: Publication, for audience: Audience) {
        self.table = table
        reader = FigureReader(pipeline: publication.pipeline)
        let asked = FigureCondition(table.filter, reader)
        let reader = reader
        figures = Disclosure.figures(publication, for: audience).filter { asked.holds($0, reader) }
    }

    func write(to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(
            file,
            style: CSVStyle(
                byteOrderMark: table.byteOrderMark, endOfLine: table.endOfLine, neutralizes: table.byteOrderMark))
        if table.header {
            for column in table.columns { csv.field(column.name) }
            try csv.endLine()
        }
        let lines = lines()
        for line in ordered(lines) {
            for (c, column) in table.columns.enumerated() {
                let at = lines.cells[line * table.columns.count + c]
                if at < 0 {
                    csv.empty()
                } else if let texts = lines.texts[c] {
                    csv.field(texts[at])
                } else {
                    csv.field(reader.value(of: figures[at].figure, unit: column.unit, decimals: column.decimals))
                }
            }
            try csv.endLine()
        }
        try csv.flush()
    }

    /// The table before its cells are written.
    private struct Lines {
        var count = 0
        /// By column: the texts of a `from` column; nil for picks.
        var texts: [[String]?]
        /// By column: the numbers behind the texts where order is not by bytes (periods, values).
        var numbers: [[Fraction?]?]
        /// Line by line: position in `texts`, for picks in the figures; −1 for none.
        var cells: [Int] = []
        /// Whether a pick of the line has a number.
        var alive: [Bool] = []
    }

    private func lines() -> Lines {
        let width = table.columns.count
        var lines = Lines(texts: Array(repeating: nil, count: width), numbers: Array(repeating: nil, count: width))
        var parts: [(column: Int, ids: [Int])] = []
        for (c, column) in table.columns.enumerated() where column.pick.isEmpty {
            let interned = intern(column)
            lines.texts[c] = interned.texts
            lines.numbers[c] = interned.numbers
            parts.append((c, interned.ids))
        }
        let picks = table.columns.enumerated().filter { !$0.element.pick.isEmpty }
            .map { ($0.offset, FigureCondition($0.element.pick, reader)) }
        let keys = combined(parts.map(\.ids))
        for (i, disclosed) in figures.enumerated() {
            let line = keys[i]
            if line == lines.count {
                lines.count += 1
                lines.alive.append(picks.isEmpty)
                lines.cells.append(contentsOf: repeatElement(-1, count: width))
                for part in parts { lines.cells[line * width + part.column] = part.ids[i] }
            }
            for (c, condition) in picks where lines.cells[line * width + c] < 0 && condition.holds(disclosed, reader) {
                lines.cells[line * width + c] = i
                if disclosed.figure.value != nil { lines.alive[line] = true }
            }
        }
        return lines
    }

    /// One number per figure: equal where all parts are equal, counted from 0 in order of first appearance.
    private func combined(_ parts: [[Int]]) -> [Int] {
        var keys = [Int](repeating: 0, count: figures.count)
        for part in parts {
            let width = (part.max() ?? 0) + 1
            var numbers: [Int: Int] = [:]
            for i in keys.indices {
                let pair = keys[i] * width + part[i]
                let fresh = numbers.count
                keys[i] = numbers[pair, default: fresh]
                if keys[i] == fresh { numbers[pair] = fresh }
            }
        }
        return keys
    }

    /// The texts of a `from` column, each once, and which of them each figure has.
    private func intern(_ column: TableColumn) -> (ids: [Int], texts: [String], numbers: [Fraction?]?) {
        guard let attribute = FigureAttribute(column.from ?? column.name) else {
            return (Array(repeating: 0, count: figures.count), [""], nil)
        }
        var texts: [String] = []
        var numbers: [Fraction?] = []
        func gather<Key: Hashable>(_ key: (Figure) -> Key, _ text: (DisclosedFigure) -> String) -> [Int] {
            var seen: [Key: Int] = [:]
            return figures.map { disclosed in
                let key = key(disclosed.figure)
                if let id = seen[key] { return id }
                seen[key] = texts.count
                texts.append(text(disclosed))
                return texts.count - 1
            }
        }
        switch attribute {
        case .named(.area), .named(.areaName):
            return (gather(\.area) { reader.text(attribute, of: $0) }, texts, nil)
        case .named(.period):
            let ids = gather(\.period) {
                let period = $0.figure.period
                numbers.append(
                    Fraction(Int128(period.lastMonth.index) * 16 + Int128(period.frequency.months)))
                return formatted(period, column.format)
            }
            return (ids, texts, numbers)
        case .named(.category):
            return (gather({ ByteText(joined($0.category)) }) { reader.text(attribute, of: $0) }, texts, nil)
        case .named(.quantity): return (gather(\.quantity) { reader.text(attribute, of: $0) }, texts, nil)
        case .named(.statistic):
            return (
                gather({ StatisticKey(statistic: $0.statistic, rank: $0.rank) }) { reader.text(attribute, of: $0) },
                texts, nil
            )
        case .label, .named(.indicator), .named(.title):
            // Indicators that share a label are one line, so the text itself is the key.
            let words = reader.pipeline.indicators.indices.map { reader.text(attribute, indicator: $0) }
            return (gather({ ByteText(words[$0.indicator]) }, { words[$0.figure.indicator] }), texts, nil)
        default:
            let isValue = attribute == .named(.value)
            let words = figures.map {
                isValue
                    ? reader.value(of: $0.figure, unit: column.unit, decimals: column.decimals)
                    : reader.text(attribute, of: $0)
            }
            var next = -1
            let ids = gather({ _ in
                next += 1; return words[next]
            }) {
                numbers.append($0.figure.value)
                return words[next]
            }
            return (ids, texts, isValue ? numbers : nil)
        }
    }

    /// Lines that exist, by the columns of `order`, then in order of returns.
    private func ordered(_ lines: Lines) -> [Int] {
        let width = table.columns.count
        var keys = SortKeys(count: lines.count)
        for name in table.order {
            guard
                let c = table.columns.firstIndex(where: { $0.name == name })
                    ?? table.columns.firstIndex(where: { $0.from == name })
            else { continue }
            let cells = (0..<lines.count).map { lines.cells[$0 * width + c] }
            if let numbers = lines.numbers[c] {
                keys.add(positions(cells.map { $0 < 0 ? nil : numbers[$0] }))
            } else if let texts = lines.texts[c] {
                let rank = ranks(texts)
                keys.add(cells.map { $0 < 0 ? -1 : rank[$0] })
            } else {
                keys.add(positions(cells.map { $0 < 0 ? nil : figures[$0].figure.value }))
            }
        }
        return keys.sorted().filter { lines.alive[$0] }
    }

    /// Each number's position among the distinct ones; none stands last.
    private func positions(_ numbers: [Fraction?]) -> [Int64] {
        var rank: [Fraction: Int64] = [:]
        for (i, number) in Set(numbers.compactMap { $0 }).sorted().enumerated() { rank[number] = Int64(i) }
        return numbers.map { $0.flatMap { rank[$0] } ?? .max }
    }
}

/// Attributes that must each be among the values given; those of the indicator are asked once an indicator.
struct FigureCondition {
    private var indicators: [Bool]
    private var statistics: [Statistic]?
    /// Names of ranks, and of streaks of them, that are asked for.
    private var ranks: [String] = []
    private var others: [(FigureAttribute, [String])] = []

    init(_ filter: [String: [String]], _ reader: FigureReader) {
        indicators = Array(repeating: true, count: reader.pipeline.indicators.count)
        for (name, values) in filter.sorted(by: { precedesInBytes($0.key, $1.key) }) {
            guard let attribute = FigureAttribute(name) else { continue }
            if attribute.isOfIndicator {
                for i in indicators.indices where indicators[i] {
                    indicators[i] = values.contains(reader.text(attribute, indicator: i))
                }
            } else if attribute == .named(.statistic) {
                statistics = Statistic.allCases.filter { values.contains($0.rawValue) && $0 != .rank && $0 != .streak }
                ranks = values
            } else {
                others.append((attribute, values))
            }
        }
    }

    func holds(_ disclosed: DisclosedFigure, _ reader: FigureReader) -> Bool {
        guard indicators[disclosed.figure.indicator] else { return false }
        if let statistics, !statistics.contains(disclosed.figure.statistic) {
            guard disclosed.figure.rank != nil, ranks.contains(disclosed.figure.statisticName) else { return false }
        }
        return others.allSatisfy { $0.1.contains(reader.text($0.0, of: disclosed)) }
    }
}

/// What a figure's statistic is told apart by.
private struct StatisticKey: Hashable {
    var statistic: Statistic
    var rank: RankTerms?
}
