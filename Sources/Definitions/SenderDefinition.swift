public import Model

/// A line of `codelists/senders.csv`: who sends which dataset, how often. Areas of which no line speaks are sent by whoever
/// sends them.
public struct SenderDefinition: Hashable, Sendable {
    /// What the column `sender` says of the bureau itself.
    public static let bureau = "bureau"

    public var dataset: String
    /// Position in the area tree; nil: the bureau itself.
    public var sender: Int?
    /// A delivery is due when a period of this frequency is over.
    public var frequency: Frequency
    /// The first and last month that the sender is expected to cover; nil: open.
    public var from: Month?
    public var to: Month?
    public var place: SourcePlace

    public init(
        dataset: String, sender: Int?, frequency: Frequency, from: Month? = nil, to: Month? = nil, place: SourcePlace
    ) {
        self.dataset = dataset
        self.sender = sender
        self.frequency = frequency
        self.from = from
        self.to = to
        self.place = place
    }

    /// Whether the sender is expected to cover the month.
    public func expects(_ month: Month) -> Bool { from.map { $0 <= month } ?? true && to.map { month <= $0 } ?? true }

    /// Whether both expect some month.
    func overlaps(_ other: SenderDefinition) -> Bool {
        let endsBefore = { (a: SenderDefinition, b: SenderDefinition) in
            if let to = a.to, let from = b.from { to < from } else { false }
        }
        return !endsBefore(self, other) && !endsBefore(other, self)
    }
}
