import Definitions
public import Model

/// A published figure that what the run knows does not bear out, whatever its last digit was rounded from.
public struct PublishedDifference: Sendable {
    public enum Kind: Hashable, Sendable {
        /// The figure as it is made now, in base units, and how far it lies from the published one.
        case differs(recomputed: Fraction, difference: Fraction)
        /// Growth of something counted that no whole number as its base gives; the value that grew.
        case noWholeBase(Fraction)
        /// Growth that the published value and the published base do not give; what they give at least and at most.
        case otherGrowth(ClosedRange<Fraction>)
    }

    public var kind: Kind
    public var figure: StatedFigure
    /// What the published number is stated in.
    public var unit: Unit
}

extension Evaluation {
    /// What was published of the figures of a run and of those a year before, against what is known now. A figure that was
    /// only expected is not held to it, and none that could not be made.
    func publishedDifferences(_ range: PeriodRange) -> (asked: [StatedFigure], differences: [PublishedDifference]) {
        var asked: [StatedFigure] = []
        var differences: [PublishedDifference] = []
        for indicator in plan.indicators.indices {
            let periods = periods(indicator, range)
            for area in plan.units.areas.indices {
                var seen: Set<StatedFigures.Key> = []
                for site in sites(indicator, area, periods) {
                    for (statistic, isOwn) in checked(indicator, periods.contains(site.window.period)) where isOwn {
                        let key = StatedFigures.Key(
                            indicator: indicator, area: plan.units.areas[area], statistic: statistic,
                            span: StatedFigures.Span(site.window))
                        guard let published = plan.stated.published[key], seen.insert(key).inserted else { continue }
                        asked.append(published.figure)
                        guard !published.isForecast, let kind = difference(site, statistic, published) else { continue }
                        differences.append(
                            PublishedDifference(
                                kind: kind, figure: published.figure, unit: unit(of: published, indicator)))
                    }
                }
            }
        }
        return (asked, differences)
    }

    private func sites(_ indicator: Int, _ area: Int, _ periods: [Period]) -> [Site] {
        periods.flatMap { period in
            plan.indicators[indicator].quantities.flatMap { quantity -> [Site] in
                let site = Site(
                    indicator: indicator, area: area, window: Window(quantity: quantity, period: period))
                return plan.indicators[indicator].looksBack ? [site, site.yearEarlier] : [site]
            }
        }
    }

    /// The statistics that can be made again: of the run's own periods all that the indicator has, of a year before its
    /// value.
    private func checked(_ indicator: Int, _ isOwn: Bool) -> [(Statistic, Bool)] {
        let known = Set(plan.indicators[indicator].statistics.map(\.statistic))
        return Statistic.allCases.map { statistic in
            (statistic, statistic == .value || statistic == .yoy && isOwn || known.contains(statistic) && isOwn)
        }
    }

    private func unit(of published: StatedFigures.Stated, _ indicator: Int) -> Unit {
        let written = published.figure.number.unit ?? published.figure.unit
        return written.flatMap { Unit(named: $0) } ?? plan.pipeline.indicators[indicator].unit
    }

    private func difference(
        _ site: Site, _ statistic: Statistic, _ published: StatedFigures.Stated
    ) -> PublishedDifference.Kind? {
        if statistic == .yoy, let kind = growthOfPublished(site, published) { return kind }
        let isMade = statistic != .yoy || plan.indicators[site.indicator].looksBack
        let own = plan.indicators[site.indicator].statistics.first { $0.statistic == statistic }
        let request = own ?? StatisticRequest(statistic, place: definition(site).place)
        if isMade, let answer = statistic.rule.answer(site, request, self), let value = answer.value,
            answer.status == .normal
        {
            return published.admits(value)
                ? nil
                : value.subtracting(published.value).map {
                    .differs(recomputed: value, difference: $0)
                }
        }
        return statistic == .yoy ? wholeBase(site, published) : nil
    }

    /// Growth against the value and the base that were published with it.
    private func growthOfPublished(_ site: Site, _ growth: StatedFigures.Stated) -> PublishedDifference.Kind? {
        guard let value = stated(site, site.window, in: plan.stated.published),
            let base = stated(site, site.yearEarlier.window, in: plan.stated.published), value.qualifier == nil,
            base.qualifier == nil, growth.qualifier == nil,
            let low = base.value.adding(base.half).flatMap({ value.value.subtracting(value.half)?.divided(by: $0) }),
            let below = base.value.subtracting(base.half), below > .zero,
            let high = value.value.adding(value.half)?.divided(by: below),
            let least = low.subtracting(Fraction(1)), let most = high.subtracting(Fraction(1)), least <= most
        else { return nil }
        let range = growth.range
        return range.upperBound < least || range.lowerBound > most ? .otherGrowth(least...most) : nil
    }

    /// Of things counted: whether any whole number as base gives the growth, where no base is known.
    private func wholeBase(_ site: Site, _ growth: StatedFigures.Stated) -> PublishedDifference.Kind? {
        guard definition(site).unit.isPlainCount, growth.qualifier == nil else { return nil }
        let made = amount(site)
        let published = stated(site, site.window, in: plan.stated.published)
        guard let value = published?.value ?? (made.status == .normal ? made.value : nil), value > .zero else {
            return nil
        }
        let range = growth.range
        guard let most = range.lowerBound.adding(Fraction(1)), most > .zero,
            let least = range.upperBound.adding(Fraction(1)), let low = value.divided(by: least),
            let high = value.divided(by: most)
        else { return nil }
        // The first whole number that is not below `low`.
        let whole = low.numerator / low.denominator
        let first = Fraction(whole) < low ? Fraction(whole + 1) : Fraction(whole)
        return max(first, Fraction(1)) <= high ? nil : .noWholeBase(value)
    }
}

extension StatedFigures.Stated {
    /// Where the number may lie that was rounded to this one.
    var range: ClosedRange<Fraction> {
        let (low, high) = (value.subtracting(half) ?? value, value.adding(half) ?? value)
        return min(low, high)...max(low, high)
    }

    /// Whether a number may have been published so. A word with it opens one side: 500余 is 500 and more; what is said to be
    /// about so much may be a twentieth off.
    func admits(_ number: Fraction) -> Bool {
        switch qualifier {
        case nil: return range.contains(number)
        case "约", "大约", "左右":
            let slack = value.divided(by: Fraction(20)).flatMap { $0.isNegative ? $0.negated : $0 } ?? half
            let distance = number.subtracting(value) ?? .zero
            return (distance.isNegative ? distance.negated ?? distance : distance) <= max(slack, half)
        case "近": return number <= range.upperBound
        case let word?:
            switch Direction(qualifier: word) {
            case .atLeast: return number >= range.lowerBound
            case .atMost: return number <= range.upperBound
            default: return range.contains(number)
            }
        }
    }
}
