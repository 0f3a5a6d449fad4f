import Model

/// Charts of the page as inline SVG: no script draws them, and they print.
enum PageCharts {
    /// Parts of a whole side by side, each with the colour of its class; widths in ten-thousandths of `whole`.
    static func stack(_ parts: [(name: String, value: Int64)], of whole: Int64) -> String {
        guard whole > 0 else { return "" }
        var out = "<svg class=\"stack\" viewBox=\"0 0 10000 100\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        var left: Int64 = 0
        for part in parts where part.value > 0 {
            // Nothing that is there is too small to be seen.
            let width = max(Int64(Int128(part.value) * 10_000 / Int128(whole)), 40)
            out += "<rect class=\"\(part.name)\" x=\"\(left)\" width=\"\(width)\" height=\"100\"/>"
            left += width
        }
        return out + "</svg>"
    }

    /// How much of all effects on the figures the first exceptions carry: the curve, and the cut below which nothing
    /// matters. Empty where no exception has a known effect.
    ///
    /// - Parameters:
    ///   - scores: in the order of the report, in billionths.
    ///   - cut: so many are worth a review.
    static func effects(_ scores: [Int64], cut: Int) -> String {
        let total = scores.reduce(Int128(0)) { $0 + Int128($1) }
        guard total > 0, scores.count > 1 else { return "" }
        let (left, top, width, height) = (Int128(46), Int128(12), Int128(640), Int128(170))
        let count = Int128(scores.count)
        var sum = Int128(0)
        var points: [(x: Int128, y: Int128)] = [(left, top + height)]
        var last = Int128(-1)
        for (i, score) in scores.enumerated() {
            sum += Int128(score)
            let x = left + (Int128(i) + 1) * width / count
            // One point for each pixel is enough.
            guard x != last || i == scores.count - 1 else { continue }
            last = x
            points.append((x, top + height - sum * height / total))
        }
        let path = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        var out = "<svg class=\"effects\" viewBox=\"0 0 700 222\" role=\"img\">"
        for share in [Int128(0), 25, 50, 75, 100] {
            let y = top + height - share * height / 100
            out += "<line class=\"grid\" x1=\"\(left)\" x2=\"\(left + width)\" y1=\"\(y)\" y2=\"\(y)\"/>"
            out += "<text x=\"\(left - 8)\" y=\"\(y + 4)\" text-anchor=\"end\">\(share)%</text>"
        }
        for (part, anchor) in [(Int128(0), "start"), (Int128(2), "middle"), (Int128(4), "end")] {
            let x = left + part * width / 4
            out +=
                "<text x=\"\(x)\" y=\"\(top + height + 20)\" text-anchor=\"\(anchor)\">\(grouped(Int64(part * count / 4)))</text>"
        }
        out += "<polygon class=\"area\" points=\"\(path) \(left + width),\(top + height)\"/>"
        out += "<polyline class=\"curve\" points=\"\(path)\"/>"
        if cut > 0, cut <= scores.count {
            let x = left + Int128(cut) * width / count
            out += "<line class=\"cut\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(top)\" y2=\"\(top + height)\"/>"
            let (end, shift) = x > left + width / 2 ? ("end", Int128(-6)) : ("start", Int128(6))
            out += "<text class=\"cut\" x=\"\(x + shift)\" y=\"\(top + height - 10)\" text-anchor=\"\(end)\">"
            out +=
                "<tspan class=\"zh\">前 \(grouped(Int64(cut))) 条值得逐条核实</tspan><tspan class=\"en\">the first \(grouped(Int64(cut))) are worth a review</tspan></text>"
        }
        return out + "</svg>"
    }
}
