import Definitions
import Model

/// The figures that bulletins speak of, found by what a path says; those of the last period where a return has several.
struct BulletinFigures {
    let pipeline: PipelineDefinition
    private var figures: [Key: DisclosedFigure] = [:]
    /// By indicator: the quantities that it has, the widest last.
    private var quantities: [Int: [Quantity]] = [:]

    private struct Key: Hashable {
        var indicator: Int
        var area: Int
        var quantity: Quantity
        var statistic: String
        var category: String?
    }

    init(_ publication: Publication, for audience: Audience) {
        pipeline = publication.pipeline
        for disclosed in Disclosure.figures(publication, for: audience) {
            let figure = disclosed.figure
            guard figure.breakdown.count <= 1 else { continue }
            let key = Key(
                indicator: figure.indicator, area: figure.area, quantity: figure.quantity,
                statistic: figure.statisticName, category: figure.category.first)
            if let known = figures[key], known.figure.period > figure.period { continue }
            figures[key] = disclosed
            if quantities[figure.indicator]?.contains(figure.quantity) != true {
                quantities[figure.indicator, default: []].append(figure.quantity)
            }
        }
        for indicator in quantities.keys {
            let known = quantities[indicator] ?? []
            quantities[indicator] = Quantity.allCases.filter(known.contains)
        }
    }

    /// The figure that a path means of an area; nil where none was made.
    func figure(_ path: BulletinPath.Figure, area own: Int) -> DisclosedFigure? {
        guard let area = area(path.place, own), let quantity = path.quantity ?? quantities[path.indicator]?.last else {
            return nil
        }
        let key = Key(
            indicator: path.indicator, area: area, quantity: quantity, statistic: path.statistic,
            category: path.category)
        var found = figures[key]
        if let decimals = path.decimals { found?.figure.decimals = decimals }
        return found
    }

    func area(_ place: BulletinPath.Place, _ own: Int) -> Int? {
        switch place {
        case .own: own
        case .parent: parent(own)
        case .area(let area): area
        }
    }

    /// The nearest published area above.
    func parent(_ area: Int) -> Int? {
        pipeline.areas.lineage(of: area).dropFirst().first { pipeline.areas[$0].published }
    }

    /// The published areas beside one, on its level and below the same parent, itself included; of an area without such
    /// the published areas below it. In the order of the tree.
    func siblings(_ area: Int) -> [Int] {
        let tree = pipeline.areas
        func isLevel(_ kind: AreaKind) -> Bool { [.district, .county, .zone].contains(kind) }
        let own = tree[area].kind
        let beside = tree.areas.indices.filter { other in
            let kind = tree[other].kind
            return tree[other].published && tree[other].successor == nil && parent(other) == parent(area)
                && (kind == own || isLevel(kind) && isLevel(own))
        }
        if beside.count > 1, parent(area) != nil { return beside }
        let below = tree.areas.indices.filter {
            tree[$0].published && tree[$0].successor == nil && parent($0) == area && tree[$0].kind != .own
        }
        return below.isEmpty ? beside : below
    }

    /// Whether another area beside it has the same rank.
    func isTied(_ path: BulletinPath.Figure, area own: Int) -> Bool {
        guard let area = area(path.place, own), let value = figure(path, area: own)?.figure.value else { return false }
        var other = path
        other.place = .own
        let tree = pipeline.areas
        return tree.areas.indices.contains { beside in
            guard beside != area, let figure = figure(other, area: beside)?.figure, figure.value == value,
                let rank = figure.rank
            else { return false }
            switch rank.among {
            case .siblings: return parent(beside) == parent(area)
            case .group: return tree[beside].rankGroup == tree[area].rankGroup
            case .level:
                let ancestor = { (index: Int) in tree.lineage(of: index).first { tree[$0].kind == rank.under } }
                return rank.under == nil || ancestor(beside) == ancestor(area)
            }
        }
    }
}
