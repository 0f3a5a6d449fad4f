// swift-tools-version: 6.1
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode comes with the tools version; in release builds
/// cross-module optimization lets kernels be specialized across our module borders.
let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// A library of this package: its name, what it may import, and nothing else (Tests/ArchitectureTests holds the arrows).
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swift)
}

let package = Package(
    name: "returns",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .target(name: "CScan"),

        module("Model", []),
        module("Tabular", ["Model", "CScan"]),
        module("Definitions", ["Model", .product(name: "Yams", package: "Yams")]),
        module("Expressions", ["Model", "Tabular", "Definitions"]),
        module("Ingest", ["Model", "Tabular", "Definitions", "CLibXML2", "CLibZip", "CScan", "CZlib"]),
        module("Normalize", ["Model", "Tabular", "Definitions"]),
        module("Validate", ["Model", "Tabular", "Definitions", "Expressions"]),
        module("Aggregate", ["Model", "Tabular", "Definitions", "Expressions"]),
        module(
            "Publish",
            [
                "Model", "Tabular", "Definitions", "CLibXML2", "CXLSXWriter", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        module(
            "Pipeline",
            [
                "Model", "Tabular", "Definitions", "Expressions", "Ingest", "Normalize", "Validate", "Aggregate",
                "Publish", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .executableTarget(
            name: "returns",
            dependencies: [
                "Pipeline", "Model", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),
        .executableTarget(name: "SampleInputs", dependencies: ["Model"], swiftSettings: swift),

        // For tests only: the oracle of expressions.
        .systemLibrary(
            name: "CSQLite", path: "Tests/CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "TestSupport", dependencies: ["Tabular"], path: "Tests/TestSupport", swiftSettings: swift),
        tests("ArchitectureTests", []),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Model", "Definitions", "Expressions", .product(name: "Yams", package: "Yams")],
            exclude: ["Cases", "Expected", "Pipelines"], swiftSettings: swift),
        tests("ExpressionsTests", ["Model", "Tabular", "Definitions", "Expressions", "CSQLite", "TestSupport"]),
        tests("ModelTests", ["Model"]),
        tests("TabularTests", ["Model", "Tabular", "TestSupport"]),
        tests("DefinitionsTests", ["Model", "Definitions", "TestSupport"]),
        tests("PublishTests", ["Model", "Tabular", "Definitions", "Publish", "CZlib"]),
        tests("AggregateTests", ["Model", "Tabular", "Definitions", "Expressions", "Aggregate", "TestSupport"]),
        tests("NormalizeTests", ["Model", "Tabular", "Definitions", "Normalize", "TestSupport"]),
        tests("ValidateTests", ["Model", "Tabular", "Definitions", "Expressions", "Validate", "TestSupport"]),
        tests("WorldTests", ["Model", "Definitions", "Pipeline", "CSQLite", "TestSupport"]),
        tests(
            "PipelineTests",
            [
                "Model", "Tabular", "Definitions", "Ingest", "Pipeline", "TestSupport",
                .product(name: "Yams", package: "Yams"),
            ]),
        tests("IngestTests", ["Model", "Tabular", "Definitions", "Ingest", "TestSupport"], exclude: ["Samples"]),
    ]
)
