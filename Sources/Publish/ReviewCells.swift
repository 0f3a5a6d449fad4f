import Model

/// What columns about an exception's review show.
enum ReviewCells {
    /// The cell; empty where nobody has said anything of it. An answer that does not hold (any more) is no disposition: the
    /// state stands in its place, and the old answer, in words, in front of its reason.
    static func text(_ name: FindingAttribute.Name, _ review: ExceptionReview?, _ language: Language) -> String {
        guard let review else { return name == .reviewState ? ReviewState.open.rawValue : "" }
        let (answer, word) = (review.answer, review.word)
        return switch name {
        case .reviewState: review.state.rawValue
        case .disposition: disposition(review)
        case .reason: reason(review, language)
        case .by: answer?.by ?? ""
        case .date: answer?.date?.description ?? ""
        case .correctedValue: answer?.correctedValue ?? ""
        case .waivedUntil: answer?.waivedUntil?.description ?? ""
        case .confirmedBy: answer?.confirmedBy ?? ""
        case .explanation: word?.explanation ?? ""
        case .proposedValue: word?.proposedValue ?? ""
        case .filledInBy: word?.filledInBy ?? ""
        default: ""
        }
    }

    private static func disposition(_ review: ExceptionReview) -> String {
        switch review.state {
        case .answered, .sentBack: review.answer?.disposition?.rawValue ?? ""
        case .reopened, .expired, .proposed: review.state.rawValue
        case .open, .explained: ""
        }
    }

    private static func reason(_ review: ExceptionReview, _ language: Language) -> String {
        guard let answer = review.answer else { return "" }
        switch review.state {
        case .reopened, .expired:
            var words = answer.disposition?.title[language] ?? ""
            if let day = answer.waivedUntil {
                words = language == .zh ? "豁免至 \(day)" : "waived until \(day)"
            }
            let old = review.state == .reopened ? answer.value : ""
            let said =
                switch language {
                case .zh: "原答复：\(words)" + (old.isEmpty ? "" : "（当时报送值 \(old)）")
                case .en: "answered before: \(words)" + (old.isEmpty ? "" : " (value then: \(old))")
                }
            let separator = language == .zh ? "；" : "; "
            return answer.reason.isEmpty ? said : said + separator + answer.reason
        default: return answer.reason
        }
    }
}
