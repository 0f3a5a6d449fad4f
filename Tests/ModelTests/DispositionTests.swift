import Model
import Testing

@Suite struct DispositionTests {
    @Test func wordsOfBothLanguagesAreRead() {
        for disposition in Disposition.allCases {
            let (zh, en) = (disposition.title[.zh], disposition.title[.en])
            for text in [
                disposition.rawValue, zh, en, "\(disposition.rawValue) \(zh)", "\(zh)（\(en)）", en.uppercased(),
            ] {
                #expect(Disposition(words: text) == disposition, "\(text)")
            }
        }
        #expect(Disposition(words: "waived until") == .waived)
        #expect(Disposition(words: " sent back ") == .sentBack)
    }

    @Test func otherWordsAreNone() {
        for text in ["", " ", "ok", "同意", "更正/剔除", "corrected excluded", "不确认属实", "confirm"] {
            #expect(Disposition(words: text) == nil, "\(text)")
        }
    }

    @Test func columnsHaveTitlesOfTheirOwn() {
        for language in Language.allCases {
            #expect(Set(ReviewColumn.allCases.map { $0.title[language] }).count == ReviewColumn.allCases.count)
        }
    }
}
