/// Which way a target lies.
public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// 不低于: the more the better.
    case atLeast = ">="
    /// 不超过.
    case atMost = "<="
    /// 等于.
    case equal = "="
}

/// A number as somebody wrote it: exact, with the digits that stand behind the point, the unit that stands beside it and the
/// word that limits it. As text `58.5 亿元`, `500 家 余`, `50`.
public struct StatedNumber: Hashable, Sendable {
    public var decimal: Decimal
    /// As written; nil: none stands there.
    public var unit: String?
    /// 约, 余, 超, ≥ …, as written.
    public var qualifier: String?

    public init(decimal: Decimal, unit: String? = nil, qualifier: String? = nil) {
        self.decimal = decimal
        self.unit = unit
        self.qualifier = qualifier
    }

    /// Words before a number that limit it, longer ones before those they begin with.
    public static let qualifiersBefore = [
        "不少于", "不低于", "不超过", "不高于", "不多于", "超过", "突破", "预计", "力争", "大约", "约", "超", "近", "逾", "≥", "≤", ">=", "<=", "＞",
        "＜",
        ">", "<",
    ]
    /// Words behind a number and its unit.
    public static let qualifiersBehind = ["左右", "以上", "以内", "以下", "余", "多"]

    /// Reads what `description` writes.
    public init?(_ text: String) {
        var parts = text.split(separator: " ").map(String.init)
        guard let first = parts.first, let decimal = Decimal(first) else { return nil }
        parts.removeFirst()
        if let last = parts.last,
            StatedNumber.qualifiersBefore.contains(last) || StatedNumber.qualifiersBehind.contains(last)
        {
            qualifier = last
            parts.removeLast()
        }
        guard parts.count <= 1 else { return nil }
        self.decimal = decimal
        unit = parts.first
    }
}

extension StatedNumber: CustomStringConvertible {
    public var description: String {
        [decimal.description, unit, qualifier].compactMap(\.self).joined(separator: " ")
    }
}

extension Direction {
    /// What a word that limits a number says of a target; nil: nothing.
    public init?(qualifier: String) {
        switch qualifier {
        case "不少于", "不低于", "超过", "突破", "超", "逾", "≥", ">=", "＞", ">", "以上", "余", "多": self = .atLeast
        case "不超过", "不高于", "不多于", "≤", "<=", "＜", "<", "以内", "以下": self = .atMost
        default: return nil
        }
    }
}

/// A figure that is stated, not computed from records: a row of a dataset of `kind: figures`.
public struct StatedFigure: Hashable, Sendable {
    /// Positions in the pipeline's datasets and in the area tree.
    public var dataset: Int
    public var area: Int
    /// As written: an id, a title or an alias.
    public var indicator: String
    /// The period that it speaks of; a target's ends with it.
    public var period: Period
    public var number: StatedNumber
    /// The row's, else the column's; the number's own goes before.
    public var unit: String?
    public var quantity: Quantity?
    public var statistic: Statistic?
    public var source: String?
    /// Targets: the period with whose first day the target's time begins.
    public var from: Period?
    public var direction: Direction?
    public var qualifier: String?
    /// `final`, `preliminary` or `forecast`.
    public var status: String?
    public var version: String?
    /// Counts receptions, the earliest first.
    public var turn: Int
    /// The row, with the column of the value.
    public var place: Place

    public init(
        dataset: Int, area: Int, indicator: String, period: Period, number: StatedNumber, unit: String? = nil,
        quantity: Quantity? = nil, statistic: Statistic? = nil, source: String? = nil, from: Period? = nil,
        direction: Direction? = nil, qualifier: String? = nil, status: String? = nil, version: String? = nil,
        turn: Int = 0, place: Place = Place()
    ) {
        self.dataset = dataset
        self.area = area
        self.indicator = indicator
        self.period = period
        self.number = number
        self.unit = unit
        self.quantity = quantity
        self.statistic = statistic
        self.source = source
        self.from = from
        self.direction = direction
        self.qualifier = qualifier
        self.status = status
        self.version = version
        self.turn = turn
        self.place = place
    }
}
