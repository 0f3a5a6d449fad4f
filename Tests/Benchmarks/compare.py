#!/usr/bin/env python3
"""compare.py FOLDER SUITE[=ROWS]… - whole processes side by side: wall time, CPU time and peak memory of each contender, run in
turn, medians; then whether all of them wrote the same figures and exceptions. Suites and their sizes are in SUITES below."""
import gzip
import hashlib
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import time

import counted

FOLDER = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = f"{ROOT}/.build/release/returns"
PIPELINE = f"{ROOT}/Tests/EndToEndTests/Cases/benchmark-job/pipeline"
RANGE = "2023-Q1_2024-Q4"
# Rows and counted runs of each.
SUITES = {
    "startup": (0, 20), "csv": (1_000_000, 5), "csv5": (5_000_000, 5), "gb18030": (5_000_000, 3), "xml": (1_000_000, 3),
    "xlsx": (500_000, 3), "checks": (100_000, 3), "jobs": (1_000_000, 5), "scaling": (25_000_000, 3),
    "memory": (25_000_000, 1), "layers": (250_000, 1), "instructions": (1_000_000, 1), "spread": (1_000_000, 1),
}
COUNTED = {"layers": counted.layers, "instructions": counted.instructions, "spread": counted.spread}
ENTERPRISES = f"{FOLDER}/data/enterprises.csv"


class Contender:
    """A command, the folder it fills, and how to find its answer there (nothing to compare where `answer` is None)."""

    def __init__(self, name, command, answer=None, out=None, directory=None):
        self.name, self.command, self.answer, self.directory = name, command, answer, directory
        self.out = out or f"{FOLDER}/out"
        self.runs = []

    def run(self):
        shutil.rmtree(self.out, ignore_errors=True)
        os.makedirs(self.out)
        start = time.perf_counter()
        child = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.directory)
        message = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"{shlex.join(self.command)} failed:\n{message.decode()}")
        return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    def digest(self):
        if not self.answer:
            return ""
        whole = hashlib.sha256()
        for part in ("exceptions", "returns"):
            with gzip.open(f"{self.out}/{self.answer.format(part)}") as file:
                while block := file.read(1 << 22):
                    whole.update(block)
        return whole.hexdigest()[:12]


def data(rows, kind):
    """The generator's file; made where it is not there yet."""
    path = f"{FOLDER}/data/contracts-{rows}.{kind}"
    if not os.path.exists(path):
        print(f"Generating {os.path.basename(path)} …", file=sys.stderr)
        formats = {"csv": "csv", "gb.csv": "gb18030", "xml": "xml", "xlsx": "xlsx"}[kind]
        subprocess.run([sys.executable, f"{HERE}/gen.py", "--out", f"{FOLDER}/data", "--rows", str(rows), "--formats", formats],
                       check=True, stdout=subprocess.DEVNULL)
    return path


def ours(name, source, *more, verb="run"):
    inputs = f"{FOLDER}/inputs-{os.path.basename(source)}"
    shutil.rmtree(inputs, ignore_errors=True)
    os.makedirs(f"{inputs}/2024-Q4")
    with open(f"{inputs}/2024-Q4/delivery.yaml", "w") as file:
        file.write("covers: 2023-01..2024-12\n")
    for path in (source, ENTERPRISES):
        os.symlink(path, f"{inputs}/2024-Q4/{os.path.basename(path)}")
    command = [PROGRAM, verb, "--period", "2023Q1..2024Q4", "--pipeline", PIPELINE, "--inputs", inputs,
               "--outputs", f"{FOLDER}/out-returns", *more]
    answer = RANGE + "/{0}/{0}.csv.gz" if verb == "run" else None
    return Contender(name, command, answer, f"{FOLDER}/out-returns")


def peer(name, script, source):
    out = f"{FOLDER}/out-{script}"
    command = [sys.executable, f"{HERE}/peers/{script}_job.py", source, ENTERPRISES, out]
    return Contender(name, command, "{0}.csv.gz", out)


def converted(name, convert, script):
    """A peer that cannot read the file itself: what its user would put before it, and then the job."""
    out, between = f"{FOLDER}/out-converted", f"{FOLDER}/out-converted/contracts.csv"
    job = shlex.join([sys.executable, f"{HERE}/peers/{script}_job.py", between, ENTERPRISES, out])
    return Contender(name, ["sh", "-c", f"{convert.format(out=shlex.quote(between))} && {job}"], "{0}.csv.gz", out)


def contenders(suite, rows):
    python, peers = shlex.quote(sys.executable), shlex.quote(f"{HERE}/peers")
    if suite == "startup":
        samples = [PROGRAM, "run", "--period", "2024Q4", "--pipeline", f"{ROOT}/pipelines/innovation", "--inputs", f"{ROOT}/inputs"]
        return [Contender("returns --help", [PROGRAM, "--help"]), Contender("python3 -c pass", [sys.executable, "-c", "pass"]),
                Contender("returns run, sample inputs", samples + ["--outputs", f"{FOLDER}/out"])]
    if suite in ("csv", "csv5"):
        source = data(rows, "csv")
        return [ours("returns", source), ours("returns, inputs not digested", source, "--no-digests"),
                peer("DuckDB", "duckdb", source), peer("Polars", "polars", source)] + (
                    [peer("pandas", "pandas", source)] if suite == "csv" else [])
    if suite == "gb18030":
        source = data(rows, "gb.csv")
        return [ours("returns", source), ours("returns, inputs not digested", source, "--no-digests"),
                converted("iconv + DuckDB", f"iconv -f GB18030 -t UTF-8 {shlex.quote(source)} > {{out}}", "duckdb"),
                peer("Polars", "polars", source)]
    if suite == "xml":
        source = data(rows, "xml")
        return [ours("returns", source), ours("returns, inputs not digested", source, "--no-digests"),
                converted("lxml + DuckDB", f"{python} {peers}/lxml_to_csv.py {shlex.quote(source)} {{out}}", "duckdb")]
    if suite == "xlsx":
        source = data(rows, "xlsx")
        return [ours("returns", source), ours("returns, inputs not digested", source, "--no-digests"),
                peer("Polars + fastexcel", "polars", source),
                converted("calamine + DuckDB", f"{python} {peers}/xlsx_to_csv.py {shlex.quote(source)} {{out}}", "duckdb")]
    if suite == "checks":
        source = data(rows, "csv")
        return [ours("returns check", source, verb="check"),
                # frictionless refuses paths that are absolute.
                Contender("frictionless", [sys.executable, f"{HERE}/peers/frictionless_check.py", os.path.basename(source),
                                           os.path.basename(ENTERPRISES)], directory=f"{FOLDER}/data")]
    if suite == "jobs":
        source = data(rows, "csv")
        return [ours(f"returns --jobs {jobs}", source, "--jobs", str(jobs)) for jobs in (1, 2, 4)]
    if suite == "scaling":
        return [ours(f"returns, {n:,} rows", data(n, "csv"), "--no-digests") for n in (1_000_000, 5_000_000, rows)]
    if suite == "memory":
        source = data(rows, "csv")
        return [ours("returns --memory 256M", source, "--no-digests", "--memory", "256M"), ours("returns", source, "--no-digests")]
    sys.exit(f"no suite is called {suite}; there are {', '.join(SUITES)}")


def bytes_of(contender):
    inputs = [a for a in contender.command if a.startswith(f"{FOLDER}/inputs-")]
    return sum(os.path.getsize(f"{inputs[0]}/2024-Q4/{name}") for name in os.listdir(f"{inputs[0]}/2024-Q4")) if inputs else 0


def compare(suite, rows, runs):
    entries = contenders(suite, rows)
    digests = {}
    for turn in range(runs + (runs > 1)):         # the first of several turns warms the caches and is not counted
        for entry in entries:
            result = entry.run()
            if turn or runs == 1:
                entry.runs.append(result)
            if not turn and (digest := entry.digest()):
                digests[entry.name] = digest
    title = f"{suite}: {rows:,} rows, {bytes_of(entries[0]) / 1e6:.0f} MB" if rows else suite
    print(f"\n### {title}; medians of {runs} whole processes\n")
    print("| contender | wall s | CPU s | peak MiB | wall, of ours | peak, of ours | answer |")
    print("|---|---:|---:|---:|---:|---:|---|")
    median = {entry.name: [statistics.median(column) for column in zip(*entry.runs)] for entry in entries}
    first = median[entries[0].name]
    for name, (wall, cpu, peak) in median.items():
        print(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak:.0f} | {wall / first[0]:.2f}× | {peak / first[2]:.1f}× "
              f"| {digests.get(name, '')} |", flush=True)
    return suite == "scaling" or len(set(digests.values())) <= 1


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{model}, {os.cpu_count()} cores, {os.uname().sysname} {os.uname().release.split('-')[0]}, {time.strftime('%Y-%m-%d')}"


print(machine())
wrong = []
for word in sys.argv[2:]:
    suite, _, size = word.partition("=")
    if suite not in SUITES:
        sys.exit(f"no suite is called {suite}; there are {', '.join(SUITES)}")
    if suite in COUNTED:
        if not COUNTED[suite](FOLDER, PROGRAM, data, ours, int(size or SUITES[suite][0])):
            wrong.append(suite)
    elif not compare(suite, int(size or SUITES[suite][0]), SUITES[suite][1]):
        wrong.append(suite)
if wrong:
    sys.exit(f"the answers are not the same, or the goal is not met: {', '.join(wrong)}")
