import Definitions
import Expressions
import Foundation
import Model
import Testing

/// Every figure of the pipeline `innovation`, made again from the records that `trace` lists: what is listed is what was
/// counted.
@Suite(.serialized) struct TraceTests {
    /// Cities, districts, counties and zones; of every place whose bureau sends files of its own at least one.
    static let areas = [
        "340100", "340102", "340103", "340124", "340176", "340200", "340202", "340281", "330304", "341602400",
    ]
    static let range = "2024Q1..2024Q4"

    private static let world = Result { try TracedWorld() }
    private var world: TracedWorld { get throws { try TraceTests.world.get() } }

    /// Of every indicator, for cities, districts and zones, in four quarters: the value, and where there are these the value
    /// of a year earlier and the growth on it. A figure without a number is made of nothing.
    @Test(arguments: ["value", "prior", "yoy"]) func figuresAreMadeOfTheRecordsListed(_ statistic: String) throws {
        let world = try world
        var compared: [String: Int] = [:]
        for quantity in ["stock", "ytd", "period"] {
            let figures = world.returns.rows.filter {
                $0["statistic"] == statistic && $0["quantity"] == quantity && $0["breakdown"] == ""
                    && TraceTests.areas.contains($0["area"] ?? "")
            }
            let indicators = world.indicators.map(\.id).filter { id in figures.contains { $0["indicator"] == id } }
            let records = try world.trace(indicators, ["--quantity", quantity, "--statistic", statistic])
            for figure in figures {
                let id = figure["indicator"] ?? ""
                let lines = records[TracedWorld.key(figure)] ?? []
                guard let published = figure["value"], !published.isEmpty else { continue }
                let made = statistic == "yoy" ? world.growth(of: id, lines) : world.value(of: id, [], lines)
                let unit = try #require(Unit(named: figure["unit"] ?? ""))
                let decimals = try #require(Int(figure["decimals"] ?? ""))
                let shown = made?.divided(by: unit.factor)?.rounded(scale: decimals)
                    .map { Decimal(mantissa: $0, scale: decimals).description }
                #expect(shown == published, "\(figure)")
                compared[id, default: 0] += 1
            }
        }
        // Every indicator that publishes the statistic takes part.
        let asked = world.indicators.filter { $0.statistics.contains { $0.statistic.rawValue == statistic } }.map(\.id)
        #expect(asked.filter { compared[$0] == nil } == [])
        #expect(compared.values.reduce(0, +) > 200)
        print("traced: \(statistic) of \(compared.count) indicators, \(compared.values.reduce(0, +)) figures")
    }

    /// A category's figure, and the category's records.
    @Test func categoriesAreMadeOfTheRecordsListed() throws {
        let world = try world
        let figures = world.returns.rows.filter {
            $0["statistic"] == "value" && $0["quantity"] == "ytd" && $0["breakdown"] == "contract_type"
                && $0["indicator"] == "contract_value_registered" && $0["category"] == "service"
                && TraceTests.areas.contains($0["area"] ?? "")
        }
        // A quarter without such a record has no cell.
        #expect(Set(figures.compactMap { $0["area"] }) == Set(TraceTests.areas))
        let records = try world.trace(["contract_value_registered"], ["--category", "service"])
        for figure in figures {
            let lines = records[TracedWorld.key(figure)] ?? []
            let made = world.value(of: "contract_value_registered", [], lines)
            let shown = made?.divided(by: Fraction(100_000_000))?.rounded(scale: 2)
                .map { Decimal(mantissa: $0, scale: 2).description }
            #expect(shown == figure["value"], "\(figure)")
            #expect(lines.allSatisfy { $0["record_category"] == "service" })
        }
    }

    /// Records are found where they are said to stand.
    @Test func recordsStandWhereTheTraceSays() throws {
        let records = try world.trace(["contract_value_registered"], [])
        let lines = records.values.flatMap { $0 }.filter { ($0["file"] ?? "").hasSuffix("技术合同认定登记2024.csv") }
        #expect(lines.count > 100)
        let file = Checkout.path("inputs/2024-Q4/技术合同认定登记2024.csv")
        // GB18030; keys are digits in any encoding.
        let text = try #require(String(data: Data(contentsOf: file), encoding: .isoLatin1))
        let physical = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for line in lines {
            let number = try #require(Int(line["line"] ?? ""))
            let key = try #require(line["key"])
            try #require(physical.indices.contains(number - 1), "\(line)")
            #expect(physical[number - 1].contains(key), "\(line)")
        }
    }
}

/// A run on the samples over several quarters, and traces of it.
private struct TracedWorld {
    let work = try? TemporaryFolder()
    let returns: CommaSeparatedTable
    let indicators: [IndicatorDefinition]

    typealias Line = [String: String]

    init() throws {
        let folder = try TemporaryFolder()
        // In some quarter an error of the samples keeps much of a small figure out, for which the return would be held.
        let pipeline = folder.url.appendingPathComponent("pipeline")
        try FileManager.default.copyItem(at: Checkout.path("pipelines/innovation"), to: pipeline)
        let settings = pipeline.appendingPathComponent("pipeline.yaml")
        let text = try String(contentsOf: settings, encoding: .utf8)
        try text.replacing("gate: effect, maximum: \"1%\"", with: "gate: effect, maximum: \"100%\"")
            .write(to: settings, atomically: true, encoding: .utf8)
        let program = try Program.run(
            [
                "run", "--period", TraceTests.range, "--pipeline", pipeline.path, "--inputs",
                Checkout.path("inputs").path, "--outputs", "outputs", "--no-digests",
            ], in: folder.url)
        guard program.status == 0 else { throw Failed(errors: program.errors) }
        returns = try CommaSeparatedTable(
            at: folder.url.appendingPathComponent("outputs/2024-Q1_2024-Q4/returns/returns.csv.gz"))
        indicators = readPipeline(at: pipeline.path).definition?.indicators ?? []
    }

    struct Failed: Error { var errors: String }

    /// What tells the figures of one statistic apart.
    static func key(_ line: Line) -> [String] {
        ["indicator", "area", "period", "quantity", "category"].map { line[$0] ?? "" }
    }

    /// The records listed, by figure.
    func trace(_ indicators: [String], _ options: [String]) throws -> [[String]: [Line]] {
        let places = [
            "--period", TraceTests.range, "--pipeline", Checkout.path("pipelines/innovation").path, "--inputs",
            Checkout.path("inputs").path,
        ]
        let areas = TraceTests.areas.flatMap { ["--area", $0] }
        let program = try Program.run(["trace"] + indicators + areas + options + places, in: Checkout.root)
        guard program.status == 0 else { throw Failed(errors: program.errors) }
        let table = CommaSeparatedTable(Data(program.output.utf8))
        return Dictionary(grouping: table.rows, by: TracedWorld.key)
    }

    /// Growth, of the lines of both its values.
    func growth(of id: String, _ lines: [Line]) -> Fraction? {
        guard let base = value(of: id, [], lines.filter { $0["part"] == "base" }),
            let value = value(of: id, [], lines.filter { $0["part"] == "value" })
        else { return nil }
        return value.subtracting(base)?.divided(by: base)
    }

    /// An indicator's value in base units, of the lines that stand under it; nil where it has none.
    /// - Parameter path: the operands that lead to it.
    func value(of id: String, _ path: [String], _ lines: [Line]) -> Fraction? {
        guard let definition = indicators.first(where: { $0.id == id }) else { return nil }
        if !definition.union.isEmpty { return Fraction(Int128(Set(lines.compactMap { $0["subject"] }).count)) }
        if let flow = definition.flow { return moved(flow, lines) }
        if let source = definition.formula {
            let ids = indicators.map(\.id)
            return compileFormula(source, indicators: ids).formula?.evaluate { operand in
                var name = ids[operand.indicator]
                if let quantity = operand.quantity { name += ".\(quantity.rawValue)" }
                if operand.shift != .none { name += "@\(operand.shift.rawValue)" }
                let inner = path + [name]
                let own = lines.filter {
                    let found = ($0["operand"] ?? "").split(separator: "/").map(String.init)
                    return found.starts(with: inner)
                }
                return value(of: ids[operand.indicator], inner, own)
            }
        }
        return counted(definition, lines)
    }

    /// Who came or went, of the records of the stock at both ends. (No certificate of the samples moves between areas: so
    /// who is there now and was not is new.)
    private func moved(_ flow: StockFlow, _ lines: [Line]) -> Fraction {
        func subjects(_ name: String) -> Set<String> {
            Set(lines.filter { $0["operand"] == name }.compactMap { $0["subject"] })
        }
        let (before, after) = (subjects("\(flow.stock)@year_start"), subjects(flow.stock))
        let other = subjects("\(flow.other ?? "").ytd")
        var found: Set<String> =
            switch flow.kind {
            case .new: after.subtracting(before)
            case .gone: before.subtracting(after)
            case .movedIn, .movedOut: []
            }
        if flow.among != nil { found.formIntersection(other) }
        if flow.except != nil { found.subtract(other) }
        return Fraction(Int128(found.count))
    }

    private func counted(_ definition: IndicatorDefinition, _ lines: [Line]) -> Fraction? {
        let subjects = Set(lines.compactMap { $0["subject"] })
        let numbers = lines.compactMap { line -> Fraction? in
            let factor = Unit(named: line["unit"] ?? "")?.factor ?? Fraction(1)
            return line["value"].flatMap { Decimal($0) }?.fraction.multiplied(by: factor)
        }
        #expect(numbers.count == lines.count)
        let sum = numbers.reduce(Fraction.zero) { $0.adding($1) ?? $0 }
        // What was published then, or is stated by a dataset of figures: its rows; of several years their sum.
        if definition.measure == nil || lines.contains(where: { $0["measure"] == "stated" }) {
            return lines.isEmpty ? nil : sum
        }
        switch definition.measure?.kind {
        case .count where definition.timing != .stock: return Fraction(Int128(lines.count))
        case .count, .countDistinct:
            // The column of what each record adds says the same.
            #expect(sum == Fraction(Int128(subjects.count)))
            return Fraction(Int128(subjects.count))
        case .sum: return sum
        case .min: return numbers.min()
        case .max: return numbers.max()
        case .mean: return sum.divided(by: Fraction(Int128(numbers.count)))
        case .median:
            let sorted = numbers.sorted()
            guard !sorted.isEmpty else { return nil }
            return sorted[(sorted.count - 1) / 2].adding(sorted[sorted.count / 2])?.divided(by: Fraction(2))
        case nil: return nil
        }
    }
}
