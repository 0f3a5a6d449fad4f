import Definitions
import Testing

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("primarykey", "primaryKey"), ("primary_key", "primaryKey"), ("PRIMARYKEY", "primaryKey"), ("filds", "fields"),
        ("fiedls", "fields"), ("to", "to"), ("万圆", "万元"), ("registerd_onn", "registered_on"),
    ])
    func nearWordsAreSuggested(_ word: String, _ meant: String) {
        #expect(nearest(word, among: ["primaryKey", "fields", "to", "万元", "registered_on", "area"]) == meant)
    }

    @Test func farWordsAreNot() {
        #expect(nearest("colour", among: ["fields", "area", "primaryKey"]) == nil)
        #expect(nearest("fr", among: ["zh", "en"]) == nil)
        #expect(nearest("x", among: []) == nil)
        #expect(nearest("", among: ["a"]) == nil)
    }

    @Test func theNearestWinsAndOfEqualsTheFirst() {
        #expect(nearest("valeu", among: ["valued", "value", "values"]) == "value")
        #expect(nearest("cat", among: ["bat", "hat"]) == "bat")
    }
}
