import Definitions
import Model

/// What an indicator is compared with.
struct Base {
    var amount: Amount
    var source: BaseSource
    /// What is compared with it, where that is not the indicator itself: of those only that were there in both years.
    var compared: Amount?
    /// Records, or subjects, that it is of; nil where nobody says.
    var population: Int64?
}

extension Evaluation {
    /// The first of the indicator's bases that has a number; else the one that says most about why there is none.
    func base(_ site: Site) -> Base {
        var last: Base?
        for source in definition(site).bases {
            let base = base(site, from: source)
            if base.amount.value != nil { return base }
            if last?.amount.status != .notDelivered { last = base }
        }
        return last ?? base(site, from: .records)
    }

    /// One base, whether the indicator names it or not.
    func base(_ site: Site, from source: BaseSource) -> Base {
        switch source {
        case .records:
            let amount = amount(site.yearEarlier).whole
            return Base(amount: amount, source: source, population: amount.value == nil ? nil : amount.records)
        case .restated:
            let amount = restatedAmount(site).whole
            return Base(amount: amount, source: source, population: amount.value == nil ? nil : amount.records)
        case .matched: return matchedBase(site)
        case .published:
            guard site.cell == nil, let found = stated(site, site.yearEarlier.window, in: plan.stated.published) else {
                return Base(amount: Amount(value: nil, status: .missing, records: 0), source: source)
            }
            let status: FigureStatus = found.isForecast ? .forecast : .normal
            return Base(amount: Amount(value: found.value, status: status, records: 0), source: source)
        }
    }

    /// What this year's records state of the year before: a number where every record of the value states it.
    private func restatedAmount(_ site: Site) -> Amount {
        guard case .measured(let measure) = plan.indicators[site.indicator].source, let prior = measure.restated.first
        else { return Amount(value: nil, status: .missing, records: 0) }
        let amount = measured(site, prior, restated[site.indicator])
        guard amount.value != nil else { return amount }
        // Where nobody states anything this year, nothing is restated: what was there a year earlier is another question.
        let own = series[site.indicator]?.tally(area: site.area, cell: site.cell, site.window).records ?? 0
        return own > 0 && own == amount.records ? amount : Amount(value: nil, status: .missing, records: amount.records)
    }

    /// Both years of those that have a number in both. Each year must have been delivered whole: who is missing for want of
    /// a delivery did not go.
    private func matchedBase(_ site: Site) -> Base {
        func none(_ status: FigureStatus) -> Base {
            Base(amount: Amount(value: nil, status: status, records: 0), source: .matched)
        }
        guard case .measured(let measure) = plan.indicators[site.indicator].source, site.cell == nil,
            let subjects = matched[site.indicator], let series = series[site.indicator]
        else { return none(.missing) }
        let (now, then) = (amount(site).whole, amount(site.yearEarlier).whole)
        for amount in [now, then] where amount.value == nil { return none(amount.status) }
        let spans = [site.window, site.yearEarlier.window].map(series.spans)
        let both = matchedSubjects(site)
        guard !both.isEmpty else { return none(.cannotExist) }
        let amounts = spans.map { spans in
            var tally = Tally()
            for category in both {
                for span in spans { tally += subjects.tally(area: site.area, category: category, span: span) }
            }
            return self.amount(of: tally, measure, .all)
        }
        return Base(
            amount: amounts[1], source: .matched, compared: amounts[0], population: Int64(both.count))
    }

    /// The subjects that have a number in both years, by their number in the cube that tells them apart, ascending.
    func matchedSubjects(_ site: Site) -> [Int] {
        guard let subjects = matched[site.indicator], let series = series[site.indicator] else { return [] }
        let present = [site.window, site.yearEarlier.window].map { window in
            Set(series.spans(window).flatMap { subjects.categories(area: site.area, span: $0) })
        }
        return present[0].intersection(present[1]).sorted()
    }
}
