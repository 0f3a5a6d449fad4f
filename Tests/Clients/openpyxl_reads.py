"""openpyxl opens the workbook: every number in it is one of returns.csv, in its unit and with its digits.

    python openpyxl_reads.py RETURNS-FOLDER
"""

import csv
import gzip
import os
import sys
from collections import Counter

import openpyxl


def figures(folder):
    """Every value of returns.csv as a cell holds it: percent as ratios."""
    values = Counter()
    with gzip.open(os.path.join(folder, "returns.csv.gz"), "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["value"]:
                value = float(row["value"]) / 100 if row["unit"] == "%" else float(row["value"])
                values[(round(value, 9), row["unit"] == "%", int(row["decimals"]))] += 1
    return values


def digits(number_format):
    """Digits behind the point of `#,##0.00`, with whatever marks stand around it."""
    bare = "".join(c for i, c in enumerate(number_format) if number_format[:i].count('"') % 2 == 0 and c != '"')
    return len(bare.split(".")[1].rstrip("%")) if "." in bare else 0


def main(folder):
    book = openpyxl.load_workbook(os.path.join(folder, "returns.xlsx"))
    wanted = figures(folder)
    names = book.sheetnames
    assert names[0] == "封面" and names[-1] == "指标解释", names
    numbers, charts, merged, signs = 0, 0, 0, 0
    for sheet in book.worksheets[1:-1]:
        assert sheet["A1"].value, sheet.title
        assert "计量单位" in str(sheet["D2"].value), sheet.title
        setup = sheet.page_setup
        assert str(setup.paperSize) == "9" and setup.orientation == "landscape", sheet.title
        assert setup.fitToWidth in (None, 1) and setup.fitToHeight == 0, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.print_title_rows, sheet.title
        assert sheet.freeze_panes, sheet.title
        charts += len(sheet._charts)
        merged += len(sheet.merged_cells.ranges)
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if isinstance(cell.value, (int, float)):
                    percent = cell.number_format.rstrip('"ᵖᶠ').endswith("%")
                    key = (round(float(cell.value), 9), percent, digits(cell.number_format))
                    assert wanted[key] > 0, f"{sheet.title}!{cell.coordinate} {cell.value} {cell.number_format}"
                    numbers += 1
                elif cell.value in ("—", "…", "✓", "✗"):
                    signs += 1
                elif isinstance(cell.value, str):
                    assert not cell.value.startswith("="), f"{sheet.title}!{cell.coordinate}"
    assert charts >= len(names) - 2, f"{charts} charts"
    # What 瑶海区 published for 2024 stands where its readers look.
    found = yaohai(book)
    for title, heading, value in [
        ("高新技术企业数（家）", "12月末", 238),
        ("净增高新技术企业（家）", "比年初增长", 0.3757),
        ("科技型中小企业入库数（家）", "1—12月", 428),
        ("科技型中小企业入库数（家）", "同比增速", 0.3502),
        ("科技型中小企业入库数（家）", "同比增速位次", 1),
        ("技术合同登记成交额（亿元）", "1—12月", 58.5),
    ]:
        assert found.get((title, heading)) == value, f"{title} {heading}: {found.get((title, heading))}"
    links = [c.hyperlink.location for r in book["封面"].iter_rows() for c in r if c.hyperlink]
    assert len(links) >= len(names) - 2 - sum(n[-1].isdigit() for n in names), links
    for link in links:
        assert link.split("!")[0].strip("'").replace("''", "'") in names, link
    assert str(book.properties.created).startswith("2024-12-31"), book.properties.created
    print(f"openpyxl: {len(names)} sheets, {numbers} numbers, {signs} signs, {charts} charts, {merged} merged cells")


def yaohai(book):
    """By heading of both levels: the number in the row of 瑶海区."""
    found = {}
    for sheet in book.worksheets[1:-1]:
        for row in sheet.iter_rows(min_col=1, max_col=1):
            if row[0].value != "地区":
                continue
            top = row[0].row
            line = next(
                (r for r in range(top + 2, top + 40) if str(sheet.cell(r, 1).value).strip() == "瑶海区"), None
            )
            title = None
            for column in range(2, sheet.max_column + 1):
                title = sheet.cell(top, column).value or title
                heading = sheet.cell(top + 1, column).value
                if heading and line:
                    found[(title, heading)] = sheet.cell(line, column).value
    return found


if __name__ == "__main__":
    main(sys.argv[1])
