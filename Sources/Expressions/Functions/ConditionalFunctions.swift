/// Functions that choose among values.
enum ConditionalFunctions {
    static let all = [coalesce, extreme("LEAST", "smallest"), extreme("GREATEST", "greatest")]

    static let coalesce = FunctionDefinition(
        name: "COALESCE", signature: "COALESCE(value, value…)", summary: "The first value that is not missing.",
        arguments: 1...100,
        check: { checker, call in checker.coalesce(call.arguments, at: call.offset) },
        row: { row, arguments in
            for argument in arguments {
                let value = row.value(argument)
                if value != .missing { return value }
            }
            return .missing
        })

    /// LEAST and GREATEST: missing where one is, as a score that lacks a part is none.
    private static func extreme(_ name: String, _ word: String) -> FunctionDefinition {
        FunctionDefinition(
            name: name, signature: "\(name)(value, value…)",
            summary: "The \(word) of the values; missing where one of them is.", arguments: 2...20,
            check: { checker, call in checker.check(extreme(name, of: call.arguments, at: call.offset)) },
            row: { row, arguments in
                var best = arguments[0]
                for next in arguments.dropFirst() {
                    let isBetter = Syntax(form: .binary(order(name), best, next), offset: next.offset)
                    guard let stays = row.truth(row.value(isBetter)) else { return .missing }
                    if !stays { best = next }
                }
                return row.value(best)
            })
    }

    /// `CASE WHEN a <= b AND a <= c THEN a WHEN b <= a AND b <= c THEN b … END`: of equal ones the first; none where one is
    /// missing, as it then precedes nothing and nothing precedes it.
    static func extreme(_ name: String, of items: [Syntax], at offset: Int) -> Syntax {
        let branches = items.indices.map { position in
            let tests = items.indices.filter { $0 != position }.map {
                Syntax(form: .binary(order(name), items[position], items[$0]), offset: items[position].offset)
            }
            let all = tests.dropFirst().reduce(tests.first ?? Syntax(form: .boolean(true), offset: offset)) {
                Syntax(form: .binary(.and, $0, $1), offset: offset)
            }
            return Syntax.Branch(condition: all, result: items[position])
        }
        return Syntax(form: .choose(operand: nil, branches: branches, otherwise: nil), offset: offset)
    }

    private static func order(_ name: String) -> BinaryOperator { name == "LEAST" ? .lessOrEqual : .greaterOrEqual }
}
