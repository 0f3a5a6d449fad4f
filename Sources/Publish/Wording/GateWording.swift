import Definitions
import Model

extension GateDefinition.Kind {
    /// What the gate looks at.
    var words: LocalizedText {
        switch self {
        case .rejectedRows: LocalizedText(zh: "拒绝行占比", en: "Share of rows rejected")
        case .missingDataset: LocalizedText(zh: "应报数据集", en: "Datasets delivered")
        case .effect: LocalizedText(zh: "错误记录对数值的最大影响", en: "Largest part of a figure that errors keep out")
        case .missingSenders: LocalizedText(zh: "应报未报月份占比", en: "Share of months owed by senders and not delivered")
        }
    }
}
