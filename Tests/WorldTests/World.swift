import Model

/// A small world: what an office defines and what it is sent, as facts. `WorldFiles` writes it down as a person would,
/// `Oracle` answers what its figures are, the program answers from the files; the two must agree.
struct World: Sendable {
    var seed: UInt64
    var areas: [WorldArea] = []
    var datasets: [WorldDataset] = []
    var senders: [WorldSender] = []
    /// The area whose bureau the office is: its own files speak of no other; nil: of all.
    var bureau: Int?
    var deliveries: [WorldDelivery] = []
    var indicators: [WorldIndicator] = []
    var range = PeriodRange(Period(year: 2024))
    var through: Period?
    /// Whether every delivery speaks of all years: then most figures are numbers.
    var isFull = false
}

struct WorldArea: Sendable {
    var code: String
    var name: String
    var kind: AreaKind
    /// Positions in the world's list.
    var parent: Int?
    var host: Int?
    var successor: Int?
    var group: String?
    var isPublished: Bool
}

struct WorldDataset: Sendable {
    var name: String
    /// As pipelines spell it.
    var history: String
    var key: [WorldField]
    /// The dataset's own fields of these roles.
    var area: WorldField
    var date: WorldField
    var frequency: Frequency
    /// Whether parts of the key have to be there.
    var isKeyRequired: Bool
    /// The area that says whose version of a record stands.
    var authority: WorldField?
    /// What becomes of records with the flag y, whose last day is then the one on which they were revoked; nil: nothing.
    var revoked: Revoked?
    /// The first month of a year of which something is expected by itself.
    var firstMonth = 1

    enum Revoked: String { case restate, deduct }
}

/// A line of senders.csv; area nil: the bureau.
struct WorldSender: Sendable {
    var dataset: Int
    var area: Int?
    var frequency: Frequency
    var from: Month?
    var to: Month?
}

struct WorldDelivery: Sendable {
    /// The folder's name and the period that it says.
    var name: String
    var period: Period
    var covers: ClosedRange<Month>?
    /// Area of `sender:` in delivery.yaml.
    var sender: Int?
    /// Receptions as delivery.yaml orders them; nil: by name.
    var order: [String]?
    var files: [WorldFile]
    /// Tables of figures that are stated.
    var stated: [WorldStatedFile] = []
}

struct WorldFile: Sendable {
    var dataset: Int
    var name: String
    /// Sub-folder that is a reception.
    var reception: String?
    /// Who sent it, where the file itself says so, and how it does.
    var sender: Int?
    var saysSender: SaysSender
    /// The months that its title states.
    var title: ClosedRange<Month>?
    var rows: [WorldRow]

    enum SaysSender: CaseIterable { case folder, name, titleBlock }
}

/// The columns that every dataset of a world has.
enum WorldField: String, CaseIterable, Sendable {
    case no, item, subject, area, other, day, since, until, kind, flag, value, extra, prior

    /// The header of its column; values are stated in 元.
    var header: String {
        switch self {
        case .no: "编号"
        case .item: "分项"
        case .subject: "单位代码"
        case .area: "所在区县"
        case .other: "对方区县"
        case .day: "登记日期"
        case .since: "起始日期"
        case .until: "截止日期"
        case .kind: "类别"
        case .flag: "备注码"
        case .value: "数额(元)"
        case .extra: "其中数额(元)"
        case .prior: "上年数额(元)"
        }
    }

    /// Digits after the point of what is held; the oracle holds whole numbers of the last one.
    var scale: Int {
        switch self {
        case .value, .prior: 100
        case .extra: 10
        default: 1
        }
    }
}

/// One record as it stands in a file. nil is a blank cell.
struct WorldRow: Sendable {
    var no: String?
    var item: String?
    var subject: String?
    /// Position of the stated area; `unknown` is a district that nobody knows.
    var area: Int?
    var other: Int?
    var day: CivilDate?
    var since: CivilDate?
    var until: CivilDate?
    var kind: String?
    var flag: String?
    var value: Int?
    var extra: Int?
    var prior: Int?
    /// Whether areas are spelled by name, otherwise by code.
    var spellsNames = false

    static let unknown = -1

    /// Whether a rule of rows keeps the record out, apart from what its key does.
    var isRejected: Bool {
        area == nil || day == nil || since == nil || value.map { $0 < 0 } ?? true
            || value.map { $0 == World.forbiddenValue } ?? false
    }

    /// Whether a rule takes away `extra` alone.
    var losesExtra: Bool {
        if let extra, let value { extra * 10 > value } else { false }
    }
}

extension World {
    /// 6.66 元: a rule of every dataset rejects the record that has it.
    static let forbiddenValue = 666
}
