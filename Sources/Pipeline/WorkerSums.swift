import Aggregate
import Tabular

/// What one worker adds up.
struct WorkerSums {
    /// nil where no indicator reads the dataset.
    var partial: Partial?
    /// nil where nothing is kept beside.
    var series: RecordSeries?

    init(_ plan: DatasetPlan?, _ series: RecordSeriesPlan) {
        partial = plan.map { Partial($0) }
        self.series = series.isEmpty ? nil : RecordSeries(series)
    }

    static func partial(of workers: [Box<WorkerSums>]) -> Partial? {
        guard var sum = workers[0].value.partial else { return nil }
        for other in workers.dropFirst() { if let value = other.value.partial { sum.merge(value) } }
        return sum
    }

    static func series(of workers: [Box<WorkerSums>]) -> RecordSeries? {
        guard var series = workers[0].value.series else { return nil }
        workers[0].value.series = nil
        for other in workers.dropFirst() { if let value = other.value.series { series.merge(value) } }
        return series
    }
}

/// A value with an address, for one worker to change.
final class Box<Value>: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
}
