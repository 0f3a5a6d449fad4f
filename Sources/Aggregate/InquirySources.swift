public import Definitions
public import Model

/// What a figure rests on: records to be found while their tables are read once more, and rows of datasets of figures.
public struct FigureSources: Sendable {
    public internal(set) var records: [RecordSelection] = []
    public internal(set) var statements: [ExplainedStatement] = []
}

/// Months of a dataset that a value needs.
public struct DeliveryNeed: Hashable, Sendable {
    /// Position in the pipeline's datasets.
    public var dataset: Int
    public var months: ClosedRange<Month>
    /// Positions in the area tree of those whose delivery it may be: the areas counted, and those above.
    public var areas: Set<Int>
    /// What is missing of it.
    public var gaps: [Gap]

    /// Months of which nobody who speaks of the area has delivered anything.
    public struct Gap: Hashable, Sendable {
        /// Position in the area tree.
        public var area: Int
        public var months: ClosedRange<Month>
    }
}

extension Inquiry {
    /// Of one figure.
    /// - Parameter source: the base to list instead of the one that was used.
    public func sources(_ figure: Figure, base source: BaseSource? = nil) -> FigureSources {
        var found = FigureSources()
        let place = FigureSite(figure)
        guard let site = site(place) else { return found }
        let statistic = figure.rank?.of ?? figure.statistic
        collect(statistic, site, place, source ?? figure.baseSource.flatMap { BaseSource(rawValue: $0) }, &found)
        return found
    }

    /// Of all that is said at a place: its value, its base where it is compared with one, its target.
    public func sources(_ place: FigureSite, isCompared: Bool) -> FigureSources {
        var found = FigureSources()
        guard let site = site(place) else { return found }
        collect(.value, site, place, nil, &found)
        if isCompared { collect(.prior, site, place, nil, &found) }
        collect(.target, site, place, nil, &found)
        return found
    }

    /// What errors keep out of the values among `sources`, and of the bases that are counted as those are. What this year's
    /// statements restate, or only the matched report, is another sum: what that lacks is not known.
    public func keptOut(_ sources: FigureSources) -> [ExplainedKeptOut] {
        sources.records.map(\.part).compactMap { part in
            guard part.role == .value || part.role == .base && part.source == BaseSource.records.rawValue,
                var site = site(part.own)
            else { return nil }
            site.cell = nil
            guard let lacking = evaluation.keptOut(site) else { return nil }
            return ExplainedKeptOut(
                part: part, lacking: lacking, share: evaluation.amount(site).value.map { _ in lacking.share })
        }
    }

    /// What a review corrected in a value that is counted from records, or took out of it; nil: nothing, or nobody knows, as of
    /// a category and of bases that are counted in another way.
    public func reviewed(_ part: FigurePart) -> ReviewedRecords? {
        guard part.role != .base || part.source == BaseSource.records.rawValue, let site = site(part.own) else {
            return nil
        }
        return evaluation.reviewed(site)
    }

    /// What has to have been delivered for the value.
    public func needs(_ place: FigureSite) -> [DeliveryNeed] {
        var found = FigureSources()
        guard let site = site(place) else { return [] }
        collect(.value, site, place, nil, &found)
        return found.records.map { selection in
            let tree = plan.pipeline.areas
            let leaf = self.site(selection.part.own) ?? site
            let senders = evaluation.areaOfSenders(leaf)
            let counted = evaluation.parts[senders]
            let whole = plan.units.areas[senders]
            return DeliveryNeed(
                dataset: selection.dataset, months: selection.months,
                areas: Set(counted + tree.lineage(of: whole)),
                gaps: evaluation.gaps(selection.dataset, of: whole, in: counted, selection.months))
        }
    }

    // MARK: Values of a statistic

    private func collect(
        _ statistic: Statistic, _ site: Site, _ place: FigureSite, _ source: BaseSource?, _ found: inout FigureSources
    ) {
        func part(_ role: FigurePart.Role) -> FigurePart { FigurePart(figure: place, role: role, path: [], own: place) }
        switch statistic {
        case .value, .rank, .streak: leaves(site, part(.value), &found)
        case .priorYoy: collect(.yoy, site.yearEarlier, place, source, &found)
        case .threshold:
            leaves(site, part(.value), &found)
            base(site, part(.base), source ?? evaluation.base(site).source, &found)
        case .prior: base(site, part(.base), source ?? evaluation.base(site).source, &found)
        case .yoy, .change:
            let source = source ?? evaluation.base(site).source
            if source == .matched {
                matched(site, of: site, part(.value), &found)
            } else {
                leaves(site, part(.value), &found)
            }
            base(site, part(.base), source, &found)
        case .share:
            leaves(site, part(.value), &found)
            if let whole = evaluation.whole(site) { leaves(whole, part(.whole), &found) }
        case .growthOnOpening:
            leaves(site, part(.value), &found)
            leaves(evaluation.opening(site), part(.opening), &found)
        case .averageGrowth:
            leaves(site, part(.value), &found)
            let request = plan.indicators[site.indicator].statistics.first { $0.statistic == .averageGrowth }
            let target = evaluation.outcome(site)?.target
            guard let year = request?.baseYear ?? target.map({ $0.months.lowerBound.year - 1 }) else { return }
            let then = site.earlier(years: site.window.period.year - year)
            if source == .published {
                published(then, part(.base), &found)
            } else {
                leaves(then, part(.base), &found)
            }
        case .target, .progress:
            guard let target = evaluation.outcome(site)?.target else { return }
            add(target.stated, site, part(.target), &found)
        case .completion, .gap:
            guard let target = evaluation.outcome(site)?.target else { return }
            var since = site
            since.window = site.window.since(target)
            collect(target.statistic, target.statistic == .value ? since : site, place, nil, &found)
            add(target.stated, site, part(.target), &found)
        }
    }

    private func base(_ site: Site, _ part: FigurePart, _ source: BaseSource, _ found: inout FigureSources) {
        var part = part
        part.source = source.rawValue
        switch source {
        case .records: leaves(site.yearEarlier, part, &found)
        case .restated:
            guard case .measured(let measure) = plan.indicators[site.indicator].source,
                let prior = measure.restated.first
            else { return }
            add(site, prior, part, nil, &found)
        case .matched: matched(site.yearEarlier, of: site, part, &found)
        case .published: published(site.yearEarlier, part, &found)
        }
    }

    /// The records at `site` of those who were there in both years.
    private func matched(_ site: Site, of figure: Site, _ part: FigurePart, _ found: inout FigureSources) {
        guard case .measured(let measure) = plan.indicators[site.indicator].source, let place = measure.matched,
            let partial = partials[measure.dataset]
        else { return }
        var part = part
        part.source = BaseSource.matched.rawValue
        let categories = partial.categories[partial.plan.cubes[place.cube].breakdown]
        let subjects = evaluation.matchedSubjects(figure).map {
            categories.codes(categories.parts($0), plan.pipeline.areas)
        }
        add(site, measure, part, Set(subjects), &found)
    }

    private func published(_ site: Site, _ part: FigurePart, _ found: inout FigureSources) {
        guard let stated = evaluation.stated(site, site.window, in: plan.stated.published) else { return }
        var part = part
        part.source = BaseSource.published.rawValue
        add(stated, site, part, &found)
    }

    // MARK: Values

    /// What a value is counted from: itself, or what the operands of its formula are counted from.
    private func leaves(_ site: Site, _ part: FigurePart, _ found: inout FigureSources) {
        switch plan.indicators[site.indicator].source {
        case .measured(let measure): add(site, measure, part, nil, &found)
        case .formula(let formula):
            for position in formula.operands.indices {
                var inner = part
                inner.path.append(name(formula.operands[position]))
                leaves(evaluation.operandSite(position, of: site, formula), inner, &found)
            }
        case .stated:
            for window in site.window.statedParts {
                guard let stated = evaluation.stated(site, window, in: plan.stated.values) else { continue }
                var at = site
                at.window = window
                add(stated, at, part, &found)
            }
        }
    }

    private func add(
        _ site: Site, _ measure: MeasuredPlan, _ part: FigurePart, _ subjects: Set<[String]>?,
        _ found: inout FigureSources
    ) {
        guard let dataset = plan.datasets[measure.dataset] else { return }
        var part = part
        part.own = place(site)
        found.records.append(
            RecordSelection(
                part, site, measure, dataset, plan.pipeline, schemas[measure.dataset], subjects: subjects))
    }

    private func add(
        _ stated: StatedFigures.Stated, _ site: Site, _ part: FigurePart, _ found: inout FigureSources
    ) {
        var part = part
        part.own = place(site)
        found.statements.append(
            ExplainedStatement(part: part, stated: stated.figure, unit: unit(stated, site.indicator)))
    }
}

extension Evaluation {
    /// Months that are missing of an area that gets figures, of the whole where all of its parts lack the same.
    /// - Parameter parts: positions in the area tree of the areas that are counted in it.
    fileprivate func gaps(_ dataset: Int, of area: Int, in parts: [Int], _ months: ClosedRange<Month>)
        -> [DeliveryNeed.Gap]
    {
        let parts = parts.filter { plan.pipeline.areas[$0].successor == nil }
        let missing = parts.map { coverage.missing(dataset: dataset, area: $0, months) }
        if Set(missing).count == 1, let all = missing.first {
            return all.map { DeliveryNeed.Gap(area: area, months: $0) }
        }
        return zip(parts, missing).flatMap { part, runs in
            runs.map { DeliveryNeed.Gap(area: part, months: $0) }
        }
    }
}
