/// ZIP containers built byte by byte, sound or broken as a test wants them.
struct Zip {
    struct Entry {
        var name: String
        var data: [UInt8]
        /// Of the content; another one says that the content was damaged.
        var checksum: UInt32?
        /// Bit 0: encrypted.
        var flags: UInt16 = 0x0800
        /// 0: `data` is the content; 8: `data` is deflated, and inflates to `size` bytes.
        var method: UInt16 = 0
        var size: Int?

        init(_ name: String, _ text: String) {
            self.name = name
            data = Array(text.utf8)
        }

        init(_ name: String, deflated: [UInt8], size: Int) {
            self.name = name
            data = deflated
            method = 8
            self.size = size
        }
    }

    var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    var bytes: [UInt8] {
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            var common = little(20, 2) + little(Int(entry.flags), 2) + little(Int(entry.method), 2) + little(0, 4)
            common += little(Int(entry.checksum ?? Zip.checksum(entry.data)), 4) + little(entry.data.count, 4)
            common += little(entry.size ?? entry.data.count, 4) + little(name.count, 2) + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10) + little(body.count, 4) + name
            body += little(0x0403_4B50, 4) + common + name + entry.data
        }
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
            + little(directory.count, 4) + little(body.count, 4) + little(0, 2)
        return body + directory + end
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(value >> (8 * min($0, 7)) & 0xFF) }
    }

    static func checksum(_ data: [UInt8]) -> UInt32 {
        data.withUnsafeBufferPointer { data in
            var crc: UInt32 = 0xFFFF_FFFF
            for byte in data { crc = remainders[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
            return ~crc
        }
    }

    private static let remainders: [UInt32] = (0..<256).map { byte in
        var crc = UInt32(byte)
        for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        return crc
    }

    /// Deflate by hand (fixed codes): `text`, a space, then 258 more spaces for every 13 bits.
    static func bomb(_ text: String, runs: Int) -> (bytes: [UInt8], size: Int) {
        var bytes: [UInt8] = []
        var (held, count) = (0, 0)
        func put(_ value: Int, _ bits: Int) {
            for bit in (0..<bits).reversed() {
                held |= (value >> bit & 1) << count
                count += 1
                if count == 8 {
                    bytes.append(UInt8(held))
                    (held, count) = (0, 0)
                }
            }
        }
        put(0b110, 3)
        for byte in Array(text.utf8) + [0x20] { put(0x30 + Int(byte), 8) }
        for _ in 0..<runs { put(0b1100_0101_00000, 13) }
        put(0, 7)
        put(0, 7)
        return (bytes, text.utf8.count + 1 + runs * 258)
    }
}

/// A small xlsx workbook of parts that a test may replace.
struct Workbook {
    var parts: [(name: String, text: String)]

    init(
        rows: String, strings: String? = nil, formats: String = "", before: String = "", behind: String = "",
        workbook: String = "", target: String = "worksheets/sheet1.xml",
        main: String = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ) {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts = [
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(package)\"><Relationship Id=\"r\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:q=\"\(office)\">\(workbook)<sheets><sheet name=\"表\" sheetId=\"1\" q:id=\"s\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"\(package)\"><Relationship Id=\"s\" Type=\"\(office)/worksheet\" Target=\"\(target)\"/><Relationship Id=\"t\" Type=\"\(office)/styles\" Target=\"styles.xml\"/>"
                    + (strings == nil
                        ? ""
                        : "<Relationship Id=\"u\" Type=\"\(office)/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>")
                    + "</Relationships>"
            ),
            (
                "xl/styles.xml",
                "<styleSheet xmlns=\"\(main)\"><numFmts>\(formats)</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>"
            ),
            (
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"\(main)\">\(before)<sheetData>\(rows)</sheetData>\(behind)</worksheet>"
            ),
        ]
        if let strings { parts.append(("xl/sharedStrings.xml", "<sst xmlns=\"\(main)\">\(strings)</sst>")) }
    }

    var entries: [Zip.Entry] { parts.map { Zip.Entry($0.name, $0.text) } }
    var bytes: [UInt8] { Zip(entries).bytes }
}
