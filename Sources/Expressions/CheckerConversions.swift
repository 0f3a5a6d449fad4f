import Definitions
import Model

extension Checker {
    /// The integers of a part in the form of `type`: literals become what they mean there, numbers get the scale. nil,
    /// with a mistake noted, where it has no such form.
    mutating func integers(_ part: Checked, as type: ExpressionType) -> Checked? {
        if part.isNull { return .integers(type, IntegerConstant(value: nil), at: part.offset) }
        switch (type, part.type) {
        case (.number(let wanted), .number(let scale)) where wanted >= scale:
            guard wanted > scale else { return part }
            if let constant = part.constant {
                let (value, overflow) = constant.multipliedReportingOverflow(by: powerOfTen(wanted - scale))
                if !overflow { return .constant(type, value, at: part.offset) }
            }
            return .integers(type, RescaleNode(power: wanted - scale, inner: part.integerNode), at: part.offset)
        case (.date, .date), (.area, .area), (.period, .period): return part
        case (.code(let target), .code(let source)):
            return .integers(
                type, TableNode.translating(part.integerNode, from: source, to: target, absent: -1), at: part.offset)
        default: break
        }
        guard let literal = part.literal else {
            return mistake("\(type.noun) is expected here, not \(part.type.noun)", at: part.offset)
        }
        return constant(literal, as: type, at: part.offset)
    }

    /// What a stated text means as a value of `type`.
    private mutating func constant(_ literal: String, as type: ExpressionType, at offset: Int) -> Checked? {
        switch type {
        case .date:
            guard let date = CivilDate(literal) else {
                return mistake("'\(literal)' is not a day; a date is written DATE '2024-03-05'", at: offset)
            }
            return .constant(type, Int128(date.days), at: offset)
        case .period:
            guard let period = Period(literal) else {
                return mistake("'\(literal)' is not a period; a period is written '2024-Q4'", at: offset)
            }
            return .constant(type, Int128(PackedPeriod.pack(period)), at: offset)
        case .area:
            switch scope.area(literal) {
            case .one(let index): return .constant(type, Int128(index), at: offset)
            case .several(let codes):
                return mistake(
                    "several areas are called '\(literal)': write one of the codes \(codes.joined(separator: ", "))",
                    at: offset)
            case .none(let suggestion):
                return mistake("'\(literal)' is no area of this pipeline", at: offset, suggestion: suggestion)
            }
        case .code(let dictionary):
            guard let position = dictionary.position(of: literal) else {
                return mistake(
                    "'\(literal)' is not among the codes this is compared with", at: offset,
                    suggestion: scope.suggestion(forCode: literal, in: dictionary))
            }
            return .constant(type, Int128(position), at: offset)
        case .number:
            return mistake(
                "a number is expected here, not the text '\(literal)'"
                    + (Decimal(literal) == nil ? "" : "; write it without quotes"), at: offset)
        default: return mistake("\(type.noun) is expected here, not the text '\(literal)'", at: offset)
        }
    }

    /// The one type that the results of a CASE or the items of a COALESCE have; nil with a mistake where there is none.
    /// Texts that are all stated, or meet codes only, make a dictionary: the result can be counted by category.
    mutating func commonType(_ parts: [Checked]) -> ExpressionType? {
        let stated = parts.filter { $0.literal != nil }
        let others = parts.filter { $0.literal == nil && !$0.isNull }
        guard let first = others.first else {
            guard !stated.isEmpty else { return .null }
            return .code(dictionary(of: stated))
        }
        if others.allSatisfy({ $0.scale != nil }) {
            return .number(scale: others.compactMap(\.scale).max() ?? 0)
        }
        let isTextual = others.allSatisfy { $0.type.isSameKind(.text) || $0.type.isSameKind(.code(CodeDictionary([]))) }
        if isTextual {
            if others.contains(where: { $0.type == .text }) { return .text }
            return .code(dictionary(of: parts))
        }
        if let other = others.first(where: { !$0.type.isSameKind(first.type) }) {
            _ = mistake("results are of one type: here \(other.type.noun), before \(first.type.noun)", at: other.offset)
            return nil
        }
        return first.type
    }

    /// The codes of all parts and the stated texts, in order of appearance.
    private func dictionary(of parts: [Checked]) -> CodeDictionary {
        var codes: [String] = []
        var known: Set<String> = []
        for part in parts {
            var added: [String] = []
            if let literal = part.literal { added = [literal] }
            if case .code(let dictionary) = part.type { added = dictionary.codes }
            for code in added where known.insert(code).inserted { codes.append(code) }
        }
        // One dictionary alone stays itself, so that columns need no translation.
        for part in parts {
            if case .code(let dictionary) = part.type, dictionary.codes == codes { return dictionary }
        }
        return CodeDictionary(codes)
    }

    mutating func choice(
        _ operand: Syntax?, _ branches: [Syntax.Branch], _ otherwise: Syntax?, at offset: Int
    ) -> Checked? {
        let subject = operand.map { check($0).map { shared($0) } }
        var conditions: [(any TruthNode)?] = []
        var results: [Checked?] = []
        for branch in branches {
            let checked = check(branch.condition)
            switch (subject, checked) {
            case (.none, .some(let checked)): conditions.append(condition(checked))
            case (.some(.some(let subject)), .some(let checked)):
                conditions.append(comparison(.equal, subject, checked, at: checked.offset))
            default: conditions.append(nil)
            }
            results.append(check(branch.result))
        }
        let last = otherwise.map { check($0) } ?? .null(at: offset)
        let known = (results + [last]).compactMap { $0 }
        let tests = conditions.compactMap { $0 }
        guard known.count == branches.count + 1, tests.count == branches.count, let type = commonType(known) else {
            return nil
        }
        let (heads, tail) = (known.dropLast(), known[known.count - 1])
        switch type {
        case .text:
            let parts = heads.compactMap { texts($0) }
            guard parts.count == heads.count, let end = texts(tail) else { return nil }
            return .texts(TextCase(branches: zip(tests, parts).map { ($0, $1) }, otherwise: end), at: offset)
        case .boolean:
            let parts = heads.compactMap { condition($0) }
            guard parts.count == heads.count, let end = condition(tail) else { return nil }
            return .truths(TruthCase(branches: zip(tests, parts).map { ($0, $1) }, otherwise: end), at: offset)
        case .null: return .null(at: offset)
        default:
            let parts = heads.compactMap { integers($0, as: type)?.integerNode }
            guard parts.count == heads.count, let end = integers(tail, as: type)?.integerNode else { return nil }
            return .integers(
                type, IntegerCase(branches: zip(tests, parts).map { ($0, $1) }, otherwise: end), at: offset)
        }
    }

    /// COALESCE: the first that is not missing.
    mutating func coalesce(_ items: [Syntax], at offset: Int) -> Checked? {
        let parts = items.map { check($0) }
        let known = parts.compactMap { $0 }
        guard known.count == parts.count, let type = commonType(known) else { return nil }
        switch type {
        case .text:
            let nodes = known.compactMap { texts($0) }
            return nodes.count == known.count ? .texts(TextCoalesce(items: nodes), at: offset) : nil
        case .boolean:
            let nodes = known.compactMap { condition($0) }
            return nodes.count == known.count ? .truths(TruthCoalesce(items: nodes), at: offset) : nil
        case .null: return .null(at: offset)
        default:
            let nodes = known.compactMap { integers($0, as: type)?.integerNode }
            return nodes.count == known.count ? .integers(type, IntegerCoalesce(items: nodes), at: offset) : nil
        }
    }
}
