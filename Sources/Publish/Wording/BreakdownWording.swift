import Definitions
import Model

/// Names of the fields that figures are broken down by, and of their codes.
struct BreakdownWording {
    let pipeline: PipelineDefinition
    /// nil: the pipeline's.
    var language: Language?

    private var spoken: Language { language ?? pipeline.language }

    /// `合同类别`, or `合同类别×买方关系` of several.
    func title(_ fields: [String], of indicator: Int) -> String {
        fields.map { title($0, of: indicator) }.joined(separator: "×")
    }

    /// `技术开发`; the code itself where nothing names it.
    func name(_ codes: [String], _ fields: [String], of indicator: Int) -> String {
        zip(fields, codes).map { name($1, $0, of: indicator) }.joined(separator: "·")
    }

    /// Where the code stands in its code list; behind all others where in none.
    func position(_ codes: [String], _ fields: [String], of indicator: Int) -> [Int] {
        zip(fields, codes).map { field, code in
            guard let field = definition(field, of: indicator) else { return .max }
            if field.type == .area { return pipeline.areas.index(ofCode: code) ?? .max }
            return field.codelist.flatMap(pipeline.codelist)?.entries.firstIndex { $0.code == code } ?? .max
        }
    }

    private func title(_ name: String, of indicator: Int) -> String {
        let title = definition(name, of: indicator)?.title ?? derived(name, of: indicator)?.title ?? LocalizedText()
        return title.isEmpty ? name : title[spoken]
    }

    private func name(_ code: String, _ name: String, of indicator: Int) -> String {
        let field = definition(name, of: indicator)
        let type = field?.type ?? derived(name, of: indicator)?.type
        switch type {
        case .code:
            let entry = field?.codelist.flatMap(pipeline.codelist)?.entries.first { $0.code == code }
            return entry?.name[spoken] ?? code
        case .area:
            return pipeline.areas.index(ofCode: code).map { pipeline.areas[$0].name[spoken] } ?? code
        case .boolean:
            let word = code == "true" ? LocalizedText(zh: "是", en: "yes") : LocalizedText(zh: "否", en: "no")
            return word[spoken]
        default:
            // A text of respondents.
            return isRunBySpreadsheets(code.utf8) ? "'" + code : code
        }
    }

    /// Of the indicator's dataset; formulas take any dataset's.
    private func datasets(_ indicator: Int) -> [DatasetDefinition] {
        guard let name = pipeline.indicators[indicator].dataset else { return pipeline.datasets }
        return pipeline.datasets.filter { $0.name == name }
    }

    private func definition(_ name: String, of indicator: Int) -> FieldDefinition? {
        datasets(indicator).lazy.compactMap { $0.fields.first { $0.name == name } }.first
    }

    private func derived(_ name: String, of indicator: Int) -> DeriveDefinition? {
        datasets(indicator).lazy.compactMap { $0.derive.first { $0.name == name } }.first
    }
}
