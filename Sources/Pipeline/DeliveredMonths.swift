import Aggregate
import Definitions
import Model
import Publish
import Tabular

/// Which months of which dataset have been delivered by whom, and which are missing. A table covers the months that its
/// title block states, else those that its delivery covers; a register (a dataset of which any indicator takes stock)
/// every month up to the last of them; statements that accumulate the months that their records name.
struct DeliveredMonths {
    /// As aggregation asks it.
    let coverage: Aggregate.Coverage
    /// As reports show it.
    let summary: [Publish.Coverage]
    /// Months that somebody ought to have covered and has not, by dataset and in the order of `senders.csv`.
    private let missing: [Missing]
    /// Months whose state is read from an older snapshot.
    private var carried: [Publish.Coverage] = []
    /// By dataset, from January to the run's last month: months that were expected of all senders, and those missing.
    private(set) var expected: [(all: Int, missing: Int)] = []

    private struct Missing {
        var dataset: Int
        /// Position in the area tree, −1 the bureau; nil: whoever sends it.
        var sender: Int?
        var months: ClosedRange<Month>
    }

    init(
        pipeline: PipelineDefinition, deliveries: Deliveries, discovery: TableDiscovery, accounts: [TableAccount],
        range: PeriodRange
    ) {
        let year = Month(year: range.first.firstMonth.year, month: 1)...range.last.lastMonth
        var months: [Set<Month>] = []
        var byArea: [[Set<Month>]?] = []
        var summary: [Publish.Coverage] = []
        var missing: [Missing] = []
        for (d, dataset) in pipeline.datasets.enumerated() {
            let isSnapshot = dataset.history == .snapshot
            let isRegister =
                isSnapshot || pipeline.indicators.contains { $0.dataset == dataset.name && $0.timing == .stock }
            let isStatement =
                !isRegister && pipeline.indicators.contains { $0.dataset == dataset.name && $0.timing == .cumulative }
            var records = SenderMonths(
                d, discovery, accounts, isRegister: isRegister, isStatement: isStatement)
            let sent = records.delivered
            let carried = isSnapshot ? records.carry(to: year.upperBound) : []
            self.carried += carried
            let lines = pipeline.senders.filter { $0.dataset == dataset.name }
            // What no indicator looks at yet is not due yet.
            let lag = pipeline.indicators.filter { $0.dataset == dataset.name }.map(\.lag).min() ?? 0
            months.append(records.all)
            byArea.append(records.byArea(SenderReach(pipeline, dataset: dataset.name)))

            var count = (all: 0, missing: 0)
            var gaps: [Int: Set<Month>] = [:]
            for line in lines {
                let sender = line.sender ?? -1
                let first = line.from ?? records.first ?? year.lowerBound
                let last = min(line.to ?? year.upperBound, year.upperBound.advanced(by: -lag))
                guard first <= last else { continue }
                let due = (first...last).filter {
                    Period(line.frequency, holding: $0).lastMonth <= year.upperBound && $0.month >= dataset.firstMonth
                }
                let open = due.filter { sent[sender]?.contains($0) != true }
                count.all += due.filter(year.contains).count
                count.missing += open.filter(year.contains).count
                if !isSnapshot { gaps[sender, default: []].formUnion(open) }
                missing += open.runs.map { Missing(dataset: d, sender: sender, months: $0) }
            }
            expected.append(count)
            if records.all.isEmpty, !missing.contains(where: { $0.dataset == d }) {
                missing.append(Missing(dataset: d, sender: nil, months: range.first.firstMonth...year.upperBound))
            }
            summary += records.summary(gaps: gaps) + carried
        }
        coverage = Aggregate.Coverage(
            months: months, byArea: byArea,
            carried: carried.map {
                Aggregate.Coverage.Carried(
                    dataset: $0.dataset, sender: $0.sender ?? pipeline.bureau, months: $0.months)
            })
        self.summary = summary
        self.missing = missing
    }

    /// One finding for each dataset of which no table was delivered, else for each sender and range of months.
    func missingDatasets(catalogue: RuleCatalogue, pipeline: PipelineDefinition) -> [Finding] {
        missing.map { gap in
            var finding = Finding(rule: catalogue.index(.notDelivered, dataset: gap.dataset), value: gap.months.text)
            if let sender = gap.sender { finding.sender = Int32(sender) }
            return finding
        }
    }

    /// One note for each sender and range of months read from an older snapshot.
    func carriedForward(catalogue: RuleCatalogue) -> [Finding] {
        carried.map { part in
            var finding = Finding(
                rule: catalogue.index(.carriedForward, dataset: part.dataset), value: part.months.text)
            if let sender = part.sender { finding.sender = Int32(sender) }
            return finding
        }
    }
}

/// What each sender delivered of one dataset. Senders are positions in the area tree, −1 the bureau.
private struct SenderMonths {
    let dataset: Int
    /// Months that a delivery settles: of a register all before its last.
    private(set) var delivered: [Int: Set<Month>] = [:]
    /// Months that deliveries speak of, and those of them that came with records.
    private var covered: [Int: Set<Month>] = [:]
    private var filled: [Int: Set<Month>] = [:]

    init(
        _ dataset: Int, _ discovery: TableDiscovery, _ accounts: [TableAccount], isRegister: Bool, isStatement: Bool
    ) {
        self.dataset = dataset
        for table in discovery.tables[dataset] {
            let sender = discovery.senders[table.file] ?? -1
            let account = accounts.first {
                $0.file == table.file && $0.sheet == table.placeSheet && $0.table == table.ordinal
                    && $0.column == table.column && $0.dataset == dataset
            }
            let hasRecords = account.map { $0.read > $0.notRecordCount } ?? false
            // A table without records is delivered empty, for the months that it is said to cover.
            if isStatement, hasRecords, let account {
                covered[sender, default: []].formUnion(account.months)
                filled[sender, default: []].formUnion(account.months)
                delivered[sender, default: []].formUnion(account.months)
                continue
            }
            let months = table.months
            covered[sender, default: []].formUnion(months)
            if hasRecords { filled[sender, default: []].formUnion(months) }
            let first = isRegister ? min(Month(year: 1900, month: 1), months.lowerBound) : months.lowerBound
            delivered[sender, default: []].formUnion(first...months.upperBound)
        }
    }

    /// Each sender's last snapshot stands for the months after it; answers those.
    mutating func carry(to last: Month) -> [Publish.Coverage] {
        delivered.keys.sorted().compactMap { sender in
            guard let end = delivered[sender]?.max(), end < last else { return nil }
            delivered[sender, default: []].formUnion(end...last)
            return Publish.Coverage(
                dataset: dataset, sender: sender < 0 ? nil : sender, months: end.advanced(by: 1)...last,
                state: .carriedForward)
        }
    }

    var all: Set<Month> { delivered.values.reduce(into: []) { $0.formUnion($1) } }
    var first: Month? { covered.values.compactMap { $0.min() }.min() }

    /// By position in the tree: the months that whoever sends the area's records delivered; nil where they are those of all,
    /// as all comes from a bureau that speaks of every area.
    func byArea(_ reach: SenderReach) -> [Set<Month>]? {
        reach.isOfBureauAlone(delivered.keys) ? nil : reach.months(delivered)
    }

    /// By sender, the bureau first, and month.
    func summary(gaps: [Int: Set<Month>]) -> [Publish.Coverage] {
        Set(covered.keys).union(gaps.keys).sorted().flatMap { sender in
            let own = covered[sender] ?? [], records = filled[sender] ?? []
            let states: [(Set<Month>, Publish.Coverage.State)] = [
                (own.intersection(records), .delivered), (own.subtracting(records), .deliveredEmpty),
                ((gaps[sender] ?? []).subtracting(own), .notDelivered),
            ]
            return states.flatMap { months, state in
                months.sorted().runs.map {
                    Publish.Coverage(dataset: dataset, sender: sender < 0 ? nil : sender, months: $0, state: state)
                }
            }.sorted { $0.months.lowerBound < $1.months.lowerBound }
        }
    }
}

extension ClosedRange<Month> {
    /// `2024-10..2024-12`, of one month `2024-10`.
    fileprivate var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)..\(upperBound)" }
}
