import Foundation
import Model
import Testing

@testable import Publish

@Suite struct GzipTests {
    @Test func frameHasNoNameNoTimeAndAFixedSystem() throws {
        let member = Gzip.member(Array("合同\n".utf8))
        #expect(Array(member.prefix(10)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        #expect(try inflated(member).text == Array("合同\n".utf8))
    }

    @Test func membersAreCutEveryFourMebibytesOnAnyNumberOfCores() throws {
        let folder = try ScratchFolder()
        var seed: UInt64 = 7
        let text = (0..<(9 << 20)).map { _ -> UInt8 in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(97 + seed >> 60)
        }
        var files: [[UInt8]] = []
        for jobs in [1, 2, 5] {
            let file = try TextFile(path: "\(folder.path)/a.gz", access: .open, jobs: jobs)
            for start in stride(from: 0, to: text.count, by: 700_001) {
                try file.write(Array(text[start..<min(start + 700_001, text.count)]))
            }
            try file.close()
            files.append(try folder.bytes("a.gz"))
        }
        #expect(files[0] == files[1] && files[0] == files[2])
        let back = try inflated(files[0])
        #expect(back.text == text)
        #expect(back.members == 3)
    }

    @Test func textOfExactlyOneMemberHasNoEmptySecond() throws {
        let folder = try ScratchFolder()
        for (count, members) in [(0, 1), (Gzip.memberSize, 1), (Gzip.memberSize + 1, 2)] {
            let file = try TextFile(path: "\(folder.path)/a.gz", access: .open, jobs: 2)
            try file.write([UInt8](repeating: 65, count: count))
            try file.close()
            let back = try inflated(try folder.bytes("a.gz"))
            #expect(back.text.count == count)
            #expect(back.members == members)
        }
    }

    @Test func gunzipAcceptsIt() throws {
        let folder = try ScratchFolder()
        let file = try TextFile(path: "\(folder.path)/a.gz", access: .open, jobs: 2)
        try file.write([UInt8](repeating: 66, count: Gzip.memberSize + 9))
        try file.close()
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-t", "\(folder.path)/a.gz"]
        try gzip.run()
        gzip.waitUntilExit()
        #expect(gzip.terminationStatus == 0)
    }
}

@Suite struct OutputFileTests {
    @Test func rightsDoNotDependOnTheUmask() throws {
        let folder = try ScratchFolder()
        let before = umask(0o077)
        defer { umask(before) }
        try makeFolder("\(folder.path)/exceptions/by-sender", access: .restricted)
        try makeFolder("\(folder.path)/returns", access: OutputAccess(path: "returns/returns.csv.gz"))
        try writeFile([65], to: "\(folder.path)/exceptions/a", access: OutputAccess(path: "exceptions/a"))
        try writeFile([65], to: "\(folder.path)/returns/a", access: .open)
        #expect(try folder.mode("exceptions") == 0o750)
        #expect(try folder.mode("exceptions/by-sender") == 0o750)
        #expect(try folder.mode("exceptions/a") == 0o640)
        #expect(try folder.mode("returns") == 0o755)
        #expect(try folder.mode("returns/a") == 0o644)
        #expect(OutputAccess(path: "internal/x.csv") == .restricted)
        #expect(OutputAccess(path: "run.json") == .restricted)
    }

    @Test func aFailingWorldIsNamed() throws {
        let folder = try ScratchFolder()
        try writeFile([65], to: "\(folder.path)/file", access: .open)
        #expect(throws: OutputError(path: "\(folder.path)/none/a", operation: .create, code: ENOENT)) {
            try writeFile([65], to: "\(folder.path)/none/a", access: .open)
        }
        #expect(throws: OutputError.self) { try makeFolder("\(folder.path)/file/below", access: .open) }
        let full = #expect(throws: OutputError.self) {
            try writeFile([UInt8](repeating: 65, count: 100_000), to: "/dev/full", access: .open)
        }
        #expect(full?.code == ENOSPC && full?.operation == .write && full?.path == "/dev/full")
        #expect(full?.reason[.zh] == "磁盘空间不足")
        #expect(full?.description == "cannot write /dev/full: No space left on device")
    }
}

@Suite struct CSVWriterTests {
    func written(_ style: CSVStyle, _ body: (inout CSVWriter) throws -> Void) throws -> String {
        let folder = try ScratchFolder()
        let file = try TextFile(path: "\(folder.path)/a.csv", access: .open, jobs: 1)
        var csv = CSVWriter(file, style: style)
        try body(&csv)
        try csv.flush()
        try file.close()
        return String(decoding: try folder.bytes("a.csv"), as: UTF8.self)
    }

    @Test func quotesOnlyWhereItMust() throws {
        let text = try written(CSVStyle(byteOrderMark: false, endOfLine: "\n", neutralizes: false)) { csv in
            for field in ["a", "", "b c", "d,e", "f\"g", "h\ni", "j\rk", "=l", "'m"] { csv.field(field) }
            try csv.endLine()
            csv.field(-12)
            csv.empty()
            csv.free("=n")
            try csv.endLine()
        }
        #expect(text == "a,,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\"j\rk\",=l,'m\n-12,,=n\n")
    }

    @Test func peoplesFilesHaveAMarkAndCRLFAndNoFormulas() throws {
        let text = try written(.people) { csv in
            csv.field("编号")
            csv.free("=1+1")
            csv.free("-5")
            try csv.endLine()
        }
        #expect(Array(text.utf8) == [0xEF, 0xBB, 0xBF] + Array("编号,'=1+1,-5\r\n".utf8))
    }

    @Test(arguments: 1...20) func everyTextComesBack(seed: Int) throws {
        var state = UInt64(seed)
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        let alphabet = ["a", "合", ",", "\"", "\n", "\r", " ", "'", "=", "😀", "1", "\t"]
        let lines = (0..<200).map { _ in
            // A line of one empty field is an empty line, which no reader tells from none.
            ["x"] + (0..<next(6)).map { _ in (0..<next(7)).map { _ in alphabet[next(12)] }.joined() }
        }
        let text = try written(
            CSVStyle(byteOrderMark: false, endOfLine: seed % 2 == 0 ? "\n" : "\r\n", neutralizes: false)
        ) { csv in
            for line in lines {
                for field in line { csv.field(field) }
                try csv.endLine()
            }
        }
        #expect(parsed(text) == lines)
    }
}

@Suite struct JSONTests {
    @Test func keysKeepTheirOrderAndChineseStays() throws {
        let value = JSONValue.object([
            ("z", 1), ("a", .array([true, .null, .decimal(Decimal(mantissa: -1250, scale: 2))])),
            ("文", "引号\" 反斜\\ 换行\n制表\t控制\u{1}"), ("空", .object([])), ("列", []),
            ("名", .localized(LocalizedText(zh: "合同", en: nil))),
        ])
        #expect(
            value.text == """
                {
                  "z": 1,
                  "a": [
                    true,
                    null,
                    -12.50
                  ],
                  "文": "引号\\" 反斜\\\\ 换行\\n制表\\t控制\\u0001",
                  "空": {},
                  "列": [],
                  "名": {
                    "zh": "合同"
                  }
                }

                """)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(value.bytes)) }
    }
}
