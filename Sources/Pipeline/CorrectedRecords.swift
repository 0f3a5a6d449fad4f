import Definitions
import Expressions
import Model
import Tabular
import Validate

/// Records with a field as it should be, where the rule or a suggestion says what that is and the field is no amount but says
/// where and when the record counts: an area, a code, a date. What such a correction does to the figures is then known on both
/// sides, where the record is taken off and where it is added.
struct CorrectedRecords {
    private let evidence: Evidence
    /// By field, the column with what is known put in.
    private var columns: [Int: [(row: Int, value: Int64)]] = [:]
    private let schema: Schema
    private let areas: AreaTree
    private let catalogue: RuleCatalogue

    init(_ findings: [Finding], _ evidence: Evidence, _ compiled: CompiledPipeline) {
        self.evidence = evidence
        schema = compiled.schemas[Int(evidence.dataset)]
        areas = compiled.pipeline.areas
        catalogue = compiled.catalogue
        for finding in findings {
            guard let field = field(finding), let value = value(finding) else { continue }
            columns[field, default: []].append((Int(finding.evidenceRow), value))
        }
    }

    /// The field that the finding's correction changes; nil where none is known.
    func field(_ finding: Finding) -> Int? { value(finding) == nil ? nil : Int(finding.field) }

    /// By field.
    func batches(_ rules: RowRules, _ references: References) -> [Int: Batch] {
        var batches: [Int: Batch] = [:]
        for (field, changes) in columns {
            guard case .integers(let own) = evidence.typed.columns[field] else { continue }
            var values = own.values
            var present = own.validity
            for change in changes {
                values[change.row] = change.value
                present.set(change.row)
            }
            var batch = evidence.typed
            batch.columns[field] = .integers(IntegerColumn(values: values, validity: present))
            batches[field] = rules.deriving(batch, references: references)
        }
        return batches
    }

    /// As the field holds it.
    private func value(_ finding: Finding) -> Int64? {
        guard finding.field >= 0, Int(finding.field) < schema.fields.count else { return nil }
        switch schema.fields[Int(finding.field)].type {
        case .area: return text(finding).flatMap { areas.index(ofCode: $0) }.map(Int64.init)
        case .code:
            let codes = schema.fields[Int(finding.field)].codes?.codes
            return text(finding).flatMap { codes?.firstIndex(of: $0) }.map(Int64.init)
        case .date:
            if case .date(let day) = finding.expected, isStated(finding) { return Int64(day.days) }
            return finding.suggestion.flatMap { CivilDate($0) }.map { Int64($0.days) }
        case .number, .boolean, .period, .text: return nil
        }
    }

    private func text(_ finding: Finding) -> String? {
        if case .text(let text) = finding.expected, isStated(finding) { return text }
        return finding.suggestion
    }

    /// By a rule of the definitions.
    private func isStated(_ finding: Finding) -> Bool {
        if case .expression = catalogue[Int(finding.rule)].kind { return true }
        return false
    }
}
