public import Model

/// Findings as bytes; evidence that several share is written once.
public struct FindingsWriter {
    private var evidence: [ObjectIdentifier: Int] = [:]

    /// For findings of one file.
    public init() {}

    /// Findings about figures are made where figures are, and are none of these.
    public mutating func write(_ findings: [Finding], to writer: inout BinaryWriter) {
        writer.write(unsigned: UInt64(findings.count))
        for finding in findings { write(finding, to: &writer) }
    }

    private mutating func write(_ finding: Finding, to writer: inout BinaryWriter) {
        writer.write(finding.rule)
        writer.write(finding.field)
        write(finding.evidence, to: &writer)
        writer.write(finding.evidenceRow)
        writer.write(finding.place)
        writer.write(optional: finding.value) { $0.write($1) }
        writer.write(optional: finding.detail) { writer, text in
            for part in [text.zh, text.en] { writer.write(optional: part) { $0.write($1) } }
        }
        for value in [finding.expected, finding.difference] { writer.write(optional: value) { $0.write($1) } }
        writer.write(optional: finding.related) { $0.write($1) }
        if case .record(let other, let row) = finding.context {
            write(other, to: &writer)
            writer.write(row)
        } else {
            precondition(finding.context == nil, "figures are compared after records have been added up")
            write(nil, to: &writer)
        }
        writer.write(optional: finding.suggestion) { $0.write($1) }
        writer.write(finding.count)
        writer.write(finding.sender)
        writer.write(finding.isOfCorrection)
    }

    /// 0: none; else its number from 1, with the evidence itself where it is new.
    private mutating func write(_ shared: Evidence?, to writer: inout BinaryWriter) {
        guard let shared else { return writer.write(unsigned: 0) }
        if let known = evidence[ObjectIdentifier(shared)] { return writer.write(unsigned: UInt64(known)) }
        evidence[ObjectIdentifier(shared)] = evidence.count + 1
        writer.write(unsigned: UInt64(evidence.count))
        writer.write(shared)
    }
}

/// Reads what a `FindingsWriter` has written.
public struct FindingsReader {
    private var evidence: [Evidence] = []

    /// For findings of one file.
    public init() {}

    public mutating func findings(_ reader: inout BinaryReader) throws(DamagedForm) -> [Finding] {
        var findings: [Finding] = []
        for _ in 0..<(try reader.unsigned()) { findings.append(try finding(&reader)) }
        return findings
    }

    private mutating func finding(_ reader: inout BinaryReader) throws(DamagedForm) -> Finding {
        var finding = Finding(rule: 0)
        finding.rule = try reader.int32()
        finding.field = try reader.int32()
        finding.evidence = try shared(&reader)
        finding.evidenceRow = try reader.int32()
        finding.place = try reader.place()
        finding.value = try reader.optional { reader throws(DamagedForm) in try reader.text() }
        finding.detail = try reader.optional { reader throws(DamagedForm) in
            let zh = try reader.optional { reader throws(DamagedForm) in try reader.text() }
            let en = try reader.optional { reader throws(DamagedForm) in try reader.text() }
            return LocalizedText(zh: zh, en: en)
        }
        finding.expected = try reader.optional { reader throws(DamagedForm) in try reader.findingValue() }
        finding.difference = try reader.optional { reader throws(DamagedForm) in try reader.findingValue() }
        finding.related = try reader.optional { reader throws(DamagedForm) in try reader.place() }
        if let other = try shared(&reader) { finding.context = .record(other, row: try reader.int()) }
        finding.suggestion = try reader.optional { reader throws(DamagedForm) in try reader.text() }
        finding.count = try reader.integer()
        finding.sender = try reader.int32()
        finding.isOfCorrection = try reader.flag()
        guard finding.evidence.map({ $0.rows.indices.contains(Int(finding.evidenceRow)) }) ?? true else {
            throw DamagedForm()
        }
        return finding
    }

    private mutating func shared(_ reader: inout BinaryReader) throws(DamagedForm) -> Evidence? {
        let number = Int(truncatingIfNeeded: try reader.unsigned())
        if number == 0 { return nil }
        if number == evidence.count + 1 { evidence.append(try reader.evidence()) }
        guard evidence.indices.contains(number - 1) else { throw DamagedForm() }
        return evidence[number - 1]
    }
}

extension BinaryWriter {
    public mutating func write(_ value: FindingValue) {
        switch value {
        case .number(let number):
            write(byte: 0)
            write(number.mantissa)
            write(number.scale)
        case .text(let text):
            write(byte: 1)
            write(text)
        case .date(let date):
            write(byte: 2)
            write(date.days)
        }
    }

    public mutating func write(_ count: RuleCount) {
        for number in [count.evaluated, count.passed, count.failed, count.missing] { write(number) }
    }
}

extension BinaryReader {
    public mutating func findingValue() throws(DamagedForm) -> FindingValue {
        switch try byte() {
        case 0: .number(Decimal(mantissa: try int128(), scale: try int()))
        case 1: .text(try text())
        case 2: .date(CivilDate(days: try int32()))
        default: throw DamagedForm()
        }
    }

    public mutating func ruleCount() throws(DamagedForm) -> RuleCount {
        var count = RuleCount()
        count.evaluated = try integer()
        count.passed = try integer()
        count.failed = try integer()
        count.missing = try integer()
        return count
    }
}
