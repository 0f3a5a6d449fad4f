import Definitions
import Foundation
import Testing

/// A small pipeline that reads without a mistake; tests break one thing at a time.
enum Small {
    static let pipeline = """
        pipeline: small
        title: {zh: 小, en: Small}
        """

    static let contracts = """
        dataset: contracts
        title: {zh: 合同, en: Contracts}
        files: ["contracts*"]
        primaryKey: [contract_no]
        area: seller_area
        date: registered_on
        fields:
          - {name: contract_no, title: {zh: 合同编号}, type: string, constraints: {required: true}}
          - {name: contract_type, title: {zh: 合同类型}, type: code, codelist: types}
          - {name: seller, title: {zh: 卖方}, type: uscc}
          - {name: seller_area, title: {zh: 卖方区县}, type: area}
          - {name: value, title: {zh: 金额}, type: number, unit: 元, decimals: 2, unit_if_silent: 万元}
          - {name: staff, title: {zh: 人数}, type: integer}
          - {name: registered_on, title: {zh: 登记日期}, type: date}
          - {name: valid_to, title: {zh: 有效期至}, type: date}
        derive:
          - {name: is_large, expression: value > 1000000}
        rules:
          - {id: R1, severity: error, field: value, check: value > 0, message: {zh: "金额 {value}"}}
        """

    static let indicators = """
        - indicator: amount
          dataset: contracts
          measure: sum(value)
          unit: 亿元
          breakdowns: [[contract_type], [contract_type, is_large]]
          labels: {basis: 输出}
        """

    static let areas = """
        code,zh,en,aliases,kind,parent,host,valid_from,valid_to,successor,rank_group,published
        3401,合肥市,Hefei,合肥,city,,,,,,,
        340102,瑶海区,Yaohai,瑶海|合肥瑶海,district,3401,,,,,,
        340103,庐阳区,Luyang,,district,3401,,,,,,no
        """

    static let types = "code,zh,en,aliases\n开发,,,\n转让,,,出让|转移\n"

    static let files = [
        "pipeline.yaml": pipeline, "datasets/contracts.yaml": contracts, "indicators/main.yaml": indicators,
        "codelists/areas.csv": areas, "codelists/types.csv": types,
    ]
}

/// Reads a pipeline from a folder of its own, shown as `p`. `files` replace those of `Small`; an empty text takes one away.
func reading(_ files: [String: String] = [:]) throws -> PipelineReading {
    try reading(bytes: files.mapValues { Array($0.utf8) })
}

func reading(bytes files: [String: [UInt8]]) throws -> PipelineReading {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("definitions-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, bytes) in Small.files.mapValues({ Array($0.utf8) }).merging(files, uniquingKeysWith: { $1 })
    where !bytes.isEmpty {
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
    return readPipeline(at: folder.path, shownAs: "p")
}

extension PipelineReading {
    /// `datasets/contracts.yaml:3:1: unknown key 'x' → y` for each mistake.
    var told: [String] {
        diagnostics.map {
            let suggestion = $0.suggestion.map { " → \($0)" } ?? ""
            return "\($0.place.file.dropFirst(2)):\($0.place.line):\($0.place.column): \($0.message)\(suggestion)"
        }
    }

    /// `contracts.yaml:3 at ‹primarykey›: unknown key 'primarykey' → primaryKey`: the word of the file that each place
    /// points at, looked up in the file.
    var pointed: [String] {
        diagnostics.map { diagnostic in
            let place = diagnostic.place
            let text = String(decoding: sources[place.file] ?? [], as: UTF8.self)
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            var word = String.UnicodeScalarView()
            for scalar in lines[place.line - 1].unicodeScalars.dropFirst(place.column - 1) {
                if !word.isEmpty, " ,:}])".unicodeScalars.contains(scalar) { break }
                word.append(scalar)
            }
            let file = place.file.split(separator: "/").last ?? ""
            let suggestion = diagnostic.suggestion.map { " → \($0)" } ?? ""
            return "\(file):\(place.line) at ‹\(String(word))›: \(diagnostic.message)\(suggestion)"
        }
    }
}

extension String {
    /// The text with one part replaced, which must be there once.
    func with(_ part: String, _ other: String) -> String {
        precondition(components(separatedBy: part).count == 2, "'\(part)' is not there once")
        return replacingOccurrences(of: part, with: other)
    }
}

/// As `#expect(actual == expected)`, but shows both where `actual` is the result of a call that can throw.
func expectEqual<Value: Equatable>(
    _ actual: Value, _ expected: Value, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(actual == expected, comment, sourceLocation: sourceLocation)
}
