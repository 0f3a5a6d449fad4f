import ArgumentParser
import Model
import Pipeline

/// What `explain` and `trace` are asked for.
struct InquiryOptions: ParsableArguments {
    @OptionGroup var source: SourceOptions

    @Option(help: "Code or name of an area; may be given several times. Default: the one that holds all others.")
    var area: [String] = []

    @Option(help: "period, ytd or stock; default: ytd of flows, stock of stocks.")
    var quantity: String?

    @Option(help: "A statistic as outputs name it: value, prior, yoy, rank_yoy, …")
    var statistic: String?

    @Option(help: "A category of a breakdown: its code, or field=code (of several fields: a=1,b=2).")
    var category: String?

    @Flag(help: "Say on stderr what is being done.")
    var verbose = false

    func request(_ indicators: [String], base: String? = nil, language: Language? = nil) -> InquiryRequest {
        InquiryRequest(
            run: source.request(), indicators: indicators, areas: area, quantity: quantity, statistic: statistic,
            category: category, base: base, language: language)
    }

    var progress: any RunProgress {
        if verbose { return ProgressLog(format: .text) }
        return SilentProgress()
    }
}
