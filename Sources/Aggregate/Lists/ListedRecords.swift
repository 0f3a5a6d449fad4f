public import Definitions
public import Expressions
public import Model
public import Tabular

/// The lines of one list in one period, gathered while its records are read: all, or the first by the list's order, so that
/// memory is the lines that are kept.
public struct ListedRecords: Sendable {
    /// A line.
    public struct Line: Sendable {
        /// Position in the area tree of the area within which places are counted; −1: all together.
        public var scope: Int
        /// Position in the area tree of the reporting unit.
        public var unit: Int
        /// By the plan's order.
        public var keys: [RecordValue]
        /// By the plan's columns.
        public var values: [RecordValue]
        public var subject: RecordValue
        public var place: Place
    }

    public let plan: ListPlan
    /// The figure's own period.
    public let period: Period
    /// Of each area that lies in no other.
    private let selections: [RecordSelection]
    /// The figure's status.
    public let status: FigureStatus
    /// By unit number: positions in the area tree of the unit and of its scope; −1: not listed.
    private let units: [(unit: Int, scope: Int)]
    private let codes: [CodeDictionary?]
    /// By scope; the first `top` in order, or all in any.
    private var lines: [Int: [Line]] = [:]

    init(
        _ plan: ListPlan, _ period: Period, _ selections: [RecordSelection], _ status: FigureStatus,
        _ aggregation: AggregationPlan
    ) {
        self.plan = plan
        self.period = period
        self.selections = selections
        self.status = status
        let tree = aggregation.pipeline.areas
        units = aggregation.units.lineages.map { line in
            guard let first = line.first, let last = line.last else { return (-1, -1) }
            let root = aggregation.units.areas[last]
            let unit = aggregation.units.areas[first]
            switch plan.definition.scope {
            case .whole: return (unit, -1)
            case .unit: return (unit, unit)
            case .kind(let kind): return (unit, tree.lineage(of: unit).first { tree[$0].kind == kind } ?? root)
            }
        }
        codes = plan.order.map { expression in
            if case .code(let dictionary) = expression.type { return dictionary }
            return nil
        }
    }

    /// By scope that is full: the line that others must precede.
    public var last: [Int: Line] {
        guard let top = plan.definition.top else { return [:] }
        return lines.compactMapValues { $0.count == top ? $0.last : nil }
    }

    /// The lines that a batch gives; to be taken in by `add`. Other arguments are those of `RecordSelection.rows`.
    /// - Parameter last: as it was at any time before.
    public func lines(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References,
        after last: [Int: Line], place: (Int) -> Place
    ) -> [Line] {
        selections.flatMap {
            lines(
                $0.rows(batch, standing: standing, during: during, references: references), batch, references, last,
                place)
        }
    }

    private func lines(
        _ found: (rows: [Int], units: [Int32]), _ batch: Batch, _ references: References, _ last: [Int: Line],
        _ place: (Int) -> Place
    ) -> [Line] {
        guard !found.rows.isEmpty else { return [] }
        let fields = Set(([plan.filter] + plan.order + plan.columns).compactMap { $0 }.flatMap(\.fields))
        let gathered = Batch(
            rowCount: found.rows.count,
            columns: batch.columns.enumerated().map { position, column in
                fields.contains(position)
                    ? column.gather(found.rows)
                    : .integers(
                        IntegerColumn(
                            values: Array(repeating: 0, count: found.rows.count),
                            validity: Bitmap(count: found.rows.count)))
            })
        let isKept = plan.filter?.evaluateCondition(gathered, references: references).yes
        let keys = plan.order.map { $0.evaluate(gathered, references: references) }
        let columns = plan.columns.map { $0?.evaluate(gathered, references: references) }
        var lines: [Line] = []
        for (position, row) in found.rows.enumerated() where isKept?[position] ?? true {
            let (unit, scope) = units[Int(found.units[position])]
            guard unit >= 0 else { continue }
            var line = Line(
                scope: scope, unit: unit, keys: keys.map { $0.value(position) }, values: [],
                subject: plan.subject.map { batch.columns[$0].value(row) } ?? .missing, place: place(row))
            if let last = last[scope], !precedes(line, last) { continue }
            line.values = columns.map { $0?.value(position) ?? .missing }
            lines.append(line)
        }
        return lines
    }

    /// Takes in lines, in any order.
    public mutating func add(_ found: [Line]) {
        for line in found {
            guard let top = plan.definition.top else {
                lines[line.scope, default: []].append(line)
                continue
            }
            insert(line, top)
        }
    }

    private mutating func insert(_ line: Line, _ top: Int) {
        var own = lines[line.scope] ?? []
        if plan.subject != nil, let known = own.firstIndex(where: { $0.subject == line.subject }) {
            guard precedes(line, own[known]) else { return }
            own.remove(at: known)
        }
        let at = own.partitioningIndex { !precedes($0, line) }
        guard at < top else { return }
        own.insert(line, at: at)
        if own.count > top { own.removeLast() }
        lines[line.scope] = own
    }

    /// The lines in order, scopes in the order of the area tree, each with its place there (from 1, ties share one).
    public var ranked: [(line: Line, rank: Int)] {
        var ranked: [(line: Line, rank: Int)] = []
        for scope in lines.keys.sorted() {
            var met: Set<RecordValue> = []
            var rank = 0
            var count = 0
            var before: Line?
            for line in (lines[scope] ?? []).sorted(by: precedes) {
                if plan.subject != nil, !met.insert(line.subject).inserted { continue }
                count += 1
                if before.map({ $0.keys != line.keys }) ?? true { rank = count }
                before = line
                ranked.append((line, rank))
            }
        }
        return ranked
    }

    /// By the list's order, then by where the records stand.
    private func precedes(_ a: Line, _ b: Line) -> Bool {
        for (position, order) in plan.definition.order.enumerated() {
            let (x, y) = (a.keys[position], b.keys[position])
            if x == y { continue }
            switch (x, y) {
            case (.missing, _): return false
            case (_, .missing): return true
            case (.integer(let x), .integer(let y)):
                if let codes = codes[position]?.codes, codes.indices.contains(Int(x)), codes.indices.contains(Int(y)) {
                    let isBefore = codes[Int(x)].utf8.lexicographicallyPrecedes(codes[Int(y)].utf8)
                    return isBefore != order.descending
                }
                return (x < y) != order.descending
            case (.text(let x), .text(let y)): return x.lexicographicallyPrecedes(y) != order.descending
            default: continue
            }
        }
        return (a.place.file, a.place.sheet, a.place.row) < (b.place.file, b.place.sheet, b.place.row)
    }
}

extension Inquiry {
    /// What a run's lists are gathered in, by list and period; empty ones where nothing was read yet.
    public func lists(_ plans: [ListPlan], _ range: PeriodRange) -> [ListedRecords] {
        let roots = plan.units.areas.indices.filter { plan.units.parents[$0] == nil }
        return plans.flatMap { list -> [ListedRecords] in
            guard case .measured(let measure) = plan.indicators[list.indicator].source,
                let dataset = plan.datasets[measure.dataset],
                let quantity = list.definition.quantity ?? plan.indicators[list.indicator].quantities.last
            else { return [] }
            return evaluation.periods(list.indicator, range).map { period in
                let window = Window(quantity: quantity, period: period)
                let sites = roots.map { Site(indicator: list.indicator, area: $0, window: window) }
                let selections = sites.map { site in
                    let place = self.place(site)
                    let part = FigurePart(figure: place, role: .value, path: [], own: place)
                    return RecordSelection(part, site, measure, dataset, plan.pipeline, schemas[measure.dataset])
                }
                let statuses = sites.map { evaluation.amount($0).status }
                return ListedRecords(
                    list, period, selections, statuses.first { $0 != .normal } ?? .normal, plan)
            }
        }
    }

    /// What may be counted in the value of each indicator that is counted from records, at its widest, in the last period of
    /// the range, of each area that lies in no other.
    public func wholes(_ range: PeriodRange) -> [RecordSelection] {
        let roots = plan.units.areas.indices.filter { plan.units.parents[$0] == nil }
        return plan.indicators.indices.flatMap { indicator -> [RecordSelection] in
            guard case .measured(let measure) = plan.indicators[indicator].source,
                let dataset = plan.datasets[measure.dataset], let period = evaluation.periods(indicator, range).last,
                let quantity = plan.indicators[indicator].quantities.last
            else { return [] }
            return roots.map { root in
                let site = Site(
                    indicator: indicator, area: root, window: Window(quantity: quantity, period: period))
                let place = self.place(site)
                let part = FigurePart(figure: place, role: .value, path: [], own: place)
                return RecordSelection(part, site, measure, dataset, plan.pipeline, schemas[measure.dataset])
            }
        }
    }

    /// By number of a reporting unit the area that is published for it.
    public var areasOfUnits: [Int32: Int] {
        Dictionary(plan.units.areas.map { (plan.units.unitOfArea[$0], $0) }) { first, _ in first }
    }

    /// The subjects that an indicator counts anywhere in the last period of the range, as a table that expressions find them
    /// in; nil for an indicator that counts no subjects named by texts.
    public func subjects(of id: String, _ range: PeriodRange) -> ReferenceTable? {
        guard let indicator = plan.pipeline.indicators.firstIndex(where: { $0.id == id }),
            let field = plan.subjectField(indicator, plan.pipeline, schemas),
            let period = evaluation.periods(indicator, range).last,
            let quantity = plan.indicators[indicator].quantities.last
        else { return nil }
        let site = Site(indicator: indicator, area: 0, window: Window(quantity: quantity, period: period))
        var sites = [site]
        if case .formula(let formula) = plan.indicators[indicator].source {
            sites = formula.operands.indices.map { evaluation.operandSite($0, of: site, formula) }
        }
        let buffer = ByteBuffer(capacity: 0)
        var starts: [UInt32] = []
        var lengths: [UInt32] = []
        for site in sites {
            evaluation.forEachSubject(site) { name, _ in
                starts.append(UInt32(buffer.count))
                lengths.append(UInt32(name.count))
                buffer.append(name)
            }
        }
        let rows = Bitmap(count: starts.count, repeating: true)
        let table = ReferenceTable(keyFields: [field], valueFields: [])
        let column = Column.texts(TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: rows))
        table.append(Batch(rowCount: starts.count, columns: [column]), schema: Schema([field]), rows: rows)
        return table
    }
}
