"""pysdmx reads the return, with validation: every figure as in returns.csv.

    python pysdmx_reads.py RETURNS-FOLDER
"""

import sys
import tempfile

import pandas
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model.dataflow import DataStructureDefinition

from returns_table import compare, expected, key_of, unpack


def main(folder):
    wanted = expected(folder)
    with tempfile.TemporaryDirectory() as scratch:
        structure = unpack(folder, "structure.xml.gz", scratch)
        message = read_sdmx(structure, validate=True)
        definition = next(s for s in message.structures if isinstance(s, DataStructureDefinition))
        dimensions = [c.id for c in definition.components.dimensions]
        for name in ("returns.xml.gz", "returns.sdmx.csv.gz"):
            datasets = get_datasets(unpack(folder, name, scratch), structure, validate=True)
            found = {}
            for dataset in datasets:
                for row in dataset.data.to_dict("records"):
                    row = {k: None if pandas.isna(v) or v == "" else v for k, v in row.items()}
                    row["OBS_VALUE"] = None if row["OBS_VALUE"] is None else float(row["OBS_VALUE"])
                    found[key_of({d: str(row[d]) for d in dimensions})] = row
            compare(found, wanted, f"pysdmx {name}")


if __name__ == "__main__":
    main(sys.argv[1])
