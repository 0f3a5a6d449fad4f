import Definitions
import Model

/// A column of figures below a heading that it shares with others.
struct WorkbookColumn {
    var title: String
    /// By area's position.
    var figures: [Int: DisclosedFigure]
    /// Whether a chart may show it.
    var isHeadline = false
    var isGrowth = false
}

/// Columns side by side under one heading: an indicator, or one of its breakdowns.
struct WorkbookGroup {
    var title: String
    var columns: [WorkbookColumn]
}

/// A table: areas as rows, groups as columns.
struct WorkbookBlock {
    var groups: [WorkbookGroup]

    var columnCount: Int { groups.reduce(0) { $0 + $1.columns.count } }
}

/// What one theme shows: indicators of a file, or with the same `labels: {theme: …}`.
struct WorkbookTheme {
    var title: String
    var indicators: [Int]
    var blocks: [WorkbookBlock]
    /// Positions in the area tree, parents first, with their depth below the first.
    var areas: [(area: Int, depth: Int)]
    /// Units of the values, each once, in order.
    var units: [String]

    /// Periods as columns, of a return of several; empty of one.
    var series: [WorkbookBlock] = []

    /// More columns than these do not fit the width of a page in a legible size.
    static let widest = 12
}

/// The figures of the newest period of each indicator, arranged by theme.
struct WorkbookModel {
    let pipeline: PipelineDefinition
    let period: Period
    let themes: [WorkbookTheme]
    /// All figures of the return, also those that the workbook does not show.
    let figures: [DisclosedFigure]

    init(_ publication: Publication, for audience: Audience, titles: [WorkbookThemeTitle] = []) {
        let pipeline = publication.pipeline
        self.pipeline = pipeline
        period = publication.range.last
        figures = Disclosure.figures(publication, for: audience)
        var byIndicator: [Int: [DisclosedFigure]] = [:]
        for figure in figures { byIndicator[figure.figure.indicator, default: []].append(figure) }
        let groups = WorkbookGroups(pipeline: pipeline, period: period)
        themes = WorkbookModel.grouped(pipeline, titles).compactMap { title, indicators in
            let shown = indicators.map { groups.groups(of: $0, byIndicator[$0] ?? []) }
            let all = shown.flatMap { $0 }
            let areas = Set(all.flatMap(\.columns).flatMap(\.figures.keys))
            guard !areas.isEmpty else { return nil }
            var units: [String] = []
            for i in indicators where byIndicator[i] != nil {
                let symbol = pipeline.indicators[i].unit.symbol
                if !units.contains(symbol) { units.append(symbol) }
            }
            return WorkbookTheme(
                title: title, indicators: indicators, blocks: WorkbookModel.packed(all),
                areas: WorkbookModel.ordered(areas, pipeline.areas), units: units,
                series: WorkbookModel.packed(indicators.flatMap { groups.series(of: $0, byIndicator[$0] ?? []) }))
        }
    }

    /// Themes in the order of their titles in the definition, then of their first indicator. One without a title is named by
    /// the dataset of its indicators, where they have one.
    private static func grouped(
        _ pipeline: PipelineDefinition, _ stated: [WorkbookThemeTitle]
    ) -> [(title: String, indicators: [Int])] {
        var keys: [String] = []
        var members: [String: [Int]] = [:]
        for (i, indicator) in pipeline.indicators.enumerated() {
            let file = indicator.place.file.split(separator: "/").last ?? ""
            let key = indicator.labels["theme"] ?? String(file.split(separator: ".").first ?? file)
            if members[key] == nil { keys.append(key) }
            members[key, default: []].append(i)
        }
        let ordered = stated.map(\.theme).filter { members[$0] != nil }
        var titles: Set<String> = []
        return (ordered + keys.filter { !ordered.contains($0) }).map { key in
            let indicators = members[key] ?? []
            var title = stated.first { $0.theme == key }?.title[pipeline.language] ?? ""
            let datasets = Set(indicators.compactMap { pipeline.indicators[$0].dataset })
            let isLabel = indicators.contains { pipeline.indicators[$0].labels["theme"] == key }
            if title.isEmpty, !isLabel, datasets.count == 1, let at = datasets.first.flatMap(pipeline.datasetIndex) {
                title = pipeline.datasets[at].title[pipeline.language]
            }
            if title.isEmpty { title = key }
            if !titles.insert(title).inserted { title = "\(title) (\(key))" }
            return (title, indicators)
        }
    }

    /// As many groups side by side as fit a page; one that alone does not is continued.
    private static func packed(_ groups: [WorkbookGroup]) -> [WorkbookBlock] {
        var blocks: [WorkbookBlock] = []
        for group in groups {
            var rest = group.columns[...]
            while !rest.isEmpty {
                let part = WorkbookGroup(title: group.title, columns: Array(rest.prefix(WorkbookTheme.widest)))
                rest = rest.dropFirst(WorkbookTheme.widest)
                if let last = blocks.last, last.columnCount + part.columns.count <= WorkbookTheme.widest {
                    blocks[blocks.count - 1].groups.append(part)
                } else {
                    blocks.append(WorkbookBlock(groups: [part]))
                }
            }
        }
        return blocks
    }

    /// Each area after its parent, else as in `areas.csv`.
    private static func ordered(_ areas: Set<Int>, _ tree: AreaTree) -> [(area: Int, depth: Int)] {
        func parent(_ area: Int) -> Int { tree.lineage(of: area).dropFirst().first { areas.contains($0) } ?? -1 }
        let below = Dictionary(grouping: areas.sorted(), by: parent)
        var order: [(area: Int, depth: Int)] = []
        var waiting = (below[-1] ?? []).reversed().map { (area: $0, depth: 0) }
        while let next = waiting.popLast() {
            order.append(next)
            waiting += (below[next.area] ?? []).reversed().map { ($0, next.depth + 1) }
        }
        return order
    }
}
