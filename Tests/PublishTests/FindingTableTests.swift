import Definitions
import Model
import Testing

@testable import Publish

@Suite struct FindingTableTests {
    let world = SmallWorld()

    func table(
        _ columns: [(String, String)], filter: [String: [String]] = [:], order: [String], bom: Bool = false,
        header: Bool = true
    ) -> TableDefinition {
        TableDefinition(
            source: .findings,
            columns: columns.map {
                TableColumn(
                    name: $0.0, from: $0.1, pick: [:], unit: nil, decimals: nil, format: nil, place: SmallWorld.nowhere)
            }, filter: filter, order: order, byteOrderMark: bom, endOfLine: bom ? "\r\n" : "\n", header: header)
    }

    @Test func linesOfOneDatasetByRowRuleAndField() throws {
        let text = try written(
            .table, world.publication(findings: world.findings.reversed()), path: "exceptions/t.csv.gz",
            table: table(
                [
                    ("record", "row"), ("contract_no", "raw.contract_no"), ("rule", "rule"), ("field", "field_title"),
                    ("value", "value"),
                ], filter: ["severity": ["error"], "dataset": ["contracts"]], order: ["row", "rule", "field_position"]))
        #expect(
            text == """
                record,contract_no,rule,field,value
                3,HT-002,contracts.amount.minimum,成交总额,-3
                3,HT-002,contracts.contract_type.codes,合同类别,=cmd()
                4,HT-001,R10,合同编号,HT-001
                4,HT-001,contracts.amount.type,成交总额,"7,""8"\""
                5,,contracts.contract_no.required,合同编号,

                """)
    }

    @Test func tablesForSpreadsheetsAreNeutralized() throws {
        let text = try written(
            .table, world.publication(findings: world.findings), path: "exceptions/t.csv",
            table: table(
                [("v", "raw.contract_type"), ("a", "value.amount"), ("n", "area_name"), ("t", "value.contract_type")],
                filter: ["rule": ["contracts.contract_type.codes"]], order: [], bom: true, header: false))
        #expect(text == "\u{FEFF}'=cmd(),-30000,庐阳区,\r\n")
    }

    @Test func typedValuesAreWrittenOut() throws {
        let text = try written(
            .table, world.publication(findings: world.findings), path: "exceptions/t.csv",
            table: table(
                ["contract_type", "seller_area", "amount", "registered_on"].map { ($0, "value.\($0)") },
                filter: ["rule": ["CON-011"]], order: [], header: false))
        #expect(text == "1 开发,340102 瑶海区,125000,2024-11-05\n")
    }
}
