import Definitions
import Ingest
import Model
import Tabular
import Testing

/// Columns taken out of pieces that hold all of a table's.
@Suite struct SelectingTests {
    @Test(
        "a table read whole, of which columns are selected, is the table read by these columns",
        arguments: ["w1_invest.csv", "w1_invest.gb18030.csv", "w1_invest.xml"]) func selectsWhatIsBound(name: String)
        throws
    {
        let wanted = dataset(of: "县(市、区)", "本年完成投资/合计", "计划总投资")
        let file = sample(name)
        let survey = try survey(file, vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        let slots = try binding.boundFields.map { field in
            try #require(layout.columns.firstIndex { $0.position == binding.columns[field] })
        }
        func pieces(_ binding: TableBinding) throws -> [DecodedPiece] {
            let reader = try TableReader(file: file, survey: survey, binding: binding, mode: ReadMode())
            var pieces: [DecodedPiece] = []
            while let piece = try reader.next() { pieces.append(try piece.decode()) }
            return pieces
        }
        let bound = try pieces(binding)
        let whole = try pieces(.everyColumn(of: layout, sheet: 0, keys: binding.keyColumns))
        #expect(whole.count == bound.count)
        for (some, all) in zip(bound, whole) {
            let selected = all.selecting(slots)
            var (one, other) = (ReadTable(), ReadTable())
            one.add(some)
            other.add(selected)
            #expect(one == other)
            #expect(one.records.count > 2)
            #expect(some.totals == selected.totals)
            // The piece that it comes from keeps its buffer.
            #expect(selected.block.buffer !== all.block.buffer)
        }
    }
}
