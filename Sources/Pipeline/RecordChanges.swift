public import Model

/// Records of a dataset that are not the same in two vintages.
public struct RecordChanges: Sendable {
    /// A record, where it stood and where it stands.
    public struct Record: Sendable {
        /// What became of it.
        public enum Kind: String, Sendable, CaseIterable {
            case new, revised, withdrawn
            /// An answer to an exception put another value into it, or made it stand.
            case corrected = "corrected in review"
            /// An answer to an exception took it out.
            case excluded = "excluded in review"
        }

        /// One version of it.
        public struct Version: Hashable, Sendable {
            public var file: String
            /// Empty: the file has none.
            public var sheet: String
            public var row: Int64
            /// As the ledger states them; empty: none.
            public var date: String
            public var area: String
            /// The vintage had an answer that changed it.
            var isAnswered = false

            /// `file [sheet] row n`.
            public var place: String { "\(file)\(sheet.isEmpty ? "" : " [\(sheet)]") row \(row)" }
        }

        /// Empty: its dataset has no key.
        public var key: String
        /// nil: it was not there, is not there any more.
        public var old: Version?
        public var new: Version?
        public var kind: Kind
        /// Why a review changed it, as the answer says; empty: no review did.
        public var reason = ""
        /// Of a figure that sums its values: what the change adds, in the figure's base unit; nil: the figure is no such sum.
        public var effect: Fraction?

        init(key: String, old: Version?, new: Version?) {
            self.key = key
            self.old = old
            self.new = new
            kind = old == nil ? .new : new == nil ? .withdrawn : .revised
        }

        /// Lays it to the review, where an answer that the older vintage did not have is to its row.
        mutating func judge(_ before: AnsweredRecords, _ after: AnsweredRecords) {
            if let version = old { old?.isAnswered = before[version] != nil }
            if let version = new { new?.isAnswered = after[version] != nil }
            guard let version = new ?? old, let answer = after[version], before[version] != answer else { return }
            switch (answer.disposition, new) {
            case (.corrected, .some): kind = .corrected
            case (.excluded, nil): kind = .excluded
            default: return
            }
            reason = answer.reason
        }
    }

    public var dataset: String
    public var records: [Record]

    public var isEmpty: Bool { records.isEmpty }
    public func count(_ kind: Record.Kind) -> Int { records.count { $0.kind == kind } }

    /// What all changes of a kind add; nil where the figure is no sum of them.
    public func effect(_ kind: Record.Kind) -> Fraction? {
        var sum = Fraction.zero
        for record in records where record.kind == kind {
            guard let effect = record.effect, let added = sum.adding(effect) else { return nil }
            sum = added
        }
        return sum
    }
}
