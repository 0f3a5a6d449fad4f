import Foundation

/// The files of a pipeline folder, read once each and remembered by the path they are shown as.
final class DefinitionFolder {
    private let root: String
    private let shown: String
    private let mistakes: Mistakes
    /// Shown path → bytes.
    private(set) var sources: [String: [UInt8]] = [:]
    private(set) var files: [DefinitionFile] = []

    init(root: String, shownAs shown: String, mistakes: Mistakes) {
        self.root = root
        self.shown = shown.count > 1 && shown.hasSuffix("/") ? String(shown.dropLast()) : shown
        self.mistakes = mistakes
    }

    /// The path as the reader of messages knows it.
    func shownPath(_ path: String) -> String { shown.isEmpty ? path : "\(shown)/\(path)" }

    /// The bytes of a file, by its path in the folder; a mistake at `place` (by default at the file's beginning) where it
    /// cannot be read.
    func read(_ path: String, namedAt place: SourcePlace? = nil) -> [UInt8]? {
        if let known = files.first(where: { $0.path == path }) { return known.bytes }
        let place = place ?? SourcePlace(file: shownPath(path), line: 1, column: 1)
        let full = "\(root)/\(path)"
        var status = stat()
        guard stat(full, &status) == 0 else {
            mistakes.add("\(shownPath(path)): \(String(cString: strerror(errno)))", at: place)
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            mistakes.add("\(shownPath(path)) is no file", at: place)
            return nil
        }
        guard let data = FileManager.default.contents(atPath: full) else {
            mistakes.add("\(shownPath(path)) cannot be read; look at its permissions", at: place)
            return nil
        }
        let bytes = [UInt8](data)
        sources[shownPath(path)] = bytes
        files.append(DefinitionFile(path: path, bytes: bytes))
        return bytes
    }

    /// Names of the files in a sub-folder that are not hidden, by UTF-8 bytes; none where there is no such folder.
    func names(in folder: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        return all.filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }

    /// Paths of every file below a sub-folder that is not hidden, sorted.
    func paths(below folder: String) -> [String] {
        names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder) else { return [] }
            return isFolder.boolValue ? paths(below: path) : [path]
        }
    }

    /// Every file that took part, by path.
    var filesInOrder: [DefinitionFile] { files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) } }
}
