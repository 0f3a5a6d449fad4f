public import Definitions
public import Model

/// What the names in an expression mean.
public struct ExpressionScope: Sendable {
    /// The dataset whose records the expression speaks of; its titles help to guess what a wrong name meant.
    public var dataset: DatasetDefinition?
    /// Fields of the batch, derived ones included.
    public var schema: Schema
    /// Areas, code lists and the datasets that `exists` and `lookup` may name.
    public var pipeline: PipelineDefinition
    /// Schemas of the datasets that may be referred to, by name: derived fields can be looked up where they are listed.
    public var references: [String: Schema]
    /// Indicators that count distinct subjects, by id, with the field that says who is who; for lists.
    public var counted: [String: SchemaField] = [:]
    /// What the word `period` means where no field is called so: the list's period.
    public var period: Period?

    /// A scope over the fields of `schema`. A dataset without a schema in `references` cannot be referred to.
    public init(
        dataset: DatasetDefinition?, schema: Schema, pipeline: PipelineDefinition, references: [String: Schema]
    ) {
        self.dataset = dataset
        self.schema = schema
        self.pipeline = pipeline
        self.references = references
    }
}

extension ExpressionScope {
    /// The field that an unknown name probably means: a title or alias as written, else the nearest name.
    func suggestion(forField name: String) -> String? {
        if let dataset {
            for field in dataset.fields
            where field.title.zh == name || field.title.en == name || field.aliases.contains(name) {
                return field.name
            }
            for field in dataset.derive where field.title.zh == name || field.title.en == name { return field.name }
        }
        return nearest(name, among: schema.fields.map(\.name))
    }

    /// What a text means as an area.
    enum AreaMatch {
        case one(Int)
        /// Codes of the areas that share the name.
        case several([String])
        case none(suggestion: String?)
    }

    /// By code, else by name or alias; historic areas stand for their successors.
    func area(_ text: String) -> AreaMatch {
        let tree = pipeline.areas
        if let index = tree.index(ofCode: text) { return .one(tree.current(index)) }
        var found: [Int] = []
        for (i, area) in tree.areas.enumerated()
        where area.name.zh == text || area.name.en == text || area.aliases.contains(text) {
            let current = tree.current(i)
            if !found.contains(current) { found.append(current) }
        }
        if found.count == 1 { return .one(found[0]) }
        if found.count > 1 { return .several(found.map { tree[$0].code }) }
        let names = tree.areas.flatMap { [$0.code, $0.name.zh, $0.name.en].compactMap { $0 } + $0.aliases }
        return .none(suggestion: nearest(text, among: names))
    }

    /// The code that a text outside a dictionary probably means: by name or alias of its code list, else the nearest.
    func suggestion(forCode text: String, in dictionary: CodeDictionary) -> String? {
        for list in pipeline.codelists where list.entries.map(\.code) == dictionary.codes {
            for entry in list.entries
            where entry.name.zh == text || entry.name.en == text || entry.aliases.contains(text) {
                return entry.code
            }
        }
        return nearest(text, among: dictionary.codes)
    }
}
