"""Makes a return on a cluster of Apache Spark: each executor runs the program on shards of the inputs.

    spark-submit returns_on_spark.py --program returns --shards 16 --period 2024Q4 \
        --pipeline P --inputs I --outputs O --scratch FOLDER

Everything that the program is asked for goes to it as it stands; see the page beside this file. Exits as `returns run`.
"""

import argparse
import os
import subprocess
import sys

from pyspark.sql import SparkSession

# Some shard has found out what the others have to know (sysexits: EX_TEMPFAIL).
AGAIN = 75
# Each round of keys teaches at least one file's way of reading; more than a few means that files keep changing.
ROUNDS = 8


def call(command):
    """Runs the program; its exit code and what it said."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Cluster:
    def __init__(self, context, options, reading):
        self.context, self.options, self.reading = context, options, reading

    def path(self, number, kind):
        return os.path.join(self.options.scratch, f"{number}.{kind}")

    def round(self, kind, arguments):
        """One call per shard, each a task of its own; the worst exit code, and what failed."""
        program, count, reading = self.options.program, self.options.shards, self.reading
        tasks = [
            [program, "partial", *reading, "--shard", f"{n}/{count}", "--to", self.path(n, kind), *arguments]
            for n in range(1, count + 1)
        ]
        results = self.context.parallelize(tasks, len(tasks)).map(call).collect()
        for code, text in results:
            if code not in (0, AGAIN):
                sys.stderr.write(text)
                sys.exit(code)
        return AGAIN if any(code == AGAIN for code, _ in results) else 0

    def keys(self, attempt):
        return [self.path(n, f"keys{attempt}") for n in range(1, self.options.shards + 1)]

    def partials(self):
        """Both rounds, the first as often as shards learn from each other."""
        known = []
        for attempt in range(ROUNDS):
            self.round(f"keys{attempt}", ["--keys-only", *known])
            known = self.keys(attempt)
            if self.round("partial", known) == 0:
                return [self.path(n, "partial") for n in range(1, self.options.shards + 1)]
        sys.exit("The shards do not come to agree: do the inputs change while they are read?")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="returns", help="the program, where executors find it")
    parser.add_argument("--shards", type=int, required=True, help="parts of the inputs; a few per core of the cluster")
    parser.add_argument("--scratch", required=True, help="a folder that driver and executors share")
    parser.add_argument("--pipeline", default="pipelines/innovation")
    parser.add_argument("--inputs", default="inputs")
    parser.add_argument("--outputs", default="outputs")
    parser.add_argument("--as-of", help="as of `returns run`")
    parser.add_argument("--strict", action="store_true", help="as of `returns run`")
    options, reading = parser.parse_known_args()
    # Executors work in folders of their own.
    for name in ("pipeline", "inputs", "scratch"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    reading += ["--pipeline", options.pipeline, "--inputs", options.inputs]
    os.makedirs(options.scratch, exist_ok=True)
    session = SparkSession.builder.appName("returns").getOrCreate()
    # One core per task is what a task of Spark has.
    partials = Cluster(session.sparkContext, options, [*reading, "--jobs", "1"]).partials()
    publishing = ["--outputs", options.outputs]
    if options.as_of:
        publishing += ["--as-of", options.as_of]
    if options.strict:
        publishing.append("--strict")
    code, text = call([options.program, "merge", *reading, *publishing, *partials])
    executors = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
    print(text, end="")
    print(f"{options.shards} shards on {executors} executors.")
    session.stop()
    sys.exit(code)


if __name__ == "__main__":
    main()
