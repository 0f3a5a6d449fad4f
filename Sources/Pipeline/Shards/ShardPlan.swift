import Definitions
import Ingest

/// One of the equal parts that the records of a run are divided into.
public struct Shard: Hashable, Sendable {
    /// From 1.
    public var number: Int
    public var count: Int

    /// Part `number` of `count`.
    public init(_ number: Int, of count: Int) {
        self.number = number
        self.count = count
    }

    /// `2/5`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], count <= 10_000, number >= 1,
            number <= count
        else { return nil }
        self.init(number, of: count)
    }
}

extension Shard: CustomStringConvertible {
    public var description: String { "\(number)/\(count)" }
}

/// Who reads what: the records' bytes, in the order in which a run takes them, in equal parts. Tables of plain CSV are cut
/// where a part ends; any other belongs whole to the part that its middle lies in. So does each file of a dataset that
/// several senders have a say in: which of its rows repeat an earlier one is found out within the file.
///
/// Depends on nothing but the inputs, the definitions and what was found out about files, so that all workers divide alike.
struct ShardPlan {
    /// What a worker reads of a table.
    enum Portion: Hashable {
        case none, whole
        case bytes(Range<Int>)
    }

    /// Tables that stay together: one, the columns of a wide one, or those of a file.
    private struct Unit {
        var dataset: Int
        var tables: Range<Int>
        /// In the whole sequence.
        var start: Int64
        var weight: Int64
        var cuts: RecordCuts?
    }

    private let tables: [[BoundTable]]
    private var units: [Unit] = []
    private var weight: Int64 = 0
    private let count: Int

    /// Of the datasets that are divided, in the order in which they are read.
    /// - Parameter whole: files that are not to be cut.
    init(
        _ discovery: TableDiscovery, _ compiled: CompiledPipeline, count: Int, whole: Set<Int>
    ) throws(PassInterruption) {
        let datasets = compiled.divided
        tables = discovery.tables
        self.count = count
        var tablesOfFile: [Int: Int64] = [:]
        for table in datasets.flatMap({ discovery.tables[$0] }) { tablesOfFile[table.file, default: 0] += 1 }
        for dataset in datasets {
            let own = discovery.tables[dataset]
            let isByFile = compiled.pipeline.datasets[dataset].authority != nil
            var first = 0
            while first < own.count {
                var end = first + 1
                while end < own.count,
                    isByFile ? own[end].file == own[first].file : own[end].isColumn(besides: own[first])
                {
                    end += 1
                }
                let table = own[first]
                var unit = Unit(dataset: dataset, tables: first..<end, start: weight, weight: 0)
                do throws(FileProblem) {
                    unit.cuts = try RecordCuts(
                        file: table.input, survey: table.survey, binding: table.binding, mode: table.mode)
                } catch {
                    throw PassInterruption(file: table.file, problem: error)
                }
                let share = Int64(end - first)
                unit.weight =
                    unit.cuts.map { Int64($0.records.count) }
                    ?? FileDigests.bytes(of: table.input.path) * share / (tablesOfFile[table.file] ?? 1)
                if isByFile || whole.contains(table.file) { unit.cuts = nil }
                weight += unit.weight
                units.append(unit)
                first = end
            }
        }
    }

    /// Whether several workers may read parts of the file.
    func divides(file: Int) -> Bool {
        units.contains { isCut($0) && tables[$0.dataset][$0.tables.lowerBound].file == file }
    }

    /// By table of a dataset.
    func isCut(_ dataset: Int) -> [Bool] {
        var cut = Array(repeating: false, count: tables[dataset].count)
        for unit in units where unit.dataset == dataset && isCut(unit) {
            for table in unit.tables { cut[table] = true }
        }
        return cut
    }

    /// By dataset and table what part `number` (from 1) reads.
    func portions(_ number: Int) throws(PassInterruption) -> [[Portion]] {
        var portions = tables.map { Array(repeating: Portion.none, count: $0.count) }
        for unit in units {
            var portion = owner(of: unit.start + unit.weight / 2) == number ? Portion.whole : .none
            if isCut(unit) { portion = try part(of: unit, number) }
            for table in unit.tables { portions[unit.dataset][table] = portion }
        }
        return portions
    }

    /// Where part n ends, n from 0, in the whole sequence.
    private func end(_ number: Int) -> Int64 {
        weight * Int64(number) / Int64(count)
    }

    private func owner(of position: Int64) -> Int {
        (1...count).first { position < end($0) } ?? count
    }

    private func isCut(_ unit: Unit) -> Bool {
        unit.cuts != nil && unit.weight > 0 && owner(of: unit.start) != owner(of: unit.start + unit.weight - 1)
    }

    private func part(of unit: Unit, _ number: Int) throws(PassInterruption) -> Portion {
        guard let cuts = unit.cuts, end(number - 1) < unit.start + unit.weight, end(number) > unit.start else {
            return .none
        }
        let offsets = [end(number - 1), end(number)].map { position in
            cuts.records.lowerBound + Int(min(max(position - unit.start, 0), unit.weight))
        }
        do throws(FileProblem) {
            let bounds = try cuts.beginnings(behind: offsets)
            return bounds[0] < bounds[1] ? .bytes(bounds[0]..<bounds[1]) : .none
        } catch {
            throw PassInterruption(file: tables[unit.dataset][unit.tables.lowerBound].file, problem: error)
        }
    }
}

extension BoundTable {
    /// Columns of one wide table are read by one worker: what they share is reported once.
    fileprivate func isColumn(besides other: BoundTable) -> Bool {
        binding.wide != nil && other.binding.wide != nil && file == other.file && sheet == other.sheet
    }
}
