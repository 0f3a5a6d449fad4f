/// The figures that the samples were calibrated to, as the return for 2024-Q4 must show them.
enum PlannedFigures {
    static var table: String {
        var lines = ["indicator,area,quantity,statistic,value"]
        for (plan, services) in zip(UnitPlan.all, ServicePlan.all) {
            lines += figures(of: plan.code, [plan]) + self.services(of: plan.code, [services])
        }
        lines += figures(of: "340100", UnitPlan.all) + services(of: "340100", ServicePlan.all)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func figures(of area: String, _ plans: [UnitPlan]) -> [String] {
        func sum(_ part: (UnitPlan) -> Int) -> Int { plans.reduce(0) { $0 + part($1) } }
        let before = sum { $0.certificates.1 }
        let now = sum { $0.certificates.2 }
        let smes = (sum { $0.smes.0 }, sum { $0.smes.1 })
        let value = (sum { $0.value.0 }, sum { $0.value.1 })
        let spinoffs = (sum { $0.spinoffs.0 }, sum { $0.spinoffs.1 })
        return [
            "hnte_stock,\(area),stock,value,\(now)", "hnte_stock,\(area),stock,prior,\(before)",
            "hnte_net_increase,\(area),stock,value,\(now - before)",
            "hnte_net_increase,\(area),stock,growth_on_opening,\(percent(now - before, of: before))",
            "tsme_registered,\(area),ytd,value,\(smes.1)", "tsme_registered,\(area),ytd,prior,\(smes.0)",
            "tsme_registered,\(area),ytd,yoy,\(percent(smes.1 - smes.0, of: smes.0))",
            // Hundreds of 元; a 亿元 has a million of them.
            "contract_value_registered,\(area),ytd,value,\(decimal(rounded(value.1, by: 10_000)))",
            "contract_value_registered,\(area),ytd,prior,\(decimal(rounded(value.0, by: 10_000)))",
            "contract_value_registered,\(area),ytd,yoy,\(percent(value.1 - value.0, of: value.0))",
            "spinoffs_founded,\(area),ytd,value,\(spinoffs.1)", "spinoffs_founded,\(area),ytd,prior,\(spinoffs.0)",
        ]
    }

    private static func services(of area: String, _ plans: [ServicePlan]) -> [String] {
        func sum(_ part: (ServicePlan) -> Int) -> Int { plans.reduce(0) { $0 + part($1) } }
        return [
            "service_enterprises,\(area),stock,value,\(sum { $0.enterprises })",
            "service_enterprises,\(area),stock,prior,\(sum { $0.staying + $0.leaving })",
            "service_enterprises_included,\(area),ytd,value,\(sum { $0.new })",
            "service_enterprises_left,\(area),ytd,value,\(sum { $0.leaving })",
        ]
    }

    /// Half up, two decimals; all of them grow.
    private static func percent(_ part: Int, of whole: Int) -> String { decimal((part * 20_000 + whole) / (2 * whole)) }

    private static func rounded(_ value: Int, by step: Int) -> Int { (value + step / 2) / step }
}
