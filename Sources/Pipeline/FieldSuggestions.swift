import Definitions
public import Model
import Normalize

/// A date whose day and month were exchanged: the one day that the text becomes when they are put back; nil where the text is
/// a day as it stands, or is none either way.
public func dateExchanged(_ text: String) -> CivilDate? {
    let groups = text.split { !$0.isWholeNumber }.compactMap { Int($0) }
    guard groups.count == 3, groups[0] > 999,
        text.allSatisfy({ $0.isWholeNumber || "-/.年月日 ".contains($0) }),
        CivilDate(year: groups[0], month: groups[1], day: groups[2]) == nil
    else { return nil }
    return CivilDate(year: groups[0], month: groups[2], day: groups[1])
}

/// The one area whose name differs from a text in a single character: exchanged, left out, or too many. The name of what it
/// lies in may stand before it, and of nothing else. nil where there is none, or several.
public func areaNearly(_ text: String, in tree: AreaTree) -> Area? {
    var words: [(text: String, within: Int?)] = [(text, nil)]
    for (index, area) in tree.areas.enumerated() {
        if let name = area.name.zh, text.hasPrefix(name), text.count > name.count {
            words.append((String(text.dropFirst(name.count)), index))
        }
    }
    let candidates = tree.areas.indices.filter { index in
        let area = tree[index]
        // What is divided into units that are published has no records itself.
        guard area.kind != .abroad, area.successor == nil,
            !tree.areas.contains(where: { $0.parent == index && $0.published })
        else { return false }
        return ([area.name.zh].compactMap(\.self) + area.aliases).contains { name in
            name.count >= 3
                && words.contains { word in
                    if let within = word.within, !tree.lineage(of: index).contains(within) { return false }
                    return differsInOne(Array(word.text), Array(name))
                }
        }
    }
    return candidates.count == 1 ? tree[candidates[0]] : nil
}

private func differsInOne(_ a: [Character], _ b: [Character]) -> Bool {
    if a.count == b.count { return zip(a, b).count { $0 != $1 } == 1 }
    let (long, short) = a.count > b.count ? (a, b) : (b, a)
    guard long.count == short.count + 1 else { return false }
    return long.indices.contains { at in (long[..<at] + long[(at + 1)...]).elementsEqual(short) }
}
