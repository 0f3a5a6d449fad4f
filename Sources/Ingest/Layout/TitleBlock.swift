import Model

/// What stands above a header: title, unit line, stated period, reporting unit.
struct TitleBlock {
    let grid: HeadGrid
    /// Rows of the grid from the table's first to the one above its header.
    let rows: Range<Int>
    /// Columns of the sheet; nil: all.
    var columns: ClosedRange<Int>?

    static let labels = [
        "填报单位", "报送单位", "编制单位", "金额单位", "计量单位", "单位", "填报日期", "报出日期", "填报人", "制表", "表号", "制定机关", "报告期", "统计期间",
    ]

    func read(into layout: inout TableLayout) {
        for row in rows {
            let filled = grid.filled(row).filter { columns?.contains($0) ?? true }
            for (i, column) in filled.enumerated() {
                let text = grid.text(row, column)
                let words = HeaderWords.narrow(text)
                if let line = UnitLine(words) { layout.take(line) }
                // 单位： and 元 beside it.
                if words.hasSuffix("单位:") || words.hasSuffix("单位"), i + 1 < filled.count,
                    let line = UnitLine(
                        (words.last == ":" ? words : words + ":") + HeaderWords.narrow(grid.text(row, filled[i + 1]))),
                    words.last == ":" || line.unknown == nil
                {
                    layout.take(line)
                }
                if let sender = value(of: ["填报单位", "报送单位", "编制单位"], in: spaced(text)) {
                    layout.reportingUnit = layout.reportingUnit ?? sender
                }
                if let period = value(of: ["报告期", "统计期间"], in: words).flatMap(TitleBlock.period)
                    ?? TitleBlock.period(words)
                {
                    layout.statedPeriod = layout.statedPeriod ?? period
                }
            }
            if layout.title == nil, filled.count == 1, let column = filled.first {
                let text = grid.text(row, column)
                let word = HeaderWords.narrow(text)
                if !TitleBlock.labels.contains(where: { word.hasPrefix($0 + ":") }), !word.hasPrefix("sep=") {
                    layout.title = text
                }
            }
        }
    }

    /// Width folded, but spaces kept: they end a name.
    private func spaced(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { s in
                    s.value == 0xFF1A ? ":" : s.properties.isWhitespace ? " " : s
                }))
    }

    /// What follows one of these labels and a colon, up to the next label, or two spaces.
    private func value(of labels: [String], in text: String) -> String? {
        for label in labels {
            var rest = Substring(text)
            while let found = rest.firstRange(of: label) {
                let before = rest[..<found.lowerBound]
                rest = rest[found.upperBound...]
                let tail = rest.drop { $0 == " " }
                guard tail.first == ":" else { continue }
                // 单位 within 填报单位 is another label.
                if label == "单位", ["填报", "报送", "编制", "金额", "计量"].contains(where: { before.hasSuffix($0) }) { continue }
                var value = tail.dropFirst().drop { $0 == " " }
                for other in TitleBlock.labels {
                    if let next = value.firstRange(of: other + ":") ?? value.firstRange(of: other + " :") {
                        value = value[..<next.lowerBound]
                    }
                }
                if let gap = value.firstRange(of: "  ") { value = value[..<gap.lowerBound] }
                // The whole stands in brackets: （单位：万元）.
                if let close = value.firstIndex(where: { ")）".contains($0) }),
                    !value[..<close].contains(where: { "(（".contains($0) })
                {
                    value = value[..<close]
                }
                let text = String(value).trimmed
                if !text.isEmpty { return text }
            }
        }
        return nil
    }

    /// The period that a text states: 2024年1-11月, 2024年第四季度, 2024年上半年, 2024年度. A day is none.
    static func period(_ text: String) -> String? {
        let characters = Array(text)
        guard characters.count >= 5 else { return nil }
        for start in 0...(characters.count - 5) where characters[start + 4] == "年" {
            let year = characters[start..<(start + 4)]
            guard year.allSatisfy({ $0.isASCII && $0.isNumber }), year.first == "1" || year.first == "2" else {
                continue
            }
            if start > 0, characters[start - 1].isNumber { continue }
            let head = String(year) + "年"
            let rest = String(characters[(start + 5)...])
            for word in ["上半年", "下半年", "前三季度", "全年", "度"] where rest.hasPrefix(word) { return head + word }
            for quarter in "一二三四1234" where rest.hasPrefix("第\(quarter)季度") { return head + "第\(quarter)季度" }
            for quarter in "一二三四1234" where rest.hasPrefix("\(quarter)季度") { return head + "\(quarter)季度" }
            let months = rest.prefix { ($0.isASCII && $0.isNumber) || "-—–~至到－月".contains($0) }
            if let last = months.lastIndex(of: "月") {
                let after = rest[rest.index(after: last)...]
                if after.first?.isNumber == true { continue }
                return head + months[...last]
            }
            return head
        }
        return nil
    }
}
