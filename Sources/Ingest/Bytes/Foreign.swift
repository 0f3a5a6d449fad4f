import Definitions
import Model

/// What cannot be read, named for what it is.
enum Foreign: Hashable {
    case archive, document, xlsb, encrypted, ole, biff, html, otherXML, pdf, gzip, utf16, binary
    /// Text but for bytes that are zero, the first at this offset.
    case zeros(Int)

    /// What an OLE container holds, by the names in its directory. `head` is the file's beginning.
    init(ole head: UnsafeBufferPointer<UInt8>) {
        func holds(_ name: String) -> Bool {
            let wanted = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            guard let base = head.baseAddress else { return false }
            return ByteSearch.find(wanted, in: base, from: 0, to: head.count) != nil
        }
        if holds("EncryptedPackage") {
            self = .encrypted
        } else if holds("WordDocument") || holds("PowerPoint Document") {
            self = .document
        } else {
            self = holds("Workbook") || holds("Book") ? .biff : .ole
        }
    }

    func problem(_ file: InputFile) -> FileProblem {
        let (zh, en) = words
        return FileProblem(.fileForeign, at: Place(file: file.id), zh: zh, en: en)
    }

    private var words: (String, String) {
        let zh = "请在电子表格软件中打开，另存为 xlsx、ods 或 CSV（UTF-8）后再报送"
        let en = "open it in a spreadsheet program and save it as xlsx, ods or CSV (UTF-8)"
        return switch self {
        case .archive:
            (
                "这是压缩包，不是电子表格；请解压，把里面的文件放入报送文件夹",
                "an archive (ZIP, RAR, 7z), not a spreadsheet; unpack it and send the files in it"
            )
        case .document:
            ("这是文字或演示文档，不是电子表格；请报送原始电子表格", "a text document or a presentation, not a spreadsheet; send the spreadsheet")
        case .xlsb: ("这是 Excel 二进制工作簿（xlsb）；\(zh)", "an Excel binary workbook (xlsb); \(en)")
        case .encrypted:
            (
                "工作簿设有打开密码，无法读取；请在电子表格软件中打开、取消密码后另存再报送",
                "the workbook is encrypted with a password; open it, take the password off, save it and send it again"
            )
        case .ole:
            (
                "这是 Excel 97–2003、WPS .et 等 OLE 容器文件，或加密的工作簿；如有密码先取消，再\(zh)",
                "an OLE container such as Excel 97–2003 or WPS .et, or an encrypted workbook; take off a password, \(en)"
            )
        case .biff: ("这是 Excel 97–2003 工作簿（BIFF，.xls）；\(zh)", "an Excel 97–2003 workbook (BIFF, .xls); \(en)")
        case .html: ("这是网页（HTML、MHT），只是名称像电子表格；\(zh)", "a web page (HTML, MHT) named like a spreadsheet; \(en)")
        case .otherXML: ("这是 XML，但不是“XML 电子表格 2003”；\(zh)", "XML, but not XML Spreadsheet 2003; \(en)")
        case .pdf:
            ("这是 PDF 文件，不是电子表格；请报送原始电子表格", "a PDF document, not a spreadsheet; send the spreadsheet it was made from")
        case .gzip: ("这是 gzip 压缩的容器文件；请解压后再报送", "a container within gzip; decompress it first")
        case .utf16: ("这是无法辨认的 UTF-16 文本；请另存为“CSV UTF-8”", "UTF-16 text of no known kind; save it as CSV UTF-8")
        case .zeros(let offset):
            (
                "文本中夹有零字节（自第 \(offset) 字节起），内容可能不完整；请重新导出为“CSV UTF-8”",
                "text with zero bytes in it (from byte offset \(offset) on), so some of it may be lost; export it again as CSV UTF-8"
            )
        case .binary: ("这是二进制文件，不是电子表格；\(zh)", "a binary file, not a spreadsheet; \(en)")
        }
    }
}
