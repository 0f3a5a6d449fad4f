import Definitions
import Model
import Tabular

/// Names exceptions so that an answer given once finds its case again in the next run.
///
/// A case is (rule, dataset, record's key, field, record's own period); the run's period is in it nowhere. Where the key
/// is blank or stands for several records, a digest of the row's texts takes its place; where there is no record, the file,
/// the sheet and what was found; of figures their area and quantity. The id is FNV-1a over these with 128 bits, as 32 hexadecimal digits. Cases that are the same to the last
/// letter are told apart by their number in order of reading, from the second on.
struct ExceptionIdentity {
    private let reader: FindingReader
    /// Keys that several records of a file have, by dataset.
    private var shared: Set<[String]> = []

    init(_ reader: FindingReader) {
        self.reader = reader
        for finding in reader.publication.findings {
            guard case .builtIn(.unique) = reader.rule(finding).kind, let key = reader.key(finding) else { continue }
            shared.insert([reader.dataset(finding)?.name ?? ""] + key)
        }
    }

    /// One id per finding, in order of the findings.
    func ids() -> [String] {
        var seen: [UInt128: Int] = [:]
        seen.reserveCapacity(reader.publication.findings.count)
        return reader.publication.findings.map { finding in
            var digest = self.digest(of: finding)
            let before = seen[digest.value, default: 0]
            seen[digest.value] = before + 1
            if before > 0 { digest.add(String(before + 1)) }
            return digest.hexadecimal
        }
    }

    private func digest(of finding: Finding) -> Digest {
        var digest = Digest()
        let dataset = reader.dataset(finding)?.name ?? ""
        digest.add(reader.rule(finding).id)
        digest.add(dataset)
        if let figures = finding.figures {
            digest.add("figure")
            digest.add(reader.area(finding)?.code ?? "")
            digest.add(figures.quantity.rawValue)
        } else if let evidence = finding.evidence {
            if let key = reader.key(finding), shared.isEmpty || !shared.contains([dataset] + key) {
                digest.add("key")
                for part in key { digest.add(part) }
            } else {
                digest.add("row")
                for field in 0..<evidence.fieldCount {
                    digest.add(reader.raw(evidence, row: Int(finding.evidenceRow), field: field))
                }
            }
        } else {
            digest.add("file")
            digest.add(reader.file(finding.place)?.name ?? "")
            digest.add(reader.sheet(finding.place))
            digest.add(finding.value ?? "")
            if finding.sender >= 0 { digest.add(reader.sender(finding)?.code ?? "") }
        }
        digest.add(reader.fieldName(finding))
        digest.add(reader.period(finding)?.description ?? "")
        return digest
    }
}

/// FNV-1a with 128 bits over texts, each closed by a byte that no UTF-8 text has.
struct Digest {
    private(set) var value: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        // The prime is 2^88 + 0x13B.
        let mixed = value ^ UInt128(byte)
        value = (mixed << 88) &+ (mixed &* 0x13B)
    }

    /// 32 digits.
    var hexadecimal: String {
        String(unsafeUninitializedCapacity: 32) { target in
            var halves = [UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value)]
            for i in (0..<32).reversed() {
                let digit = UInt8(halves[i / 16] & 15)
                target[i] = digit < 10 ? 48 + digit : 87 + digit
                halves[i / 16] >>= 4
            }
            return 32
        }
    }
}
