import Model

/// A party of a contract, as a row states it.
struct Party {
    var name: String
    var code: String
    /// As files state it: a code of six digits.
    var area: String
    /// Code of `codelists/party_kinds.csv`.
    var kind: String

    init(name: String, code: String, area: String, kind: String) {
        self.name = name
        self.code = code
        self.area = area
        self.kind = kind
    }

    init(_ firm: Firm) {
        self.init(name: firm.name, code: firm.code, area: UnitPlan.all[firm.unit].code, kind: firm.kind)
    }
}

/// An invented technology contract. Amounts in hundreds of 元 (hundredths of 万元).
struct Contract {
    var number: String
    var name: String
    /// Code of `codelists/contract_types.csv`.
    var type: String
    var signed: CivilDate
    var registered: CivilDate
    var seller: Party
    var buyer: Party
    var value: Int
    var technology: Int
    var field: String
    var property: String
    var status: String

    /// How a file states contracts.
    struct Layout {
        var numbered = false
        /// Areas as codes, else as names where Hefei's units are concerned.
        var areaCodes = true
        /// Amounts in 元, else in 万元.
        var yuan = false
        /// Number types: XML stores numbers without zeros at the end.
        var plainNumbers = false
    }

    func record(_ layout: Layout, serial: Int = 0) -> Record {
        var cells: [Cell] = layout.numbered ? [.number("\(serial)")] : []
        cells += [
            .text(number), .text(name), .text(Contract.typeName(type)), .date(signed), .date(registered),
            .text(seller.name), Contract.text(seller.code), .text(Contract.area(seller.area, layout)),
            .text(EnterpriseFiles.kindName(seller.kind)), .text(buyer.name), Contract.text(buyer.code),
            .text(Contract.area(buyer.area, layout)), .text(EnterpriseFiles.kindName(buyer.kind)),
            .number(Contract.amount(value, layout)), .number(Contract.amount(technology, layout)), .text(field),
            .text(property), .text(status),
        ]
        return Record(cells: cells)
    }

    static func header(_ layout: Layout, unit: String = "") -> [String] {
        (layout.numbered ? ["序号"] : []) + [
            "合同登记编号", "合同名称", "合同类别", "合同签订日期", "登记日期", "卖方名称", "卖方统一社会信用代码", "卖方所在区县", "卖方性质", "买方名称",
            "买方统一社会信用代码", "买方所在区县", "买方性质", "合同成交总额\(unit)", "技术交易额\(unit)", "技术领域", "知识产权类型", "合同状态",
        ]
    }

    /// Columns from 1, where rows are not numbered.
    enum Column: Int {
        case number = 1, name, type, signed, registered, sellerName, sellerCode, sellerArea, sellerKind, buyerName
        case buyerCode, buyerArea, buyerKind, value, technology, field, property, status
    }

    static func total(_ contracts: [Contract], _ layout: Layout) -> [Cell] {
        var cells = [Cell](repeating: .blank, count: header(layout).count)
        cells[0] = .text("合计")
        let shift = layout.numbered ? 1 : 0
        cells[Column.value.rawValue - 1 + shift] = .number(amount(contracts.reduce(0) { $0 + $1.value }, layout))
        cells[Column.technology.rawValue - 1 + shift] = .number(
            amount(contracts.reduce(0) { $0 + $1.technology }, layout))
        return cells
    }

    static func amount(_ hundreds: Int, _ layout: Layout) -> String {
        let text = layout.yuan ? "\(hundreds * 100).00" : decimal(hundreds)
        guard layout.plainNumbers else { return text }
        if text.hasSuffix(".00") { return String(text.dropLast(3)) }
        return text.hasSuffix("0") ? String(text.dropLast()) : text
    }

    private static func text(_ text: String) -> Cell { text.isEmpty ? .blank : .text(text) }

    private static func area(_ code: String, _ layout: Layout) -> String {
        if layout.areaCodes { return code }
        return UnitPlan.all.first { $0.code == code }?.name
            ?? (Vocabulary.elsewhere + Vocabulary.inAnhui).first { $0.code == code }?.name ?? code
    }

    static func typeName(_ code: String) -> String {
        switch code {
        case "development": "技术开发"
        case "transfer": "技术转让"
        case "licence": "技术许可"
        case "consulting": "技术咨询"
        default: "技术服务"
        }
    }
}

extension Record {
    mutating func spoil(
        _ column: Contract.Column, shift: Int, _ cell: Cell, _ rule: String, note: Bool = false
    ) {
        spoil(column.rawValue + shift, cell, rule, note: note)
    }
}
