#!/usr/bin/env python3
"""compare.py FOLDER ROWS RUNS - wall time, CPU time and peak memory of each contender as a whole process, in turn;
medians; then whether all of them wrote the same figures and exceptions."""
import gzip, hashlib, os, shutil, statistics, subprocess, sys, time

folder, rows, runs = os.path.abspath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
contracts, enterprises = f"{folder}/data/contracts-{rows}.csv", f"{folder}/data/enterprises.csv"
pipeline = f"{root}/Tests/EndToEndTests/Cases/benchmark-job/pipeline"
period = "2023-Q1_2024-Q4"

inputs = f"{folder}/inputs-{rows}"
os.makedirs(f"{inputs}/2024-Q4", exist_ok=True)
with open(f"{inputs}/2024-Q4/delivery.yaml", "w") as f:
    f.write("covers: 2023-01..2024-12\n")
for source in (contracts, enterprises):
    link = f"{inputs}/2024-Q4/{os.path.basename(source)}"
    if not os.path.exists(link):
        os.symlink(source, link)


def ours(*more):
    out = f"{folder}/outputs"
    return [f"{root}/.build/release/returns", "run", "--period", "2023Q1..2024Q4", "--pipeline", pipeline,
            "--inputs", inputs, "--outputs", out, *more]


def peer(name):
    return [sys.executable, f"{here}/peers/{name}_job.py", contracts, enterprises, f"{folder}/out-{name}"]


contenders = [("returns", ours(), f"{folder}/outputs"),
              ("returns, inputs not digested", ours("--no-digests"), f"{folder}/outputs"),
              ("DuckDB", peer("duckdb"), f"{folder}/out-duckdb"),
              ("Polars", peer("polars"), f"{folder}/out-polars")]


def once(command, out):
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command[:2]} failed:\n{message.decode()}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def answers(name, out):
    base = f"{out}/{period}/" if name.startswith("returns") else f"{out}/"
    digest = hashlib.sha256()
    for part in ("exceptions", "returns"):
        path = f"{base}{part}/{part}.csv.gz" if name.startswith("returns") else f"{base}{part}.csv.gz"
        with gzip.open(path) as f:
            digest.update(f.read())
    return digest.hexdigest()[:16]


measured = {name: [] for name, _, _ in contenders}
same = {}
for turn in range(runs + 1):                      # the first turn warms the caches and is not counted
    for name, command, out in contenders:
        result = once(command, out)
        if turn:
            measured[name].append(result)
        else:
            same[name] = answers(name, out)
megabytes = os.path.getsize(contracts) / 1e6
print(f"contracts-{rows}.csv, {megabytes:.0f} MB; medians of {runs} whole processes, {os.cpu_count()} cores\n")
print("| contender | wall s | CPU s | peak MiB | rows/s | MB/s | answer |")
print("|---|---:|---:|---:|---:|---:|---|")
for name, values in measured.items():
    wall, cpu, peak = (statistics.median(column) for column in zip(*values))
    print(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak:.0f} | {rows / wall:,.0f} | {megabytes / wall:.0f} | {same[name]} |")
sys.exit(0 if len(set(same.values())) == 1 else "the answers are not the same")
