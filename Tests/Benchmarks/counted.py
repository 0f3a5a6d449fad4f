"""Suites that count instead of timing: instructions under valgrind's callgrind, which are the same on every run. What they
print is the difference of two sizes, so that starting up and what does not grow with rows are left out."""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

# What is counted by layer: a name, and how the mangled name of its outermost function begins. Those indented are within.
LAYERS = [
    ("cut into pieces", r"\$s6Ingest11TableReaderC4next"),
    ("decode", r"\$s6Ingest10CSVDecoderO6decode"),
    ("– scan (delimiters, quotes, line ends)", r"\$s6Ingest7CSVWalkV3run"),
    ("normalize", r"\$s9Normalize10NormalizerV9normalize"),
    ("– {}", r"\$s9Normalize\d+(\w+?)ConverterVAA\w*A2aDP7convert\w*FTW"),
    ("rules of rows", r"\$s8Validate8RowRulesC8evaluate_"),
    ("– {}", r"\$s8Validate\d+(\w+?)VAA8RuleKindA2aDP8evaluate\w*FTW"),
    ("keys made ready", r"\$s8Validate14KeyPreparationV7prepare"),
    ("keys claimed in order", r"\$s8Validate11KeyRegisterC5claim_"),
    ("aggregate", r"\$s9Aggregate7PartialV3add"),
    ("figures and effects of exceptions", r"\$s9Aggregate7figures_"),
    ("– effects of exceptions", r"\$s9Aggregate10EvaluationC7impacts"),
    ("publish", r"\$s8Pipeline14RunPublicationV7publish"),
]


class Counter:
    def __init__(self, folder, program):
        if not shutil.which("valgrind"):
            sys.exit("this suite counts instructions with valgrind (apt-get install valgrind)")
        self.folder = folder
        # valgrind does not read the debug information that the compiler writes.
        self.program = f"{folder}/returns-counted"
        subprocess.run(["strip", "--strip-debug", "-o", self.program, program], check=True)

    def count(self, contender, *more):
        """Instructions of the whole process, and by function those within it."""
        shutil.rmtree(contender.out, ignore_errors=True)
        with tempfile.NamedTemporaryFile(dir=self.folder) as file:
            command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={file.name}", self.program, *contender.command[1:],
                       "--jobs", "1", "--no-digests", *more]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                sys.exit(done.stderr)
            listing = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", file.name],
                                     capture_output=True, text=True, check=True).stdout
        total = int(re.search(r"([\d,]+) \(100\.0%\)  PROGRAM TOTALS", listing)[1].replace(",", ""))
        found = {}
        for line in re.finditer(r"^\s*([\d,]+) \([\s\d.]+%\)  \S+?:(\$s\S+)", listing, re.M):
            found[line[2]] = max(found.get(line[2], 0), int(line[1].replace(",", "")))
        return total, found


def layer_lines(found):
    """Name and instructions, in the order of LAYERS; of a recursive or specialized function the largest."""
    for name, pattern in LAYERS:
        sums = {}
        for function, count in found.items():
            if match := re.match(pattern, function):
                label = name.format(*match.groups())
                sums[label] = max(sums.get(label, 0), count)
        yield from sorted(sums.items(), key=lambda entry: -entry[1])


def layers(folder, program, source_of, contender_of, rows):
    counter = Counter(folder, program)
    sizes = [rows, 2 * rows]
    entries = [contender_of(f"{n:,} rows", source_of(n, "csv")) for n in sizes]
    counts = [counter.count(entry) for entry in entries]
    more_rows, more_bytes = sizes[1] - sizes[0], os.path.getsize(source_of(sizes[1], "csv")) - os.path.getsize(source_of(sizes[0], "csv"))
    # What an instruction takes, as the whole run's mean: one core.
    seconds = []
    for _ in range(5):
        entries[1].command += ["--jobs", "1", "--no-digests"]
        seconds.append(entries[1].run()[1])
        entries[1].command = entries[1].command[:-3]
    pace = counts[1][0] / statistics.median(seconds)
    print(f"\n### layers: what {more_rows:,} more rows ({more_bytes / 1e6:.0f} MB) take; one core at {pace / 1e9:.2f} billion instructions a second\n")
    print("| layer | instructions a row | of all | MB/s | million rows/s |")
    print("|---|---:|---:|---:|---:|")
    before = dict(layer_lines(counts[0][1]))
    whole = counts[1][0] - counts[0][0]
    for name, count in [*layer_lines(counts[1][1]), ("whole job", counts[1][0])]:
        more = whole if name == "whole job" else count - before.get(name, 0)
        if more <= 0:
            continue
        time = more / pace
        print(f"| {name} | {more / more_rows:,.0f} | {more / whole:.1%} | {more_bytes / 1e6 / time:,.0f} | {more_rows / 1e6 / time:.2f} |")
    return True


def instructions(folder, program, source_of, contender_of, rows):
    counter = Counter(folder, program)
    sizes = [rows // 4, rows // 2, rows]
    totals = [counter.count(contender_of(f"{n:,} rows", source_of(n, "csv")))[0] for n in sizes]
    print(f"\n### instructions: of the whole process, one worker, inputs not digested\n")
    print("| rows | instructions | a row more |")
    print("|---:|---:|---:|")
    steps = []
    for at, (n, total) in enumerate(zip(sizes, totals)):
        step = (total - totals[at - 1]) / (n - sizes[at - 1]) if at else None
        if step:
            steps.append(step)
        print(f"| {n:,} | {total / 1e9:.3f} G | {f'{step:,.0f}' if step else ''} |")
    growth = steps[1] / steps[0] - 1
    print(f"\nThe second step is {growth:+.1%} of the first (goal: within 5%).")
    return abs(growth) <= 0.05


def spread(folder, program, source_of, contender_of, rows, shards=2):
    """Files and CPU of a run over several processes, beside one process."""
    whole = contender_of("one process", source_of(rows, "csv"))
    one = whole.run()
    expected = whole.digest()
    options = whole.command[2:whole.command.index("--outputs")] + ["--no-digests"]
    work = f"{folder}/spread"
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)

    def run(command):
        child = subprocess.Popen([program, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(message.decode())
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    keys = [f"{work}/{n}.keys" for n in range(1, shards + 1)]
    partials = [f"{work}/{n}.partial" for n in range(1, shards + 1)]
    first = [run(["partial", *options, "--shard", f"{n}/{shards}", "--keys-only", "--to", keys[n - 1]]) for n in range(1, shards + 1)]
    second = [run(["partial", *options, "--shard", f"{n}/{shards}", "--to", partials[n - 1], *keys]) for n in range(1, shards + 1)]
    out = whole.command[whole.command.index("--outputs") + 1]
    shutil.rmtree(out, ignore_errors=True)
    merged = run(["merge", *options, "--outputs", out, *partials])
    print(f"\n### spread: {rows:,} rows over {shards} processes\n")
    print("| step | CPU s | peak MiB of one | MB written per million rows |")
    print("|---|---:|---:|---:|")

    def line(name, runs, files):
        size = sum(os.path.getsize(file) for file in files) / 1e6 / (rows / 1e6) if files else None
        print(f"| {name} | {sum(run[0] for run in runs):.2f} | {max(run[1] for run in runs):.0f} | {f'{size:.1f}' if size else ''} |")

    line("one process (returns run)", [one[1:]], [])
    line("first round: keys", first, keys)
    line("second round: partials", second, partials)
    line("merge", [merged], [])
    same = whole.digest() == expected
    print(f"\nThe answers are {'the same' if same else 'NOT the same'} ({expected}).")
    return same
