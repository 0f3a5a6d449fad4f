import Definitions
import Model
import Tabular

/// What an exception is called.
///
/// Answers are given to a version. The version's name begins with the case's: `<case>v<value>`, 32 and 8 hexadecimal digits. The
/// letter between keeps spreadsheet programs from taking it for a number.
public struct ExceptionName: Hashable, Sendable {
    /// The rule and what it was asked of: the same in every run, whatever the value.
    public let caseID: String
    /// The case with the value as it was reported.
    public let versionID: String

    init(_ subject: Digest, value: Digest) {
        caseID = subject.hexadecimal
        versionID = "\(caseID)v\(value.hexadecimal.suffix(8))"
    }

    /// The case that a version's name speaks of; nil where the text is no such name.
    public static func caseID(of versionID: String) -> String? {
        let digits = versionID.utf8
        guard digits.count == 41, digits.elementsEqual(versionID.lowercased().utf8) else { return nil }
        let parts = versionID.split(separator: "v", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 32, parts.allSatisfy({ $0.allSatisfy(\.isHexDigit) }) else {
            return nil
        }
        return String(parts[0])
    }
}

extension Publication {
    /// One name a finding, in order of the findings.
    public func exceptionNames() -> [ExceptionName] { ExceptionIdentity(FindingReader(self)).names() }
}

/// Names exceptions so that an answer given once finds its case again in the next run.
///
/// A case is (rule, dataset, record's key, field, record's own period); the run's period is in it nowhere. Where the key
/// is blank or stands for several records, a digest of the row's texts takes its place; where there is no record, the file,
/// the sheet and, of columns, headers and repairs, what was found; of figures their area and quantity; of what has not been
/// reported who has not, and since which month. A version is a case
/// with the value as reported: once read, so that another spelling of it is the same version, else as found. Names are
/// FNV-1a with 128 bits. Cases of one file that are the same to the last letter are told apart by their number in order of
/// reading, from the second on; a record that is sent again is the same case. What a corrected value is found wrong in is a
/// case of its own.
struct ExceptionIdentity {
    private let reader: FindingReader
    /// Keys that several records of a file have, by dataset.
    private var shared: Set<[String]> = []

    init(_ reader: FindingReader) {
        self.reader = reader
        for finding in reader.publication.findings {
            guard !finding.isOfCorrection, case .builtIn(.unique) = reader.rule(finding).kind,
                let key = reader.stableKey(finding)
            else { continue }
            shared.insert([reader.dataset(finding)?.name ?? ""] + key)
        }
    }

    private struct Occurrence: Hashable { var digest: UInt128, file: Int32 }

    /// One name a finding, in order of the findings.
    func names() -> [ExceptionName] {
        var seen: [Occurrence: Int] = [:]
        seen.reserveCapacity(reader.publication.findings.count)
        return reader.publication.findings.map { finding in
            var digest = self.digest(of: finding)
            let occurrence = Occurrence(digest: digest.value, file: finding.location.file)
            let before = seen[occurrence, default: 0]
            seen[occurrence] = before + 1
            if before > 0 { digest.add(String(before + 1)) }
            return ExceptionName(digest, value: value(of: finding))
        }
    }

    private func digest(of finding: Finding) -> Digest {
        var digest = Digest()
        let dataset = reader.dataset(finding)?.name ?? ""
        digest.add(reader.rule(finding).id)
        digest.add(dataset)
        if finding.isOfCorrection { digest.add("correction") }
        if let figures = finding.figures {
            digest.add("figure")
            digest.add(reader.area(finding)?.code ?? "")
            digest.add(figures.quantity.rawValue)
        } else if let evidence = finding.evidence {
            if isOfCompleteness(finding) {
                // Whichever record shows that somebody has to report.
                digest.add("subject")
                digest.add(reader.subject(finding))
                digest.add(finding.value ?? "")
                digest.add(reader.fieldName(finding))
                return digest
            }
            if let key = reader.stableKey(finding), shared.isEmpty || !shared.contains([dataset] + key) {
                digest.add("key")
                for part in key { digest.add(part) }
            } else {
                digest.add("row")
                digest.add(evidence, row: Int(finding.evidenceRow), reader)
            }
        } else {
            digest.add("file")
            digest.add(reader.file(finding.place)?.name ?? "")
            digest.add(reader.sheet(finding.place))
            if ExceptionIdentity.isNamedByValue(reader.rule(finding)) { digest.add(finding.value ?? "") }
            if case .builtIn(.notDelivered) = reader.rule(finding).kind {
                // Months that follow each other are one gap: one that grows is another version of it.
                digest.add(finding.value?.split(separator: ".", maxSplits: 1).first.map(String.init) ?? "")
            }
            if finding.sender >= 0 { digest.add(reader.sender(finding)?.code ?? "") }
        }
        digest.add(reader.fieldName(finding))
        digest.add(reader.period(finding)?.description ?? "")
        return digest
    }

    /// Of some rules what was found is not the value of something but the thing itself.
    private static func isNamedByValue(_ rule: Rule) -> Bool {
        guard case .builtIn(let kind) = rule.kind else { return false }
        if kind.scope == .review { return true }
        switch kind {
        case .columnMissing, .columnRepeated, .columnUnknown, .unitMissing, .unitSilent, .repaired, .missingMarker,
            .looseQuote, .hidden, .fileUnmatched, .fileAmbiguous:
            return true
        default: return false
        }
    }

    private func isOfCompleteness(_ finding: Finding) -> Bool {
        reader.pipeline.series(reader.rule(finding))?.kind == .completeness
    }

    private func value(of finding: Finding) -> Digest {
        var digest = Digest()
        if isOfCompleteness(finding), finding.evidence != nil {
            digest.add(finding.value ?? "")
            return digest
        }
        let field = reader.field(finding)
        if let evidence = finding.evidence {
            if field >= 0 {
                digest.add(reader.stable(evidence, row: Int(finding.evidenceRow), field: field))
            } else {
                digest.add(evidence, row: Int(finding.evidenceRow), reader)
            }
        } else {
            digest.add(reader.raw(finding))
        }
        return digest
    }
}

extension FindingReader {
    /// A value as names of exceptions know it: as read, in no language, else the text found.
    fileprivate func stable(_ evidence: Evidence, row: Int, field: Int) -> String {
        let fields = publication.schemas[Int(evidence.dataset)].fields
        if let value = integer(evidence, row: row, field: field) {
            switch fields[field].type {
            case .area: return area(at: Int(value))?.code ?? ""
            case .code: return fields[field].codes.map { $0.codes[Int(value)] } ?? ""
            default: break
            }
        }
        return typed(evidence, row: row, field: field) ?? evidence.raw(row: row, field: field)
    }

    /// The record's key, field by field; nil where a part of it is blank or the dataset has none.
    fileprivate func stableKey(_ finding: Finding) -> [String]? {
        guard let evidence = finding.evidence else { return nil }
        let key = keyFields(Int(evidence.dataset)).map {
            stable(evidence, row: Int(finding.evidenceRow), field: $0)
        }
        return key.isEmpty || key.contains("") ? nil : key
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

    /// The texts of a row.
    mutating func add(_ evidence: Evidence, row: Int, _ reader: FindingReader) {
        for field in 0..<evidence.fieldCount { add(reader.raw(evidence, row: row, field: field)) }
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
