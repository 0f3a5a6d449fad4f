import Model
import Tabular

enum ArithmeticOperator: Sendable {
    case add, subtract, multiply
}

/// `+ - *` over operands of the scales that the type asks for. 64 bits while they hold every row of the batch, else 128;
/// beyond those a row is missing and counted.
struct ArithmeticNode: IntegerNode {
    let sign: ArithmeticOperator
    let left: any IntegerNode
    let right: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Integers {
        let a = left.evaluate(&frame)
        let b = right.evaluate(&frame)
        switch (a, b) {
        case (.constant(let x), .constant(let y)):
            guard let x, let y else { return .constant(nil) }
            let (value, overflow) = wideResult(sign, x, y)
            if overflow { frame.counters.overflows += frame.activeRows }
            return .constant(overflow ? nil : value)
        case (.constant(nil), _), (_, .constant(nil)): return .constant(nil)
        default: break
        }
        let count = frame.rowCount
        let validity = a.validity(count: count).intersection(b.validity(count: count))
        if let x = a.narrowValues(count: count), let y = b.narrowValues(count: count),
            let values = narrowResults(sign, x, y)
        {
            return .narrow(IntegerColumn(values: values, validity: validity))
        }
        return wide(a.wideValues(count: count), b.wideValues(count: count), validity, &frame)
    }

    private func wide(_ a: [Int128], _ b: [Int128], _ validity: Bitmap, _ frame: inout Frame) -> Integers {
        var values = [Int128](repeating: 0, count: a.count)
        var lost = Bitmap(count: a.count)
        validity.forEachSet { row in
            let (value, overflow) = wideResult(sign, a[row], b[row])
            if overflow { lost.set(row) } else { values[row] = value }
        }
        frame.counters.overflows += frame.activeCount(of: lost)
        return .wide(WideColumn(values: values, validity: validity.subtracting(lost)))
    }
}

private func wideResult(_ sign: ArithmeticOperator, _ a: Int128, _ b: Int128) -> (Int128, Bool) {
    switch sign {
    case .add: a.addingReportingOverflow(b)
    case .subtract: a.subtractingReportingOverflow(b)
    case .multiply: a.multipliedReportingOverflow(by: b)
    }
}

/// nil where any row, valid or not, overflows: the caller then takes the wide way, which looks at validity.
private func narrowResults(_ sign: ArithmeticOperator, _ a: [Int64], _ b: [Int64]) -> [Int64]? {
    var overflowed = false
    let values = [Int64](unsafeUninitializedCapacity: a.count) { out, filled in
        // Unsafe pointers: with bounds checks these loops do not become vector instructions.
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var flags: Int64 = 0
                switch sign {
                case .add:
                    for i in 0..<a.count {
                        let sum = a[i] &+ b[i]
                        flags |= (a[i] ^ sum) & (b[i] ^ sum)
                        out.initializeElement(at: i, to: sum)
                    }
                    overflowed = flags < 0
                case .subtract:
                    for i in 0..<a.count {
                        let difference = a[i] &- b[i]
                        flags |= (a[i] ^ b[i]) & (a[i] ^ difference)
                        out.initializeElement(at: i, to: difference)
                    }
                    overflowed = flags < 0
                case .multiply:
                    var lost = false
                    for i in 0..<a.count {
                        let (product, overflow) = a[i].multipliedReportingOverflow(by: b[i])
                        lost = lost || overflow
                        out.initializeElement(at: i, to: product)
                    }
                    overflowed = lost
                }
            }
        }
        filled = a.count
    }
    return overflowed ? nil : values
}

/// The same numbers at a scale `power` digits finer.
struct RescaleNode: IntegerNode {
    let power: Int
    let inner: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Integers {
        let product = ArithmeticNode(
            sign: .multiply, left: inner, right: IntegerConstant(value: powerOfTen(power)))
        return product.evaluate(&frame)
    }
}

/// ABS.
struct AbsoluteNode: IntegerNode {
    let inner: any IntegerNode

    func evaluate(_ frame: inout Frame) -> Integers {
        switch inner.evaluate(&frame) {
        case .constant(let value): return .constant(value.map { $0 < 0 ? -$0 : $0 })
        case .narrow(let column) where !column.values.contains(.min):
            return .narrow(IntegerColumn(values: column.values.map { abs($0) }, validity: column.validity))
        case .narrow(let column):
            return .wide(WideColumn(values: column.values.map { abs(Int128($0)) }, validity: column.validity))
        case .wide(let column):
            // −2^127 cannot come out of a sum or product that did not overflow, but from a difference.
            var lost = Bitmap(count: column.values.count)
            column.validity.forEachSet { if column.values[$0] == .min { lost.set($0) } }
            frame.counters.overflows += frame.activeCount(of: lost)
            return .wide(
                WideColumn(
                    values: column.values.map { $0 == .min ? 0 : abs($0) },
                    validity: column.validity.subtracting(lost)))
        }
    }
}
