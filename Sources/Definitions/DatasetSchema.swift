public import Model

extension PipelineDefinition {
    /// The typed columns that normalization makes of a dataset's fields, in order of the definition; derived fields follow
    /// behind once their expressions are compiled.
    public func schema(of dataset: DatasetDefinition) -> Schema {
        Schema(
            dataset.fields.map { field in
                switch field.type {
                case .string, .uscc, .amount: SchemaField(name: field.name, type: .text)
                case .integer, .number: SchemaField(name: field.name, type: .number(scale: field.decimals))
                case .date: SchemaField(name: field.name, type: .date)
                case .period: SchemaField(name: field.name, type: .period)
                case .boolean: SchemaField(name: field.name, type: .boolean)
                case .area: SchemaField(name: field.name, type: .area)
                case .code:
                    SchemaField(
                        name: field.name, type: .code,
                        codes: CodeDictionary(
                            field.codelist.flatMap { codelist($0) }?.entries.map(\.code) ?? []))
                }
            })
    }
}
