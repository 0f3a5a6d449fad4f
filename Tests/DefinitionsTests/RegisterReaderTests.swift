import Definitions
import Testing

/// `register:` of a field that holds codes.
@Suite struct RegisterReaderTests {
    private static let register = """
        dataset: enterprises
        title: {zh: 企业名录}
        files: ["enterprises*"]
        primaryKey: [uscc]
        fields:
          - {name: uscc, title: {zh: 代码}, type: uscc}
          - {name: name, title: {zh: 名称}, type: string}
        """

    private func mistakes(_ register: String, on field: String = "{name: seller, title: {zh: 卖方}, type: uscc") throws
        -> [String]
    {
        let contracts = Small.contracts.with(
            "{name: seller, title: {zh: 卖方}, type: uscc}", "\(field), register: \(register)}")
        return try reading(["datasets/contracts.yaml": contracts, "datasets/enterprises.yaml": Self.register]).pointed
    }

    @Test func whatARegisterHolds() throws {
        let contracts = Small.contracts.with(
            "type: uscc}", "type: uscc, register: {dataset: enterprises, key: uscc, name: name, by: contract_no}}")
        let found = try reading(["datasets/contracts.yaml": contracts, "datasets/enterprises.yaml": Self.register])
        #expect(found.pointed.isEmpty)
        let register = try #require(found.definition?.datasets.first?.fields[2].register)
        #expect(register.dataset == "enterprises" && register.key == "uscc")
        #expect(register.name == "name" && register.by == "contract_no")
        #expect(try mistakes("{dataset: enterprises, key: uscc}").isEmpty)
    }

    @Test func mistakesArePointedAt() throws {
        for (register, words) in [
            ("{dataset: enterprise, key: uscc}", "unknown dataset 'enterprise' → enterprises"),
            ("{dataset: enterprises, key: usc}", "unknown field of enterprises 'usc' → uscc"),
            ("{dataset: enterprises, key: name}", "'name' of enterprises is string, not uscc"),
            ("{dataset: enterprises, key: name}", "the primary key of enterprises is uscc, not 'name'"),
            ("{dataset: enterprises, key: uscc, name: name}", "are stated together"),
            ("{dataset: enterprises, key: uscc, name: name, by: sellr}", "unknown field of contracts 'sellr' → seller"),
            ("{dataset: enterprises, key: uscc, name: name, by: value}", "'value' of contracts is number, not string"),
            ("{dataset: contracts, key: seller}", "no register of itself"),
            ("{dataset: enterprises}", "key 'key' is missing"),
            ("{dataset: enterprises, key: uscc, nmae: name}", "nmae"),
        ] {
            let found = try mistakes(register)
            #expect(found.contains { $0.contains(words) }, "\(register): \(found)")
        }
        let text = try mistakes("{dataset: enterprises, key: uscc}", on: "{name: seller, title: {zh: 卖方}, type: string")
        #expect(text.contains { $0.contains("only codes of type uscc have a register") })
    }
}
