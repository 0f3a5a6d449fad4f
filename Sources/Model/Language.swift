/// The languages of reports.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case zh, en
}

/// A text in one or both languages; a missing language falls back to the other.
public struct LocalizedText: Hashable, Sendable {
    public var zh: String?
    public var en: String?

    public init(zh: String? = nil, en: String? = nil) {
        self.zh = zh
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .zh: zh ?? en ?? ""
        case .en: en ?? zh ?? ""
        }
    }

    public var isEmpty: Bool { zh == nil && en == nil }
}
