import Foundation
import Model
import Tabular
import TestSupport
import Testing
import Validate

/// Keys that are claimed part by part come to what a register over all of them says.
@Suite struct SpilledKeysTests {
    private struct Piece {
        var keys: [Int?]
        var contents: [UInt64]?
        var rejected: Bitmap
        var source: KeySource
        /// Keys are claimed anew from here on.
        var beginsAnew: Bool
    }

    private func pieces(_ random: inout SeededGenerator) -> [Piece] {
        let pool = Int.random(in: 1...400, using: &random)
        let comparing = Bool.random(using: &random)
        var pieces: [Piece] = []
        for file in 0..<Int.random(in: 1...6, using: &random) {
            var base: Int64 = 2
            let anew = file > 0 && Int.random(in: 0..<4, using: &random) == 0
            for piece in 0..<Int.random(in: 1...4, using: &random) {
                let count = Int.random(in: 0...200, using: &random)
                let keys = (0..<count).map { _ in
                    Int.random(in: 0..<10, using: &random) == 0 ? nil : Int.random(in: 0..<pool, using: &random)
                }
                var rejected = Bitmap(count: count)
                for row in 0..<count where Int.random(in: 0..<3, using: &random) == 0 { rejected.set(row) }
                pieces.append(
                    Piece(
                        keys: keys,
                        contents: comparing ? (0..<count).map { _ in UInt64.random(in: 0...1, using: &random) } : nil,
                        rejected: rejected,
                        source: KeySource(
                            delivery: file / 2, file: file, turn: file / 2, base: Place(file: Int32(file), row: base)),
                        beginsAnew: anew && piece == 0))
                base += Int64(count)
            }
        }
        return pieces
    }

    @Test(arguments: 0..<60) func comesToTheSameAsARegister(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let shape = KeyShape.allCases[seed % KeyShape.allCases.count]
        let pieces = pieces(&random)
        let folder = FileManager.default.temporaryDirectory.path
        let ceiling = seed % 2 == 0 ? MemoryCeiling(bytes: 1, folder: folder) : nil
        let spilled = SpilledKeys(schema: shape.schema, keyFields: shape.keyFields, ceiling: ceiling)
        var register = KeyRegister(schema: shape.schema, keyFields: shape.keyFields)
        let preparation = register.preparation
        func prepared(_ piece: Piece) -> PreparedKeys {
            var keys = preparation.prepare(
                shape.batch(piece.keys), sheetRows: (0..<piece.keys.count).map { UInt32($0) })
            keys.contents = piece.contents
            return keys
        }
        for piece in pieces {
            if piece.beginsAnew { spilled.beginAnew() }
            let rows = prepared(piece)
            let noted = spilled.note(rows, rejected: piece.rejected, source: piece.source)
            #expect(noted.standing == piece.rejected.complement)
            // Of every second row is asked in the end.
            let asked = piece.keys.indices.filter { $0 % 2 == 0 }
            spilled.ask(rows.gather(asked), rows: asked)
        }
        try spilled.resolve()
        var begin = 0
        func settle(_ end: Int) throws {
            for number in begin..<end {
                let asked = pieces[number].keys.indices.filter { $0 % 2 == 0 }
                let held = register.accepted(prepared(pieces[number]).gather(asked))
                let found = try spilled.held(claim: number)
                #expect(found == Set(asked.indices.filter { held[$0] }.map { asked[$0] }), "seed \(seed)")
            }
            begin = end
        }
        for (number, piece) in pieces.enumerated() {
            if piece.beginsAnew {
                try settle(number)
                register = KeyRegister(schema: shape.schema, keyFields: shape.keyFields)
                spilled.beginAnew()
            }
            let rows = prepared(piece)
            let expected = register.claim(rows, rejected: piece.rejected, source: piece.source)
            let claims = try spilled.claim(rows, rejected: piece.rejected)
            #expect(spilled.lastClaim == number)
            #expect(claims.standing == expected.standing, "seed \(seed)")
            #expect(claims.superseded == expected.superseded, "seed \(seed)")
            #expect(claims.duplicates == expected.duplicates, "seed \(seed)")
            #expect(claims.revisions == expected.revisions, "seed \(seed)")
            #expect(claims.conflicts == expected.conflicts && claims.compared == expected.compared, "seed \(seed)")
            #expect(claims.uniqueCount == expected.uniqueCount && claims.revisionCount == expected.revisionCount)
        }
        try settle(pieces.count)
        #expect(ceiling?.failure == nil)
    }

    @Test func moreClaimsThanWereNotedAreRefused() throws {
        let spilled = SpilledKeys(schema: KeyShape.digits.schema, keyFields: [0], ceiling: nil)
        try spilled.resolve()
        let keys = KeyRegister(schema: KeyShape.digits.schema, keyFields: [0]).preparation.prepare(
            KeyShape.digits.batch([1]), sheetRows: [0])
        #expect(throws: DamagedForm.self) { _ = try spilled.claim(keys, rejected: Bitmap(count: 1)) }
    }
}
