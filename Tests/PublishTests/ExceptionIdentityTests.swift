import Definitions
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct ExceptionIdentityTests {
    let world = SmallWorld()

    func names(_ findings: [Finding]) -> [ExceptionName] {
        world.publication(findings: findings).exceptionNames()
    }

    @Test func casesSurviveWhatTheyMust() {
        let all = names(world.findings).map(\.caseID)
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.utf8.count == 32 })
        // Other findings before it, and another number of them, do not change a case.
        #expect(names([world.findings[3]]).map(\.caseID) == [all[3]])
        #expect(names(world.findings.reversed()).map(\.caseID) == all.reversed())
        // The same case a second time in one file is told apart, the first keeps its name.
        let twice = names([world.findings[3], world.findings[3]]).map(\.caseID)
        #expect(twice[0] == all[3] && twice[1] != all[3])
        // The record that the key of the row stands for again is another case.
        let first = world.finding(.type, row: 0, field: 3)
        #expect(names([first]) == names([world.finding(.type, row: 0, field: 3)]))
        #expect(names([first, world.finding(.unique, row: 2, field: -1)])[0] != names([first])[0])
        // A rule, a field or the record's own period make another case.
        #expect(
            Set(names([first, world.finding(.minimum, row: 0, field: 3), world.finding(.type, row: 0, field: 4)]))
                .count == 3)
    }

    @Test func versionsAreCasesWithTheValue() throws {
        let all = names(world.findings)
        for name in all {
            #expect(name.versionID.hasPrefix(name.caseID + "v"))
            #expect(ExceptionName.caseID(of: name.versionID) == name.caseID)
        }
        // Of what is not about a row: another thing found is another version of the same case.
        var missing = Finding(
            rule: world.publication(findings: []).catalogue.index(.notDelivered, dataset: 0), value: "2024-01")
        let before = names([missing])[0]
        missing.value = "2024-01..2024-02"
        let after = names([missing])[0]
        #expect(before.caseID == after.caseID && before.versionID != after.versionID)
        // Another gap is another case; so is another sender's.
        missing.value = "2024-05"
        #expect(names([missing])[0].caseID != before.caseID)
        missing.value = "2024-01"
        missing.sender = 1
        #expect(names([missing])[0].caseID != before.caseID)
        // What a corrected value is found wrong in is no new version of what was reported.
        var corrected = world.findings[3]
        corrected.isOfCorrection = true
        #expect(names([world.findings[3], corrected])[0] == all[3])
        #expect(names([corrected])[0].caseID != all[3].caseID)
    }

    @Test func whatIsNoNameIsTold() {
        let name = String(repeating: "0a", count: 16) + "v01234567"
        #expect(ExceptionName.caseID(of: name) == String(repeating: "0a", count: 16))
        for wrong in [
            "", "v", String(repeating: "0", count: 41), name.uppercased(), String(name.dropLast()), name + "0",
            name.replacing("0a", with: "zz"), name.replacing("v", with: "-"),
        ] {
            #expect(ExceptionName.caseID(of: wrong) == nil, "\(wrong)")
        }
    }
}
