import Definitions
import Model

/// What a tag of a bulletin's template means: `tsme_registered.yoy.words`.
///
///     indicator [.period | .ytd | .stock] [.of.CATEGORY] [.in.parent | .in.AREA] [.statistic] [.d0 … .d9] [.form]
enum BulletinPath: Hashable {
    /// A word about the area or the return.
    case word(Word)
    /// Whether the area is of a kind, or lies in a published one.
    case kind(AreaKind)
    case hasParent
    case figure(Figure)

    enum Word: String, CaseIterable {
        case area, parent, period, year, title, agency
        case areaCode = "area_code"
        case asOf = "as_of"
    }

    enum Place: Hashable {
        case own, parent
        /// Position in the area tree.
        case area(Int)
    }

    struct Figure: Hashable {
        /// Position in the pipeline.
        var indicator: Int
        /// nil: the widest that it has.
        var quantity: Quantity?
        var category: String?
        var place = Place.own
        /// As outputs write it.
        var statistic = Statistic.value.rawValue
        /// Digits after the point; nil: as the definition says.
        var decimals: Int?
        var form = Form.text
    }

    /// How a figure is said.
    enum Form: Hashable {
        /// The number with its unit.
        case text
        /// As a part of a sentence: 增长35.02%, 居全市第1位, 完成年度目标的118.89%.
        case words
        case number, unit
        /// The figure's own period: 1—11月.
        case period
        /// 超58亿元, 500余家, 近60亿元, 约59亿元: cut to a multiple of so many of the indicator's unit.
        case cut(Cut, Int64)
        /// 全市第一, 全市前三.
        case top
        /// 高于全市1.8个百分点.
        case aboveParent
        /// Beside another indicator's value, here or in the nearest area above that has one.
        case above(Int)
        /// Whether there is something to compare with: above (nil), or another indicator.
        case comparable(Int?)
        /// Without its sign.
        case size
        /// The areas beside it, as bars.
        case chart
        case condition(Condition)
    }

    enum Cut: String, CaseIterable { case over, more, nearly, about }

    /// What sections ask.
    enum Condition: String, CaseIterable {
        /// Whether it is a number.
        case known
        case partial, positive, negative, zero
        case first, tied, met
        /// Growth: negative a year earlier, positive now; and the other way.
        case turnedPositive = "turned_positive"
        case turnedNegative = "turned_negative"
    }

    /// Whether it is asked by a section, not shown.
    var isCondition: Bool {
        switch self {
        case .kind, .hasParent: true
        case .word: false
        case .figure(let figure):
            switch figure.form {
            case .condition, .comparable: true
            default: false
            }
        }
    }
}

/// A mistake in a path: at which of its parts.
struct BulletinMistake: Error {
    var part: Int
    var message: String
    var suggestion: String?
}

/// Reads paths against a pipeline's definitions.
struct BulletinPathReader {
    private let pipeline: PipelineDefinition
    private let positions: [String: Int]

    private static let simple: [String: BulletinPath.Form] = [
        "words": .words, "size": .size, "number": .number, "unit": .unit, "top": .top, "above_parent": .aboveParent,
        "chart": .chart,
        "dates": .period,
    ]

    init(_ pipeline: PipelineDefinition) {
        self.pipeline = pipeline
        positions = Dictionary(
            pipeline.indicators.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func read(_ text: String) throws(BulletinMistake) -> BulletinPath {
        var parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
        let first = parts.removeFirst()
        if parts.isEmpty {
            if let word = BulletinPath.Word(rawValue: first) { return .word(word) }
            if first == "has_parent" { return .hasParent }
            if first.hasPrefix("is_"), let kind = AreaKind(rawValue: String(first.dropFirst(3))) { return .kind(kind) }
        }
        guard let indicator = positions[first] else {
            let words = BulletinPath.Word.allCases.map(\.rawValue) + AreaKind.allCases.map { "is_\($0.rawValue)" }
            throw BulletinMistake(
                part: 0, message: "no indicator and no word of bulletins is named '\(first)'",
                suggestion: nearest(first, among: pipeline.indicators.map(\.id) + words + ["has_parent"]))
        }
        return .figure(try figure(indicator, &parts))
    }

    private func figure(
        _ indicator: Int, _ parts: inout ArraySlice<String>
    ) throws(BulletinMistake) -> BulletinPath.Figure {
        var figure = BulletinPath.Figure(indicator: indicator)
        if let word = parts.first, let quantity = Quantity(rawValue: word) {
            figure.quantity = quantity
            parts.removeFirst()
        }
        if parts.first == "of" {
            figure.category = try word(after: &parts, "a category's code")
            if pipeline.indicators[indicator].breakdowns.allSatisfy({ $0.count != 1 }) {
                throw BulletinMistake(
                    part: parts.startIndex - 1,
                    message: "'\(pipeline.indicators[indicator].id)' has no breakdown by one field")
            }
        }
        if parts.first == "in" {
            let code = try word(after: &parts, "parent, or an area's code")
            if code == "parent" {
                figure.place = .parent
            } else if let area = pipeline.areas.index(ofCode: code) {
                figure.place = .area(area)
            } else {
                throw BulletinMistake(
                    part: parts.startIndex - 1, message: "no area has the code '\(code)'",
                    suggestion: nearest(code, among: pipeline.areas.areas.map(\.code) + ["parent"]))
            }
        }
        if let word = parts.first, try isStatistic(word, of: indicator, at: parts.startIndex) {
            figure.statistic = word
            parts.removeFirst()
        }
        if let word = parts.first, word.count == 2, word.first == "d", let digits = word.last?.wholeNumberValue {
            figure.decimals = digits
            parts.removeFirst()
        }
        guard let word = parts.popFirst() else { return figure }
        figure.form = try form(word, &parts)
        guard parts.isEmpty else {
            throw BulletinMistake(part: parts.startIndex, message: "nothing can stand behind '\(word)'")
        }
        return figure
    }

    /// Throws for a statistic that there is, but that the indicator does not have.
    private func isStatistic(_ word: String, of indicator: Int, at part: Int) throws(BulletinMistake) -> Bool {
        let definition = pipeline.indicators[indicator]
        let own = definition.statistics.map { $0.rank?.name ?? $0.statistic.rawValue }
        if own.contains(word) { return true }
        let all = pipeline.indicators.flatMap { $0.statistics.map { $0.rank?.name ?? $0.statistic.rawValue } }
        guard all.contains(word) || Statistic(rawValue: word) != nil else { return false }
        throw BulletinMistake(
            part: part, message: "'\(definition.id)' has no statistic \(word); it has \(own.joined(separator: ", "))")
    }

    private func form(_ word: String, _ parts: inout ArraySlice<String>) throws(BulletinMistake) -> BulletinPath.Form {
        if let simple = BulletinPathReader.simple[word] { return simple }
        if let condition = BulletinPath.Condition(rawValue: word) { return .condition(condition) }
        if word == "above" {
            let id = try self.word(in: &parts, "an indicator")
            guard let other = positions[id] else {
                throw BulletinMistake(
                    part: parts.startIndex - 1, message: "no indicator is named '\(id)'",
                    suggestion: nearest(id, among: pipeline.indicators.map(\.id)))
            }
            return .above(other)
        }
        let cut = word.split(separator: "_", maxSplits: 1)
        if cut.count == 2, let kind = BulletinPath.Cut(rawValue: String(cut[0])) {
            guard let step = Int64(cut[1]), step > 0 else {
                throw BulletinMistake(
                    part: parts.startIndex - 1, message: "'\(word)': \(kind.rawValue)_100 cuts to hundreds")
            }
            return .cut(kind, step)
        }
        let known =
            Array(BulletinPathReader.simple.keys) + BulletinPath.Condition.allCases.map(\.rawValue)
            + ["above", "over_1", "more_1", "nearly_1", "about_1"] + Quantity.allCases.map(\.rawValue)
            + Statistic.allCases.map(\.rawValue)
        throw BulletinMistake(
            part: parts.startIndex - 1, message: "figures have no statistic and no form '\(word)'",
            suggestion: nearest(word, among: known.sorted()))
    }

    private func word(after parts: inout ArraySlice<String>, _ what: String) throws(BulletinMistake) -> String {
        parts.removeFirst()
        return try word(in: &parts, what)
    }

    private func word(in parts: inout ArraySlice<String>, _ what: String) throws(BulletinMistake) -> String {
        guard let word = parts.popFirst(), !word.isEmpty else {
            throw BulletinMistake(part: parts.startIndex - 1, message: "\(what) is missing behind this")
        }
        return word
    }
}
