import Definitions
import Model

/// Of which areas a sender's delivery of a dataset speaks: that nothing is in it of them is then a zero. It speaks of the
/// sender's own area and of all that lies in it, never of others: they have sent nothing, and of them nothing is known.
///
/// Where `senders.csv` expects the dataset of somebody in a month, the nearest to the area of those it names has to deliver
/// it; else anybody whose area this lies in may have. What is delivered of all parts of an area is delivered of it.
struct SenderReach {
    /// Position in the area tree that stands for the bureau.
    static let bureau = -1

    private let areas: AreaTree
    private let office: Int?
    /// Lines of `senders.csv` about the dataset.
    private let lines: [SenderDefinition]
    /// By position: the areas that lie in it, as they are today.
    private let parts: [[Int]]

    init(_ pipeline: PipelineDefinition, dataset: String) {
        areas = pipeline.areas
        office = pipeline.bureau
        lines = pipeline.senders.filter { $0.dataset == dataset }
        var parts = [[Int]](repeating: [], count: areas.count)
        for (position, area) in areas.areas.enumerated() where area.successor == nil {
            if let parent = area.parent { parts[parent].append(position) }
        }
        self.parts = parts
    }

    /// Whether all of these are the bureau, which speaks of all areas.
    func isOfBureauAlone(_ senders: some Sequence<Int>) -> Bool {
        lines.isEmpty && office == nil && senders.allSatisfy { $0 == SenderReach.bureau }
    }

    /// - Parameter stated: the months delivered, by sender.
    /// - Returns: by position in the area tree.
    func months(_ stated: [Int: Set<Month>]) -> [Set<Month>] {
        // Who signs with a code of before is the one who has it today.
        let delivered = Dictionary(
            stated.map { ($0 < 0 ? $0 : areas.current($0), $1) }, uniquingKeysWith: { $0.union($1) })
        let all = delivered.values.reduce(into: Set<Month>()) { $0.formUnion($1) }
        let named = Set(lines.map { $0.sender ?? SenderReach.bureau })
        let known = named.union(delivered.keys)
        // Areas with a sender in them: of all others the parts are as the whole.
        let divided = Set(known.filter { $0 >= 0 }.flatMap { areas.lineage(of: $0).dropFirst() })
        var ofSenders: [[Int]: Set<Month>] = [:]
        var ofAreas = [Set<Month>?](repeating: nil, count: areas.count)
        func months(of area: Int) -> Set<Month> {
            if let months = ofAreas[area] { return months }
            let senders = senders(of: area).filter(known.contains)
            let own = senders.flatMap { sender in lines.filter { ($0.sender ?? SenderReach.bureau) == sender } }
            var months =
                ofSenders[senders]
                ?? all.filter { month in
                    if let line = own.first(where: { $0.expects(month) }) {
                        return delivered[line.sender ?? SenderReach.bureau]?.contains(month) == true
                    }
                    return senders.contains { delivered[$0]?.contains(month) == true }
                }
            ofSenders[senders] = months
            let parts = divided.contains(area) ? parts[area].map(months(of:)) : []
            if let first = parts.first {
                let whole = parts.dropFirst().reduce(first) { $0.intersection($1) }
                months.formUnion(whole.filter { month in !own.contains { $0.expects(month) } })
            }
            ofAreas[area] = months
            return months
        }
        return areas.areas.indices.map { months(of: areas.current($0)) }
    }

    /// Whose deliveries speak of an area, the nearest first.
    private func senders(of area: Int) -> [Int] {
        let lineage = areas.lineage(of: area)
        guard let office else { return lineage + [SenderReach.bureau] }
        return lineage.flatMap { $0 == office ? [$0, SenderReach.bureau] : [$0] }
    }
}
