"""openpyxl opens the workbooks of exceptions: every exception of exceptions.csv stands where it belongs, once.

    python exceptions_workbook_reads.py EXCEPTIONS-FOLDER
"""

import csv
import datetime
import gzip
import json
import os
import sys
from collections import Counter

import openpyxl

HEAD = 4
SENDER = ["说明", "建议值", "填写人"]
BUREAU = ["处理", "更正值", "豁免至", "确认人", "理由", "处理人", "日期"]


def header(sheet):
    return [cell.value for cell in sheet[HEAD]]


def ids(sheet):
    """In the order of the sheet."""
    titles = header(sheet)
    at = titles.index("异常编号")
    letter = sheet.cell(HEAD, at + 1).column_letter
    assert any(
        d.hidden and d.min <= at + 1 <= d.max for d in sheet.column_dimensions.values()
    ), f"{sheet.title}: column {letter} of ids is in sight"
    return [row[at].value for row in sheet.iter_rows(min_row=HEAD + 1) if row[at].value]


def check_form(sheet, locked):
    titles = header(sheet)
    assert sheet.freeze_panes and sheet.freeze_panes.endswith(str(HEAD + 1)), sheet.freeze_panes
    assert sheet.auto_filter.ref and sheet.auto_filter.ref.startswith(f"A{HEAD}:"), sheet.auto_filter.ref
    assert sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9"
    assert sheet.print_title_rows, sheet.title
    for title in SENDER:
        assert title in titles, f"{sheet.title}: no {title}"
    for title in BUREAU:
        assert (title in titles) == (not locked), f"{sheet.title}: {title}"
    assert bool(sheet.protection.sheet) == locked, sheet.title
    colors = {}
    for at, title in enumerate(titles, 1):
        if title in SENDER or title in BUREAU:
            colors.setdefault(title in SENDER, set()).add(sheet.cell(HEAD, at).fill.fgColor.rgb)
            assert not sheet.cell(HEAD + 1, at).protection.locked, f"{title} cannot be filled in"
        elif locked:
            assert sheet.cell(HEAD + 1, at).protection.locked, f"{title} can be changed"
    assert all(len(c) == 1 for c in colors.values()), colors
    if locked:
        return
    assert colors[True] != colors[False], "the sender's columns look like the bureau's"
    rules = {v.type: v for v in sheet.data_validations.dataValidation}
    assert "确认属实" in rules["list"].formula1 and "豁免" in rules["list"].formula1
    column = sheet.cell(HEAD, titles.index("处理") + 1).column_letter
    assert str(rules["list"].sqref).split(":")[0] == f"{column}{HEAD + 1}", rules["list"].sqref
    assert len([v for v in sheet.data_validations.dataValidation if v.type == "date"]) == 2


def check_cells(book):
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31 and not set(sheet.title) & set("[]:*?/\\"), sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title} {cell.coordinate}: a formula"


def main(folder):
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
        summary = json.load(file)
    with gzip.open(os.path.join(folder, "exceptions.csv.gz"), "rt", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    book = openpyxl.load_workbook(os.path.join(folder, "exceptions.xlsx"))
    assert book.properties.created == datetime.datetime.fromisoformat(summary["as_of"]), book.properties.created
    check_cells(book)
    names = book.sheetnames
    assert len(set(name.lower() for name in names)) == len(names)
    everything = book[names[1]]
    check_form(everything, locked=False)
    assert ids(everything) == [line["exception_id"] for line in lines], "other exceptions, or in another order"

    titles = header(everything)
    by_id = {line["exception_id"]: line for line in lines}
    for row in everything.iter_rows(min_row=HEAD + 1, values_only=True):
        cells = dict(zip(titles, row))
        line = by_id[cells["异常编号"]]
        assert (cells["问题"] or "") == line["message"], line
        assert str(cells["行"] or "") == line["row"], line
        assert (cells["文件"] or "") == line["file"], line

    senders = Counter(line["sender"] or "bureau" for line in lines)
    folder_of = os.path.join(folder, "by-sender")
    assert sorted(os.listdir(folder_of)) == sorted(f"{code}.xlsx" for code in senders)
    sheets = names[2 : 2 + len(senders)]
    seen = []
    for name in sheets:
        check_form(book[name], locked=False)
        seen.append(frozenset(ids(book[name])))
    for code, count in senders.items():
        own = openpyxl.load_workbook(os.path.join(folder_of, f"{code}.xlsx"))
        check_cells(own)
        check_form(own.worksheets[1], locked=True)
        found = ids(own.worksheets[1])
        wanted = [line["exception_id"] for line in lines if (line["sender"] or "bureau") == code]
        assert found == wanted and len(found) == count, code
        assert frozenset(found) in seen, f"no sheet has the exceptions of {code}"

    # The sheet of rules says what summary.json says.
    rules = book[names[-2]]
    stated = Counter()
    for row in rules.iter_rows(min_row=3, values_only=True):
        stated[row[0]] += row[9]
    wanted = Counter()
    for rule in summary["by_rule"]:
        wanted[rule["rule"]] += rule["exceptions"]
    assert +stated == +wanted, "the sheet of rules counts otherwise"
    # What every sender sent adds up to what was read.
    read = rejected = 0
    for row in book[names[-1]].iter_rows(min_row=3, values_only=True):
        if row[0] is None:
            break
        read += row[3]
        rejected += row[5]
    assert (read, rejected) == (summary["rows"]["read"], summary["rows"]["rejected"]), (read, rejected)
    print(f"{len(lines)} exceptions in {len(names)} sheets and {len(senders)} workbooks")


main(sys.argv[1])
