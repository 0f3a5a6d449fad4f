/// A row of a filled review, as it was found there.
public struct ReviewAnswer: Hashable, Sendable {
    /// The exception's id, with the case within it.
    public var exceptionID: String
    /// What the exception was about, where the file still says so.
    public var rule: String
    public var subject: String
    public var field: String
    /// The value that was answered.
    public var value: String
    // The sender's.
    public var explanation: String
    public var proposedValue: String
    public var filledInBy: String
    // The bureau's; nil and empty where it says nothing, or where the file is a sender's.
    public var disposition: Disposition?
    public var correctedValue: String
    public var waivedUntil: CivilDate?
    public var confirmedBy: String
    public var reason: String
    public var by: String
    public var date: CivilDate?
    /// The row of the review file.
    public var place: Place

    /// An answer that says nothing yet.
    public init(exceptionID: String, place: Place) {
        self.exceptionID = exceptionID
        (rule, subject, field, value) = ("", "", "", "")
        (explanation, proposedValue, filledInBy) = ("", "", "")
        (correctedValue, confirmedBy, reason, by) = ("", "", "", "")
        self.place = place
    }
}

/// Where the review of an exception stands.
public enum ReviewState: String, Hashable, Sendable, CaseIterable {
    /// Nobody has said anything.
    case open
    /// The sender has: an explanation, or a value that it proposes.
    case explained
    /// A correction that nobody has confirmed, or not on a stated day: shown, not taken.
    case proposed
    /// The bureau has decided, and the decision holds.
    case answered
    /// Sent back to the sender, whose word is awaited.
    case sentBack = "sent_back"
    /// The answer was to another value.
    case reopened
    /// The waiver has ended.
    case expired

    /// Whether somebody is still to do something.
    public var isOpen: Bool { self != .answered }

    public var title: LocalizedText {
        switch self {
        case .open: LocalizedText(zh: "待处理", en: "open")
        case .explained: LocalizedText(zh: "已说明", en: "explained")
        case .proposed: LocalizedText(zh: "待确认", en: "proposed")
        case .answered: LocalizedText(zh: "已处理", en: "answered")
        case .sentBack: LocalizedText(zh: "已退回", en: "sent back")
        case .reopened: LocalizedText(zh: "重新打开", en: "reopened")
        case .expired: LocalizedText(zh: "豁免到期", en: "waiver expired")
        }
    }
}

/// What has been said of one exception.
public struct ExceptionReview: Hashable, Sendable {
    public var state: ReviewState
    /// The bureau's answer that counts; of a reopened exception the one to the earlier value. nil: none.
    public var answer: ReviewAnswer?
    /// The sender's latest word; nil: none.
    public var word: ReviewAnswer?

    public init(state: ReviewState, answer: ReviewAnswer? = nil, word: ReviewAnswer? = nil) {
        self.state = state
        self.answer = answer
        self.word = word
    }
}
