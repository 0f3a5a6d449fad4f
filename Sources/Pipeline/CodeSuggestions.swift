import Definitions
import Model
import Normalize
import Tabular

/// What would be right in the place of a destroyed or mistyped code, where check characters, the names of a register and
/// code lists leave one candidate; of a date whose day and month were exchanged; of an area that is misspelled. Facts for whoever answers; nothing is repaired.
///
/// - Parameter references: by dataset, its accepted records where others refer to them.
func suggesting(
    _ findings: [Finding], _ compiled: CompiledPipeline, references: [ReferenceTable?]
) -> [Finding] {
    var registers = Registers(compiled.pipeline, references)
    // The same wrong name comes again and again.
    var areas: [String: String?] = [:]
    return findings.map { finding in
        guard let evidence = finding.evidence, finding.field >= 0 else { return finding }
        var builtIn: BuiltInRule?
        switch compiled.catalogue[Int(finding.rule)].kind {
        case .builtIn(let kind):
            guard [.damaged, .checkDigit, .type, .areaUnknown].contains(kind) else { return finding }
            builtIn = kind
        case .expression: break
        case .macro: return finding
        }
        let dataset = compiled.pipeline.datasets[Int(evidence.dataset)]
        guard Int(finding.field) < dataset.fields.count else { return finding }
        let field = dataset.fields[Int(finding.field)]
        let found = evidence.raw(row: Int(finding.evidenceRow), field: Int(finding.field))
        var answer = finding
        switch field.type {
        case .uscc:
            let name = field.register?.by.flatMap { dataset.fieldIndex($0) }.map {
                evidence.raw(row: Int(finding.evidenceRow), field: $0)
            }
            answer.suggestion =
                builtIn == nil
                ? registers.code(of: name ?? "", besides: found, field.register)
                : registers.code(found, named: name ?? "", field.register)
        case .date where builtIn == .type: answer.suggestion = dateExchanged(found)?.description
        case .area where builtIn == .areaUnknown:
            let known = areas[found] ?? areaNearly(found, in: compiled.pipeline.areas)?.code
            areas[found] = .some(known)
            answer.suggestion = known
        case .code where builtIn == .damaged:
            let list = field.codelist.flatMap { compiled.pipeline.codelist($0) }
            answer.suggestion = list.flatMap { only(LostZeros.codes(found, in: $0)) }
        case .string where builtIn == .damaged:
            answer.suggestion = field.constraints.pattern.flatMap {
                only(LostZeros.texts(found, matching: $0.text))
            }
        default: break
        }
        return answer
    }
}

private func only(_ candidates: [String]) -> String? { candidates.count == 1 ? candidates.first : nil }

/// Registers that fields name, each put in order when it is first asked.
private struct Registers {
    private let pipeline: PipelineDefinition
    private let references: [ReferenceTable?]
    private var known: [RegisterDefinition: Register] = [:]

    private struct Register {
        /// Name by code.
        var names: [String: String] = [:]
        /// Codes by name as it is compared.
        var codes: [String: [String]] = [:]
    }

    init(_ pipeline: PipelineDefinition, _ references: [ReferenceTable?]) {
        self.pipeline = pipeline
        self.references = references
    }

    /// The one code that `found` can have been.
    mutating func code(_ found: String, named name: String, _ definition: RegisterDefinition?) -> String? {
        let candidates = USCCCandidates(found)
        guard let definition else { return only(candidates.codes) }
        let register = register(definition)
        let wanted = comparable(name)
        let listed = (candidates.codes + candidates.guesses).filter { register.names[$0] != nil }
        guard !wanted.isEmpty else { return listed.isEmpty ? only(candidates.codes) : only(listed) }
        var named = (register.codes[wanted] ?? []).filter { USCCCandidates.couldBe($0, shownAs: found) }
        for code in listed where register.names[code] == wanted && !named.contains(code) { named.append(code) }
        if !named.isEmpty { return only(named) }
        // A candidate that is somebody else's is none; one that nobody has stands on its check characters alone.
        return listed.isEmpty ? only(candidates.codes) : nil
    }

    /// The one code under which the register has a name that stands beside another, sound code.
    mutating func code(of name: String, besides found: String, _ definition: RegisterDefinition?) -> String? {
        guard let definition, !name.isEmpty else { return nil }
        let register = register(definition)
        guard register.names[found] == nil else { return nil }
        return only(register.codes[comparable(name)] ?? [])
    }

    private mutating func register(_ definition: RegisterDefinition) -> Register {
        if let register = known[definition] { return register }
        var register = Register()
        if let table = pipeline.datasetIndex(definition.dataset).flatMap({ references[$0] }) {
            let names = definition.name.map { table.texts($0) } ?? []
            for (record, code) in table.texts(definition.key).enumerated() {
                guard let code else { continue }
                let name = record < names.count ? comparable(names[record] ?? "") : ""
                register.names[code] = name
                if !name.isEmpty { register.codes[name, default: []].append(code) }
            }
        }
        known[definition] = register
        return register
    }

    /// A name without what spellings differ in: width, brackets, spaces, 有限责任公司 for 有限公司.
    private func comparable(_ name: String) -> String {
        String(decoding: foldedName(name), as: UTF8.self).replacing("有限责任公司", with: "有限公司")
    }
}
