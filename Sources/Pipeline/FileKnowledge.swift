import Definitions
import Ingest
import Model
import Tabular

/// What earlier attempts of this run found out about files while reading them: a file that turns out otherwise than its
/// first bytes promised is read again from the start, or refused whole, so that nothing half-read ever counts.
struct FileKnowledge {
    private var modes: [Int: ReadMode] = [:]
    /// What files were found to be, and in which mode: most stay what they are however often a run starts again.
    private var surveys: [Int: (mode: ReadMode, result: Result<FileSurvey, FileProblem>)] = [:]
    private var refused: [Int: FileProblem] = [:]
    /// Why a file was to be read in another encoding.
    private var doubts: [Int: FileProblem] = [:]

    /// Files that are not to be divided between workers: something in them needs one that sees all.
    private(set) var whole: Set<Int> = []

    /// Files that have turned out to hold tables further down. Where there is more than one, all are looked through, rather
    /// than each found out anew.
    private var searched: Set<Int> = []

    func mode(_ file: Int) -> ReadMode {
        var mode = modes[file] ?? ReadMode()
        mode.searches = searched.count > 1 || searched.contains(file)
        return mode
    }

    /// Surveys a file in its mode, or says what an earlier attempt found.
    mutating func survey(
        _ input: InputFile, file: Int, mode: ReadMode, vocabulary: HeaderVocabulary
    ) throws(FileProblem) -> FileSurvey {
        if let (known, result) = surveys[file] {
            var searched = known
            searched.searches = mode.searches
            let showsAll = if case .success(let survey) = result { survey.showsAll } else { false }
            if known == mode || (showsAll && searched == mode) { return try result.get() }
        }
        let result = Result { () throws(FileProblem) in
            try Ingest.survey(input, mode: mode, vocabulary: vocabulary)
        }
        surveys[file] = (mode, result)
        return try result.get()
    }

    /// Why a file is refused whole; nil: it is not.
    func refusal(_ file: Int) -> FileProblem? { refused[file].map { explained($0, file: file) } }

    /// A problem with what led to it: where the other encoding does not fit either, the byte to look at is the one that
    /// made the program try it.
    func explained(_ problem: FileProblem, file: Int) -> FileProblem {
        guard let doubt = doubts[file] else { return problem }
        var problem = problem
        problem.detail = LocalizedText(
            zh: "\(doubt.detail[.zh])；\(problem.detail[.zh])", en: "\(doubt.detail[.en]); \(problem.detail[.en])")
        return problem
    }

    /// Takes note that a file is to be read by one worker.
    mutating func keepWhole(_ file: Int) { whole.insert(file) }

    /// Takes note of what stopped an attempt. A way of reading that was tried already does not help again.
    mutating func learn(_ interruption: PassInterruption) {
        var mode = mode(interruption.file)
        switch interruption.problem.retry {
        case .careful? where !mode.careful: mode.careful = true
        case .encoding(let encoding)? where mode.encoding == nil:
            mode.encoding = encoding
            doubts[interruption.file] = interruption.problem
        case .search? where !mode.searches:
            searched.insert(interruption.file)
            return
        default:
            refused[interruption.file] = interruption.problem
            return
        }
        modes[interruption.file] = mode
    }
}

extension FileKnowledge {
    /// The same was found out.
    func agrees(with other: FileKnowledge) -> Bool {
        modes == other.modes && refused == other.refused && doubts == other.doubts && searched == other.searched
            && whole == other.whole
    }

    /// What several workers have found out. What was found out before one of them knew that all files have to be looked
    /// through is found out anew.
    mutating func merge(_ other: FileKnowledge) {
        let (own, theirs) = (searched.count > 1, other.searched.count > 1)
        guard own == theirs else {
            if theirs { self = other }
            return
        }
        for (file, mode) in other.modes {
            var own = modes[file] ?? mode
            own.careful = own.careful || mode.careful
            own.encoding = own.encoding ?? mode.encoding
            modes[file] = own
        }
        refused.merge(other.refused) { own, _ in own }
        doubts.merge(other.doubts) { own, _ in own }
        whole.formUnion(other.whole)
        searched.formUnion(other.searched)
    }

    func write(to writer: inout BinaryWriter) {
        writer.write(list: searched.sorted()) { $0.write($1) }
        writer.write(list: modes.sorted { $0.key < $1.key }) { writer, entry in
            writer.write(entry.key)
            writer.write(entry.value.careful)
            writer.write(entry.value.searches)
            writer.write(optional: entry.value.encoding) { $0.write($1.rawValue) }
        }
        for problems in [refused, doubts] {
            writer.write(list: problems.sorted { $0.key < $1.key }) { writer, entry in
                writer.write(entry.key)
                entry.value.write(to: &writer)
            }
        }
        writer.write(list: whole.sorted()) { $0.write($1) }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        searched = Set(try reader.list { reader throws(DamagedForm) in try reader.int() })
        for _ in 0..<(try reader.unsigned()) {
            let file = try reader.int()
            var mode = ReadMode()
            mode.careful = try reader.flag()
            mode.searches = try reader.flag()
            mode.encoding = try reader.optional { reader throws(DamagedForm) in try reader.named(TextEncoding.self) }
            modes[file] = mode
        }
        for _ in 0..<(try reader.unsigned()) { refused[try reader.int()] = try FileProblem(from: &reader) }
        for _ in 0..<(try reader.unsigned()) { doubts[try reader.int()] = try FileProblem(from: &reader) }
        whole = Set(try reader.list { reader throws(DamagedForm) in try reader.int() })
    }
}
