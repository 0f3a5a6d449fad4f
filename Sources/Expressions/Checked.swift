import Model

/// A part of an expression that has its type.
struct Checked: Sendable {
    var type: ExpressionType
    var node: Node
    /// UTF-8 offset in the source.
    var offset: Int
    /// A text as stated; it becomes a date, area, period or code where it meets one.
    var literal: String?
    /// Whole numbers that are known at type-check, in the form of `type`.
    var constant: Int128?

    init(_ type: ExpressionType, _ node: Node, at offset: Int, literal: String? = nil, constant: Int128? = nil) {
        self.type = type
        self.node = node
        self.offset = offset
        self.literal = literal
        self.constant = constant
    }

    static func integers(_ type: ExpressionType, _ node: any IntegerNode, at offset: Int) -> Checked {
        Checked(type, .integers(node), at: offset)
    }

    static func constant(_ type: ExpressionType, _ value: Int128, at offset: Int) -> Checked {
        Checked(type, .integers(IntegerConstant(value: value)), at: offset, constant: value)
    }

    static func texts(_ node: any TextNode, at offset: Int) -> Checked { Checked(.text, .texts(node), at: offset) }

    static func truths(_ node: any TruthNode, at offset: Int) -> Checked {
        Checked(.boolean, .truths(node), at: offset)
    }

    static func literal(_ text: String, at offset: Int) -> Checked {
        Checked(.text, .texts(TextConstant(value: ConstantText(text))), at: offset, literal: text)
    }

    static func null(at offset: Int) -> Checked {
        Checked(.null, .integers(IntegerConstant(value: nil)), at: offset)
    }

    var isNull: Bool { type == .null }

    /// The number's scale; nil for other types.
    var scale: Int? {
        if case .number(let scale) = type { return scale }
        return nil
    }

    /// The integers behind numbers, dates, areas, periods and codes.
    var integerNode: any IntegerNode {
        if case .integers(let node) = node { return node }
        return IntegerConstant(value: nil)
    }
}
