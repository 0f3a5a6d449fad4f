import CLibXML2
import Definitions
import Model

/// A row of one format, read without libxml2. One value is filled again for every row.
protocol PlainRow: AnyObject {
    /// Reads the row that begins at `from`, blanks before it. Answers where it ends; nil where it is not plain, or not whole.
    func read(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int?
}

/// Follows the elements of a document as libxml2's push parser finds them. What every format has in common: nothing is
/// looked at after the first problem, no DOCTYPE, no nesting without end.
class XMLHandler {
    let limits: SheetLimits
    // Unchecked: the parser calls back from one thread, never from within a call.
    @exclusivity(unchecked) private(set) final var problem: FileProblem? { didSet { isStopped = true } }
    @exclusivity(unchecked) private(set) final var isStopped = false
    @exclusivity(unchecked) private final var depth = 0

    init(limits: SheetLimits) { self.limits = limits }

    /// An element begins.
    func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {}

    /// Text, as much as the parser has of it.
    func characters(_ text: UnsafePointer<xmlChar>, _ count: Int) {}

    /// The innermost element ends.
    func end() {}

    /// What ends a row, for formats whose plain rows are read without libxml2; nil for others.
    var rowEnd: StaticString? { nil }

    /// Whether what follows may be rows: the innermost element holds rows, and names mean what they seem to.
    var isAmongRows: Bool { false }

    /// Takes whole rows from `from` on, as long as they are plain. Answers where the first begins that is not, or is not
    /// whole. Whatever this does not take, libxml2 parses: so nothing may be taken that it would read otherwise.
    func takePlainRows(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int { from }

    /// Takes rows as long as the reader of this format finds them plain.
    @inline(__always)
    final func takeRows<Row: PlainRow>(
        _ row: Row, _ base: UnsafePointer<UInt8>, from: Int, to: Int, _ body: (Row) -> Void
    ) -> Int {
        var at = from
        while !isStopped, let next = row.read(base, from: at, to: to) {
            at = next
            body(row)
        }
        return at
    }

    /// What comes after the first problem is not looked at.
    final func stop(_ problem: FileProblem) { if self.problem == nil { self.problem = problem } }

    // MARK: The parser's calls

    final func open(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        guard !isStopped else { return }
        depth += 1
        if depth > limits.bounds.nesting {
            let bound = limits.bounds.nesting
            stop(limits.exceeded("nesting", zh: "XML 嵌套层数 \(bound)", en: "nesting of XML, \(bound)"))
            return
        }
        start(name, uri, attributes, namespaces)
    }

    final func text(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard !isStopped, let text else { return }
        characters(text, count)
    }

    final func close() {
        guard !isStopped else { return }
        depth -= 1
        end()
    }

    final func refuseDoctype() {
        stop(
            FileProblem(
                .fileUnreadable, at: Place(file: limits.file.id), zh: "文件含 DOCTYPE 声明，出于安全不予读取；请用电子表格软件另存后再报送",
                en: "it has a DOCTYPE, which is refused for safety; save it again from a spreadsheet program"))
    }

    /// Calls `body` with the handler that libxml2 carries along; whoever parses keeps it alive.
    @inline(__always)
    static func call(_ context: UnsafeMutableRawPointer?, _ body: (XMLHandler) -> Void) {
        guard let context else { return }
        Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
    }
}
