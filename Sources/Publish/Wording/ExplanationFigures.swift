import Definitions
import Model

extension ExplanationWording {
    /// A statistic, its number or why there is none, and what limits or compares it.
    func figure(_ figure: Figure) -> String {
        var name = statistic(figure.statistic)
        if let rank = figure.rank, let within = rank.within {
            name = say(
                "\(statistic(rank.of))居前\(within)位的连续年数（\(rank.name)）",
                "years in a row within the first \(within) by \(statistic(rank.of)) (\(rank.name))")
        } else if let rank = figure.rank {
            name = say("\(statistic(rank.of))的位次（\(rank.name)）", "rank by \(statistic(rank.of)) (\(rank.name))")
        }
        let isOfTarget = [.target, .completion, .progress, .gap].contains(figure.statistic)
        // What is no share of anything is met or not, and no number is missing.
        let isJudged = figure.statistic == .completion && figure.qualifier != nil
        let reason: String? =
            isJudged && figure.value == nil
            ? nil
            : isOfTarget && figure.value == nil && figure.baseSource == nil
                ? say("无数：未设目标（\(figure.status.rawValue)）", "no number: no target is set (\(figure.status.rawValue))")
                : status(figure.status)
        var words = [amount(figure), reason].compactMap { $0 }
        if let among = figure.among { words.append(say("\(among) 个参加排名", "of \(among) ranked")) }
        if let qualifier = figure.qualifier { words.append(self.qualifier(qualifier)) }
        if let period = figure.basePeriod, figure.statistic != .rank {
            words.append(
                figure.baseSource == "target"
                    ? say("目标期 \(period)", "target of \(period)") : say("基期 \(period)", "on \(period)"))
        }
        return "\(name)\(say("：", ": "))\(words.joined(separator: say("，", ", ")))"
    }

    /// A number as it stands; of more than a target of at least so much asked for, how much more.
    private func amount(_ figure: Figure) -> String? {
        guard figure.statistic == .gap, figure.qualifier == nil, let value = figure.value, value.isNegative,
            let more = number(value.magnitude, figure.unit, figure.decimals)
        else { return number(figure.value, figure.unit, figure.decimals) }
        return say("超额\(more)", "\(more) beyond it")
    }
}
