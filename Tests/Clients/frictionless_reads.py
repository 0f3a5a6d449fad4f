"""frictionless validates the data package, and refuses it where a table was touched.

    python frictionless_reads.py FOLDER
"""

import json
import os
import shutil
import sys
import tempfile

from frictionless import Package, validate


def problems(descriptor):
    report = validate(descriptor)
    return [(task.name, error.type, error.message) for task in report.tasks for error in task.errors] + [
        ("package", error.type, error.message) for error in report.errors
    ]


def main(folder):
    descriptor = os.path.join(folder, "datapackage.json")
    found = problems(descriptor)
    if found:
        sys.exit(f"{len(found)} problems: {found[:3]}")
    package = Package(descriptor)
    tables = sorted(name for name in os.listdir(folder) if name.endswith((".csv", ".csv.gz")))
    described = sorted(resource.path for resource in package.resources)
    assert tables == described, f"{tables} are there, {described} are described"
    for resource in package.resources:
        rows = resource.read_rows()
        # Of a first vintage nothing is revised.
        assert rows or resource.name == "revisions", resource.name
        names = [field.name for field in resource.schema.fields]
        assert not rows or list(rows[0].keys()) == names, resource.name
        print(f"frictionless: {resource.name}, {len(rows)} rows")
    with tempfile.TemporaryDirectory() as scratch:
        copy = os.path.join(scratch, "returns")
        shutil.copytree(folder, copy)
        # The bytes of a gzip stream's end: length and checksum stay, the file is another.
        with open(os.path.join(copy, "returns.csv.gz"), "r+b") as file:
            file.seek(9)
            file.write(b"\x03")
        touched = {kind for _, kind, _ in problems(os.path.join(copy, "datapackage.json"))}
        assert "hash-count" in touched, f"a touched table passes: {touched}"
        # A code that is in no list.
        path = os.path.join(folder, "datapackage.json")
        with open(path, encoding="utf-8") as file:
            text = json.load(file)
        schema = next(r for r in text["resources"] if r["name"] == "returns")["schema"]
        field = next(f for f in schema["fields"] if f["name"] == "quantity")
        field["constraints"]["enum"] = ["period"]
        shutil.copy(os.path.join(folder, "returns.csv.gz"), copy)
        with open(os.path.join(copy, "datapackage.json"), "w", encoding="utf-8") as file:
            json.dump(text, file)
        narrowed = {kind for _, kind, _ in problems(os.path.join(copy, "datapackage.json"))}
        assert "constraint-error" in narrowed, f"constraints are not checked: {narrowed}"


if __name__ == "__main__":
    main(sys.argv[1])
