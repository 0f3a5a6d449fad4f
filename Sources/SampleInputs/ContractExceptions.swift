import Model

/// What is wrong in the list of 2024. Fields of standing rows are spoiled only where no planned figure uses them; whatever
/// a rule keeps out of the figures is a row of its own.
struct ContractExceptions {
    private(set) var records: [Record]
    private let contracts: [Contract]
    private let layout: Contract.Layout
    /// The column 序号 stands before the others.
    private let shift = 1
    private var used: Set<Int> = []

    init(_ contracts: [Contract], layout: Contract.Layout) {
        self.contracts = contracts
        self.layout = layout
        records = contracts.enumerated().map { $1.record(layout, serial: $0 + 1) }
    }

    /// A row of that unit which nothing has touched, somewhere in the list.
    private mutating func row(of unit: String, where fits: (Contract) -> Bool = { _ in true }) -> Int {
        let start = used.count * 53 % contracts.count
        guard
            let row = (Array(start..<contracts.count) + Array(0..<start)).first(where: {
                !used.contains($0) && contracts[$0].seller.area == unit && fits(contracts[$0])
            })
        else { fatalError("no row of \(unit) is left") }
        used.insert(row)
        return row
    }

    mutating func spoilFields(_ world: inout World, _ random: inout RandomSource) {
        let yaohai = UnitPlan.yaohai
        var at = row(of: "340103")
        let code = contracts[at].seller.code
        records[at].spoil(
            .sellerCode, shift: shift, .text(CreditCode.misspelled(code)), "contracts.seller_uscc.check_digit")
        at = row(of: yaohai)
        let excess = decimal(contracts[at].value + 100_000)
        records[at].spoil(.technology, shift: shift, .number(excess), "CON-011")
        at = row(of: yaohai)
        records[at].spoil(.signed, shift: shift, .text("2024-02-30"), "contracts.signed_on.type")
        at = row(of: yaohai)
        records[at].spoil(.type, shift: shift, .text("技术合作"), "contracts.contract_type.codes")
        at = row(of: "340104")
        records[at].spoil(.sellerCode, shift: shift, .text("9.13E+17"), "contracts.seller_uscc.damaged")
        at = row(of: yaohai)
        let stranger = world.stranger(region: yaohai, place: "合肥", random: &random)
        records[at].cells[Contract.Column.sellerName.rawValue] = .text(stranger.name)
        records[at].spoil(.sellerCode, shift: shift, .text(stranger.code), "CON-020")
        at = row(of: yaohai)
        let later = CivilDate(days: contracts[at].registered.days + 12)
        records[at].spoil(.signed, shift: shift, .date(later), "CON-012")
        at = row(of: "340111")
        records[at].spoil(.technology, shift: shift, .text("待定"), "contracts.technology_value.type")
        at = row(of: "340123")
        records[at].cells[Contract.Column.buyerName.rawValue] = .text(contracts[at].seller.name)
        records[at].spoil(.buyerCode, shift: shift, .text(contracts[at].seller.code), "CON-021")
        // A unit's name that nobody knows keeps the buyer out, the contract stays registered.
        // A small one, so that no quarter's return is held for what it keeps out.
        at = row(of: "340103") { $0.value < 50_000 }
        records[at].spoil(.buyerArea, shift: shift, .text("瑶梅区"), "contracts.buyer_area.unknown")
        notes()
    }

    /// Repaired without doubt: a note per file, column and kind.
    private mutating func notes() {
        let yaohai = UnitPlan.yaohai
        var at = row(of: yaohai)
        records[at].spoil(
            .value, shift: shift, .text(fullWidth(decimal(contracts[at].value))), "contracts.value.repaired", note: true
        )
        at = row(of: yaohai) { $0.value >= 1_000_000 }
        records[at].spoil(
            .value, shift: shift, .text(grouped(decimal(contracts[at].value))), "contracts.value.repaired", note: true)
        for style in 0..<3 {
            at = row(of: yaohai)
            let date = contracts[at].signed.civil
            let text =
                switch style {
                case 0: "\(date.year)年\(date.month)月\(date.day)日"
                case 1: "\(date.year).\(date.month).\(date.day)"
                default: "\(date.year)\(padded(date.month, 2))\(padded(date.day, 2))"
                }
            records[at].spoil(.signed, shift: shift, .text(text), "contracts.signed_on.repaired", note: true)
        }
        // 居巢区 became 巢湖市 in 2011; the zone's code changed in 2023.
        at = row(of: "340181")
        records[at].spoil(.sellerArea, shift: shift, .text("341402"), "contracts.seller_area.repaired", note: true)
        at = row(of: "340104")
        records[at].spoil(.buyerArea, shift: shift, .text("340171"), "contracts.buyer_area.repaired", note: true)
        at = row(of: yaohai)
        records[at].spoil(.property, shift: shift, .text("—"), "contracts.ip_kind.missing_marker", note: true)
        at = row(of: "340176")
        records[at].spoil(
            .technology, shift: shift, .text("/"), "contracts.technology_value.missing_marker", note: true)
        // A line break in a name, as Alt+Enter makes it: rows and lines part from here.
        at = row(of: "340111")
        records[at].cells[Contract.Column.name.rawValue] = .text("智慧水务平台\n技术服务（一期）")
        at = row(of: "340121")
        records[at].cells[Contract.Column.name.rawValue] = .raw("5\"管道检测机器人研究开发")
        records[at].marks.append(Mark(rule: "file.loose_quote", column: 0, isNote: true))
    }

    mutating func addRows(
        _ book: inout ContractBook, revisions: [Contract], wronglyRevised: Contract, _ world: inout World,
        _ random: inout RandomSource
    ) {
        var extra: [Record] = []
        func fresh(_ unit: Int, value: Int) -> Contract {
            var contract = book.contract(2024, seller: unit, &world, &random)
            contract.value = value
            contract.technology = value
            return contract
        }
        func add(_ contract: Contract, _ spoil: (inout Record) -> Void) {
            var record = contract.record(layout)
            spoil(&record)
            extra.append(record)
        }
        let shift = shift
        // Twice in one file: the first row has the number.
        for place in [120, 410] {
            var again = contracts[place]
            again.value += 50_000
            add(again) { $0.marks.append(Mark(rule: "CON-001", column: 2)) }
        }
        add(fresh(2, value: 36_000)) {
            $0.spoil(.registered, shift: shift, .text("2024-13-05"), "contracts.registered_on.type")
        }
        add(fresh(3, value: 48_000)) {
            $0.spoil(.number, shift: shift, .text("202434011109921"), "CON-002")
        }
        add(fresh(0, value: 12_000)) {
            $0.spoil(.value, shift: shift, .blank, "contracts.value.required")
            $0.cells[Contract.Column.technology.rawValue] = .blank
        }
        add(fresh(1, value: 27_500)) { $0.spoil(.name, shift: shift, .blank, "contracts.name.required") }
        add(fresh(0, value: 33_300)) {
            $0.spoil(.sellerArea, shift: shift, .text("340199"), "contracts.seller_area.unknown")
        }
        add(fresh(0, value: 41_800)) {
            $0.spoil(.sellerArea, shift: shift, .text("合肥市滨湖区"), "contracts.seller_area.unknown")
        }
        add(fresh(5, value: 1_250)) {
            $0.spoil(.value, shift: shift, .number("-12.50"), "contracts.value.minimum")
            $0.cells[Contract.Column.technology.rawValue] = .blank
        }
        add(fresh(0, value: 0)) { $0.marks.append(Mark(rule: "CON-030", column: 15)) }
        // A comma that nobody put in quotes: one cell too many.
        add(fresh(0, value: 64_000)) {
            $0.cells[Contract.Column.name.rawValue] = .raw("车载终端,控制软件委托开发")
            $0.marks.append(Mark(rule: "contracts.ragged_row", column: 0, value: "20"))
        }
        // Revoked: no exception, and in no figure.
        for unit in [0, 9] {
            var revoked = fresh(unit, value: 88_000)
            revoked.status = "撤销"
            add(revoked) { _ in }
        }
        for revision in revisions { add(revision) { _ in } }
        // Revised wrongly: without its date the new version is rejected.
        var wrong = wronglyRevised
        wrong.value *= 2
        add(wrong) { $0.spoil(.registered, shift: shift, .blank, "contracts.registered_on.required") }

        for (i, record) in extra.enumerated() {
            // Behind the standing rows that they repeat, otherwise anywhere.
            records.insert(record, at: i < 2 ? records.count - 3 : 40 + i * 45)
        }
        for i in records.indices { records[i].cells[0] = .number("\(i + 1)") }
    }

    private func fullWidth(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
    }

    /// 1234567.50 → 1,234,567.50
    private func grouped(_ text: String) -> String {
        let parts = text.split(separator: ".")
        var whole = ""
        for (i, digit) in parts[0].reversed().enumerated() {
            if i > 0, i % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        return String(whole.reversed()) + "." + parts[1]
    }
}
