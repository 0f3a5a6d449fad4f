import Definitions
import Foundation
import Ingest
import Model
import Publish
import Tabular
import Validate

extension TableDiscovery {
    /// Finds text exports beside the workbooks that they were made from: of one sender and one reception, the same fields
    /// found, and a name that is the workbook's, or the workbook's and the sheet's (`book-sheet.csv`). Text keeps only what
    /// is shown, so the workbook has the word: where records have keys it is read first; where they have none, which would
    /// count them twice, the text is not read.
    mutating func settleTextCopies(_ dataset: Int, isKeyed: Bool, _ catalogue: RuleCatalogue) {
        var copies: [Int: BoundTable] = [:]
        for at in tables[dataset].indices {
            let table = tables[dataset][at]
            guard case .csv = table.survey.format else { continue }
            let original = tables[dataset].first { other in
                if case .csv = other.survey.format { return false }
                return other.turn == table.turn && other.sender == table.sender
                    && other.binding.boundFields == table.binding.boundFields && other.isOriginal(of: table)
            }
            guard let original else { continue }
            tables[dataset][at].isTextCopy = true
            if copies.updateValue(original, forKey: table.file) == nil {
                let name = original.input.name.split(separator: "/").last.map(String.init) ?? original.input.name
                findings.append(
                    Finding(rule: catalogue.index(.textCopy), place: Place(file: Int32(table.file)), value: name))
            }
        }
        guard !isKeyed, !copies.isEmpty else { return }
        for file in copies.keys.sorted() { accounts.append(TableAccount(file: file, sheet: -1, dataset: -1)) }
        tables[dataset].removeAll(where: \.isTextCopy)
    }
}

extension BoundTable {
    /// The other table's file is named after this one's, or after it and its sheet.
    fileprivate func isOriginal(of copy: BoundTable) -> Bool {
        func stem(_ name: String) -> String {
            let file = name.split(separator: "/").last.map(String.init) ?? name
            return HeaderWords.fold(file.firstIndex(of: ".").map { String(file[..<$0]) } ?? file)
        }
        let (own, other) = (stem(input.name), stem(copy.input.name))
        if own == other { return true }
        guard let sheet = survey.sheets[sheet].name.map(HeaderWords.fold), !sheet.isEmpty else { return false }
        return ["-", "_", ""].contains { other == own + $0 + sheet }
    }
}
