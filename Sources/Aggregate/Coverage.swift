public import Model

/// Which months of which dataset were delivered. "No records" is a zero only in a month that was.
public struct Coverage: Hashable, Sendable {
    private let months: [Set<Month>]
    private let byArea: [[Set<Month>]?]
    private let carried: [Carried]

    /// Months for which a sender's last register of before stands.
    public struct Carried: Hashable, Sendable {
        /// Position in the pipeline.
        public var dataset: Int
        /// Position in the area tree; nil: the bureau.
        public var sender: Int?
        public var months: ClosedRange<Month>

        public init(dataset: Int, sender: Int?, months: ClosedRange<Month>) {
            self.dataset = dataset
            self.sender = sender
            self.months = months
        }
    }

    /// - Parameters:
    ///   - months: the months delivered by anybody, by position of the dataset in the pipeline.
    ///   - byArea: where several senders share a dataset, by position in the area tree the months that whoever sends
    ///     this area's records delivered; nil: one sender for all.
    ///   - carried: what is read from older registers.
    public init(months: [Set<Month>], byArea: [[Set<Month>]?] = [], carried: [Carried] = []) {
        self.carried = carried
        self.months = months
        self.byArea = byArea
    }

    /// Whether the month was delivered by anybody; nothing was of a dataset that is not there.
    public func delivered(dataset: Int, month: Month) -> Bool {
        months.indices.contains(dataset) && months[dataset].contains(month)
    }

    /// Whether part of what is counted in an area of the tree is read from a register of before.
    func isCarried(dataset: Int, area: Int, _ window: Window, _ tree: AreaTree) -> Bool {
        carried.contains { part in
            guard part.dataset == dataset, part.months.overlaps(window.months) else { return false }
            guard let sender = part.sender else { return true }
            return tree.lineage(of: sender).contains(area) || tree.lineage(of: area).contains(sender)
        }
    }

    /// How much of a window was delivered of the areas in `parts`, positions in the area tree.
    func extent(dataset: Int, parts: [Int], _ window: Window) -> Extent {
        guard byArea.indices.contains(dataset), let own = byArea[dataset] else {
            return Extent(window.months.map { delivered(dataset: dataset, month: $0) })
        }
        return Extent(window.months.flatMap { month in parts.map { own[$0].contains(month) } })
    }

    /// The months that were not delivered of an area of the tree.
    func missing(dataset: Int, area: Int, _ months: ClosedRange<Month>) -> [ClosedRange<Month>] {
        let own = byArea.indices.contains(dataset) ? byArea[dataset]?[area] : nil
        return months.filter { month in
            !(own?.contains(month) ?? delivered(dataset: dataset, month: month))
        }.runs
    }

    /// Whether a dataset is sent by several, each for areas of its own.
    func isShared(_ dataset: Int) -> Bool { byArea.indices.contains(dataset) && byArea[dataset] != nil }

    /// How much of what a figure needs was delivered.
    enum Extent: Hashable {
        case all, some, none

        init(_ answers: [Bool]) {
            self = answers.allSatisfy { $0 } ? .all : answers.contains(true) ? .some : .none
        }
    }
}
