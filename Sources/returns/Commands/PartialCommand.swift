public import ArgumentParser
public import Pipeline

struct PartialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partial", abstract: "Read one shard of a run that is spread over several machines.",
        discussion: """
            Twice for each shard, with all machines seeing the same inputs and definitions:

            returns partial --period 2024Q4 --shard 1/2 --keys-only --to 1.keys      what its rows claim
            returns partial --period 2024Q4 --shard 1/2 --to 1.partial 1.keys 2.keys what it adds up to

            Then `returns merge` makes the return of all partials. Exit codes: 0 written; 64 usage; 65 a definition is \
            wrong; 66 inputs or keys cannot be used; 73, 74 the file cannot be written; 75 one shard has found out what \
            others have to know: take the keys of all again with --keys-only, naming those of all shards.
            """)

    @OptionGroup var source: SourceOptions

    @Option(name: .customLong("log-format"), help: "How progress is written to stderr: text or json.")
    var logFormat = LogFormat.text

    @Flag(name: .customLong("no-digests"), help: "Do not identify inputs by their SHA-256.")
    var noDigests = false

    @Option(help: "Which part of how many: 2/5.")
    var shard: Shard

    @Option(name: .customLong("to"), help: "The file to write.")
    var file: String

    @Flag(name: .customLong("keys-only"), help: "The first round: only what the shard's rows claim.")
    var keysOnly = false

    @Argument(help: "Keys of all shards, in any order.")
    var keys: [String] = []

    func validate() throws {
        if !keysOnly, keys.isEmpty {
            throw ValidationError("a partial needs the keys of all shards (--keys-only makes them)")
        }
    }

    func run() throws {
        let request = ShardRequest(
            run: source.request(digests: !noDigests), shard: shard, file: file, keysOnly: keysOnly, keys: keys)
        print(try failing { try Run.partial(request, progress: ProgressLog(format: logFormat)) })
    }
}

extension Shard: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
