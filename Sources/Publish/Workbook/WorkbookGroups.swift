import Definitions
import Model

/// The columns that an indicator has: its value in the period and since January, growth, ranks, completion; then a column for
/// each category of its breakdowns.
struct WorkbookGroups {
    let pipeline: PipelineDefinition
    let period: Period

    /// What tells columns apart.
    private struct Key: Hashable {
        var quantity: Quantity
        var statistic: Statistic
        var rank: RankTerms?
    }

    private var language: Language { pipeline.language }

    /// `all`: the figures of the indicator, of any period.
    func groups(of indicator: Int, _ all: [DisclosedFigure]) -> [WorkbookGroup] {
        guard let newest = all.map(\.figure.period).max() else { return [] }
        let current = all.filter { $0.figure.period == newest }
        let whole = current.filter { $0.figure.breakdown.isEmpty }
        let quantities = quantities(whole, newest)
        guard let headline = quantities.last else { return [] }
        var columns: [WorkbookColumn] = []
        for quantity in quantities {
            for key in keys(whole, quantity, isHeadline: quantity == headline) {
                columns.append(column(key, whole, newest, isHeadline: quantity == headline))
            }
        }
        let main = WorkbookGroup(title: title(indicator), columns: columns)
        return [main] + breakdowns(of: indicator, current, headline)
    }

    /// A column for each of several periods, oldest first: the value, and beside it how it grew or changed. None where the
    /// figures are of one period only.
    func series(of indicator: Int, _ all: [DisclosedFigure]) -> [WorkbookGroup] {
        let whole = all.filter { $0.figure.breakdown.isEmpty }
        let periods = Set(whole.map(\.figure.period)).sorted()
        guard periods.count > 1, let newest = periods.last else { return [] }
        guard let quantity = quantities(whole, newest).last else { return [] }
        let present = Set(whole.map(\.figure).filter { $0.quantity == quantity }.map(\.statistic))
        let growth = [Statistic.yoy, .change].first(where: present.contains)
        return ([.value] + [growth].compactMap(\.self)).compactMap { statistic -> WorkbookGroup? in
            let key = Key(quantity: quantity, statistic: statistic)
            let columns = periods.compactMap { period -> WorkbookColumn? in
                let own = whole.filter { $0.figure.period == period }
                var column = column(key, own, period, isHeadline: false)
                column.title = PeriodWording.name(period)[language]
                return column.figures.isEmpty ? nil : column
            }
            return columns.count > 1
                ? WorkbookGroup(title: seriesTitle(indicator, key, columns), columns: columns) : nil
        }
    }

    /// `技术合同登记成交额（亿元），年初至期末累计`, `技术合同登记成交额，同比增速（%）`.
    private func seriesTitle(_ indicator: Int, _ key: Key, _ columns: [WorkbookColumn]) -> String {
        let separator = language == .zh ? "，" : ", "
        guard key.statistic != .value else {
            let quantity = StatisticWording.name(key.quantity)[language]
            return key.quantity == .ytd ? "\(title(indicator))\(separator)\(quantity)" : title(indicator)
        }
        let unit = columns.flatMap(\.figures.values).first?.figure.unit.symbol ?? ""
        let definition = pipeline.indicators[indicator]
        let name = definition.title.isEmpty ? definition.id : definition.title[language]
        let statistic = StatisticWording.name(key.statistic)[language]
        return "\(name)\(separator)\(statistic)" + (language == .zh ? "（\(unit)）" : " (\(unit))")
    }

    /// `技术合同登记成交额（亿元）`.
    private func title(_ indicator: Int, by fields: [String] = []) -> String {
        let definition = pipeline.indicators[indicator]
        let name = definition.title.isEmpty ? definition.id : definition.title[language]
        let words = BreakdownWording(pipeline: pipeline)
        switch language {
        case .zh:
            let by = fields.isEmpty ? "" : "，按\(words.title(fields, of: indicator))分"
            return "\(name)\(by)（\(definition.unit.symbol)）"
        case .en:
            let by = fields.isEmpty ? "" : " by \(words.title(fields, of: indicator))"
            return "\(name)\(by) (\(definition.unit.symbol))"
        }
    }

    /// The period itself, then what has accumulated: the last is what growth, ranks and completion are of. In a period that
    /// begins the year both are the same.
    private func quantities(_ figures: [DisclosedFigure], _ period: Period) -> [Quantity] {
        let present = Set(figures.map(\.figure.quantity))
        let startsYear = period.firstMonth.month == 1
        return Quantity.allCases.filter {
            present.contains($0) && !($0 == .period && present.contains(.ytd) && startsYear)
        }
    }

    /// Of an earlier quantity the value alone. The value of a year earlier is left out where growth or change say it.
    private func keys(_ figures: [DisclosedFigure], _ quantity: Quantity, isHeadline: Bool) -> [Key] {
        let own = figures.map(\.figure).filter { $0.quantity == quantity }
        let present = Set(own.map(\.statistic))
        let statistics = Statistic.allCases.filter { statistic in
            guard present.contains(statistic), ![.rank, .streak, .priorYoy, .threshold].contains(statistic) else {
                return false
            }
            if statistic == .prior { return isHeadline && present.isDisjoint(with: [.yoy, .change]) }
            return statistic == .value || isHeadline
        }
        // Ranks and how long they were held are told apart by what they are of.
        let ranks = Set(
            own.filter { isHeadline && [.rank, .streak].contains($0.statistic) }.map {
                Key(quantity: quantity, statistic: $0.statistic, rank: $0.rank)
            })
        return statistics.map { Key(quantity: quantity, statistic: $0) }
            + ranks.sorted { ($0.rank ?? RankTerms()) < ($1.rank ?? RankTerms()) }
    }

    private func column(_ key: Key, _ figures: [DisclosedFigure], _ newest: Period, isHeadline: Bool) -> WorkbookColumn
    {
        var byArea: [Int: DisclosedFigure] = [:]
        for disclosed in figures
        where Key(
            quantity: disclosed.figure.quantity, statistic: disclosed.figure.statistic, rank: disclosed.figure.rank)
            == key
        {
            byArea[disclosed.figure.area] = disclosed
        }
        var title: String
        if key.statistic == .value {
            title = PeriodWording.column(key.quantity, of: newest)[language]
            // An indicator may lag behind the run.
            if newest != period {
                title = "\(newest.year)\(language == .zh ? "年" : " ")\(title)"
            }
        } else {
            title = StatisticWording.name(key.statistic, key.rank)[language]
            let units = Set(byArea.values.map(\.figure.unit.symbol))
            if units.count == 1, let unit = units.first, unit == "百分点" { title += "（\(unit)）" }
        }
        return WorkbookColumn(
            title: title, figures: byArea, isHeadline: isHeadline && key.statistic == .value,
            isGrowth: isHeadline && [.yoy, .growthOnOpening].contains(key.statistic))
    }

    private func breakdowns(of indicator: Int, _ current: [DisclosedFigure], _ headline: Quantity) -> [WorkbookGroup] {
        let words = BreakdownWording(pipeline: pipeline)
        var fields: [[String]] = []
        var cells: [[String]: [[String]: [Int: DisclosedFigure]]] = [:]
        for disclosed in current {
            let figure = disclosed.figure
            guard !figure.breakdown.isEmpty, figure.statistic == .value, figure.quantity == headline else { continue }
            if cells[figure.breakdown] == nil { fields.append(figure.breakdown) }
            cells[figure.breakdown, default: [:]][figure.category, default: [:]][figure.area] = disclosed
        }
        let order = pipeline.indicators[indicator].breakdowns
        let positions = fields.map { order.firstIndex(of: $0) ?? order.count }
        return zip(positions, fields).enumerated().sorted {
            ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
        }.map { _, entry in
            let fields = entry.1
            let columns = (cells[fields] ?? [:]).sorted { a, b in
                let (left, right) = (
                    words.position(a.key, fields, of: indicator), words.position(b.key, fields, of: indicator)
                )
                if left != right { return left.lexicographicallyPrecedes(right) }
                return precedesInBytes(joined(a.key), joined(b.key))
            }
            return WorkbookGroup(
                title: title(indicator, by: fields),
                columns: columns.map {
                    WorkbookColumn(title: words.name($0.key, fields, of: indicator), figures: $0.value)
                })
        }
    }
}
