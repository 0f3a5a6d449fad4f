"""Outliers by Banff's Hidiroglou-Berthelot edit, of a CSV file with id, before and now.

Argument: the file. For every exponent and width prints the bounds of the effects and the units beyond them.
"""
import logging
import os
import re
import sys
import tempfile

import pandas as pd

logging.disable(logging.CRITICAL)
from banff import outlier  # noqa: E402

data = pd.read_csv(sys.argv[1], dtype={"id": str})


def column(name):
    return data[["id", name]].rename(columns={name: "x"}).astype({"x": float})


for exponent in ["0", "0.5", "1"]:
    for width in ["4", "20"]:
        # What Banff says of bounds it prints from C.
        with tempfile.TemporaryFile() as file:
            sys.stdout.flush()
            kept = [os.dup(1), os.dup(2)]
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            try:
                answer = outlier(
                    indata=column("now"), indata_hist=column("before"), unit_id="id", var="x", method="HISTORIC",
                    side="BOTH", mii=float(width), mdm=0.05, exponent=float(exponent), min_obs=3, outlier_stats=True)
            finally:
                sys.stdout.flush()
                os.dup2(kept[0], 1)
                os.dup2(kept[1], 2)
            file.seek(0)
            text = file.read().decode()
        found = re.search(r"Acceptance interval\s*: \[ ([-0-9.]+) , ([-0-9.]+) \]", text)
        units = sorted(row["id"] for row in answer.outstatus.to_pylist())
        print(exponent, width, found.group(1), found.group(2), " ".join(units))
