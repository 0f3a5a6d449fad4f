import Aggregate
import Definitions
import Model
import Publish

/// `returns explain`: everything there is to say about figures, in words. Reads the inputs and writes nothing.
public func explain(_ request: InquiryRequest, progress: any RunProgress) throws(RunFailure) -> String {
    let answering = try Answering(request, progress)
    let explanations = try answering.explanations()
    return ExplanationWording(
        publication: answering.content.publication,
        language: request.language ?? answering.content.publication.pipeline.language
    ).text(explanations)
}

/// `returns trace`: the records behind figures, as CSV on the program's standard output.
public func trace(_ request: InquiryRequest, progress: any RunProgress) throws(RunFailure) {
    let answering = try Answering(request, progress)
    let publication = answering.content.publication
    let statistic = answering.terms.statistic ?? Statistic.value.rawValue
    let figures = try answering.figures { $0.statisticName == statistic }
    let trace = try answering.trace(
        figures.map { answering.inquiry.sources($0, base: answering.terms.base) }, statistic: statistic)
    do {
        try writeTrace(
            trace, pipeline: publication.pipeline, schemas: publication.schemas, files: publication.files,
            reviews: RecordReviews(publication))
    } catch {
        throw RunFailure(.inputOutput, "\(error)")
    }
}

/// A run that answers questions instead of publishing.
private struct Answering {
    let request: InquiryRequest
    let terms: InquiryTerms
    let run: Run
    let content: RunContent
    let inquiry: Inquiry

    init(_ request: InquiryRequest, _ progress: any RunProgress) throws(RunFailure) {
        self.request = request
        run = Run(request: request.run, progress: progress)
        let compiled = try run.compile()
        // Figures that are stated may bring indicators that no definition has: then words are judged after reading.
        let brings = compiled.pipeline.datasets.contains { $0.gives == .values }
        let early = brings ? nil : try InquiryTerms(request, compiled.pipeline)
        content = try run.content(compiled)
        if let early { terms = early } else { terms = try InquiryTerms(request, content.compiled.pipeline) }
        inquiry = Inquiry(
            content.compiled.plan, schemas: content.compiled.schemas, partials: content.partials,
            coverage: content.coverage, keptOut: content.keptOut, reviewed: content.reviewed)
    }

    var pipeline: PipelineDefinition { content.publication.pipeline }

    /// The figures asked for, of those that were made, in order of the request.
    func figures(_ isAsked: (Figure) -> Bool = { _ in true }) throws(RunFailure) -> [Figure] {
        var figures: [Figure] = []
        for indicator in terms.indicators {
            let made = content.publication.figures.filter { $0.indicator == indicator }
            let known = made.map(\.quantity)
            guard let widest = known.last else {
                throw RunFailure(
                    .usage,
                    "'\(pipeline.indicators[indicator].id)' has no figure for \(request.run.range): it is published by \(pipeline.indicators[indicator].frequency.rawValue)"
                )
            }
            if let quantity = terms.quantity, !known.contains(quantity) {
                throw InquiryTerms.unknown(
                    "quantity of \(pipeline.indicators[indicator].id)", quantity.rawValue,
                    Quantity.allCases.filter(known.contains).map(\.rawValue))
            }
            for area in terms.areas {
                let own = made.filter { $0.area == area && $0.quantity == terms.quantity ?? widest && isAsked($0) }
                figures += try ofCategory(own)
            }
        }
        return figures
    }

    /// Those of the category asked for; without one the whole.
    private func ofCategory(_ figures: [Figure]) throws(RunFailure) -> [Figure] {
        guard let category = request.category else { return figures.filter(\.breakdown.isEmpty) }
        func spellings(_ figure: Figure) -> [String] {
            let full = zip(figure.breakdown, figure.category).map { "\($0)=\($1)" }.joined(separator: ",")
            return figure.category.count == 1 ? [full, figure.category[0]] : [full]
        }
        let broken = figures.filter { !$0.breakdown.isEmpty }
        let found = broken.filter { spellings($0).contains(category) }
        guard found.isEmpty else { return found }
        throw InquiryTerms.unknown("category with records", category, Set(broken.flatMap(spellings)).sorted())
    }

    /// What figures rest on, their records read once more; in order of the figures, of each the records first.
    func trace(_ sources: [FigureSources], statistic: String) throws(RunFailure) -> Trace {
        let traces = try run.records(sources.flatMap(\.records), content)
        // Each dataset's records are kept by the position of the value among those asked of it.
        var next = traces.map { _ in 0 }
        var trace = Trace()
        for source in sources {
            for selection in source.records {
                let rows = traces[selection.dataset]?.rows(of: next[selection.dataset]) ?? []
                next[selection.dataset] += 1
                trace.parts.append(
                    .records(
                        TracedPart(
                            part: selection.part, statistic: statistic, dataset: selection.dataset,
                            kind: selection.kind, roles: selection.roles, rows: rows)))
            }
            trace.parts += source.statements.map { .stated($0, statistic: statistic) }
        }
        return trace
    }

    func explanations() throws(RunFailure) -> [Explanation] {
        let figures = try figures()
        var explanations: [Explanation] = []
        for figure in figures where explanations.last?.site != FigureSite(figure) {
            let place = FigureSite(figure)
            let own = figures.filter { FigureSite($0) == place }
            let shown = own.filter { $0.statisticName == terms.statistic ?? $0.statisticName }
            if let explanation = inquiry.explanation(place, figures: shown) { explanations.append(explanation) }
        }
        let sources = explanations.map { inquiry.sources($0.site, isCompared: !$0.bases.isEmpty) }
        let parts = try trace(sources, statistic: "").parts
        let counted = parts.compactMap(\.counted)
        let reviews = RecordReviews(content.publication)
        for position in explanations.indices {
            let place = explanations[position].site
            explanations[position].records = counted.filter { $0.part.figure == place }
            explanations[position].keptOut = inquiry.keptOut(sources[position])
            explanations[position].reviewed = parts.compactMap(\.traced).filter { $0.part.figure == place }
                .flatMap { reviews.decided($0, inquiry.reviewed($0.part)) }
            explanations[position].statements = sources[position].statements
            explanations[position].deliveries = deliveries(inquiry.needs(place))
            let leftOut = content.leftOut[place.indicator]
            explanations[position].leftOut = ExplainedLeftOut(
                unplaced: leftOut.unplaced, undated: leftOut.undated, undecided: leftOut.undecided,
                unmeasured: leftOut.unmeasured)
        }
        return explanations
    }

    /// What was delivered of the months that a value needs, by whoever sends the records of its area.
    private func deliveries(_ needs: [DeliveryNeed]) -> [ExplainedDelivery] {
        var list: [ExplainedDelivery] = []
        for need in needs {
            for coverage in content.publication.coverage where coverage.dataset == need.dataset {
                guard coverage.months.overlaps(need.months),
                    (coverage.sender ?? content.publication.pipeline.bureau).map(need.areas.contains) ?? true
                else { continue }
                let delivery = ExplainedDelivery(
                    dataset: need.dataset, sender: coverage.sender, months: coverage.months.clamped(to: need.months),
                    state: coverage.state.rawValue)
                if !list.contains(delivery) { list.append(delivery) }
            }
            // What nobody was asked for is missing too.
            let areas = content.publication.pipeline.areas
            for gap in need.gaps {
                let isSaid = list.contains { delivery in
                    delivery.dataset == need.dataset && delivery.state == Coverage.State.notDelivered.rawValue
                        && delivery.months.overlaps(gap.months)
                        && delivery.sender.map(areas.lineage(of: gap.area).contains) ?? true
                }
                guard !isSaid else { continue }
                list.append(
                    ExplainedDelivery(
                        dataset: need.dataset, sender: gap.area, months: gap.months,
                        state: Coverage.State.notDelivered.rawValue))
            }
        }
        return list
    }
}
