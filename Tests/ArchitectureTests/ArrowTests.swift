import Testing

/// Who may depend on whom. A module that is not here is a mistake, so is an arrow that is not here.
private let arrows: [String: (modules: Set<String>, products: Set<String>)] = [
    "Model": ([], []),
    "Tabular": (["Model", "CScan"], []),
    "Definitions": (["Model"], ["Yams"]),
    "Expressions": (["Model", "Tabular", "Definitions"], []),
    "Ingest": (["Model", "Tabular", "Definitions", "CLibXML2", "CLibZip", "CScan", "CZlib"], []),
    "Normalize": (["Model", "Tabular", "Definitions"], []),
    "Validate": (["Model", "Tabular", "Definitions", "Expressions"], []),
    "Aggregate": (["Model", "Tabular", "Definitions", "Expressions"], []),
    "Publish": (
        ["Model", "Tabular", "Definitions", "CLibXML2", "CXLSXWriter", "CZlib"], ["Crypto", "Mustache"]
    ),
    "Pipeline": (
        [
            "Model", "Tabular", "Definitions", "Expressions", "Ingest", "Normalize", "Validate", "Aggregate", "Publish",
        ], ["Crypto"]
    ),
    "returns": (["Pipeline", "Model"], ["ArgumentParser"]),
    "SampleInputs": (["Model"], []),
    // C: a library of the system each, and the scanner's inner loops.
    "CLibXML2": ([], []), "CLibZip": ([], []), "CXLSXWriter": ([], []), "CZlib": ([], []), "CScan": ([], []),
    // The tests' own.
    "CSQLite": ([], []), "TestSupport": (["Tabular"], []),
]

private let stages: Set<String> = ["Ingest", "Normalize", "Validate", "Aggregate", "Publish"]

/// What comes with the toolchain and the system.
private let toolchain: Set<String> = ["Foundation", "Glibc", "Dispatch", "Synchronization"]

/// No I/O, no clock, no process in them: functions of their arguments.
private let pure: Set<String> = ["Model", "Expressions", "Normalize", "Validate", "Aggregate"]

@Suite struct ArrowTests {
    @Test func targetsDependOnWhatTheyMay() throws {
        let package = try PackageDescription.read()
        let targets = package.targets.filter { $0.type != "test" }
        #expect(Set(targets.map(\.name)) == Set(arrows.keys))
        for target in targets {
            guard let allowed = arrows[target.name] else { continue }
            let modules = Set(target.targetDependencies ?? [])
            let products = Set(target.productDependencies ?? [])
            #expect(modules.subtracting(allowed.modules).isEmpty, "\(target.name) must not depend on these")
            #expect(products.subtracting(allowed.products).isEmpty, "\(target.name) must not depend on these")
            if stages.contains(target.name) { #expect(modules.isDisjoint(with: stages)) }
        }
        // Tests are leaves: nothing depends on them.
        let tests = Set(package.targets.filter { $0.type == "test" }.map(\.name))
        for target in package.targets { #expect(tests.isDisjoint(with: target.targetDependencies ?? [])) }
    }

    @Test func sourcesImportWhatTheirTargetDependsOn() {
        #expect(SourceTree.sources.count > 50)
        for file in SourceTree.sources {
            guard let allowed = arrows[file.target] else {
                Issue.record("\(file.path) belongs to no module that is known here")
                continue
            }
            let known = allowed.modules.union(allowed.products).union(toolchain)
            for statement in imports(of: file) {
                #expect(known.contains(statement.module), "\(file.path) imports \(statement.module)")
                // What a C library or a parser says stays inside the module that asked it.
                // Nobody imports an executable.
                if statement.isPublic, file.target != "returns" {
                    let inside = statement.module.hasPrefix("C") || allowed.products.contains(statement.module)
                    #expect(!inside, "\(file.path) shows \(statement.module) to others")
                }
                if pure.contains(file.target) {
                    #expect(!toolchain.contains(statement.module), "\(file.path) imports \(statement.module)")
                }
            }
        }
    }

    @Test func arrowsHaveNoCircle() {
        var depth: [String: Int] = [:]
        func visit(_ name: String, _ path: [String]) -> Int {
            if let known = depth[name] { return known }
            guard !path.contains(name) else {
                Issue.record("a circle: \(path + [name])")
                return 0
            }
            let deepest = (arrows[name]?.modules ?? []).map { visit($0, path + [name]) }.max() ?? -1
            depth[name] = deepest + 1
            return deepest + 1
        }
        for name in arrows.keys.sorted() { _ = visit(name, []) }
        #expect(depth["Model"] == 0)
    }

    private struct Import {
        var module: String
        var isPublic: Bool
    }

    private func imports(of file: SourceTree.File) -> [Import] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({
                    $0.hasPrefix("@") || ["public", "internal", "package", "private", "fileprivate"].contains($0)
                })
            else { return nil }
            // `import struct Foundation.Data`
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
            return Import(
                module: String(name.prefix { $0 != "." && $0 != ";" }), isPublic: words[..<at].contains("public"))
        }
    }
}
