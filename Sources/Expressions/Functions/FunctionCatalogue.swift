import Definitions
import Model

/// A function of expressions: what it takes, what it means, how it is typed, and the slow way that tests compare with.
struct FunctionDefinition: Sendable {
    /// In capitals; calls may be written in any case.
    let name: String
    /// As documentation and messages show it.
    let signature: String
    let summary: String
    /// How many arguments it may have.
    let arguments: ClosedRange<Int>
    /// Types the call and makes its node; nil with a mistake noted.
    let check: @Sendable (inout Checker, Call) -> Checked?
    /// The value for one row, from the syntax of its arguments.
    let row: @Sendable (RowContext, [Syntax]) -> RowValue
}

/// Every function that expressions may call, family by family; each family is the file of its name beside this one.
enum FunctionCatalogue {
    static let families: [(name: String, functions: [FunctionDefinition])] = [
        ("ConditionalFunctions", ConditionalFunctions.all), ("NumberFunctions", NumberFunctions.all),
        ("TextFunctions", TextFunctions.all), ("DateFunctions", DateFunctions.all),
        ("PeriodFunctions", PeriodFunctions.all), ("AreaFunctions", AreaFunctions.all),
        ("ReferenceFunctions", ReferenceFunctions.all),
    ]

    static let all: [FunctionDefinition] = families.flatMap(\.functions)

    private static let byName: [String: FunctionDefinition] = {
        var table: [String: FunctionDefinition] = [:]
        for function in all { table[function.name] = function }
        return table
    }()

    static func function(named name: String) -> FunctionDefinition? { byName[name.uppercased()] }
}

/// A function of expressions, as documentation lists it.
public struct FunctionDescription: Hashable, Sendable {
    /// In capitals.
    public let name: String
    /// `ROUND(number [, digits])`
    public let signature: String
    /// One sentence.
    public let summary: String
    /// The file of its family, without `.swift`.
    public let family: String

    /// Every function, family by family.
    public static let all: [FunctionDescription] = FunctionCatalogue.families.flatMap { family in
        family.functions.map {
            FunctionDescription(
                name: $0.name, signature: $0.signature, summary: $0.summary, family: family.name)
        }
    }
}

extension Checker {
    /// The arguments, each typed; nil where one has a mistake.
    mutating func arguments(_ call: Call) -> [Checked]? {
        let parts = call.arguments.map { check($0) }
        let known = parts.compactMap { $0 }
        return known.count == parts.count ? known : nil
    }

    /// A number's integers; a mistake for anything else.
    mutating func number(_ part: Checked) -> Checked? {
        if part.scale != nil { return part }
        return integers(part, as: .number(scale: 0))
    }

    /// A whole number; a mistake for one that may have digits after the point.
    mutating func wholeNumber(_ part: Checked) -> Checked? {
        guard let number = number(part) else { return nil }
        guard number.scale == 0 else {
            return mistake("a whole number is expected here: ROUND this one", at: part.offset)
        }
        return number
    }
}
