import Model
import Pipeline
import Testing

@Suite struct FieldSuggestionTests {
    @Test(arguments: [
        ("2024-13-05", "2024-05-13"), ("2024/31/12", "2024-12-31"), ("2024年30月6日", "2024-06-30"),
    ]) func dayAndMonthAreExchangedBack(_ text: String, _ day: String) {
        #expect(dateExchanged(text)?.description == day)
    }

    @Test(arguments: ["2024-05-13", "2024-13-32", "2024-02-30", "13.5.2024", "2024-13", "约2024-13-05", ""])
    func nothingIsSuggestedElsewhere(_ text: String) { #expect(dateExchanged(text) == nil) }

    private let tree: AreaTree = {
        func area(_ code: String, _ name: String, _ kind: AreaKind, _ parent: Int?) -> Area {
            Area(
                code: code, name: LocalizedText(zh: name), kind: kind, parent: parent, host: nil, successor: nil,
                rankGroup: nil, published: true)
        }
        return AreaTree([
            area("340100", "合肥市", .city, nil), area("340102", "瑶海区", .district, 0),
            area("340103", "庐阳区", .district, 0), area("340104", "蜀山区", .district, 0),
            area("340105", "蜀水区", .district, 0), area("340200", "芜湖市", .city, nil),
            area("340202", "镜湖区", .district, 5),
        ])
    }()

    @Test(arguments: [
        ("瑶梅区", "340102"), ("合肥市庐羊区", "340103"), ("瑶海", "340102"), ("瑶海新区", "340102"),
        ("滨湖区", "340202"), ("芜湖市静湖区", "340202"),
    ]) func oneCharacterAside(_ text: String, _ code: String) { #expect(areaNearly(text, in: tree)?.code == code) }

    /// Two areas are as near, none is, or the one that is has units of its own or lies in another city.
    @Test(arguments: ["蜀火区", "滨江区", "合肥市滨湖区", "合淝市", ""])
    func oneAreaOrNone(_ text: String) { #expect(areaNearly(text, in: tree) == nil) }
}
