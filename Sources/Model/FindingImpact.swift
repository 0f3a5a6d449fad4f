/// What an exception means for the figures: how much they would change if what is doubted were as it is anticipated.
public struct FindingImpact: Hashable, Sendable {
    /// An effect on one figure.
    public struct Effect: Hashable, Sendable {
        public var figure: FigureSite
        /// Part of the figure (0.05 = 5%), above zero.
        public var share: Double

        public init(figure: FigureSite, share: Double) {
            self.figure = figure
            self.share = share
        }
    }

    /// The largest effect on a figure, in parts of it, weighed by suspicion; rounded to 9 decimals. 0: none is known.
    public var score: Double
    /// The effects on all figures together, each counted up to 100%: of equal scores, and of all that change a figure
    /// altogether, this one says which spoils more of them.
    public var breadth: Double
    /// The largest score among the exceptions of its record, and the largest breadth of those that have it: what is asked about
    /// one record is answered together, so that it stands together.
    public var recordScore: Double
    public var recordBreadth: Double
    /// The figures with the largest effects, those first.
    public var effects: [Effect]
    /// What was anticipated in the place of the value, in the field's unit; nil where the value is not what is doubted.
    public var anticipated: Decimal?

    public init(
        score: Double = 0, breadth: Double = 0, effects: [Effect] = [], anticipated: Decimal? = nil
    ) {
        self.score = score
        self.breadth = breadth
        recordScore = score
        recordBreadth = breadth
        self.effects = effects
        self.anticipated = anticipated
    }
}

/// Down to where exceptions are worth a review for the figures' sake.
public struct ReviewCut: Hashable, Sendable {
    /// Exceptions with this score and more are above the cut.
    public var score: Double
    /// The largest part of a figure that all exceptions below the cut together may change.
    public var remaining: Double
    /// That part may not be larger than this.
    public var limit: Double

    public init(score: Double, remaining: Double, limit: Double) {
        self.score = score
        self.remaining = remaining
        self.limit = limit
    }
}
