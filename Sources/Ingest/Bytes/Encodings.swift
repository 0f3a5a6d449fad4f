import CScan
import Definitions
import Model
import Tabular

extension TextEncoding {
    /// Offset of the first byte that begins no whole character; nil where all are characters.
    func invalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let offset =
            switch self {
            case .utf8: scan_utf8_invalid(base, bytes.count)
            case .gb18030: scan_gb18030_invalid(base, bytes.count)
            }
        return offset < 0 ? nil : Int(offset)
    }

    func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .gb18030: String(decoding: GB18030.decoder.utf8(bytes), as: UTF8.self)
        }
    }

    /// What is to be done about a byte at a file's `offset` that this encoding does not know: `marked` says that a byte
    /// order mark promised UTF-8, `forced` that an earlier reading has already ruled the other encoding out.
    func problem(offset: Int, marked: Bool, forced: Bool, file: InputFile) -> FileProblem {
        if self == .utf8, !marked, !forced {
            return FileProblem(
                .fileUnreadable, at: Place(file: file.id), zh: "第 \(offset) 字节不是 UTF-8",
                en: "not UTF-8 at byte offset \(offset)", retry: .encoding(.gb18030))
        }
        return FileProblem(
            .fileUnreadable, at: Place(file: file.id),
            zh: marked
                ? "文件标明为 UTF-8，但第 \(offset) 字节不是 UTF-8；请重新导出为“CSV UTF-8”"
                : "文件既不是 UTF-8 也不是 GB18030（第 \(offset) 字节）；请重新导出为“CSV UTF-8”",
            en: marked
                ? "its mark promises UTF-8, but byte offset \(offset) is none; export it again as CSV UTF-8"
                : "neither UTF-8 nor GB18030 (byte offset \(offset)); export it again as CSV UTF-8")
    }
}
