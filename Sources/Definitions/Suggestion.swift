/// The word among `candidates` that `word` was probably meant to be; nil where none is near.
///
/// Near is an edit distance (insertions, deletions, substitutions, swapped neighbours) of at most 2 or a third of the
/// word's length, and never more than half of the letters. Letters that differ only in case cost 1 for the whole word.
/// Of equally near candidates the first is taken.
public func nearest(_ word: String, among candidates: [String]) -> String? {
    let letters = Array(word.unicodeScalars)
    let lowered = Array(word.lowercased().unicodeScalars)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let other = Array(candidate.unicodeScalars)
        let longer = max(letters.count, other.count)
        let limit = min(max(2, letters.count / 3), longer / 2, (best?.distance ?? .max) - 1)
        guard limit >= 0, abs(letters.count - other.count) <= limit else { continue }
        let asWritten = editDistance(letters, other)
        let anyCase = editDistance(lowered, Array(candidate.lowercased().unicodeScalars))
        let distance = min(asWritten, anyCase == asWritten ? anyCase : anyCase + 1)
        if distance <= limit { best = (candidate, distance) }
    }
    return best?.candidate
}

/// Damerau–Levenshtein distance, in the restricted form: no part is edited twice.
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var twoBack: [Int] = []
    var oneBack = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in b.indices {
            var cost = min(row[j] + 1, oneBack[j + 1] + 1, oneBack[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, twoBack[j - 1] + 1) }
            row.append(cost)
        }
        (twoBack, oneBack) = (oneBack, row)
    }
    return oneBack[b.count]
}
