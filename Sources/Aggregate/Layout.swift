import Definitions
import Expressions
import Model

/// Lays measures out in cubes: those of a dataset that share area field, breakdown and time share one.
struct Layout {
    private(set) var indicators: [IndicatorPlan] = []
    private(set) var datasets: [DatasetPlan?]
    private let schemas: [Schema]
    private let areas: AreaTree

    init(
        _ pipeline: PipelineDefinition, _ schemas: [Schema], _ units: ReportingUnits, _ resolved: [ResolvedIndicator],
        _ macros: [MacroPlan], _ range: PeriodRange, _ stated: StatedFigures
    ) {
        self.schemas = schemas
        areas = pipeline.areas
        datasets = pipeline.datasets.map { _ in nil }
        indicators = resolved.map(\.plan)
        let needs = Needs(indicators, macros, range, stated)

        // Cubes of breakdowns first: a measure without one takes its whole from a cube that is there anyway.
        let measured = resolved.indices.filter { resolved[$0].measured != nil }
        let order =
            measured.filter { resolved[$0].measured?.breakdowns.isEmpty == false }
            + measured.filter { resolved[$0].measured?.breakdowns.isEmpty == true }
        for position in order {
            guard let source = resolved[position].measured else { continue }
            var plan = datasets[source.dataset] ?? DatasetPlan(dataset: source.dataset, units: units)
            for timestamp in source.timestamps where !plan.timings.contains(where: { $0.timestamp == timestamp }) {
                let sharing = measured.filter {
                    resolved[$0].measured?.dataset == source.dataset
                        && resolved[$0].measured?.timestamps.contains(timestamp) == true
                }
                let axis = needs.axis(sharing, stock: indicators[position].quantities == [.stock])
                plan.timings.append(Timing(timestamp: timestamp, axis: axis))
            }
            var measure = place(source, in: &plan)
            measure.deducted = source.deducted.map { place($0, in: &plan) }
            measure.restated = source.restated.map { place($0, in: &plan) }
            indicators[position].source = .measured(measure)
            datasets[source.dataset] = plan
        }
    }

    private func place(_ source: ResolvedMeasure, in plan: inout DatasetPlan) -> MeasuredPlan {
        let measure = MeasurePlan(
            kind: source.kind, operand: source.operand,
            subject: source.subject.map { plan.subjects.position(of: $0) },
            condition: source.condition.map { condition in
                plan.conditionTexts.position(of: condition.text) { plan.conditions.append(condition.expression) }
            })
        let areaField = plan.areaFields.position(of: source.areaField)
        let timing = plan.timings.firstIndex { $0.timestamp == source.timestamp } ?? 0
        let places = source.breakdowns.map { fields in
            let breakdown = plan.breakdowns.position(of: self.breakdown(fields, schemas[source.dataset]))
            return plan.place(measure, areaField: areaField, timing: timing, breakdown: breakdown)
        }
        let whole =
            places.first
            ?? plan.placeAnywhere(measure, areaField: areaField, timing: timing)
            ?? plan.place(
                measure, areaField: areaField, timing: timing,
                breakdown: plan.breakdowns.position(of: Breakdown(fields: [])))
        let matched = source.matched.map { subject in
            plan.place(
                measure, areaField: areaField, timing: timing,
                breakdown: plan.breakdowns.position(of: self.breakdown([subject], schemas[source.dataset])))
        }
        var measured = MeasuredPlan(
            dataset: source.dataset, kind: source.kind, isCumulative: source.isCumulative, factor: source.factor,
            breakdowns: places, whole: whole)
        measured.matched = matched
        return measured
    }

    private func breakdown(_ fields: [Int], _ schema: Schema) -> Breakdown {
        Breakdown(
            fields: fields.map { position in
                let field = schema.fields[position]
                let size: Int? =
                    switch field.type {
                    case .code: field.codes?.codes.count ?? 0
                    case .boolean: 2
                    case .area: areas.count
                    case .number, .date, .period, .text: nil
                    }
                return Breakdown.Field(position: position, schema: field, size: size)
            })
    }
}

extension ResolvedMeasure {
    /// Of itself and of what is taken off.
    fileprivate var timestamps: [Timestamp] { [timestamp] + deducted.map(\.timestamp) }
}

extension DatasetPlan {
    /// The measure's place in the cube laid out so, which is made where there is none.
    fileprivate mutating func place(
        _ measure: MeasurePlan, areaField: Int, timing: Int, breakdown: Int
    ) -> MeasuredPlan.Place {
        let known = cubes.firstIndex {
            $0.areaField == areaField && $0.timing == timing && $0.breakdown == breakdown
        }
        if known == nil { cubes.append(CubePlan(areaField: areaField, timing: timing, breakdown: breakdown)) }
        let cube = known ?? cubes.count - 1
        if let served = cubes[cube].measures.firstIndex(where: { measure.isServed(by: $0) }) {
            return MeasuredPlan.Place(cube: cube, measure: served)
        }
        cubes[cube].measures.append(measure)
        return MeasuredPlan.Place(cube: cube, measure: cubes[cube].measures.count - 1)
    }

    /// The measure's place in any cube of that area field and time: one that keeps it already, else the first.
    fileprivate mutating func placeAnywhere(
        _ measure: MeasurePlan, areaField: Int, timing: Int
    ) -> MeasuredPlan.Place? {
        let fitting = cubes.indices.filter { cubes[$0].areaField == areaField && cubes[$0].timing == timing }
        let keeping = fitting.first { cubes[$0].measures.contains { measure.isServed(by: $0) } }
        guard let cube = keeping ?? fitting.first else { return nil }
        return place(measure, areaField: areaField, timing: timing, breakdown: cubes[cube].breakdown)
    }
}

extension Array where Element: Equatable {
    /// The element's position; where it is new, it is appended, and `whenNew` called.
    fileprivate mutating func position(of element: Element, whenNew: () -> Void = {}) -> Int {
        if let known = firstIndex(of: element) { return known }
        append(element)
        whenNew()
        return count - 1
    }
}
