"""sdmx1 reads the return: every figure as in returns.csv, every code with its names.

    python sdmx1_reads.py RETURNS-FOLDER xml|csv
"""

import math
import sys
import tempfile

import sdmx
from sdmx.model.common import Code

from returns_table import compare, expected, key_of, unpack


def main(folder, form):
    wanted = expected(folder)
    with tempfile.TemporaryDirectory() as scratch:
        message = sdmx.read_sdmx(unpack(folder, "structure.xml.gz", scratch))
        structure = next(iter(message.structure.values()))
        check_codelists(message)
        name = "returns.xml.gz" if form == "xml" else "returns.sdmx.csv.gz"
        data = sdmx.read_sdmx(unpack(folder, name, scratch), structure=structure)
    found = {}
    for dataset in data.data:
        for observation in dataset.obs:
            dimensions = {k: str(v.value) for k, v in observation.key.values.items()}
            if observation.series_key is not None:
                dimensions |= {k: str(v.value) for k, v in observation.series_key.values.items()}
            attributes = {k: str(v.value) for k, v in observation.attrib.items()}
            if observation.series_key is not None:
                attributes |= {k: str(v.value) for k, v in observation.series_key.attrib.items()}
            # A table has a cell for every attribute; empty ones say nothing.
            attributes = {k: v for k, v in attributes.items() if v not in ("", "None", "nan")}
            value = None if observation.value in (None, "") else float(observation.value)
            attributes["OBS_VALUE"] = None if value is None or math.isnan(value) else value
            found[key_of(dimensions)] = attributes
    compare(found, wanted, f"sdmx1 {name}")


def check_codelists(message):
    assert not [k for k in message.codelist if not str(k).startswith("CL_")], list(message.codelist)
    for codelist in message.codelist.values():
        for code in codelist.items.values():
            assert code.name.localizations.get("zh") or code.name.localizations.get("en"), code
    areas = message.codelist["CL_AREA"].items.values()
    # 3.0 has no parents that begin with a digit: there they are annotations.
    parents = [a for a in areas if isinstance(a.parent, Code) or any(n.id == "PARENT" for n in a.annotations)]
    assert parents and len(parents) < len(areas), "areas have no tree"
    print(f"sdmx1: {len(message.codelist)} code lists")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
