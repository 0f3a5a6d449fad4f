"""Chromium opens exceptions.html from disk, and somebody clicks through it.

    python3 exceptions_page_clicks.py PAGE EXCEPTIONS [--resolved COUNT] [--pictures FOLDER]

EXCEPTIONS is how many the page must list, COUNT how many were resolved since the vintage before. Prints how long it took
until the page could be used.
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

ROWS = "document.querySelectorAll('#list tr').length"
COUNT = "Number(document.querySelector('.count [class=\"' + document.documentElement.dataset.language + '\"] .visible').textContent.replace(/,/g, ''))"


def expect(page, expression, value):
    page.wait(f"{expression} === {value!r}" if not isinstance(value, bool) else f"({expression}) === {str(value).lower()}")


def main(path, total, resolved, pictures):
    with Browser("/usr/bin/chromium") as browser:
        page = browser.open(path)
        ready = int(page.get("document.documentElement.dataset.ready"))
        assert not page.complaints(), page.complaints()
        local = [url for url in page.requests() if not url.startswith("file://")]
        assert not local, f"the page asks the network: {local}"
        if pictures:
            page.picture(os.path.join(pictures, "laptop.png"))
            page.picture(os.path.join(pictures, "laptop-whole.png"), whole=True)

        # What has changed since the vintage before, where there is one.
        expect(page, "document.getElementById('changes').hidden", resolved is None)
        if resolved is not None:
            expect(page, "document.getElementById('c-resolved').textContent", str(resolved))
            page.click("#c-list summary")
            expect(page, "document.querySelectorAll('#resolved tr').length", resolved)
            new = page.get("Number(document.getElementById('c-new').textContent)")
            page.choose("#state", "new")
            expect(page, COUNT, new)
            expect(page, "document.querySelectorAll('#list .tag.new').length", min(100, new))
            page.click("#reset")

        # All of it, a page at a time.
        expect(page, COUNT, total)
        expect(page, ROWS, min(100, total))
        first = page.get("document.querySelector('#list tr').id")
        if total > 100:
            last = -(-total // 100)
            page.click("#next")
            page.wait(f"document.querySelector('#list .rank b').textContent === '101'")
            expect(page, ROWS, min(100, total - 100))
            assert page.get("document.getElementById('at').textContent").endswith(f"/ {last} 页")
            page.click("#previous")
            page.wait(f"document.querySelector('#list tr').id === {first!r}")

        # A filter by the mouse: the card of errors; again, and it is off.
        errors = page.get("(function () { var d = JSON.parse(document.getElementById('data').textContent); return d.rows.filter(function (r) { return d.rules[r[1]][1] === 0; }).length; }())")
        stated = page.get("Number(document.querySelector('.card.error b').textContent.replace(/,/g, ''))")
        assert stated >= errors and (stated == errors or total == 20000), (stated, errors)
        page.click(".card.error")
        expect(page, COUNT, errors)
        page.wait("Array.prototype.every.call(document.querySelectorAll('#list tr'), function (r) { return r.className === 'error'; })")
        page.click(".card.error")
        expect(page, COUNT, total)

        # A list: one district; a severity with it.
        area = page.get("Array.prototype.map.call(document.getElementById('area').options, function (o) { return o.value; }).filter(function (v) { return v.length > 1; })[0]")
        name = page.get(f"document.querySelector('#area option[value=\"{area}\"]').textContent")
        page.choose("#area", area)
        page.wait(f"{COUNT} > 0 && {COUNT} < {total}")
        page.wait(f"Array.prototype.every.call(document.querySelectorAll('#list .subject + small'), function (s) {{ return s.textContent.indexOf({name!r}) === 0; }})")
        of_area = page.get(COUNT)
        page.choose("#severity", "note")
        page.wait("Array.prototype.every.call(document.querySelectorAll('#list tr'), function (r) { return r.className === 'note'; })")
        page.click("#reset")
        expect(page, COUNT, total)
        expect(page, "document.getElementById('area').value", "")

        # A search finds by what stands in a cell, and says when nothing does.
        subject = page.get("""(function () {
            var rows = JSON.parse(document.getElementById('data').textContent).rows;
            var some = rows.slice(0, 300), words = some.map(function (r) { return r[9]; }).concat(some.map(function (r) { return r[12]; }));
            return words.filter(function (w, i) { return w && w.indexOf(' ') < 0 && words.indexOf(w) === i; }).find(function (w) {
                return rows.some(function (r) { return JSON.stringify(r).indexOf(w) < 0; });
            });
        }())""")
        page.click("#search")
        page.type(subject)
        page.wait(f"{COUNT} >= 1 && {COUNT} < {total}")
        page.wait(f"Array.prototype.every.call(document.querySelectorAll('#list tr'), function (r) {{ return r.textContent.indexOf({subject!r}) >= 0; }})")
        page.type(" no-such-word")
        expect(page, "document.getElementById('none').hidden", False)
        expect(page, ROWS, 0)
        page.click("#reset")

        # Order: by place, then back by rank.
        page.click("th[data-sort=file]")
        page.wait("document.querySelector('th[data-sort=file]').getAttribute('aria-sort') === 'ascending'")
        places = page.get("Array.prototype.map.call(document.querySelectorAll('#list .place small'), function (s) { return s.textContent; })")
        files = [text.split(" ")[0] for text in places]
        assert files == sorted(files, key=lambda t: t.encode("utf-16-be")), "not in the order of files"
        page.click("th[data-sort=rank]")
        page.wait(f"document.querySelector('#list tr').id === {first!r}")

        # The link leads to the file, its sheet and cell.
        link = page.get("(document.querySelector('#list a.source') || {}).href")
        assert link and link.startswith("file://") and "/inputs/" in link, link

        # English and back.
        page.click("[data-to=en]")
        page.wait("document.documentElement.lang === 'en' && document.querySelector('#list .tag').textContent.match(/^[A-Z][a-z]+$/) !== null")
        expect(page, "getComputedStyle(document.querySelector('h1 .zh')).display", "none")
        if pictures:
            page.picture(os.path.join(pictures, "english.png"))
        page.click("[data-to=zh]")
        page.wait("document.documentElement.lang === 'zh-CN'")

        # What is printed: a sheet per district, with every exception that is shown, and room for the sender's word.
        page.choose("#area", area)
        expect(page, COUNT, of_area)
        page.click("#print")
        expect(page, "document.querySelectorAll('.sheet-of').length", 1)
        expect(page, "document.querySelectorAll('.sheet-of tbody tr').length", of_area)
        expect(page, "getComputedStyle(document.querySelector('main')).display", "none")
        if pictures:
            page.picture(os.path.join(pictures, "sheets.png"))
            page.pdf(os.path.join(pictures, "sheets.pdf"))
        page.click("#back")
        expect(page, "document.querySelectorAll('.sheet-of').length", 0)
        expect(page, "getComputedStyle(document.querySelector('main')).display", "block")
        page.click("#reset")
        assert not page.complaints(), page.complaints()
        page.close()

        # A link with conditions opens on them.
        page = browser.open(path, fragment="#severity=query")
        page.wait("document.getElementById('severity').value === 'query'")
        page.wait("Array.prototype.every.call(document.querySelectorAll('#list tr'), function (r) { return r.className === 'query'; })")
        page.close()

        # Without scripts: the summary, and the first.
        page = browser.open(path, scripts=False)
        text = page.get("document.body.innerText")
        assert "读取行数" in text and "按区县" in text
        expect(page, ROWS, min(50, total))
        expect(page, "getComputedStyle(document.querySelector('.tools')).display", "none")
        page.close()

        if pictures:
            page = browser.open(path, width=1920, height=1080)
            page.picture(os.path.join(pictures, "desktop.png"))
            page.click("th[data-sort=file]")
            page.get("document.getElementById('exceptions').scrollIntoView()")
            page.picture(os.path.join(pictures, "list.png"))
        print(f"{total} exceptions, ready after {ready} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("page")
    parser.add_argument("exceptions", type=int)
    parser.add_argument("--resolved", type=int)
    parser.add_argument("--pictures")
    asked = parser.parse_args()
    main(asked.page, asked.exceptions, asked.resolved, asked.pictures)
