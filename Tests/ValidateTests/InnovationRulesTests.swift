import Definitions
import Expressions
import Foundation
import Testing
import Validate

/// The pipeline of this project, as far as its rules go.
@Suite struct InnovationRulesTests {
    @Test func everyRuleCompilesAndDatasetsHaveAnOrder() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("pipelines/innovation")
        let definition = try #require(readPipeline(at: folder.path).definition)
        let (rules, diagnostics) = RowRules.compile(definition, catalogue: RuleCatalogue(definition))
        #expect(diagnostics == [])
        let references = rules.map { $0?.references ?? [] }
        let (order, circles) = processingOrder(definition, references: references)
        #expect(circles == [])
        for (dataset, uses) in references.enumerated() {
            for use in uses {
                let other = try #require(definition.datasetIndex(use.dataset))
                let (first, second) = (order.firstIndex(of: other), order.firstIndex(of: dataset))
                #expect(
                    try #require(first) < #require(second), "\(use.dataset) before \(definition.datasets[dataset].name)"
                )
            }
        }
    }
}
