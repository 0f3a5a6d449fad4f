import Model

/// 技术合同 of the other offices: registered by their sellers, and absorbed from elsewhere.
enum OfficeContracts {
    static func make(_ offices: Offices) -> [SampleFile] {
        offices.all.dropFirst().flatMap { office in [2023, 2024].map { file(office, $0) } }
    }

    private static func file(_ office: Office, _ year: Int) -> SampleFile {
        let layout = Contract.Layout(plainNumbers: year == 2024)
        var contracts: [Contract] = []
        for district in office.districts {
            var draw = LedgerDraw(district, year, ledger: "contracts")
            contracts += registered(&draw) + absorbed(&draw)
        }
        let subtitle = "填报单位：\(office.filler)    单位：万元"
        let table = SampleTable(
            sheet: "技术合同", title: "\(office.name)\(year)年技术合同认定登记情况表", subtitle: subtitle,
            header: Contract.header(layout), records: contracts.map { $0.record(layout) },
            total: Contract.total(contracts, layout), notes: ["注：含吸纳外地技术合同。"])
        if year == 2024 { return XMLSpreadsheet.file(office.path(year, "技术合同认定登记2024.xls"), table) }
        return CommaSeparated.file(office.path(year, "技术合同认定登记2023.csv"), table, encoding: .gb18030)
    }

    private static func registered(_ draw: inout LedgerDraw) -> [Contract] {
        let dates = draw.dates("contracts", usual: 6...10)
        let values = draw.amounts("contract value", for: dates, usual: 5_000...60_000)
        return zip(dates, values).map { date, value in
            let seller = draw.firm()
            var buyer = elsewhere(&draw, kind: "100")
            // Within the district, from it to elsewhere.
            if draw.random.chance(35) {
                let firm = draw.random.pick(draw.district.firms.filter { $0.code != seller.code })
                buyer = party(firm, draw)
            }
            return contract(&draw, date, seller: party(seller, draw), buyer: buyer, value)
        }
    }

    private static func absorbed(_ draw: inout LedgerDraw) -> [Contract] {
        let dates = draw.dates("absorbed contracts", usual: 2...4)
        let values = draw.amounts("absorbed value", for: dates, usual: 5_000...90_000)
        return zip(dates, values).map { date, value in
            let institution = draw.random.pick(Vocabulary.deltaInstitutions)
            let seller = Party(
                name: institution.name,
                code: CreditCode.make(
                    kind: "12", region: institution.code,
                    serial: 900_000 + (Vocabulary.deltaInstitutions.firstIndex { $0.name == institution.name } ?? 0)),
                area: institution.code, kind: institution.kind)
            return contract(&draw, date, seller: seller, buyer: party(draw.firm(), draw), value)
        }
    }

    private static func party(_ firm: Firm, _ draw: LedgerDraw) -> Party {
        Party(name: firm.name, code: firm.code, area: draw.district.code, kind: firm.kind)
    }

    private static func elsewhere(_ draw: inout LedgerDraw, kind: String) -> Party {
        let place = draw.random.pick(Vocabulary.elsewhere.filter { $0.code != "330106" })
        let name = place.short + draw.random.pick(Vocabulary.first) + draw.random.pick(Vocabulary.trades) + "有限公司"
        return Party(
            name: name,
            code: CreditCode.make(kind: "91", region: place.code, serial: 3_000_000 + draw.random.below(900_000)),
            area: place.code, kind: kind)
    }

    private static func contract(
        _ draw: inout LedgerDraw, _ date: CivilDate, seller: Party, buyer: Party, _ value: Int
    ) -> Contract {
        let type = draw.random.pick(["development", "development", "service", "service", "consulting", "transfer"])
        return Contract(
            number: "\(draw.year)\(draw.district.region)\(padded(400_000 + draw.next(), 6))",
            name: draw.random.pick(Vocabulary.subjects) + draw.random.pick(Vocabulary.parts)
                + draw.random.pick(Vocabulary.tails[type] ?? [""]),
            type: type, signed: date.later(-draw.random.between(1, 60)), registered: date, seller: seller, buyer: buyer,
            value: value, technology: value / 100 * draw.random.pick([100, 100, 90, 75]),
            field: draw.random.pick(["电子信息", "先进制造", "生物医药", "新材料"]),
            property: draw.random.pick(["专利", "技术秘密", "未涉及"]), status: "已登记")
    }
}
