import Ingest
import Tabular
import Validate

/// What all shards claim of the divided datasets, as far as one of them meets it.
struct ShardClaims {
    private let number: Int
    /// Checksums of the own pieces.
    private var expected: [Int: [UInt64]] = [:]
    /// By dataset, table and shard (from 0).
    private var foreign: [Int: [[[PieceClaims]]]] = [:]

    /// By dataset and table: the rows that all shards together have met.
    private(set) var rowCounts: [Int: [Int]] = [:]

    /// Of shard `number`, from 1.
    /// - Parameter tables: how many there are by dataset.
    init(
        _ files: [ShardFile], own number: Int, datasets: [Int], tables: [Int]
    ) throws(RunFailure) {
        self.number = number
        for dataset in datasets { rowCounts[dataset] = Array(repeating: 0, count: tables[dataset]) }
        var filters: [Int: (keys: KeyFilter, lost: Set<[String]>)] = [:]
        try ShardClaims.read(files[number - 1], datasets) { dataset, claims in
            expected[dataset] = claims.map(\.checksum)
            var filter = KeyFilter(expecting: claims.reduce(0) { $0 + $1.keys.keyCount })
            for piece in claims {
                if 0..<tables[dataset] ~= piece.table { rowCounts[dataset]?[piece.table] += piece.rowCount }
                filter.add(piece.keys)
                for rows in piece.waiting { filter.add(rows.keys) }
            }
            filters[dataset] = (filter, Set(claims.flatMap { $0.lost?.texts ?? [] }))
        }
        for dataset in datasets {
            foreign[dataset] = Array(repeating: Array(repeating: [], count: files.count), count: tables[dataset])
        }
        for (shard, file) in files.enumerated() where shard != number - 1 {
            var isSound = true
            try ShardClaims.read(file, datasets) { dataset, claims in
                guard let filter = filters[dataset] else { return }
                for piece in claims {
                    guard 0..<tables[dataset] ~= piece.table else { isSound = false; continue }
                    rowCounts[dataset]?[piece.table] += piece.rowCount
                    foreign[dataset]?[piece.table][shard].append(
                        piece.restricted(to: filter.keys, lost: filter.lost))
                }
            }
            guard isSound else { throw ShardFile.damaged(file.path) }
        }
    }

    /// Files that have more rows than are read, which no shard can see of a part.
    func filesBeyondLimits(_ discovery: TableDiscovery) -> [Int] {
        rowCounts.flatMap { dataset, counts in
            counts.enumerated().compactMap { position, count in
                let table = discovery.tables[dataset][position]
                return table.beyond(Int64(table.layout.firstRow - 1 + count)) == nil ? nil : table.file
            }
        }
    }

    private static func read(
        _ file: ShardFile, _ datasets: [Int], _ body: (Int, [PieceClaims]) -> Void
    ) throws(RunFailure) {
        do throws(DamagedForm) {
            var reader = BinaryReader(file.body)
            for dataset in datasets {
                body(dataset, try reader.list { reader throws(DamagedForm) in try PieceClaims(from: &reader) })
            }
            guard reader.isAtEnd else { throw DamagedForm() }
        } catch {
            throw ShardFile.damaged(file.path)
        }
    }

    /// The pieces of a dataset in their order.
    mutating func share(_ dataset: Int, _ portions: [ShardPlan.Portion], isCut: [Bool]) -> DatasetShare {
        let claims = foreign.removeValue(forKey: dataset) ?? []
        let segments = portions.enumerated().map { table, portion in
            claims[table].enumerated().flatMap { shard, pieces -> [DatasetShare.Segment] in
                guard shard == number - 1 else { return pieces.isEmpty ? [] : [.foreign(pieces)] }
                switch portion {
                case .none: return []
                case .whole: return [.own(bytes: nil)]
                case .bytes(let bytes): return [.own(bytes: bytes)]
                }
            }
        }
        return DatasetShare(segments: segments, isCut: isCut, claimsOnly: false, expected: expected[dataset] ?? [])
    }
}
