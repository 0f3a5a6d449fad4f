import Model

/// Conditions, and choices among values.
extension ExpressionGenerator {
    mutating func truth(_ depth: Int) -> Generated {
        guard depth > 0 else {
            switch below(5) {
            case 0: return make(.truth, "TRUE", "1", [])
            case 1: return make(.truth, "FALSE", "0", [])
            default: return make(.truth, "flag", "flag", [])
            }
        }
        switch below(14) {
        case 0, 1:
            let (a, b, sign) = (truth(depth - 1), truth(depth - 1), pick(["AND", "OR"]))
            return make(.truth, "(\(a.source) \(sign) \(b.source))", "(\(a.sql) \(sign) \(b.sql))", [a, b])
        case 2:
            let inner = truth(depth - 1)
            return make(.truth, "(NOT \(inner.source))", "(NOT \(inner.sql))", [inner])
        case 3:
            let (inner, test) = (expression(depth - 1), pick(["IS NULL", "IS NOT NULL"]))
            return make(.truth, "(\(inner.source) \(test))", "(\(inner.sql) \(test))", [inner])
        case 4:
            let (inner, pattern) = (
                text(depth - 1), pick(["%a%", "_", "a%", "%b", "合_", "%", "!%", "1__!%", "%_b%", "A%b%"])
            )
            let test = "\(pick(["LIKE", "NOT LIKE"])) '\(pattern)' ESCAPE '!'"
            return make(.truth, "(\(inner.source) \(test))", "(\(inner.sql) \(test))", [inner])
        case 5:
            let (a, b) = (text(depth - 1), text(depth - 1))
            if below(2) == 0 {
                return make(.truth, "CONTAINS(\(a.source), \(b.source))", "(instr(\(a.sql), \(b.sql)) > 0)", [a, b])
            }
            return make(
                .truth, "STARTS_WITH(\(a.source), \(b.source))", "(substr(\(a.sql), 1, length(\(b.sql))) = \(b.sql))",
                [a, b])
        case 6: return membership(depth)
        case 7: return between(depth)
        case 8: return choice(depth) { $0.truth(depth - 1) } ?? truth(0)
        default: return comparison(depth)
        }
    }

    /// Two expressions that may be compared; numbers come with their SQL at one scale.
    private mutating func pair(_ depth: Int) -> (a: Generated, b: Generated, sqlA: String, sqlB: String, ordered: Bool)?
    {
        let a = expression(depth - 1)
        var b: Generated
        switch a.kind {
        case .number: b = number(depth - 1)
        case .date: b = date(depth - 1)
        case .truth: b = truth(depth - 1)
        case .area: b = area(depth - 1)
        case .period: b = period(depth - 1)
        case .text: b = text(depth - 1)
        }
        // A text that is stated must be among the codes that it is compared with.
        if let codes = a.codes, b.isLiteral, !a.isLiteral { b = literal(pick(codes)) }
        if let codes = b.codes, a.isLiteral, !b.isLiteral, !codes.contains(a.codes?.first ?? "") { return nil }
        let isOrdered: Bool
        switch a.kind {
        case .number, .date, .text: isOrdered = true
        case .truth, .area, .period: isOrdered = false
        }
        guard case .number = a.kind else { return (a, b, a.sql, b.sql, isOrdered) }
        let scale = max(a.scale, b.scale)
        guard a.bound <= limit / powerOfTen(scale - a.scale), b.bound <= limit / powerOfTen(scale - b.scale) else {
            return nil
        }
        return (a, b, a.sql(atScale: scale), b.sql(atScale: scale), true)
    }

    private mutating func comparison(_ depth: Int) -> Generated {
        guard let p = pair(depth) else { return truth(0) }
        let sign = p.ordered ? pick(["=", "<>", "<", "<=", ">", ">="]) : pick(["=", "<>"])
        let null = below(40) == 0
        return make(
            .truth, "(\(p.a.source) \(sign) \(null ? "NULL" : p.b.source))",
            "(\(p.sqlA) \(sign) \(null ? "NULL" : p.sqlB))",
            [p.a, p.b])
    }

    private mutating func between(_ depth: Int) -> Generated {
        guard let p = pair(depth), p.ordered, let q = pair(1), q.a.kind == p.a.kind, q.a.codes == nil || !q.a.isLiteral
        else {
            return truth(0)
        }
        // The third has the kind and, for numbers, the scale of the first.
        let scale = max(p.a.scale, p.b.scale)
        guard q.a.scale <= scale, q.a.bound <= limit / powerOfTen(scale - q.a.scale) else { return truth(0) }
        let word = pick(["BETWEEN", "NOT BETWEEN"])
        return make(
            .truth, "(\(p.a.source) \(word) \(p.b.source) AND \(q.a.source))",
            "(\(p.sqlA) \(word) \(p.sqlB) AND \(q.a.sql(atScale: scale)))", [p.a, p.b, q.a])
    }

    private mutating func membership(_ depth: Int) -> Generated {
        guard let p = pair(depth) else { return truth(0) }
        var sources = [p.b.source]
        var sql = [p.sqlB]
        let scale = max(p.a.scale, p.b.scale)
        switch p.a.kind {
        case .number:
            for _ in 0..<below(12) {
                let value = below(40) - 10
                sources.append("\(value)")
                sql.append("\(Int128(value) * powerOfTen(scale))")
            }
        case .text where p.a.codes == nil:
            for _ in 0..<below(4) {
                let word = literal(pick(ExpressionGenerator.words))
                sources.append(word.source)
                sql.append(word.sql)
            }
        default: break
        }
        if below(6) == 0 {
            sources.append("NULL")
            sql.append("NULL")
        }
        guard p.a.kind != .truth, p.a.bound <= limit / 100 else { return truth(0) }
        let word = pick(["IN", "NOT IN"])
        return make(
            .truth, "(\(p.a.source) \(word) (\(sources.joined(separator: ", "))))",
            "(\(p.sqlA) \(word) (\(sql.joined(separator: ", "))))", [p.a, p.b])
    }

    /// CASE or COALESCE over values of one kind; nil where their scales are too far apart.
    mutating func choice(_ depth: Int, _ value: (inout ExpressionGenerator) -> Generated) -> Generated? {
        let parts = (0..<(2 + below(2))).map { _ in value(&self) }
        let scale = parts.map(\.scale).max() ?? 0
        guard parts.allSatisfy({ $0.bound <= limit / powerOfTen(scale - $0.scale) }) else { return nil }
        let sql = parts.map { $0.sql(atScale: scale) }
        let bound = parts.map { $0.bound(atScale: scale) }.max() ?? 0
        var kind = parts[0].kind
        if case .number = kind { kind = .number(scale: scale) }
        var result: Generated
        if below(3) == 0 {
            result = make(
                kind, "COALESCE(\(parts.map(\.source).joined(separator: ", ")))",
                "COALESCE(\(sql.joined(separator: ", ")))",
                parts, bound: bound)
        } else if case .number = kind, below(4) == 0 {
            // SQLite's of several values are missing where one is, as ours.
            let (ours, theirs) = below(2) == 0 ? ("LEAST", "MIN") : ("GREATEST", "MAX")
            result = make(
                kind, "\(ours)(\(parts.map(\.source).joined(separator: ", ")))",
                "\(theirs)(\(sql.joined(separator: ", ")))", parts, bound: bound)
        } else {
            let conditions = (1..<parts.count).map { _ in truth(depth - 1) }
            let last = below(4) == 0 ? nil : "ELSE"
            var source = "CASE"
            var text = "CASE"
            for (i, condition) in conditions.enumerated() {
                source += " WHEN \(condition.source) THEN \(parts[i].source)"
                text += " WHEN \(condition.sql) THEN \(sql[i])"
            }
            if last != nil {
                source += " ELSE \(parts[parts.count - 1].source)"
                text += " ELSE \(sql[parts.count - 1])"
            }
            let used = last == nil ? Array(parts.dropLast()) : parts
            // Without its last part the choice may have a smaller scale than SQLite is told.
            guard used.map(\.scale).max() == scale || kind == parts[0].kind && scale == 0 else { return nil }
            result = make(kind, "\(source) END", "\(text) END", conditions + used, bound: bound)
            result.codes = codes(of: used)
            return result
        }
        result.codes = codes(of: parts)
        return result
    }

    /// Texts that may come out, where none comes from a text field.
    private func codes(of parts: [Generated]) -> [String]? {
        var codes: [String] = []
        for part in parts {
            guard let own = part.codes else { return nil }
            codes += own.filter { !codes.contains($0) }
        }
        return codes
    }
}
