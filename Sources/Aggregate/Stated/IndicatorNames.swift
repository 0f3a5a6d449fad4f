import Definitions
import Model

/// Indicators by what people call them: id, title, alias. A name that several have is nobody's.
struct IndicatorNames {
    private var positions: [String: Int?] = [:]
    private var ids: [String: Int] = [:]
    private var words: [String] = []

    init(_ indicators: [IndicatorDefinition]) {
        for (position, indicator) in indicators.enumerated() { add(indicator, at: position) }
    }

    mutating func add(_ indicator: IndicatorDefinition, at position: Int) {
        ids[indicator.id] = position
        words.append(indicator.id)
        for name in [indicator.title.zh, indicator.title.en].compactMap(\.self) + indicator.aliases {
            let key = IndicatorNames.folded(name)
            words.append(name)
            if let known = positions[key], known != position {
                positions[key] = .some(nil)
            } else {
                positions[key] = position
            }
        }
    }

    func position(_ name: String) -> Int? { ids[name] ?? positions[IndicatorNames.folded(name)].flatMap(\.self) }

    func nearest(_ name: String) -> String? { Definitions.nearest(name, among: words) }

    /// Without spaces, brackets narrow, Latin letters small.
    private static func folded(_ name: String) -> String {
        let wide: [Character: Character] = ["（": "(", "）": ")", "：": ":", "，": ",", "％": "%"]
        return String(name.lowercased().filter { !$0.isWhitespace }.map { wide[$0] ?? $0 })
    }
}
