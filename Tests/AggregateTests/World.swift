import Aggregate
import Definitions
import Expressions
import Model
import Tabular

/// A small country: two cities with units of their own, one without, an own level, a historic district, and abroad.
enum World {
    static let place = SourcePlace(file: "test.yaml", line: 1, column: 1)

    static let areas: AreaTree = {
        func area(
            _ code: String, _ kind: AreaKind, _ parent: Int?, published: Bool = true, host: Int? = nil,
            successor: Int? = nil, group: String? = nil
        ) -> Area {
            Area(
                code: code, name: LocalizedText(zh: code), kind: kind, parent: parent, host: host,
                successor: successor, rankGroup: group, published: published)
        }
        return AreaTree([
            area("340000", .province, nil),
            area("340100", .city, 0),
            area("340102", .district, 1, group: "A"),
            area("340103", .district, 1, group: "B"),
            area("340191", .zone, 1, host: 2, group: "B"),
            area("3401ZZ", .own, 1, published: false, group: "A"),
            area("340105", .district, 1, published: false, successor: 3),
            area("340200", .city, 0),
            area("340202", .district, 7, group: "A"),
            area("340207", .district, 7, group: "B"),
            area("340300", .city, 0),
            area("340302", .district, 10, published: false),
            area("境外", .abroad, nil, published: false),
        ])
    }()

    static let types = CodeDictionary(["开发", "转让", "咨询"])

    /// A record; nil: missing.
    struct Row: Hashable {
        var type: Int?
        var relation: String?
        var subject: String?
        var number: Int?
        var area: Int? = 2
        var buyer: Int?
        var day: String? = "2024-11-05"
        var last: String?
        var value: Int?
        var stands = true

        var date: CivilDate? { day.flatMap { CivilDate($0) } }
        var end: CivilDate? { last.flatMap { CivilDate($0) } }
    }

    static let schema = Schema([
        SchemaField(name: "type", type: .code, codes: types),
        SchemaField(name: "relation", type: .text),
        SchemaField(name: "subject", type: .text),
        SchemaField(name: "number", type: .number(scale: 0)),
        SchemaField(name: "area", type: .area),
        SchemaField(name: "buyer", type: .area),
        SchemaField(name: "day", type: .date),
        SchemaField(name: "last", type: .date),
        SchemaField(name: "value", type: .number(scale: 2)),
    ])

    static func batch(_ rows: [Row]) -> (Batch, standing: Bitmap) {
        func integers(_ value: (Row) -> Int?) -> Column {
            var validity = Bitmap(count: rows.count)
            for (i, row) in rows.enumerated() where value(row) != nil { validity.set(i) }
            return .integers(IntegerColumn(values: rows.map { Int64(value($0) ?? 0) }, validity: validity))
        }
        func texts(_ value: (Row) -> String?) -> Column {
            let buffer = ByteBuffer(capacity: 16)
            var starts: [UInt32] = []
            var lengths: [UInt32] = []
            var validity = Bitmap(count: rows.count)
            for (i, row) in rows.enumerated() {
                let bytes = Array((value(row) ?? "").utf8)
                starts.append(UInt32(buffer.count))
                lengths.append(UInt32(bytes.count))
                buffer.append(bytes)
                if value(row) != nil { validity.set(i) }
            }
            return .texts(TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: validity))
        }
        var standing = Bitmap(count: rows.count)
        for (i, row) in rows.enumerated() where row.stands { standing.set(i) }
        let columns = [
            integers(\.type), texts(\.relation), texts(\.subject), integers(\.number), integers(\.area),
            integers(\.buyer), integers { $0.date.map { Int($0.days) } }, integers { $0.end.map { Int($0.days) } },
            integers(\.value),
        ]
        return (Batch(rowCount: rows.count, columns: columns), standing)
    }

    static func field(_ name: String, _ type: FieldType, unit: Unit? = nil, decimals: Int = 0) -> FieldDefinition {
        FieldDefinition(
            name: name, title: LocalizedText(), aliases: [], type: type, unit: unit, decimals: decimals,
            unitIfSilent: nil, format: nil, codelist: nil, constraints: Constraints(), builtIn: [:], place: place)
    }

    static func dataset(_ name: String = "contracts", subject: String? = nil) -> DatasetDefinition {
        DatasetDefinition(
            name: name, title: LocalizedText(), files: [], history: .cumulative, primaryKey: [], area: "area",
            date: "day", subject: subject, frequency: .month, rejects: nil,
            fields: [
                field("type", .code), field("relation", .string), field("subject", .uscc), field("number", .integer),
                field("area", .area), field("buyer", .area), field("day", .date), field("last", .date),
                field("value", .number, unit: Unit("万元", .money, 10_000), decimals: 2),
            ], derive: [], rules: [], builtIn: [:], place: place)
    }

    static func pipeline(
        _ indicators: [IndicatorDefinition], subject: String? = nil, rules: [MacroRuleDefinition] = []
    ) -> PipelineDefinition {
        PipelineDefinition(
            name: "test", title: LocalizedText(), language: .zh, agency: "TEST", areas: areas,
            datasets: [dataset(subject: subject), dataset("others", subject: subject)], indicators: indicators,
            macroRules: rules, codelists: [], outputs: [], gates: [], limits: Limits(), rounding: .halfUp, files: [])
    }

    static let household = Unit("家", .count("家"))
    static let money = Unit("亿元", .money, 100_000_000)

    static func indicator(
        _ id: String, _ kind: MeasureKind? = .count, of field: String? = nil, unit: Unit? = nil,
        where filter: String? = nil,
        stock: Bool = false, area: String? = nil, frequency: Frequency = .month, breakdowns: [[String]] = [],
        statistics: [Statistic] = [.value], rank: Statistic? = nil, ascending: Bool = false, formula: String? = nil,
        ranks: [RankTerms] = [], stockRule: StockRule = .date, cumulative: Bool = false, prior: String? = nil,
        bases: [BaseSource] = [.records], dataset: String = "contracts",
        decimals: [Statistic: Int] = [:]
    ) -> IndicatorDefinition {
        var requests = statistics.map { StatisticRequest($0, place: place) }
        if let rank { requests.append(StatisticRequest(.rank, of: rank, ascending: ascending, place: place)) }
        requests += ranks.map { terms in
            var request = StatisticRequest(
                terms.within == nil ? .rank : .streak, of: terms.of, among: terms.among, under: terms.under,
                ascending: ascending, place: place)
            request.within = terms.within
            request.years = 2
            return request
        }
        let counts = kind == .count || kind == .countDistinct
        return IndicatorDefinition(
            id: id, title: LocalizedText(zh: id), note: LocalizedText(), dataset: formula == nil ? dataset : nil,
            measure: formula == nil ? kind.map { Measure(kind: $0, field: field) } : nil,
            filter: filter.map { SourceText($0, at: place) }, timing: stock ? .stock : cumulative ? .cumulative : .flow,
            from: stock ? "day" : nil, to: stock ? "last" : nil, date: nil, area: area, frequency: frequency,
            breakdowns: breakdowns, unit: unit ?? (counts ? household : money), decimals: decimals,
            statistics: requests, formula: formula.map { SourceText($0, at: place) }, labels: [:], qualifier: nil,
            stockRule: stockRule, priorField: prior, bases: bases, place: place)
    }

    /// Every month of the years.
    static func months(_ years: ClosedRange<Int>) -> Set<Month> {
        Set(years.flatMap { year in (1...12).map { Month(year: year, month: $0) } })
    }

    static func plan(
        _ indicators: [IndicatorDefinition], _ period: String = "2024Q4", subject: String? = nil,
        rules: [MacroRuleDefinition] = [], stated: [StatedFigure] = []
    ) -> (AggregationPlan?, [Diagnostic]) {
        guard let range = PeriodRange(period) else { return (nil, []) }
        let resolution = resolution(indicators, stated, subject: subject, rules: rules)
        let none = FiguresGiven.allCases.map { _ in Schema([]) }
        return AggregationPlan.make(
            pipeline: resolution.pipeline, schemas: [schema, schema] + none, range: range, stated: resolution.figures)
    }
}

/// Figures of some rows of the first dataset, by short questions.
struct Outcome {
    let table: FigureTable
    let period: Period

    init?(
        _ indicators: [IndicatorDefinition], _ rows: [World.Row], _ period: String = "2024Q4",
        delivered: Set<Month> = World.months(2018...2025), subject: String? = nil, rules: [MacroRuleDefinition] = [],
        stated: [StatedFigure] = []
    ) {
        let (plan, _) = World.plan(indicators, period, subject: subject, rules: rules, stated: stated)
        guard let plan, let range = PeriodRange(period) else { return nil }
        let partials = (0...1).map { dataset in
            plan.plan(forDataset: dataset).map { datasetPlan in
                var partial = Partial(datasetPlan)
                let (batch, standing) = World.batch(dataset == 0 ? rows : [])
                partial.add(batch, standing: standing, references: References())
                return partial
            }
        }
        table = figures(
            plan, partials: partials, coverage: Coverage(months: [delivered, delivered]), range: range)
        self.period = range.last
    }

    func figure(
        _ area: String, _ quantity: Quantity = .period, _ statistic: Statistic = .value, by breakdown: [String] = [],
        _ category: [String] = [], of indicator: Int = 0, in own: String? = nil
    ) -> Figure? {
        guard let area = World.areas.index(ofCode: area) else { return nil }
        let rank = table.figures.first { $0.indicator == indicator && $0.statistic == statistic }?.rank
        return table[
            FigureKey(
                indicator: indicator, area: area, period: own.flatMap { Period($0) } ?? period, quantity: quantity,
                statistic: statistic,
                breakdown: breakdown, category: category, rank: rank)]
    }

    /// The value in base units, as `12` or `1/3`; a status letter where there is none; nil where there is no figure.
    func text(
        _ area: String, _ quantity: Quantity = .period, _ statistic: Statistic = .value, by breakdown: [String] = [],
        _ category: [String] = [], of indicator: Int = 0, in own: String? = nil
    ) -> String? {
        guard let figure = figure(area, quantity, statistic, by: breakdown, category, of: indicator, in: own) else {
            return nil
        }
        guard let value = figure.value else { return figure.status.rawValue }
        return value.denominator == 1 ? "\(value.numerator)" : "\(value.numerator)/\(value.denominator)"
    }
}
