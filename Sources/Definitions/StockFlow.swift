/// `flow: {of: hnte_stock, kind: gone, among: hnte_ended_early}`: subjects whose standing in a stock is another at the end
/// of the period than at the close of 31 December before. In any area, new + moved in − gone − moved out is the increase of
/// the stock; renewals are in none of them.
public struct StockFlow: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// In the area now, and nowhere when the year began.
        case new
        /// In the area now, elsewhere when the year began (also where no figures are published for).
        case movedIn = "moved_in"
        /// In the area when the year began, and nowhere now.
        case gone
        /// In the area when the year began, elsewhere now.
        case movedOut = "moved_out"
    }

    public var kind: Kind
    /// The stock.
    public var stock: String
    /// Only subjects that another indicator counts in the year to date; nil: all.
    public var among: String?
    /// Only subjects that another indicator does not count in the year to date; nil: all.
    public var except: String?

    public init(kind: Kind, stock: String, among: String? = nil, except: String? = nil) {
        self.kind = kind
        self.stock = stock
        self.among = among
        self.except = except
    }

    /// `among` or `except`.
    public var other: String? { among ?? except }
}

/// Reads the entry `flow` of an indicator.
struct StockFlowReader {
    /// The flow, and a formula that has each indicator it needs for an operand, with its place.
    func read(_ node: NodeReader) -> (flow: StockFlow, formula: SourceText)? {
        guard let entries = node.entries(["of", "kind", "among", "except"]),
            let (stock, place) = entries.required("of").flatMap({ $0.word() }),
            let kind = entries.required("kind").flatMap({ $0.choice("kind of flow", StockFlow.Kind.self) })
        else { return nil }
        if entries["among"] != nil, let second = entries["except"] {
            second.mistake("'among' and 'except' do not go together")
        }
        let other = (entries["among"] ?? entries["except"])?.word()
        let flow = StockFlow(
            kind: kind, stock: stock, among: entries["among"] == nil ? nil : other?.text,
            except: entries["among"] == nil ? other?.text : nil)
        var text = "\(stock) - \(stock)@year_start"
        var runs = [SourceText.Run(offset: 0, line: place.line, column: place.column)]
        if let other {
            text += " - "
            runs.append(
                SourceText.Run(offset: text.utf8.count, line: other.place.line, column: other.place.column))
            text += "\(other.text).ytd"
        }
        return (flow, SourceText(text, at: place, runs: runs))
    }
}
