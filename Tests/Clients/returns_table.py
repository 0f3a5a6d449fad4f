"""returns.csv.gz as a dictionary, for the clients to compare with. Only the standard library is used."""

import csv
import gzip
import os
import shutil

# UNIT_MEASURE and UNIT_MULT of the units that the samples show; a unit that is not here fails the comparison.
UNITS = {
    "%": ("PT", 0),
    "百分点": ("PP", 0),
    "元": ("CNY", 0),
    "万元": ("CNY", 4),
    "亿元": ("CNY", 8),
    "家": ("UNITS", 0),
    "个": ("ITEMS", 0),
    "所": ("INSTITUTIONS", 0),
    "项": ("CASES", 0),
    "件": ("PIECES", 0),
    "人": ("PERSONS", 0),
    "名": ("NAMES", 0),
    "支": ("TEAMS", 0),
    "场": ("EVENTS", 0),
    "次": ("OCCASIONS", 0),
    "家次": ("UNIT_VISITS", 0),
    "人次": ("PERSON_VISITS", 0),
    "人年": ("PERSON_YEARS", 0),
    "平方米": ("MTK", 0),
    "万平方米": ("MTK", 4),
    "位": ("RANK", 0),
    "年": ("YEARS", 0),
    "千元": ("CNY", 3),
    "人月": ("PERSON_MONTHS", 0),
    "台": ("MACHINES", 0),
    "套": ("SETS", 0),
    "份": ("COPIES", 0),
    "分值": ("POINTS", 0),
}


# Fields of breakdowns, as dimensions are called. Two fields of one name with other code lists are two dimensions, the second
# with the code list's name behind it.
FIELDS = set()


def field_of(dimension):
    """The field that a dimension stands for."""
    if dimension in FIELDS:
        return dimension
    return max((f for f in FIELDS if dimension.startswith(f + "_")), key=len, default=dimension)


def unpack(folder, name, scratch):
    """The plain file: not every client reads gzip."""
    plain = os.path.join(scratch, name.removesuffix(".gz"))
    with gzip.open(os.path.join(folder, name), "rb") as source, open(plain, "wb") as target:
        shutil.copyfileobj(source, target)
    return plain


def frequency(period):
    if len(period) == 4:
        return "A"
    return period[5] if period[5] in "QS" else "M"


def code(text):
    """As SDMXIdentifier.code writes it."""
    out = []
    for i, character in enumerate(text):
        if character.isascii() and (character.isalnum() or character == "-" or (character == "_" and i > 0)):
            out.append(character)
        else:
            out.append(f"${ord(character):04X}" if ord(character) <= 0xFFFF else f"@{ord(character):06X}")
    return "".join(out) or "_U"


def expected(folder):
    """By indicator, area, period, quantity, statistic and the codes of the breakdown: value, status, unit, …"""
    figures = {}
    with gzip.open(os.path.join(folder, "returns.csv.gz"), "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            fields = [f for f in row["breakdown"].split("|") if f]
            FIELDS.update(f.upper() for f in fields)
            codes = row["category"].split("|") if fields else []
            key = (
                frequency(row["period"]),
                row["area"],
                row["indicator"],
                row["quantity"],
                row["statistic"],
                frozenset(zip([f.upper() for f in fields], [code(c) for c in codes])),
                row["period"],
            )
            measure, multiplier = UNITS[row["unit"]]
            assert key not in figures, f"returns.csv has {key} twice"
            figures[key] = {
                "OBS_VALUE": float(row["value"]) if row["value"] else None,
                "OBS_STATUS": row["status"],
                "CONF_STATUS": row["confidentiality"],
                "UNIT_MEASURE": measure,
                "UNIT_MULT": str(multiplier),
                "DECIMALS": row["decimals"],
                "QUALIFIER": row["qualifier"] or None,
                "BASE_PER": row["base_period"] or None,
                "BASE_SOURCE": row["base_source"] or None,
            }
    return figures


def key_of(dimensions):
    """The same key from a client's dictionary of dimensions."""
    fixed = ["FREQ", "REF_AREA", "INDICATOR", "QUANTITY", "STATISTIC", "TIME_PERIOD"]
    broken_down = frozenset((field_of(k), v) for k, v in dimensions.items() if k not in fixed and v != "_T")
    head = [dimensions[k] for k in fixed[:5]]
    return (*head, broken_down, dimensions["TIME_PERIOD"])


def compare(found, wanted, where):
    """Exits with the first differences, if any."""
    problems = [f"{where}: lost {key}" for key in wanted.keys() - found.keys()]
    problems += [f"{where}: added {key}" for key in found.keys() - wanted.keys()]
    for key in wanted.keys() & found.keys():
        for name, value in wanted[key].items():
            if found[key].get(name) != value:
                problems.append(f"{where}: {key} {name}: {found[key].get(name)!r}, not {value!r}")
    if problems:
        raise SystemExit("\n".join(sorted(problems)[:5] + [f"{len(problems)} differences"]))
    print(f"{where}: {len(found)} figures are equal")
