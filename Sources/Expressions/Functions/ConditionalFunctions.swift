/// Functions that choose among values.
enum ConditionalFunctions {
    static let all = [coalesce]

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
}
