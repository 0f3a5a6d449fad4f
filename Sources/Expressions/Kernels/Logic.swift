import Model
import Tabular

/// AND and OR of three-valued logic (Kleene's): no AND unknown is no, yes OR unknown is yes.
struct LogicNode: TruthNode {
    enum Sign: Sendable { case and, or }
    let sign: Sign
    let left: any TruthNode
    let right: any TruthNode

    func evaluate(_ frame: inout Frame) -> Truths {
        let a = left.evaluate(&frame)
        // Rows that the left side decides do not count what the right side cannot compute: b <> 0 AND a / b > 2.
        let open = sign == .and ? a.no.complement : a.yes.complement
        let b = frame.restricted(to: open) { right.evaluate(&$0) }
        switch sign {
        case .and:
            let yes = a.yes.intersection(b.yes)
            let no = a.no.union(b.no)
            return Truths(yes: yes, missing: yes.union(no).complement)
        case .or:
            let yes = a.yes.union(b.yes)
            let no = a.no.intersection(b.no)
            return Truths(yes: yes, missing: yes.union(no).complement)
        }
    }
}

struct NegationNode: TruthNode {
    let inner: any TruthNode
    func evaluate(_ frame: inout Frame) -> Truths { inner.evaluate(&frame).negated }
}

/// `a = b` and `a <> b` of conditions.
struct TruthComparison: TruthNode {
    let isEqual: Bool
    let left: any TruthNode
    let right: any TruthNode

    func evaluate(_ frame: inout Frame) -> Truths {
        let (a, b) = (left.evaluate(&frame), right.evaluate(&frame))
        let validity = a.missing.union(b.missing).complement
        let same = a.yes.intersection(b.yes).union(a.no.intersection(b.no))
        return Truths(answers: isEqual ? same : same.complement, validity: validity)
    }
}

/// IS NULL: never missing itself.
struct NullTest: TruthNode {
    let inner: Node
    let negated: Bool

    func evaluate(_ frame: inout Frame) -> Truths {
        let present: Bitmap
        switch inner {
        case .integers(let node): present = node.evaluate(&frame).validity(count: frame.rowCount)
        case .texts(let node): present = node.evaluate(&frame).validity(count: frame.rowCount)
        case .truths(let node): present = node.evaluate(&frame).missing.complement
        }
        return Truths(yes: negated ? present : present.complement, missing: Bitmap(count: frame.rowCount))
    }
}
