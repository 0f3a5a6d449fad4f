public import Model

/// Holds the totals of one table to the records that they sum, once all of it is read.
///
/// A total sums the records since the last total of its level or one above it, or those down to the next: a level is
/// read the way in which more of its totals come out right. A page's total sums its page. What a running total (累计) sums
/// is not in the table, nor can it be told of a total without any record on its side: these are counted, not judged.
public struct StatedSums {
    /// A stated value that is not the sum of what it stands for.
    public struct Mismatch {
        /// Position among the summed fields.
        public var field: Int
        /// Of the total row.
        public var place: Place
        /// As it stands there.
        public var text: String
        /// At the scale of the field.
        public var stated: Int64
        /// Of the records, or the whole that it is part of.
        public var sum: Int128
    }

    private struct Row {
        var level: Int?
        var place: Place
        var values: [Int64?]
        var texts: [String]
        /// Of all records above it.
        var sums: [Int128]
        var records: Int
    }

    private var sums: [Int128]
    private var records = 0
    private var rows: [Row] = []
    /// Fields whose records cannot all be added.
    private var doubtful: Set<Int> = []
    /// Parts (其中) that were compared, that could not be, and that are larger than their whole.
    public private(set) var parts = 0
    public private(set) var partsWithoutWhole = 0
    public private(set) var partMismatches: [Mismatch] = []

    /// - Parameter fields: how many fields are summed.
    public init(fields: Int) { sums = Array(repeating: 0, count: fields) }

    /// Takes in what the next piece says; `base` is the place of its first row.
    public mutating func add(_ footing: Footing, base: Place) {
        for (i, more) in footing.sums.enumerated() {
            for field in sums.indices { sums[field] += more[field] }
            records += footing.records[i]
            guard i < footing.stated.count else { break }
            let stated = footing.stated[i]
            var place = base
            place.row += Int64(stated.row)
            rows.append(
                Row(
                    level: stated.level, place: place, values: stated.values, texts: stated.texts, sums: sums,
                    records: records))
        }
        doubtful.formUnion(footing.doubtful)
        parts += footing.parts.count
        partsWithoutWhole += footing.partsWithoutWhole
        for part in footing.parts where part.value > part.whole {
            var place = base
            place.row += Int64(part.row)
            partMismatches.append(
                Mismatch(field: part.field, place: place, text: part.text, stated: part.value, sum: Int128(part.whole)))
        }
    }

    /// Stated values: how many were compared, how many could not be, and those that are wrong, in order of rows.
    public func judge() -> (checked: Int, unproven: Int, mismatches: [Mismatch]) {
        var judged: [Int: [Int128]] = [:]
        for level in Set(rows.compactMap(\.level)).sorted() {
            let own = rows.indices.filter { rows[$0].level == level }
            let bounds = rows.indices.filter { level == 0 ? rows[$0].level == 0 : rows[$0].level ?? -1 >= level }
            let above = scopes(own, bounds, above: true)
            let below = scopes(own, bounds, above: false)
            let isFirstAbove = (own.first.map { rows[$0].records } ?? 0) == 0
            let (hits, others) = (matches(above), matches(below))
            judged.merge(others > hits || (others == hits && isFirstAbove) ? below : above) { a, _ in a }
        }
        var result: (checked: Int, unproven: Int, mismatches: [Mismatch]) = (0, 0, [])
        for (i, row) in rows.enumerated() {
            for (field, value) in row.values.enumerated() {
                guard let value else { continue }
                guard let sums = judged[i], !doubtful.contains(field) else {
                    result.unproven += 1
                    continue
                }
                result.checked += 1
                if Int128(value) != sums[field] {
                    result.mismatches.append(
                        Mismatch(
                            field: field, place: row.place, text: row.texts[field], stated: value, sum: sums[field]))
                }
            }
        }
        return result
    }

    /// By row the sums of its records, above it or below it; rows without records there are left out, but for those at an
    /// end of the table, which can only sum what is on their other side.
    private func scopes(_ own: [Int], _ bounds: [Int], above: Bool) -> [Int: [Int128]] {
        var scopes: [Int: [Int128]] = [:]
        for (at, row) in bounds.enumerated() where own.contains(row) {
            let turned = above ? rows[row].records == 0 : rows[row].records == records
            let start: (sums: [Int128], records: Int)
            let end: (sums: [Int128], records: Int)
            if above != turned {
                end = (rows[row].sums, rows[row].records)
                start =
                    at > 0
                    ? (rows[bounds[at - 1]].sums, rows[bounds[at - 1]].records) : (sums.map { _ in 0 }, 0)
            } else {
                start = (rows[row].sums, rows[row].records)
                end =
                    at + 1 < bounds.count
                    ? (rows[bounds[at + 1]].sums, rows[bounds[at + 1]].records) : (sums, records)
            }
            guard end.records > start.records else { continue }
            scopes[row] = zip(end.sums, start.sums).map { $0 - $1 }
        }
        return scopes
    }

    private func matches(_ scopes: [Int: [Int128]]) -> Int {
        scopes.reduce(0) { count, scope in
            count
                + rows[scope.key].values.enumerated().count { field, value in
                    value.map { Int128($0) == scope.value[field] } ?? false
                }
        }
    }
}
