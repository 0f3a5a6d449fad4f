import Definitions
import Model
import Testing

@Suite struct MacroRuleReaderTests {
    private func rules(_ text: String) throws -> (rules: [MacroRuleDefinition], told: [String]) {
        let reading = try reading(["rules/main.yaml": text])
        return (reading.definition?.macroRules ?? [], reading.told)
    }

    @Test func aPipelineNeedsNone() throws {
        expectEqual(try reading().definition?.macroRules, [])
        expectEqual(try rules("# none yet\n[]\n").told, [])
    }

    @Test func everyKeyIsRead() throws {
        let (rules, told) = try rules(
            """
            - rule: MAC-001
              title: {zh: 恒等, en: Identity}
              severity: error
              check: amount = amount@prior_year + 1
              quantity: period
              areas: parents
              tolerance: 0.5
              message: {zh: "{area} {period} {left} {right} {difference} {check}"}
            - {rule: MAC-002, severity: note, footing: amount, tolerance: rounding}
            - {rule: MAC-003, severity: query, footing: amount, over: [contract_type, is_large], areas: units, tolerance: 2%}
            """)
        #expect(told == [])
        #expect(rules.map(\.id) == ["MAC-001", "MAC-002", "MAC-003"])
        #expect(rules.map(\.severity) == [.error, .note, .query])
        #expect(rules.map(\.quantity) == [.period, nil, nil])
        #expect(rules.map(\.areas) == [.parents, .all, .units])
        #expect(
            rules.map(\.tolerance) == [
                .absolute(Fraction(mantissa: 5, scale: 1)), .rounding, .share(Fraction(mantissa: 2, scale: 2)),
            ])
        #expect(
            rules.map(\.text) == [
                "amount = amount@prior_year + 1", "footing: amount", "footing: amount (contract_type, is_large)",
            ])
        #expect(rules[0].title == LocalizedText(zh: "恒等", en: "Identity"))
        let catalogue = RuleCatalogue(
            try #require(reading(["rules/main.yaml": "- {rule: M, severity: query, footing: amount}"]).definition))
        #expect(catalogue[catalogue.index(macro: 0)].id == "M")
        #expect(catalogue[catalogue.index(macro: 0)].dataset == -1)
    }

    @Test func everyMistakeIsShown() throws {
        expectEqual(
            try rules(
                """
                - {rule: R1, severity: query, check: amount > 0}
                - {rule: A, severity: querry, check: amount > 0}
                - {rule: B, severity: query}
                - {rule: C, severity: query, check: amount > 0, over: areas}
                - {rule: D, severity: query, check: amount > 0, footing: amount}
                - {rule: E, severity: query, footing: amount, areas: units}
                - {rule: F, severity: query, check: amount > 0, tolerance: little}
                - {rule: G, severity: query, check: amount > 0, message: "{lefft}"}
                - {rule: H, severity: query, check: amount > 0, quantity: year, area: all}
                - {severity: query, check: amount > 0}
                """
            ).told,
            [
                "rules/main.yaml:1:10: rule id 'R1' is taken by p/datasets/contracts.yaml:19",
                "rules/main.yaml:2:23: unknown severity 'querry' → query",
                "rules/main.yaml:3:3: a rule over figures needs 'check' or 'footing'",
                "rules/main.yaml:4:49: 'over' has no place here: only 'footing' adds up parts",
                "rules/main.yaml:5:30: 'check' has no place here: the rule says 'footing' already",
                "rules/main.yaml:6:47: 'areas' has no place here: areas foot where there are areas below",
                "rules/main.yaml:7:60: a tolerance is a number, a share such as 0.5%, or 'rounding'; found 'little'",
                "rules/main.yaml:8:60: unknown placeholder 'lefft' → left",
                "rules/main.yaml:9:59: unknown quantity 'year' (known: period, ytd, stock)",
                "rules/main.yaml:9:65: unknown key 'area' → areas",
                "rules/main.yaml:10:3: key 'rule' is missing",
            ])
        expectEqual(
            try rules("rule: A").told, ["rules/main.yaml:1:1: a list of rules is expected here, found a mapping"])
    }

    @Test func pipelineYamlChoosesTheFiles() throws {
        let files = [
            "pipeline.yaml": Small.pipeline + "\nrules: [two]\n",
            "rules/one.yaml": "- {rule: ONE, severity: query, check: amount > 0}",
            "rules/two.yaml": "- {rule: TWO, severity: query, check: amount > 0}",
        ]
        expectEqual(try reading(files).definition?.macroRules.map(\.id), ["TWO"])
        expectEqual(
            try reading(["pipeline.yaml": Small.pipeline + "\nrules: [three]\n"]).told,
            ["pipeline.yaml:3:9: there is no file rules/three.yaml"])
    }
}
