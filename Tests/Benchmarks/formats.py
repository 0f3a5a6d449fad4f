"""One sheet of contracts in every format, read by `returns` and, beside it, by what others read such files with.

    formats.py FOLDER ROWS      writes FOLDER/formats/<format>/…, reads each once, prints a table

`returns check` does all of a run but publishing: cells, types, keys, rules, sums. python-calamine only yields the cells of the
xlsx, `xmllint --stream` only parses the XML. Whole processes; wall and CPU seconds and the most memory that the system
counted (one process each).
"""

import os
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

HEADER = ["合同登记编号", "合同名称", "合同类别", "卖方代码", "卖方区县", "成交额（万元）", "技术交易额（万元）", "签订日期", "登记日期"]
KINDS = ["技术开发", "技术服务"]
AREAS = ["340102", "340103"]
SS = "urn:schemas-microsoft-com:office:spreadsheet"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ROOT = Path(__file__).resolve().parent.parent.parent


def records(rows):
    """Texts, two numbers and two days each; the same on every machine."""
    for i in range(rows):
        month, day = i % 12 + 1, i % 28 + 1
        yield (
            [f"2024{i + 1:012d}", f"第{i % 9973}号技术合同", KINDS[i % 2], "", AREAS[i % 2]],
            [f"{i % 99991}.{i % 100:02d}", f"{i % 49999}.{i % 100:02d}"],
            [f"2024-{month:02d}-{day:02d}", f"2024-{month:02d}-{28:02d}"],
        )


def csv(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(HEADER) + "\n")
        for texts, numbers, days in records(rows):
            file.write(",".join(texts + numbers + days) + "\n")


def xml(path, rows):
    def cell(kind, text, more=""):
        return f'<Cell{more}><Data ss:Type="{kind}">{text}</Data></Cell>' if text else "<Cell/>"

    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SS}" xmlns:ss="{SS}">\n'
            '<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>\n<Worksheet ss:Name="表"><Table>\n'
        )
        file.write("<Row>" + "".join(cell("String", text) for text in HEADER) + "</Row>\n")
        for texts, numbers, days in records(rows):
            cells = [cell("String", text) for text in texts] + [cell("Number", number) for number in numbers]
            cells += [cell("DateTime", day + "T00:00:00.000", ' ss:StyleID="d"') for day in days]
            file.write("<Row>" + "".join(cells) + "</Row>\n")
        file.write("</Table></Worksheet></Workbook>\n")


def xlsx(path, rows):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = {}

    def shared(text):
        return strings.setdefault(text, len(strings))

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as zip:
        zip.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
        zip.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        zip.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>')
        zip.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="{office}/styles" Target="styles.xml"/><Relationship Id="u" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        zip.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
        with zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())

            def row(number, cells):
                places = (f'<c r="{chr(65 + i)}{number}"{kind}><v>{value}</v></c>' for i, (kind, value) in enumerate(cells) if value != "")
                sheet.write(f'<row r="{number}">{"".join(places)}</row>'.encode())

            row(1, [(' t="s"', shared(text)) for text in HEADER])
            for i, (texts, numbers, days) in enumerate(records(rows)):
                cells = [(' t="s"', shared(text) if text else "") for text in texts] + [("", number) for number in numbers]
                # 2024-01-01 is day 45292.
                day = lambda text: 45292 + (time.strptime(text, "%Y-%m-%d").tm_yday - 1)
                cells += [(' s="1"', day(text)) for text in days]
                row(i + 2, cells)
            sheet.write(b"</sheetData></worksheet>")
        with zip.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{main}">'.encode())
            for text in strings:
                part.write(f"<si><t>{text}</t></si>".encode())
            part.write(b"</sst>")


def open_document(write, rows, root):
    def cell(text):
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else "<table:table-cell/>"

    write(f'<?xml version="1.0" encoding="UTF-8"?>\n<office:{root} xmlns:office="{ODF}office:1.0" xmlns:table="{ODF}table:1.0" xmlns:text="{ODF}text:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="表">\n')
    write("<table:table-row>" + "".join(map(cell, HEADER)) + "</table:table-row>\n")
    for texts, numbers, days in records(rows):
        cells = [cell(text) for text in texts]
        cells += [f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>' for number in numbers]
        cells += [f'<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>' for day in days]
        write("<table:table-row>" + "".join(cells) + "</table:table-row>\n")
    write(f"</table:table></office:spreadsheet></office:body></office:{root}>\n")


def fods(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        open_document(file.write, rows, "document")


def ods(path, rows):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as zip:
        zip.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        with zip.open("content.xml", "w", force_zip64=True) as part:
            open_document(lambda text: part.write(text.encode()), rows, "document-content")


def measure(command, folder):
    """Wall and CPU seconds, peak MiB, exit code of one process."""
    began = time.monotonic()
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main(folder, rows):
    base = Path(folder).resolve() / "formats"
    lines = []
    for name, ending, make in [("CSV", "csv", csv), ("XML 2003", "xml", xml), ("xlsx", "xlsx", xlsx), ("ods", "ods", ods), ("fods", "fods", fods)]:
        home = base / f"{ending}-{rows}"
        file = home / "inputs/2024-Q4" / f"技术合同.{ending}"
        if not file.exists():
            print(f"Writing {file.name} …", file=sys.stderr)
            file.parent.mkdir(parents=True, exist_ok=True)
            (file.parent / "delivery.yaml").write_text("covers: 2024-01..2024-12\n")
            # In a process of its own: what a child takes over when it starts counts as its peak.
            writer = os.fork()
            if writer == 0:
                make(str(file) + ".part", rows)
                os._exit(0)
            if os.waitpid(writer, 0)[1] != 0:
                sys.exit(f"{file.name} could not be written")
            os.rename(str(file) + ".part", file)
        shutil.rmtree(home / "outputs", ignore_errors=True)
        returns = [str(ROOT / ".build/release/returns"), "check", "--period", "2024Q4", "--pipeline", str(ROOT / "Tests/EndToEndTests/Pipelines/small"), "--inputs", "inputs", "--outputs", "outputs"]
        lines.append((name, "returns", file.stat().st_size, *measure(returns, home)))
        if ending == "xlsx":
            code = "import sys, python_calamine as c; print(sum(1 for _ in c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()))"
            lines.append((name, "python-calamine", file.stat().st_size, *measure([sys.executable, "-c", code, str(file)], home)))
        if ending in ("xml", "fods") and shutil.which("xmllint"):
            lines.append((name, "xmllint --stream", file.stat().st_size, *measure(["xmllint", "--stream", "--noout", "--huge", str(file)], home)))
    print("| format | by | MB | wall s | CPU s | rows/s (CPU) | peak MiB |\n|---|---|---:|---:|---:|---:|---:|")
    for name, by, size, wall, cpu, peak, code in lines:
        failed = "" if code == 0 else f" (exit {code})"
        print(f"| {name} | {by}{failed} | {size / 1e6:.0f} | {wall:.2f} | {cpu:.2f} | {rows / cpu:,.0f} | {peak:.0f} |")


main(sys.argv[1], int(sys.argv[2]))
