import Foundation
import Testing

/// The return that a cluster makes is the one of a single run.
@Suite(.serialized) struct SparkTests {
    /// The benchmark job on a cluster of two worker processes on this machine.
    @Test func aClusterMakesTheSameReturn() throws {
        guard Client.spark.isInstalled, SparkTests.hasJava else { return }
        let work = try TemporaryFolder()
        let job = Checkout.path("Tests/EndToEndTests/Cases/benchmark-job")
        let (pipeline, inputs) = (
            job.appendingPathComponent("pipeline").path, job.appendingPathComponent("inputs").path
        )
        let reading = ["--period", "2023Q1..2024Q4", "--pipeline", pipeline, "--inputs", inputs]
        let one = try Program.run(["run"] + reading + ["--outputs", "one"], in: work.url)
        #expect(one.status == 0, "\(one.errors)")

        let home = Checkout.path(".build-clients/spark/bin")
        let python = home.appendingPathComponent("python").path
        let submit =
            [
                home.appendingPathComponent("spark-submit").path, "--master", "local-cluster[2,1,512]",
                "--conf", "spark.executor.memory=512m", "--conf", "spark.driver.memory=512m",
                "--conf", "spark.ui.enabled=false",
                Checkout.path("Tests/Clients/spark/returns_on_spark.py").path,
                "--program", Checkout.products.appendingPathComponent("returns").path, "--shards", "4",
                "--outputs", "spread", "--scratch", "scratch",
            ] + reading
        let spark = try Program.execute(
            "/usr/bin/env",
            [
                "SPARK_LOCAL_IP=127.0.0.1", "PYSPARK_PYTHON=\(python)", "PYSPARK_DRIVER_PYTHON=\(python)",
                "SPARK_HOME=\(try SparkTests.home(python))", "/usr/bin/timeout", "240",
            ] + submit, in: work.url)
        #expect(spark.status == 0, "\(spark.output)\(spark.errors.suffix(4_000))")
        #expect(spark.output.contains("4 shards on 2 executors."), "\(spark.output)")
        let folders = ["one", "spread"].map { work.url.appendingPathComponent("\($0)/2023-Q1_2024-Q4").path }
        let difference = try Program.execute(
            "/usr/bin/diff", ["-r", "-x", "run.json", "-x", "manifest.sha256"] + folders, in: work.url)
        #expect(difference.status == 0, "\(difference.output.prefix(2_000))")
        let records = try folders.map { folder in
            var record =
                try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(folder)/run.json")))
                as? [String: Any] ?? [:]
            #expect(record.removeValue(forKey: "run") != nil)
            return record as NSDictionary
        }
        #expect(records[0] == records[1])
    }

    /// Where the client's package keeps Spark.
    private static func home(_ python: String) throws -> String {
        let program = try Program.execute(
            python, ["-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"], in: Checkout.root)
        return program.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static var hasJava: Bool {
        if let found = try? Program.execute("/usr/bin/env", ["java", "-version"], in: Checkout.root), found.status == 0
        {
            return true
        }
        if ProcessInfo.processInfo.environment["CI"] == "true" {
            Issue.record("there is no java: make test-deps")
        } else {
            print("skipped: there is no java (make test-deps)")
        }
        return false
    }
}
