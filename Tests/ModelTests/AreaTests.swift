import Model
import Testing

@Suite struct AreaTests {
    let tree = AreaTree([
        Area(code: "340000", name: LocalizedText(zh: "安徽省"), kind: .province),
        Area(code: "340200", name: LocalizedText(zh: "芜湖市"), kind: .city, parent: 0),
        Area(code: "340221", name: LocalizedText(zh: "芜湖县"), kind: .county, parent: 1, successor: 3),
        Area(code: "340210", name: LocalizedText(zh: "湾沚区"), kind: .district, parent: 1, published: true),
    ])

    @Test func historicAreasLeadToTheirSuccessors() {
        #expect(tree.current(2) == 3)
        #expect(tree.current(3) == 3)
    }

    @Test func lineageEndsAtTheRoot() {
        #expect(tree.lineage(of: 3) == [3, 1, 0])
        #expect(tree.ancestor(of: 3, kind: .province) == 0)
        #expect(tree.ancestor(of: 0, kind: .city) == nil)
    }

    @Test func aCircleOfSuccessorsEnds() {
        let circle = AreaTree([
            Area(code: "1", name: LocalizedText(), kind: .district, parent: 1, successor: 1),
            Area(code: "2", name: LocalizedText(), kind: .district, parent: 0, successor: 0),
        ])
        #expect([0, 1].contains(circle.current(0)))
        #expect(circle.lineage(of: 0).count <= 3)
    }
}
