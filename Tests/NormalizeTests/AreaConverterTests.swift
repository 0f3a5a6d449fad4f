import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct AreaConverterTests {
    private func code(_ text: String, encoding: TextEncoding = .utf8) -> String? {
        read(field(.area), [text], encoding: encoding).integers[0].map { areas[Int($0)].code }
    }

    @Test(
        arguments: [
            ("340102", "340102"), ("瑶海", "340102"), ("瑶海区", "340102"), ("合肥市瑶海区", "340102"), ("合肥瑶海区", "340102"),
            ("安徽省合肥市瑶海区", "340102"), ("安徽合肥瑶海", "340102"), (" 瑶海区 ", "340102"), ("３４０１０２", "340102"),
            ("340102001", "340102"), ("340102001000", "340102"), ("瑶海区明光路街道", "340102"), ("高新区", "340176"),
            ("合肥高新区", "340176"), ("蜀山区高新区", "340176"), ("340171", "340176"), ("341402", "340181"), ("居巢区", "340181"),
            // Units that are not published here fall to what is known of them.
            ("340203", "340200"), ("3402", "340200"), ("芜湖市镜湖区", "340200"), ("340302", "340000"), ("34", "340000"),
            ("安徽省蚌埠市", "340000"), ("310115", "310000"), ("上海市浦东新区", "310000"), ("上海", "310000"), ("江苏南京市", "320000"),
            ("境外", "境外"), ("国外", "境外"), ("香港", "境外"), ("810000", "境外"), ("美国", "境外"), ("840", "境外"), ("USA", "境外"),
            ("韩国", "境外"),
        ] as [(String, String)])
    func known(text: String, expected: String) {
        #expect(code(text) == expected)
        #expect(code(text, encoding: .gb18030) == expected)
    }

    @Test(arguments: [
        "340199", "340101", "3401", "340100", "合肥市", "合肥市无名区", "火星", "999999", "吉林路街道", "12", "34010", "明光路",
    ])
    func unknown(text: String) {
        let found = read(field(.area), [text])
        #expect(found.integers == [nil])
        #expect(found.failures == [0: "unknown"])
    }

    @Test func historicCodesAreNoted() {
        let found = read(field(.area), ["340102", "340171", "341402", "", "340171"])
        #expect(found.notes == ["historic_code": 3])
        #expect(found.facts.notes[0].firstRow == 1 && found.facts.notes[0].rule == "repaired")
        #expect(found.blanks == [3])
    }

    @Test func aNameOfSeveralAreasIsNotGuessed() {
        let twins = AreaTree([
            Area(code: "320100", name: LocalizedText(zh: "南京市"), kind: .city),
            Area(code: "350100", name: LocalizedText(zh: "福州市"), kind: .city),
            Area(code: "320106", name: LocalizedText(zh: "鼓楼区"), kind: .district, parent: 0, published: true),
            Area(code: "350102", name: LocalizedText(zh: "鼓楼区"), kind: .district, parent: 1, published: true),
        ])
        let found = read(
            field(.area), ["鼓楼区", "福州市鼓楼区", "南京鼓楼区"], in: definitions(areas: twins, codelists: []))
        #expect(found.integers == [nil, 3, 2])
    }

    @Test func aPublishedProvinceOfPublishedCitiesTakesNoRecordsItself() {
        let province = AreaTree([
            Area(code: "340000", name: LocalizedText(zh: "安徽省"), kind: .province, published: true),
            Area(code: "340100", name: LocalizedText(zh: "合肥市"), kind: .city, parent: 0, published: true),
        ])
        let found = read(
            field(.area), ["340000", "340102", "340202"], in: definitions(areas: province, codelists: []))
        #expect(found.integers == [nil, 1, nil])
        #expect(found.failures == [0: "unknown", 2: "unknown"])
    }
}
