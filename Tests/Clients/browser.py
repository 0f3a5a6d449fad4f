"""Debian's Chromium without a window, over the DevTools protocol on a pipe: nothing but Python's own library.

    with Browser("/usr/bin/chromium") as browser:
        page = browser.open("exceptions.html", width=1366, height=768)
        page.click("#search")
        page.type("340102")
        page.wait("document.querySelectorAll('#list tr').length === 3")
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Browser:
    def __init__(self, program):
        self.home = tempfile.mkdtemp(prefix="chromium-")
        to_read, self.out = os.pipe()
        self.incoming, to_write = os.pipe()

        def place():
            # Chromium reads commands from 3 and writes answers to 4.
            os.dup2(to_read, 30)
            os.dup2(to_write, 31)
            os.dup2(30, 3)
            os.dup2(31, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-extensions", "--hide-scrollbars", "--remote-debugging-pipe",
             f"--user-data-dir={self.home}", "about:blank"],
            preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.number = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close", limit=5)
        except Exception:
            pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def send(self, method, session=None, limit=60, **parameters):
        """Sends a command and answers its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + limit
        while True:
            answer = self.receive(end - time.monotonic(), method)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self, limit, what):
        end = time.monotonic() + limit
        while b"\0" not in self.rest:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.incoming], [], [], left)[0]:
                raise AssertionError(f"{what}: no answer from Chromium in time")
            chunk = os.read(self.incoming, 1 << 20)
            if not chunk:
                raise AssertionError(f"{what}: Chromium ended")
            self.rest += chunk
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def open(self, path, width=1366, height=768, scripts=True, fragment=""):
        """A page from disk, when it has been loaded."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.send(f"{domain}.enable")
        page.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        if not scripts:
            page.send("Emulation.setScriptExecutionDisabled", value=True)
        self.events.clear()
        page.send("Page.navigate", url="file://" + os.path.abspath(path) + fragment)
        end = time.monotonic() + 60
        while not any(e.get("method") == "Page.loadEventFired" and e.get("sessionId") == session for e in self.events):
            self.events.append(self.receive(end - time.monotonic(), "load"))
        page.loading = list(self.events)
        return page


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def close(self):
        self.browser.send("Target.closeTarget", targetId=self.target)

    def complaints(self):
        """Errors that the page threw or the browser logged."""
        found = []
        for event in self.loading + self.browser.events:
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(event["params"]["exceptionDetails"])
            if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                found.append(event["params"]["entry"]["text"])
        return found

    def requests(self):
        """Addresses that were asked for."""
        return [e["params"]["request"]["url"] for e in self.loading + self.browser.events
                if e.get("method") == "Network.requestWillBeSent"]

    def get(self, expression):
        """Value of an expression of the page's own."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise AssertionError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait(self, expression, limit=10):
        end = time.monotonic() + limit
        while not self.get(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {expression}")
            time.sleep(0.02)

    def click(self, selector):
        """The mouse, on the middle of what is seen there: what is hidden or covered cannot be clicked."""
        at = None
        for _ in range(200):
            # Where it comes to rest: what a click before set going may still move it.
            before, at = at, self.place(selector)
            if at and at == before:
                break
            time.sleep(0.05)
        assert at and at == before, f"{selector}: nothing there to click on"
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)

    def place(self, selector):
        """The middle of it in the window; None where it cannot be hit there."""
        return self.get(f"""(function () {{
            var e = document.querySelector({json.dumps(selector)});
            if (!e) {{ return null; }}
            e.scrollIntoView({{block: "center"}});
            var r = e.getClientRects()[0];
            if (!r) {{ return null; }}
            var x = r.left + r.width / 2, y = r.top + r.height / 2, hit = document.elementFromPoint(x, y);
            return hit && (e.contains(hit) || hit.contains(e)) ? [x, y] : null;
        }}())""")

    def type(self, text):
        self.send("Input.insertText", text=text)

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def choose(self, selector, value):
        """An option of a list, as a keyboard does: the box is clicked, the option is typed to with arrows."""
        self.send("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)}).focus()")
        at, want = self.get(f"""(function () {{
            var s = document.querySelector({json.dumps(selector)});
            var values = Array.prototype.map.call(s.options, function (o) {{ return o.value; }});
            return [s.selectedIndex, values.indexOf({json.dumps(value)})];
        }}())""")
        assert want >= 0, f"{selector}: no option {value}"
        for _ in range(abs(want - at)):
            self.press(*(("ArrowDown", 40) if want > at else ("ArrowUp", 38)))
        self.wait(f"document.querySelector({json.dumps(selector)}).value === {json.dumps(value)}")

    def picture(self, file, whole=False):
        parameters = {"captureBeyondViewport": True} if whole else {}
        data = self.send("Page.captureScreenshot", format="png", **parameters)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))

    def pdf(self, file):
        data = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))
