import Model

/// 高企证书: cohorts 2020–2024 with expiries, renewals under new numbers, cancellations and changes of name.
enum CertificateFiles {
    struct Certificate {
        var number: String
        var firm: Firm
        var kind: String
        var field: String
        var issued: CivilDate
        var expires: CivilDate
        var status = "有效"
        var name: String
    }

    private static let header = [
        "证书编号", "企业名称", "统一社会信用代码", "所属区县", "认定类型", "技术领域", "发证日期", "有效期至", "证书状态",
    ]
    private static let fields = [
        "电子信息", "先进制造与自动化", "新材料", "生物与新医药", "高技术服务", "新能源与节能", "资源与环境", "航空航天",
    ]
    /// The days on which a year's lists came out.
    private static let batches: [Int: [CivilDate]] = [
        2020: [day(2020, 8, 17), day(2020, 10, 30), day(2020, 12, 7)],
        2021: [day(2021, 9, 18), day(2021, 11, 18), day(2021, 12, 15)],
        2022: [day(2022, 10, 18), day(2022, 11, 30), day(2022, 12, 12)],
        2023: [day(2023, 10, 16), day(2023, 11, 30), day(2023, 12, 7)],
        2024: [day(2024, 10, 29), day(2024, 11, 28), day(2024, 12, 6)],
    ]

    static func make(_ world: inout World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "certificates")
        var book = Book()
        for unit in UnitPlan.all.indices {
            book.fill(unit, pool: random.shuffled(Array(world.old[unit].dropLast(3))), random: &random)
        }
        for (unit, plan) in UnitPlan.all.enumerated() {
            precondition(book.stock(of: unit, on: day(2022, 12, 31)) == plan.certificates.0)
            precondition(book.stock(of: unit, on: day(2023, 12, 31)) == plan.certificates.1)
            precondition(book.stock(of: unit, on: day(2024, 12, 31)) == plan.certificates.2)
        }
        let first = SampleTable(
            title: "合肥市高新技术企业证书台账（截至2023年12月31日）", subtitle: "填报单位：合肥市科学技术局    填报日期：2024年1月8日", header: header,
            records: book.first.map(record), notes: ["注：有效期按发证之日起三年计。", "单位负责人：    填表人：    联系电话："])
        var records = book.second.map(record)
        spoil(&records, book, &world, &random)
        let second = SampleTable(
            sheet: "高企证书", title: "合肥市高新技术企业证书台账（2024年新增及变更）", subtitle: "填报单位：合肥市科学技术局    填报日期：2025年1月7日",
            header: header, records: records, notes: ["注：更名、取消企业以本表为准。"])
        return [
            CommaSeparated.file("2023-Q4/高企证书台账2023.csv", first, encoding: .gb18030),
            XMLSpreadsheet.file("2024-Q4/高企证书台账2024.xls", second),
        ]
    }

    private static func record(_ certificate: Certificate) -> Record {
        Record(cells: [
            .text(certificate.number), .text(certificate.name), .text(certificate.firm.code),
            .text(UnitPlan.all[certificate.firm.unit].name), .text(certificate.kind), .text(certificate.field),
            .date(certificate.issued), .date(certificate.expires), .text(certificate.status),
        ])
    }

    /// Exceptions that leave every unit's stock as planned.
    private static func spoil(
        _ records: inout [Record], _ book: Book, _ world: inout World, _ random: inout RandomSource
    ) {
        // Firms certified for the first time in 2024 hold this one certificate: with another code they still count once.
        let single = book.second.indices.filter {
            book.second[$0].kind == "新认定" && book.second[$0].issued > day(2024, 1, 1)
                && UnitPlan.all[book.second[$0].firm.unit].code != UnitPlan.yaohai
        }
        let stranger = world.stranger(region: "340124", place: "庐江", random: &random)
        records[single[3]].cells[2] = .text(stranger.code)
        records[single[3]].spoil(2, .text(stranger.name), "HNT-020")
        // Filed under the code, whose cell holds what was found.
        records[single[3]].marks = [Mark(rule: "HNT-020", column: 3)]
        records[single[9]].spoil(6, .text("元宇宙"), "hnte_certificates.technology_field.codes")
        // One digit short, as it is printed on a web page somewhere.
        let number = book.second[single[15]].number
        records[single[15]].spoil(1, .text(String(number.dropLast())), "HNT-002")
        // Rows of their own. A code with a wrong check digit counts for nobody.
        let unit = 2
        func extra(_ serial: Int, firm: Firm) -> Certificate {
            let issued = day(2024, 12, 6)
            return Certificate(
                number: "GR202434\(padded(serial, 6))", firm: firm, kind: "重新认定", field: "新材料", issued: issued,
                expires: lastDay(issued), name: firm.name)
        }
        var wrong = record(extra(990_001, firm: world.firm(unit: unit, years: 2010...2015, random: &random)))
        wrong.spoil(3, .text(CreditCode.misspelled(wrong.text(3))), "hnte_certificates.uscc.check_digit")
        records.insert(wrong, at: 40)
        var impossible = record(extra(990_002, firm: world.firm(unit: unit, years: 2010...2015, random: &random)))
        impossible.spoil(7, .text("2024-11-31"), "hnte_certificates.issued_on.type")
        impossible.spoil(3, .blank, "hnte_certificates.uscc.required")
        records.insert(impossible, at: 77)
        // Expires before it was issued; the firm has a good certificate besides.
        let holder = book.second[single[21]].firm
        var backwards = record(extra(990_003, firm: holder))
        backwards.spoil(8, .date(day(2021, 12, 5)), "HNT-011")
        records.insert(backwards, at: 120)
    }

    /// Three years, the last day included.
    private static func lastDay(_ issued: CivilDate) -> CivilDate {
        CivilDate(days: (issued.adding(years: 3) ?? issued).days - 1)
    }

    /// The certificates as two deliveries tell them.
    struct Book {
        var first: [Certificate] = []
        var second: [Certificate] = []
        private var serials: [Int: Int] = [:]

        mutating func fill(_ unit: Int, pool: [Firm], random: inout RandomSource) {
            let plan = UnitPlan.all[unit].certificates
            var unused = pool[...]
            func cohort(_ count: Int) -> [Firm] {
                let firms = Array(unused.prefix(count))
                unused = unused.dropFirst(count)
                return firms
            }
            let firms2020 = cohort(plan.0 * 30 / 100)
            let firms2021 = cohort(plan.0 * 32 / 100)
            let firms2022 = cohort(plan.0 - firms2020.count - firms2021.count)
            first += firms2020.map { issue($0, 2020, "新认定", &random) }
            first += firms2021.map { issue($0, 2021, "新认定", &random) }
            let from2022 = first.count
            first += firms2022.map { issue($0, 2022, "新认定", &random) }
            // 2023: most of those whose certificate ends come again, some are cancelled, others are new.
            let renewed2023 = Array(firms2020.prefix(firms2020.count * 78 / 100))
            let cancelled2023 = max(1, plan.0 / 60)
            for i in from2022..<(from2022 + cancelled2023) { cancel(&first[i], day(2023, 6 + i % 5, 15)) }
            let firms2023 = cohort(plan.1 - plan.0 + firms2020.count - renewed2023.count + cancelled2023)
            first += renewed2023.map { issue($0, 2023, "重新认定", &random) }
            let from2023 = first.count
            first += firms2023.map { issue($0, 2023, "新认定", &random) }
            // 2024: the same again; cancellations and new names are told by the certificate coming once more.
            let renewed2024 = Array(firms2021.prefix(firms2021.count * 80 / 100))
            let cancelled2024 = max(1, plan.1 / 60)
            for i in from2023..<(from2023 + cancelled2024) {
                var changed = first[i]
                cancel(&changed, day(2024, 4 + i % 6, 20))
                second.append(changed)
            }
            var renamed = first[from2023 + cancelled2024]
            renamed.name = renamed.name.split(separator: "有限").joined(separator: "集团有限")
            renamed.status = "更名"
            second.append(renamed)
            let firms2024 = cohort(plan.2 - plan.1 + firms2021.count - renewed2024.count + cancelled2024)
            second += renewed2024.map { issue($0, 2024, "重新认定", &random) }
            second += firms2024.map { issue($0, 2024, "新认定", &random) }
            precondition(!firms2024.isEmpty && unused.startIndex <= unused.endIndex)
        }

        private mutating func issue(
            _ firm: Firm, _ year: Int, _ kind: String, _ random: inout RandomSource
        ) -> Certificate {
            let serial = (serials[year] ?? 0) + 1
            serials[year] = serial
            let issued = random.pick(CertificateFiles.batches[year] ?? [day(year, 12, 1)])
            return Certificate(
                number: "GR\(year)34\(padded(serial * 3 + 120, 6))", firm: firm, kind: kind,
                field: random.pick(CertificateFiles.fields), issued: issued, expires: CertificateFiles.lastDay(issued),
                name: firm.name)
        }

        private func cancel(_ certificate: inout Certificate, _ on: CivilDate) {
            certificate.expires = CivilDate(days: on.days - 1)
            certificate.status = "取消"
        }

        /// Distinct firms of a unit with a certificate in force, by the newest version of each.
        func stock(of unit: Int, on date: CivilDate) -> Int {
            var latest: [String: Certificate] = [:]
            for certificate in first + second where certificate.firm.unit == unit {
                latest[certificate.number] = certificate
            }
            return Set(latest.values.filter { $0.issued <= date && date <= $0.expires }.map(\.firm.code)).count
        }
    }
}

extension Record {
    /// The text of a column (from 1).
    func text(_ column: Int) -> String {
        switch cells[column - 1] {
        case .text(let text), .number(let text), .raw(let text): text
        default: ""
        }
    }
}
