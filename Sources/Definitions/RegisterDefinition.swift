import Model

/// Which dataset knows the codes of a field and the names that belong to them: where a code was destroyed or mistyped, and
/// the register leaves one candidate, that one is suggested. Nothing is ever put in its place.
///
///     register: {dataset: enterprises, key: uscc, name: name, by: seller_name}
public struct RegisterDefinition: Hashable, Sendable {
    public var dataset: String
    /// The register's key: its primary key, of type uscc.
    public var key: String
    /// The field of the register that holds the name; nil: codes alone are compared.
    public var name: String?
    /// The field of this record that holds the name; stated where `name` is.
    public var by: String?
    public var place: SourcePlace
}

extension FieldReader {
    /// Reads `register:` of a field of type uscc.
    func register(_ node: NodeReader) -> RegisterDefinition? {
        guard let entries = node.entries(["dataset", "key", "name", "by"]),
            let dataset = entries.required("dataset")?.identifier("a dataset"),
            let key = entries.required("key")?.identifier("a field")
        else { return nil }
        let name = entries["name"]?.identifier("a field")
        let by = entries["by"]?.identifier("a field")
        if (entries["name"] == nil) != (entries["by"] == nil) {
            node.mistake("name: of the register and by: of this record are stated together")
        }
        return RegisterDefinition(dataset: dataset, key: key, name: name, by: by, place: node.place)
    }
}

/// What a register's definition says of other datasets, once all are read. `known`: names of all, readable or not.
func checkRegisters(_ datasets: [DatasetDefinition], known: [String], _ mistakes: Mistakes) {
    func check(_ name: String?, of dataset: DatasetDefinition, _ types: [FieldType], _ place: SourcePlace) {
        guard let name else { return }
        guard let field = dataset.fields.first(where: { $0.name == name }) else {
            mistakes.add(
                unknown: "field of \(dataset.name)", name, known: dataset.fields.map(\.name), at: place)
            return
        }
        if !types.contains(field.type) {
            let wanted = types.map(\.rawValue).joined(separator: " or ")
            mistakes.add("'\(name)' of \(dataset.name) is \(field.type.rawValue), not \(wanted)", at: place)
        }
    }
    for dataset in datasets {
        for field in dataset.fields {
            guard let register = field.register else { continue }
            check(register.by, of: dataset, [.string], register.place)
            guard known.contains(register.dataset) else {
                mistakes.add(unknown: "dataset", register.dataset, known: known, at: register.place)
                continue
            }
            if register.dataset == dataset.name {
                mistakes.add("a dataset is no register of itself", at: register.place)
                continue
            }
            guard let other = datasets.first(where: { $0.name == register.dataset }) else { continue }
            check(register.key, of: other, [.uscc], register.place)
            check(register.name, of: other, [.string], register.place)
            if other.primaryKey != [register.key] {
                mistakes.add(
                    "the primary key of \(other.name) is \(other.primaryKey.joined(separator: ", ")), not '\(register.key)'",
                    at: register.place)
            }
        }
    }
}
