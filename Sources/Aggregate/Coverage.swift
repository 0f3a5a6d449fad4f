public import Model

/// Which months of which dataset were delivered. "No records" is a zero only in a month that was.
public struct Coverage: Hashable, Sendable {
    private let months: [Set<Month>]

    /// - Parameter months: the months delivered, by position of the dataset in the pipeline.
    public init(months: [Set<Month>]) { self.months = months }

    /// Whether the month was delivered; nothing was of a dataset that is not there.
    public func delivered(dataset: Int, month: Month) -> Bool {
        months.indices.contains(dataset) && months[dataset].contains(month)
    }

    /// Whether every month that the window needs was.
    func delivered(dataset: Int, _ window: Window) -> Bool {
        window.months.allSatisfy { delivered(dataset: dataset, month: $0) }
    }
}
