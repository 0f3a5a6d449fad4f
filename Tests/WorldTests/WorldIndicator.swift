import Model

struct WorldIndicator: Sendable {
    var id: String
    var source: Source
    var frequency: Frequency
    /// Of `reference: latest` the lag in months; nil: its figures are of the run's own period.
    var latest: Int?
    var isPartial = false
    var breakdowns: [[WorldField]] = []
    var bases: [String] = ["records"]
    var statistics: [WorldStatistic] = []

    enum Source: Sendable {
        case measured(Measured)
        case formula(WorldFormula)
        /// By the dataset `values`; whether it is a stock.
        case stated(isStock: Bool)
        /// Distinct subjects of several indicators, given by position, before this one.
        case union([Int])
        case flow(Flow)
    }

    var measured: Measured? { if case .measured(let measured) = source { measured } else { nil } }
    var formula: WorldFormula? { if case .formula(let formula) = source { formula } else { nil } }

    struct Measured: Sendable {
        var dataset: Int
        var kind: Kind
        /// nil for a count.
        var field: WorldField?
        var filter: WorldFilter?
        var timing: Timing
        var isCohort = false
        var area: WorldField
        /// Of a stock nil.
        var date: WorldField?
        /// Of a stock whether it ends; `until` is its last day.
        var hasEnd = false

        enum Kind: String { case count, countDistinct, sum, min, max, mean, median }
        enum Timing: String { case flow, stock, cumulative }

        var isCount: Bool { kind == .count || kind == .countDistinct }
    }

    /// Subjects that came into a stock or left it since the year began.
    struct Flow: Sendable {
        enum Kind: String, CaseIterable { case new, movedIn = "moved_in", gone, movedOut = "moved_out" }

        var kind: Kind
        var stock: Int
        /// Only those that another indicator counts in the year to date, or does not.
        var among: Int?
        var except: Int?
    }
}

/// A condition on records, in the words of a pipeline and over the oracle's columns.
struct WorldFilter: Sendable {
    var text: String
    var sql: String
    var fields: [WorldField]
}

indirect enum WorldFormula: Sendable {
    enum Moment: String { case same = "", yearStart = "@year_start", priorYear = "@prior_year" }

    /// Position of an indicator before this one.
    case indicator(Int, Moment)
    case number(Int)
    case binary(Character, WorldFormula, WorldFormula)
}

enum WorldStatistic: Hashable, Sendable {
    case value, prior, yoy, change, share, growthOnOpening, target, completion, progress, gap, priorYoy
    /// Marks, and in how many years before it is asked whether they were passed already.
    case threshold(at: [Int], years: Int)
    /// The year that it is on; nil: the one before the target begins.
    case averageGrowth(base: Int?)
    case rank(of: String, among: String, under: AreaKind?, isAscending: Bool)
    /// Of a rank: the last place that counts, and how many years before are looked at.
    case streak(of: String, among: String, within: Int, years: Int)

    /// As pipelines and outputs spell it.
    var name: String {
        switch self {
        case .growthOnOpening: "growth_on_opening"
        case .averageGrowth: "average_growth"
        case .rank: "rank"
        case .streak: "streak"
        case .priorYoy: "prior_yoy"
        case .threshold: "threshold"
        default: "\(self)"
        }
    }

    /// Whether it is of other years than the figure's own and the one before.
    var looksFarBack: Bool {
        switch self {
        case .averageGrowth, .streak, .priorYoy, .threshold: true
        case .rank(let of, _, _, _): of == "prior_yoy"
        default: isOfTarget
        }
    }

    var isOfTarget: Bool { [.target, .completion, .progress, .gap].contains(self) }
}

extension World {
    /// Whether an indicator is a state at the close of a day: measured so, or computed from nothing else.
    func isStock(_ position: Int) -> Bool {
        switch indicators[position].source {
        case .measured(let measured): measured.timing == .stock
        case .formula(let formula): formula.operands.allSatisfy(isStock)
        case .stated(let isStock): isStock
        case .union(let operands): operands.allSatisfy(isStock)
        case .flow: true
        }
    }

    /// The stock of which an indicator is the net increase, or those who came or went.
    func increaseOf(_ position: Int) -> Int? {
        switch indicators[position].source {
        case .formula(let formula): formula.increaseOf
        case .flow(let flow): flow.stock
        default: nil
        }
    }

    /// The indicators that one is computed from.
    func operands(_ position: Int) -> [Int] {
        switch indicators[position].source {
        case .measured, .stated: []
        case .formula(let formula): formula.operands
        case .union(let operands): operands
        case .flow(let flow): [flow.stock] + [flow.among, flow.except].compactMap { $0 }
        }
    }

    /// No figure finer than this, nor than that of any operand.
    func frequency(_ position: Int) -> Frequency {
        operands(position).map(frequency).reduce(indicators[position].frequency, max)
    }

    /// Whether its subjects are followed by another indicator.
    func isFollowed(_ position: Int) -> Bool {
        indicators.indices.contains { other in
            switch indicators[other].source {
            case .union, .flow: operands(other).contains(position)
            default: false
            }
        }
    }

    /// The lag of one whose figures are of the latest period that is known: what is computed from such, is such.
    func latest(_ position: Int) -> Int? {
        indicators[position].latest ?? operands(position).compactMap(latest).max()
    }

    /// Whether it is read at other times than the run's because it, or what is computed from it, is of the latest period.
    func isReadForLatest(_ position: Int) -> Bool {
        latest(position) != nil
            || indicators.indices.contains { operands($0).contains(position) && isReadForLatest($0) }
    }

    /// Whether it can lie below zero: its formula, or that of an operand, takes something away and looks back.
    func isDifference(_ position: Int) -> Bool {
        guard let formula = indicators[position].formula else { return false }
        return formula.subtracts && formula.looksBack || formula.operands.contains(where: isDifference)
    }

    /// Counts are in 家, everything else in 元.
    func isCount(_ position: Int) -> Bool {
        switch indicators[position].source {
        case .measured(let measured): measured.isCount
        case .union, .flow: true
        default: false
        }
    }
}

extension WorldFormula {
    var looksBack: Bool {
        switch self {
        case .indicator(_, let moment): moment != .same
        case .number: false
        case .binary(_, let left, let right): left.looksBack || right.looksBack
        }
    }

    var subtracts: Bool {
        guard case .binary(let sign, let left, let right) = self else { return false }
        return sign == "-" || left.subtracts || right.subtracts
    }

    /// The stock whose net increase this is: `x - x@year_start`.
    var increaseOf: Int? {
        if case .binary("-", .indicator(let now, .same), .indicator(let then, .yearStart)) = self, now == then {
            now
        } else {
            nil
        }
    }

    var operands: [Int] {
        switch self {
        case .indicator(let position, _): [position]
        case .number: []
        case .binary(_, let left, let right): left.operands + right.operands
        }
    }
}
