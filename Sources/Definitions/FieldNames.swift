import Model

/// The fields of a dataset by name, for the keys that refer to them. Derived fields count.
struct FieldNames {
    struct Entry {
        /// nil: not known here — a derived field's expression says it, or the definition's word is a mistake.
        var type: FieldType?
        var unit: Unit?
        var decimals: Int
        var isDerived: Bool
    }

    let dataset: String
    /// In order of the definition.
    let names: [String]
    /// `area` or `date`, where the dataset states one that is a mistake: who relies on it need not be told again.
    var faultyRoles: Set<String> = []
    private let entries: [String: Entry]

    /// `untyped`: fields whose type is a mistake, so that none follows from it.
    init(
        dataset: String, fields: [FieldDefinition], derive: [DeriveDefinition], untyped: Set<String> = []
    ) {
        self.dataset = dataset
        var seen: Set<String> = []
        names = (fields.map(\.name) + derive.map(\.name)).filter { seen.insert($0).inserted }
        var table: [String: Entry] = [:]
        for field in fields {
            let type = untyped.contains(field.name) ? nil : field.type
            table[field.name] = Entry(
                type: type, unit: field.unit, decimals: field.decimals, isDerived: false)
        }
        for derived in derive {
            table[derived.name] = Entry(type: derived.type, unit: nil, decimals: 0, isDerived: true)
        }
        entries = table
    }

    subscript(name: String) -> Entry? { entries[name] }

    /// The field that a node names, of one of the types given (any, where none is given); a mistake and nil otherwise.
    /// `role` says what the field is wanted for: "the area".
    func name(_ node: NodeReader, types: [FieldType] = [], role: String = "this") -> String? {
        node.text().flatMap { name($0, at: node.place, into: node.mistakes, types: types, role: role) }
    }

    func name(
        _ name: String, at place: SourcePlace, into mistakes: Mistakes, types: [FieldType] = [], role: String = "this"
    ) -> String? {
        guard let entry = entries[name] else {
            mistakes.add(unknown: "field", name, known: names, at: place)
            return nil
        }
        if let type = entry.type, !types.isEmpty, !types.contains(type) {
            let wanted = types.map(\.rawValue).joined(separator: " or ")
            mistakes.add("\(role) must be of type \(wanted); '\(name)' is of type \(type.rawValue)", at: place)
            return nil
        }
        return name
    }
}
