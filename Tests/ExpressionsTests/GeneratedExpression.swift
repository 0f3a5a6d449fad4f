import Model

/// A generated expression, in our language and in SQLite's.
///
/// SQLite works on whole numbers at their scale; what it has no operation for (`/`, ROUND, areas, …) is *given* to it as a
/// column, whose values come from the kernels after they have been checked another way.
struct GeneratedExpression {
    enum Kind: Hashable { case number(scale: Int), date, text, truth, area, period }

    var kind: Kind
    /// In our language.
    var source: String
    /// In SQLite's, over the table's columns and the given ones.
    var sql: String
    /// Numbers: no value at this scale is larger.
    var bound: Int128 = 0
    /// Texts that the expression states itself, alone or chosen among; nil where a text field may speak.
    var codes: [String]?
    var isLiteral = false
    /// 0 stands there in every row.
    var isZero = false
    var children: [GeneratedExpression] = []
    /// Columns that `sql` needs, inner ones first.
    var given: [Given] = []

    /// An expression whose values SQLite is given.
    struct Given {
        var name: String
        var expression: Indirect
        var identity: Identity?
    }

    /// Integer identities that define `/` and ROUND.
    enum Identity {
        /// |2 (a × 10^power − q × b)| ≤ |b|, away from zero at equality.
        case quotient(Indirect, Indirect)
        case rounded(Indirect, digits: Int)
    }

    /// A value type cannot hold itself.
    final class Indirect {
        let value: GeneratedExpression
        init(_ value: GeneratedExpression) { self.value = value }
    }

    var scale: Int {
        if case .number(let scale) = kind { return scale }
        return 0
    }

    /// `sql` at a larger scale.
    func sql(atScale wanted: Int) -> String {
        wanted == scale ? sql : "(\(sql) * \(powerOfTen(wanted - scale)))"
    }

    func bound(atScale wanted: Int) -> Int128 { bound * powerOfTen(wanted - scale) }

    /// This expression and all below it, the shortest first.
    var parts: [GeneratedExpression] {
        var all: [GeneratedExpression] = []
        var waiting = [self]
        while let next = waiting.popLast() {
            all.append(next)
            waiting += next.children
        }
        return all.sorted { ($0.source.utf8.count, $0.source) < ($1.source.utf8.count, $1.source) }
    }
}
