import Definitions
import Model

extension Checker {
    mutating func binary(_ sign: BinaryOperator, _ a: Checked, _ b: Checked, at offset: Int) -> Checked? {
        if let comparison = Comparison(sign) {
            return self.comparison(comparison, a, b, at: offset).map { .truths($0, at: offset) }
        }
        switch sign {
        case .and, .or:
            let (left, right) = (condition(a), condition(b))
            guard let left, let right else { return nil }
            return .truths(LogicNode(sign: sign == .and ? .and : .or, left: left, right: right), at: offset)
        case .concatenate:
            let (left, right) = (texts(a), texts(b))
            guard let left, let right else { return nil }
            return .texts(ConcatenationNode(left: left, right: right), at: offset)
        case .add, .subtract: return sum(sign, a, b, at: offset)
        case .multiply: return product(a, b, at: offset)
        case .divide: return quotient(a, b, at: offset)
        default: return nil
        }
    }

    /// Notes that operands do not suit an operator.
    private mutating func unsuited(_ sign: BinaryOperator, _ a: Checked, _ b: Checked, at offset: Int) -> Checked? {
        let wrong = a.scale == nil && !a.isNull ? a : b
        var message = "\(sign.rawValue) does not take \(wrong.type.noun)"
        if sign == .add, wrong.type.isSameKind(.text) { message += "; texts are joined by ||" }
        return mistake(message, at: wrong.offset)
    }

    mutating func negation(of part: Checked, at offset: Int) -> Checked? {
        if part.isNull { return part }
        guard part.scale != nil else { return mistake("- does not take \(part.type.noun)", at: part.offset) }
        if let constant = part.constant { return .constant(part.type, -constant, at: offset) }
        let node = ArithmeticNode(sign: .subtract, left: IntegerConstant(value: 0), right: part.integerNode)
        return .integers(part.type, node, at: offset)
    }

    private mutating func sum(_ sign: BinaryOperator, _ a: Checked, _ b: Checked, at offset: Int) -> Checked? {
        let operation: ArithmeticOperator = sign == .add ? .add : .subtract
        if a.isNull, b.isNull { return .integers(.number(scale: 0), IntegerConstant(value: nil), at: offset) }
        switch (a.type, b.type) {
        case (.number, .number), (.number, .null), (.null, .number):
            let type = ExpressionType.number(scale: max(a.scale ?? 0, b.scale ?? 0))
            guard let left = integers(a, as: type), let right = integers(b, as: type) else { return nil }
            return .integers(
                type, ArithmeticNode(sign: operation, left: left.integerNode, right: right.integerNode), at: offset)
        case (.date, .date) where sign == .subtract:
            return .integers(
                .number(scale: 0), ArithmeticNode(sign: .subtract, left: a.integerNode, right: b.integerNode),
                at: offset)
        case (.date, .null): return .integers(.date, IntegerConstant(value: nil), at: offset)
        case (.date, .number),
            (.number, .date) where sign == .add:
            let (date, days) = a.type == .date ? (a, b) : (b, a)
            guard days.scale == 0 else {
                return mistake("a date moves by whole days: ROUND this number first", at: days.offset)
            }
            return .integers(
                .date,
                DateShift(sum: ArithmeticNode(sign: operation, left: date.integerNode, right: days.integerNode)),
                at: offset)
        case (.date, .text) where sign == .subtract && b.literal != nil:
            guard let day = integers(b, as: .date) else { return nil }
            return sum(sign, a, day, at: offset)
        default: return unsuited(sign, a, b, at: offset)
        }
    }

    private mutating func product(_ a: Checked, _ b: Checked, at offset: Int) -> Checked? {
        guard a.scale != nil || a.isNull, b.scale != nil || b.isNull else {
            return unsuited(.multiply, a, b, at: offset)
        }
        let scale = (a.scale ?? 0) + (b.scale ?? 0)
        guard scale <= ExpressionType.maximumScale else {
            return mistake(
                "this product has \(scale) digits after the point, more than \(ExpressionType.maximumScale): ROUND an operand",
                at: offset)
        }
        return .integers(
            .number(scale: scale), ArithmeticNode(sign: .multiply, left: a.integerNode, right: b.integerNode),
            at: offset)
    }

    private mutating func quotient(_ a: Checked, _ b: Checked, at offset: Int) -> Checked? {
        guard a.scale != nil || a.isNull, b.scale != nil || b.isNull else { return unsuited(.divide, a, b, at: offset) }
        if b.constant == 0 { return mistake("this divides by zero in every row", at: b.offset) }
        let power = ExpressionType.quotientScale + (b.scale ?? 0) - (a.scale ?? 0)
        return .integers(
            .number(scale: ExpressionType.quotientScale),
            DivisionNode(left: a.integerNode, right: b.integerNode, power: power), at: offset)
    }

    mutating func comparison(_ sign: Comparison, _ a: Checked, _ b: Checked, at offset: Int) -> (any TruthNode)? {
        if a.isNull || b.isNull { return TruthConstant(value: .missing) }
        let isEquality = sign == .equal || sign == .notEqual
        func compared(_ x: Checked, _ y: Checked) -> any TruthNode {
            IntegerComparison(
                comparison: sign, left: x.integerNode, right: y.integerNode, leftPower: 0, rightPower: 0)
        }
        if let x = a.scale, let y = b.scale {
            return IntegerComparison(
                comparison: sign, left: a.integerNode, right: b.integerNode, leftPower: max(0, y - x),
                rightPower: max(0, x - y))
        }
        switch (a.type, b.type) {
        case (.boolean, .boolean):
            let (left, right) = (condition(a), condition(b))
            guard isEquality, let left, let right else { break }
            return TruthComparison(isEqual: sign == .equal, left: left, right: right)
        case (.code(let x), .code(let y)) where isEquality:
            let translated = TableNode.translating(b.integerNode, from: y, to: x, absent: -1)
            return compared(a, .integers(a.type, translated, at: b.offset))
        case (.code, .text) where isEquality && b.literal != nil:
            return integers(b, as: a.type).map { compared(a, $0) }
        case (.text, .code) where isEquality && a.literal != nil:
            return integers(a, as: b.type).map { compared($0, b) }
        case (.text, .text), (.code, .text), (.text, .code), (.code, .code):
            let (left, right) = (texts(a), texts(b))
            guard let left, let right else { return nil }
            return TextComparison(comparison: sign, left: left, right: right)
        case (.date, .date): return compared(a, b)
        case (.area, .area) where isEquality: return compared(a, b)
        case (.period, .period):
            if isEquality { return compared(a, b) }
            return IntegerComparison(
                comparison: sign, left: PeriodOrder(inner: a.integerNode), right: PeriodOrder(inner: b.integerNode),
                leftPower: 0, rightPower: 0)
        default:
            // A stated text takes the type of what it meets.
            if b.literal != nil, b.type == .text, a.type != .boolean {
                return integers(b, as: a.type).flatMap { comparison(sign, a, $0, at: offset) }
            }
            if a.literal != nil, a.type == .text, b.type != .boolean {
                return integers(a, as: b.type).flatMap { comparison(sign, $0, b, at: offset) }
            }
        }
        if a.type.isSameKind(b.type) {
            _ = mistake("\(a.type.noun) is equal or not: there is no order to compare by", at: offset)
        } else {
            var message = "\(a.type.noun) cannot be compared with \(b.type.noun)"
            if a.type.isSameKind(.code(CodeDictionary([]))), b.constant != nil {
                message += "; codes stand in single quotes"
            }
            _ = mistake(message, at: offset)
        }
        return nil
    }

    /// `x IN (…)`: by one search where all items are stated, else as comparisons joined by OR.
    mutating func membership(_ value: Syntax, _ items: [Syntax], at offset: Int) -> (any TruthNode)? {
        let checked = check(value)
        let parts = items.map { check($0) }
        let known = parts.compactMap { $0 }
        guard let checked, known.count == parts.count else { return nil }
        if let search = search(checked, known) { return search }
        let operand = shared(checked)
        var result: (any TruthNode)?
        var isRight = true
        for part in known {
            guard let test = comparison(.equal, operand, part, at: part.offset) else {
                isRight = false
                continue
            }
            result = result.map { LogicNode(sign: .or, left: $0, right: test) } ?? test
        }
        return isRight ? result : nil
    }

    /// nil where an item is not known at type-check, or has a mistake that the other way will report.
    private func search(_ value: Checked, _ items: [Checked]) -> (any TruthNode)? {
        var trial = self
        var members: [Int64] = []
        for item in items where !item.isNull {
            if let scale = value.scale {
                guard let constant = item.constant, let other = item.scale else { return nil }
                let finer = Fraction(mantissa: constant, scale: other).multiplied(
                    by: Fraction(powerOfTen(scale)))
                // A value with more digits than the field can have, or beyond 64 bits, is in no row.
                guard let finer, finer.denominator == 1, let member = Int64(exactly: finer.numerator) else { continue }
                members.append(member)
            } else {
                switch value.type {
                case .date, .area, .period, .code: break
                default: return nil
                }
                guard let constant = trial.integers(item, as: value.type)?.constant else { return nil }
                members.append(Int64(truncatingIfNeeded: constant))
            }
        }
        return IntegerMembership(
            inner: value.integerNode, members: members.sorted(), holdsNull: items.contains { $0.isNull })
    }

    mutating func like(_ value: Syntax, _ pattern: Syntax, _ escape: Syntax?, at offset: Int) -> (any TruthNode)? {
        guard let checked = check(value), let inner = texts(checked) else { return nil }
        guard case .text(let text) = pattern.form else {
            _ = mistake("the pattern of LIKE is a text in single quotes", at: pattern.offset)
            return nil
        }
        var sign: Unicode.Scalar?
        if let escape {
            guard case .text(let text) = escape.form, text.unicodeScalars.count == 1 else {
                _ = mistake("ESCAPE is one character in single quotes", at: escape.offset)
                return nil
            }
            sign = text.unicodeScalars.first
        }
        guard let compiled = LikePattern(text, escape: sign) else {
            _ = mistake("behind the escape stands %, _ or the escape itself", at: pattern.offset)
            return nil
        }
        return LikeNode(inner: inner, pattern: compiled)
    }
}
