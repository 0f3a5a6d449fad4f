"""Answers exceptions as an analyst would: openpyxl_fills.py SOURCE TARGET ANSWERS

SOURCE is exceptions.xlsx, or exceptions.csv(.gz), of which a workbook is made. ANSWERS is a JSON file: a list of
{"where": {column: value, ...}, "set": {column: value, ...}}, columns by their machine-readable names. Dates (2025-01-10) are
written as dates, numbers as numbers. Every answer must find exactly one row on the first sheet that has exceptions.
"""

import csv
import datetime
import gzip
import json
import re
import sys

import openpyxl

# Machine-readable names and titles in both languages, as in Sources/Model/ReviewColumn.swift.
ANSWERS = {
    "explanation": "说明", "proposed_value": "建议值", "filled_in_by": "填写人", "disposition": "处理",
    "corrected_value": "更正值", "waived_until": "豁免至", "confirmed_by": "确认人", "reason": "理由", "by": "处理人",
    "date": "日期",
}
ENGLISH = {
    "explanation": "Explanation", "proposed_value": "Proposed value", "filled_in_by": "Filled in by",
    "disposition": "Disposition", "corrected_value": "Corrected value", "waived_until": "Waived until",
    "confirmed_by": "Confirmed by", "reason": "Reason", "by": "By", "date": "Date",
}
IDENTITY = {
    "exception_id": ("异常编号", "Exception"), "rule": ("规则", "Rule"), "subject": ("对象", "Subject"),
    "field": ("字段", "Field"), "row": ("行", "Row"), "file": ("文件", "File"), "value": ("报送值", "Value reported"),
}


def header(sheet):
    """The header's row and the column of each name, or None."""
    names = {title: name for name, title in ANSWERS.items()}
    names |= {title: name for name, title in ENGLISH.items()}
    names |= {title: name for name, titles in IDENTITY.items() for title in titles}
    for row in sheet.iter_rows(min_row=1, max_row=8):
        found = {}
        for cell in row:
            text = str(cell.value or "").strip()
            name = names.get(text, text)
            if name and name not in found:
                found[name] = cell.column
        if "exception_id" in found and "disposition" in found:
            return row[0].row, found
    return None


def from_table(source):
    opened = gzip.open if source.endswith(".gz") else open
    with opened(source, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "异常清单"
    names = rows[0] + [name for name in ANSWERS if name not in rows[0]]
    sheet.append([ANSWERS.get(name, IDENTITY.get(name, (name,))[0]) for name in names])
    for row in rows[1:]:
        sheet.append(row + [None] * (len(names) - len(row)))
    return book


def written(value):
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return datetime.date.fromisoformat(value)
    if re.fullmatch(r"-?\d{1,12}(\.\d+)?", value):
        return float(value) if "." in value else int(value)
    return value


source, target, answers = sys.argv[1:4]
book = openpyxl.load_workbook(source) if source.endswith(".xlsx") else from_table(source)
for sheet in book.worksheets:
    found = header(sheet)
    if found:
        break
else:
    sys.exit("no sheet has exceptions")
first, columns = found
for answer in json.load(open(answers, encoding="utf-8")):
    rows = [
        row
        for row in range(first + 1, sheet.max_row + 1)
        if all(str(sheet.cell(row, columns[name]).value or "") == value for name, value in answer["where"].items())
    ]
    if len(rows) != 1:
        sys.exit(f"{len(rows)} rows answer to {answer['where']}")
    for name, value in answer["set"].items():
        sheet.cell(rows[0], columns[name]).value = written(value)
book.save(target)
print(f"{sheet.title}: answered")
