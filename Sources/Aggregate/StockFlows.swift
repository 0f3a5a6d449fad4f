import Definitions
import Expressions
import Model

extension Evaluation {
    /// By area that gets figures: the subjects whose standing in the stock is another at the end of the window than when the
    /// year began, and how.
    func moved(_ site: Site, _ formula: FormulaPlan, _ flow: StockFlow) -> [Int64] {
        let areaCount = plan.units.areas.count
        var counts = [Int64](repeating: 0, count: areaCount)
        var names = ByteStrings()
        // By subject: the areas that it was in, and is in, ascending; whether it was, and is, anywhere.
        var before: [Set<Int>] = []
        var after: [Set<Int>] = []
        var (was, isThere, isOther): ([Bool], [Bool], [Bool]) = ([], [], [])
        for (position, operand) in formula.operands.enumerated() {
            let isStock = operand.quantity == nil
            forEachSubject(operandSite(position, of: site, formula)) { name, unit in
                let subject = names.number(name)
                while before.count <= subject {
                    before.append([])
                    after.append([])
                    was.append(false)
                    isThere.append(false)
                    isOther.append(false)
                }
                let areas = plan.units.lineages[unit]
                if !isStock {
                    isOther[subject] = true
                } else if operand.shift == .yearStart {
                    was[subject] = true
                    before[subject].formUnion(areas)
                } else {
                    isThere[subject] = true
                    after[subject].formUnion(areas)
                }
            }
        }
        for subject in before.indices {
            if flow.among != nil, !isOther[subject] { continue }
            if flow.except != nil, isOther[subject] { continue }
            let areas: Set<Int> =
                switch flow.kind {
                case .new: was[subject] ? [] : after[subject]
                case .movedIn: was[subject] ? after[subject].subtracting(before[subject]) : []
                case .gone: isThere[subject] ? [] : before[subject]
                case .movedOut: isThere[subject] ? before[subject].subtracting(after[subject]) : []
                }
            for area in areas { counts[area] += 1 }
        }
        return counts
    }
}
