import Definitions
import Model

/// Figures as words of a report. Nothing is said of a number that is not there: its place holds the reason.
struct BulletinWords {
    let figures: BulletinFigures
    let language: Language
    let rounding: Rounding
    /// The return's own.
    let year: Int

    private var pipeline: PipelineDefinition { figures.pipeline }

    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// What stands in the place of a tag.
    func text(_ path: BulletinPath.Figure, area: Int) -> String {
        guard let figure = figures.figure(path, area: area)?.figure else { return say("（无数据）", "(no data)") }
        switch path.form {
        case .text: return text(figure)
        case .words: return words(figure, path, area: area)
        case .number: return number(figure).map(grouped) ?? reason(figure)
        case .unit: return unit(figure)
        case .period: return dates(figure)
        case .cut(let cut, let step): return self.cut(figure, cut, step)
        case .top: return top(figure, path, area: area)
        case .aboveParent: return above(figure, parent(path, area: area), named: parentName(area, of: path))
        case .above(let other): return above(figure, nearest(other, area: area), named: title(other))
        case .size: return figure.value.map { amount(figure, $0.magnitude) } ?? reason(figure)
        case .chart, .condition, .comparable: return ""
        }
    }

    /// What a section asks.
    func holds(_ condition: BulletinPath.Condition, _ path: BulletinPath.Figure, area: Int) -> Bool {
        guard let figure = figures.figure(path, area: area)?.figure, let value = figure.value, saysSomething(figure)
        else {
            let qualifier = figures.figure(path, area: area)?.figure.qualifier
            return condition == .met && qualifier == "met"
        }
        switch condition {
        case .known: return true
        case .partial: return figure.status == .partial
        case .positive: return !value.isNegative && !value.isZero
        case .negative: return value.isNegative
        case .zero: return value.isZero
        case .first: return value == Fraction(1)
        case .tied: return figures.isTied(path, area: area)
        case .met: return figure.statistic == .gap ? value.isNegative || value.isZero : value >= Fraction(1)
        case .turnedPositive, .turnedNegative:
            var before = path
            before.statistic = Statistic.priorYoy.rawValue
            guard let earlier = figures.figure(before, area: area)?.figure.value else { return false }
            return condition == .turnedPositive
                ? earlier.isNegative && !value.isNegative && !value.isZero
                : value.isNegative && !earlier.isNegative && !earlier.isZero
        }
    }

    /// To be first of one is no place, and one year is no run of years.
    private func saysSomething(_ figure: Figure) -> Bool {
        switch figure.statistic {
        case .rank: figure.among.map { $0 > 1 } ?? true
        case .streak: figure.value.map { $0 >= Fraction(2) } ?? false
        default: true
        }
    }

    /// Whether there is another value to compare with.
    func isComparable(_ path: BulletinPath.Figure, with other: Int?, area: Int) -> Bool {
        let base = other.map { nearest($0, area: area) } ?? parent(path, area: area)
        return figures.figure(path, area: area)?.figure.value != nil && base?.value != nil
    }

    /// 1—11月; with its year where that is another than the return's, and a whole year as such.
    private func dates(_ figure: Figure) -> String {
        let period = figure.period
        let isWhole = figure.quantity != .stock && period.lastMonth.month == 12 && period.frequency != .month
        if isWhole, figure.quantity == .ytd || period.frequency == .year {
            return say("\(period.year)年", "\(period.year)")
        }
        let column = PeriodWording.column(figure.quantity, of: period)[language]
        if period.year == year { return column }
        return say("\(period.year)年\(column)", "\(column) \(period.year)")
    }

    // MARK: Numbers

    private func number(_ figure: Figure) -> Decimal? {
        figure.value.flatMap {
            rounded($0, from: figure.unit, to: figure.unit, decimals: figure.decimals, rounding)
        }
    }

    func unit(_ figure: Figure) -> String {
        let symbol = figure.unit.symbol
        if figure.unit.dimension == .ratio, symbol == "百分点" { return say("个百分点", " percentage points") }
        return language == .zh || figure.unit.dimension == .ratio ? symbol : BulletinWords.english(figure.unit)
    }

    /// Empty for things counted: English sentences name them.
    private static func english(_ unit: Unit) -> String {
        let own = [
            "平方米": "m²", "万平方米": "ten thousand m²", "亩": "mu", "公顷": "hectares", "人年": "person-years",
            "人月": "person-months", "年": "years", "分值": "points", "倍": "times", "千瓦时": "kWh", "万千瓦时": "ten thousand kWh",
        ]
        if let word = own[unit.symbol] { return word }
        if case .count = unit.dimension { return "" }
        return unit.symbol
    }

    /// With the unit that fits its size, and what qualifies it.
    func text(_ figure: Figure) -> String {
        guard figure.value != nil else { return reason(figure) }
        switch figure.statistic {
        case .rank: return number(figure).map { say("第\($0.shortest)位", "rank \($0.shortest)") } ?? ""
        case .streak:
            let years = number(figure)?.shortest ?? ""
            return say("\(figure.qualifier == "at_least" ? "至少" : "")\(years)年", "\(years) years")
        default: return qualified(amount(figure, figure.value ?? .zero), figure)
        }
    }

    /// `58.5亿元`, `855万元`, `35.02%`, `1.8个百分点`.
    private func amount(_ figure: Figure, _ value: Fraction) -> String {
        if figure.unit.dimension == .ratio {
            let shown = rounded(value, from: figure.unit, to: figure.unit, decimals: figure.decimals, rounding)
            return (shown?.shortest ?? "") + unit(figure)
        }
        let (unit, decimals) = fitting(figure, value)
        guard let shown = rounded(value, from: figure.unit, to: unit, decimals: decimals, rounding) else { return "" }
        if language == .en, unit.dimension == .money { return english(value) }
        let word = BulletinWords.english(unit)
        return say("\(shown.shortest)\(unit.symbol)", word.isEmpty ? grouped(shown) : "\(grouped(shown)) \(word)")
    }

    private func english(_ value: Fraction) -> String {
        for (size, word) in [(Int128(1_000_000_000), "billion"), (1_000_000, "million")] {
            if value.magnitude >= Fraction(size), let scaled = value.divided(by: Fraction(size)),
                let mantissa = scaled.rounded(scale: 2, rounding)
            {
                return "CNY \(Decimal(mantissa: mantissa, scale: 2).shortest) \(word)"
            }
        }
        return "CNY \(value.rounded(scale: 0, rounding).map { grouped(Decimal(mantissa: $0, scale: 0)) } ?? "")"
    }

    /// The definition's own unit, unless the number is below one of it, or ten thousand and more.
    private func fitting(_ figure: Figure, _ value: Fraction) -> (Unit, Int) {
        let ladder =
            BulletinWords.ladders.first { $0.contains(figure.unit.symbol) }?.compactMap { Unit(named: $0) } ?? []
        guard let own = ladder.firstIndex(where: { $0.symbol == figure.unit.symbol }), !value.isZero else {
            return (figure.unit, figure.decimals)
        }
        var at = own
        while at > 0, value.magnitude < ladder[at].factor { at -= 1 }
        while at + 1 < ladder.count, value.magnitude >= ladder[at + 1].factor, at >= own { at += 1 }
        return (ladder[at], at > own ? max(figure.decimals, 2) : figure.decimals)
    }

    private static let ladders = [["元", "万元", "亿元"], ["平方米", "万平方米"], ["人", "万人"]]

    private static let before = ["超", "突破", "近", "约", "预计", "力争", "拟", "不少于"]
    private static let after = ["余", "左右", "以上"]

    /// The words that limit it, and what is to be known of it.
    private func qualified(_ text: String, _ figure: Figure) -> String {
        var text = text
        if let word = figure.qualifier {
            if language == .zh, BulletinWords.before.contains(word) { text = word + text }
            if language == .zh, BulletinWords.after.contains(word) {
                text = word == "余" ? inserting("余", text) : text + word
            }
        }
        if figure.status == .forecast, figure.qualifier != "预计" { text = say("预计", "expected ") + text }
        if figure.status == .partial { text += say("（报送不全）", " (incomplete)") }
        return text
    }

    /// Between the digits and the unit: 500余家.
    private func inserting(_ word: String, _ text: String) -> String {
        guard let at = text.lastIndex(where: \.isNumber) else { return text + word }
        let next = text.index(after: at)
        return text[..<next] + word + text[next...]
    }

    /// Why there is no number.
    func reason(_ figure: Figure) -> String {
        switch (figure.statistic, figure.qualifier, figure.status) {
        case (.completion, "met", _): say("已达标", "met")
        case (.completion, "not_met", _): say("未达标", "not met")
        case (_, _, .notDelivered): say("（数据未报齐）", "(not fully delivered)")
        case (.yoy, _, .cannotExist), (.priorYoy, _, .cannotExist): say("（上年同期无可比基数）", "(no base a year earlier)")
        case (.threshold, _, _): say("（未突破）", "(none crossed)")
        case (_, _, .cannotExist): say("（不适用）", "(not applicable)")
        default: say("（缺数）", "(missing)")
        }
    }

    // MARK: Parts of sentences

    private func words(_ figure: Figure, _ path: BulletinPath.Figure, area: Int) -> String {
        guard let value = figure.value else { return reason(figure) }
        let size = amount(figure, value.magnitude)
        let isNothing = number(figure).map { $0.mantissa == 0 } ?? true
        switch figure.statistic {
        case .yoy, .growthOnOpening, .averageGrowth, .priorYoy:
            if value.isZero { return say("持平", "unchanged") }
            if isNothing { return say("基本持平", "almost unchanged") }
            return value.isNegative ? say("下降\(size)", "down \(size)") : say("增长\(size)", "up \(size)")
        case .change:
            if value.isZero { return say("持平", "unchanged") }
            let isRatio = figure.unit.dimension == .ratio
            return value.isNegative
                ? say("\(isRatio ? "下降" : "减少")\(size)", "down \(size)")
                : say("\(isRatio ? "提高" : "增加")\(size)", "up \(size)")
        case .share:
            guard figure.category.isEmpty, let parent = parentName(area, of: path) else {
                return say("占\(size)", "\(size) of the total")
            }
            return say("占\(parent)的\(size)", "\(size) of \(parent)")
        case .completion: return say("完成\(target(figure))的\(size)", "\(size) of \(target(figure))")
        case .progress: return say("时间进度\(size)", "\(size) of the time gone by")
        case .target: return say("\(target(figure))\(size)", "\(target(figure)): \(size)")
        case .gap:
            if value.isZero { return say("恰好完成\(target(figure))", "exactly \(target(figure))") }
            return value.isNegative
                ? say("超\(target(figure))\(size)", "\(size) beyond \(target(figure))")
                : say("距\(target(figure))还差\(size)", "\(size) short of \(target(figure))")
        case .threshold:
            let isFirst = figure.qualifier == "first"
            return say("\(isFirst ? "首次" : "")突破\(size)", "above \(size)\(isFirst ? " for the first time" : "")")
        case .rank:
            let place = number(figure)?.shortest ?? ""
            let isTied = figures.isTied(path, area: area)
            let scope = scope(figure, area: figures.area(path.place, area) ?? area)
            return say(
                "居\(scope)\(isTied ? "并列" : "")\(place == "1" ? "第一" : "第\(place)位")",
                "\(isTied ? "joint " : "")\(place == "1" ? "first" : ordinal(place))\(scope.isEmpty ? "" : " in \(scope)")"
            )
        case .streak:
            let count = number(figure)?.shortest ?? ""
            let within = figure.rank?.within ?? 1
            let scope = scope(figure, area: figures.area(path.place, area) ?? area)
            let numeral = Int(count).flatMap {
                BulletinWords.numerals.indices.contains($0) ? BulletinWords.numerals[$0] : nil
            }
            let place =
                within == 1 ? say("第一", "first") : say("前\(BulletinWords.ordinal(within))", "among the first \(within)")
            return say(
                "\(figure.qualifier == "at_least" ? "至少" : "")连续\(numeral ?? count)年\(scope)\(place)",
                "\(place)\(scope.isEmpty ? "" : " in \(scope)") for \(count) years\(figure.qualifier == "at_least" ? " at least" : "")"
            )
        case .value, .prior: return text(figure)
        }
    }

    private static let numerals = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"]
    private static func ordinal(_ number: Int) -> String {
        number == 2 ? "二" : numerals.indices.contains(number) ? numerals[number] : String(number)
    }

    private func ordinal(_ text: String) -> String {
        switch (text.hasSuffix("11") || text.hasSuffix("12") || text.hasSuffix("13"), text.last) {
        case (false, "1"): text + "st"
        case (false, "2"): text + "nd"
        case (false, "3"): text + "rd"
        default: text + "th"
        }
    }

    /// 全市第一, 全市前三, 全市前五, 全市前十, 全市第14位.
    private func top(_ figure: Figure, _ path: BulletinPath.Figure, area: Int) -> String {
        guard figure.statistic == .rank, let place = number(figure).flatMap({ Int($0.shortest) }) else {
            return figure.statistic == .rank ? reason(figure) : text(figure)
        }
        let scope = scope(figure, area: figures.area(path.place, area) ?? area)
        // Among few, to be one of the first says nothing.
        let claims = [3, 5, 10].filter { $0 * 2 <= figure.among ?? 0 }
        if place == 1 {
            let isTied = figures.isTied(path, area: area)
            return say(
                "\(isTied ? "并列" : "")\(scope)第一",
                "\(isTied ? "joint " : "")first\(scope.isEmpty ? "" : " in \(scope)")")
        }
        if let claim = claims.first(where: { place <= $0 }) {
            return say(
                "\(scope)前\(BulletinWords.ordinal(claim))",
                "among the first \(claim)\(scope.isEmpty ? "" : " in \(scope)")")
        }
        return say("\(scope)第\(place)位", "\(ordinal(String(place)))\(scope.isEmpty ? "" : " in \(scope)")")
    }

    /// 全市; in English the area's name.
    private func scope(_ figure: Figure, area: Int) -> String {
        guard let rank = figure.rank else { return "" }
        switch rank.among {
        case .group: return say("同组", "its group")
        case .siblings: return figures.parent(area).map(whole) ?? ""
        case .level:
            let tree = pipeline.areas
            return tree.lineage(of: area).dropFirst().first { tree[$0].kind == rank.under }.map(whole) ?? ""
        }
    }

    private func whole(_ area: Int) -> String {
        let kinds: [AreaKind: String] = [.country: "全国", .province: "全省", .city: "全市"]
        let name = pipeline.areas[area].name[language]
        return language == .zh ? kinds[pipeline.areas[area].kind] ?? "全区" : name
    }

    /// 年度目标, or that of its years.
    private func target(_ figure: Figure) -> String {
        guard let period = figure.basePeriod else { return say("目标", "the target") }
        if period.frequency == .year, period.year == figure.period.year { return say("年度目标", "the year's target") }
        return say("\(PeriodWording.name(period)[.zh])目标", "the target of \(PeriodWording.name(period)[.en])")
    }

    // MARK: Claims

    /// A multiple of `step` units, on the side that the word says.
    private func cut(_ figure: Figure, _ cut: BulletinPath.Cut, _ step: Int64) -> String {
        guard let value = figure.value, !value.isNegative, let count = value.divided(by: figure.unit.factor),
            let steps = count.divided(by: Fraction(Int128(step)))
        else { return text(figure) }
        let whole: Int128? =
            switch cut {
            case .about: steps.rounded(scale: 0, .halfUp)
            case .over, .more: floor(steps)
            case .nearly: floor(steps).map { Fraction($0) == steps ? $0 : $0 + 1 }
            }
        guard let whole, whole > 0 else { return text(figure) }
        let shown = "\(whole * Int128(step))"
        let spaced = unit(figure).isEmpty ? "" : " \(unit(figure))"
        if Fraction(whole) == steps { return say("\(shown)\(unit(figure))", "\(shown)\(spaced)") }
        switch cut {
        case .over: return say("超\(shown)\(unit(figure))", "more than \(shown)\(spaced)")
        case .more: return say("\(shown)余\(unit(figure))", "more than \(shown)\(spaced)")
        case .nearly: return say("近\(shown)\(unit(figure))", "nearly \(shown)\(spaced)")
        case .about: return say("约\(shown)\(unit(figure))", "about \(shown)\(spaced)")
        }
    }

    private func floor(_ value: Fraction) -> Int128? {
        value.isNegative ? nil : value.numerator / value.denominator
    }

    private func parent(_ path: BulletinPath.Figure, area: Int) -> Figure? {
        var other = path
        other.place = .own
        return figures.area(path.place, area).flatMap(figures.parent).flatMap {
            figures.figure(other, area: $0)?.figure
        }
    }

    private func parentName(_ area: Int, of path: BulletinPath.Figure) -> String? {
        figures.area(path.place, area).flatMap(figures.parent).map(whole)
    }

    /// The other indicator's value, here or in the nearest area above that has one.
    private func nearest(_ indicator: Int, area: Int) -> Figure? {
        let path = BulletinPath.Figure(indicator: indicator)
        for above in pipeline.areas.lineage(of: area) {
            if let figure = figures.figure(path, area: above)?.figure, figure.value != nil { return figure }
        }
        return nil
    }

    private func title(_ indicator: Int) -> String {
        let definition = pipeline.indicators[indicator]
        if language == .en, let name = definition.labels["bulletin_en"] { return name }
        return definition.labels["bulletin"] ?? (definition.title.isEmpty ? definition.id : definition.title[language])
    }

    /// 高于全市1.8个百分点.
    private func above(_ figure: Figure, _ other: Figure?, named name: String?) -> String {
        guard let name, let value = figure.value, let base = other?.value,
            other?.unit.dimension == figure.unit.dimension,
            let difference = value.subtracting(base)
        else {
            return figure.value == nil ? reason(figure) : say("（无可比数）", "(nothing to compare with)")
        }
        var shown = figure
        if figure.unit.dimension == .ratio { shown.unit = .percentagePoints }
        shown.decimals = max(figure.decimals, other?.decimals ?? 0)
        let cut = rounded(difference.magnitude, from: shown.unit, to: shown.unit, decimals: shown.decimals, rounding)
        if cut?.mantissa ?? 0 == 0 { return say("与\(name)持平", "level with \(name)") }
        let size = amount(shown, difference.magnitude)
        return difference.isNegative
            ? say("低于\(name)\(size)", "\(size) below \(name)") : say("高于\(name)\(size)", "\(size) above \(name)")
    }
}

extension Unit {
    fileprivate static let percentagePoints = Unit("百分点", .ratio, 1, 100)
}

extension Fraction {
    var magnitude: Fraction { isNegative ? Fraction.zero.subtracting(self) ?? self : self }
}
