"""Measure the page: `python tests/bench/page.py`. Prints medians; asserts nothing.

The engine's part of a step, the round trip of a step over the websocket, the time until the page can be used,
and the frames a second while a large picture moves.
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import uvicorn
from playwright.sync_api import Browser, sync_playwright
from websockets.sync.client import connect

from app.factory import create_app
from app.listing import library_info
from app.runs import Opened, begin, open_run
from app.settings import Settings
from engine import library
from engine.lang.check import read_protocol
from engine.run.build import build
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.run.step import enabled
from engine.scenario.read import parse_scenario

PROTOCOLS = Path(library.__file__).parent / "protocols"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]

WIDE = """
title = "four processes, four tables each"
[shape]
slots = 4
entries = 8
[[setup]]
mm = "A"
do = ["map 0-31", "write 0 = 1", "write 9 = 2", "write 18 = 3", "write 27 = 4", "fork B", "fork C"]
[[thread]]
mm = "A"
do = ["fork D"]
[[thread]]
mm = "B"
do = ["write 0 = 5", "write 9 = 6"]
[[thread]]
mm = "C"
do = ["write 18 = 7"]
[[thread]]
mm = "D"
do = ["read 0"]
"""

ENDLESS = """
int sys_madvise(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	while (1) {
		do_page_fault(mm, address, 1);
		down_write(&mm->mmap_sem);
		zap_page_range(mm, address, size);
		up_write(&mm->mmap_sem);
	}
	return 0;
}
"""

FOR_EVER = """
title = "two processes, for ever"
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "write 1 = 2", "fork B"]
[[thread]]
mm = "A"
do = ["madvise 0-1"]
[[thread]]
mm = "B"
do = ["madvise 0-1"]
"""

WATCH_LONG_TASKS = """
window.tasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((each) => window.tasks.push(each.duration)))
  .observe({ type: "longtask", buffered: true });
"""

JUMPS = """async () => {
  const scrub = document.querySelector(".scrub"), times = [];
  for (let n = 0; n < 60; n += 1) {
    const begun = performance.now();
    scrub.dispatchEvent(new KeyboardEvent("keydown", { key: n < 30 ? "PageDown" : "PageUp", bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1];
}"""

FRAMES_WHILE_STEPPING = """async () => {
  const gaps = [];
  let last = performance.now(), on = true;
  const tick = (now) => { gaps.push(now - last); last = now; if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  for (let n = 0; n < 20; n += 1) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
    await new Promise((done) => setTimeout(done, 150));
  }
  on = false;
  gaps.sort((a, b) => a - b);
  return { median: gaps[gaps.length >> 1], p95: gaps[Math.floor(gaps.length * 0.95)] };
}"""


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def engine_step() -> float:
    """A step and its picture, along the seed's run."""
    run = Run(build(library.protocol("feb17"), library.scenario("zap-zap")))
    choices = iter(parse_schedule("1.A9B7A4"))

    def one() -> None:
        run.step(next(choices))
        run.frame()

    return milliseconds(one, 20)


def open_any(protocol: str, scenario: str, config: Mapping[str, int | str]) -> Opened:
    """What ships, and a large and an endless scenario that do not."""
    if scenario == "endless":
        text = (PROTOCOLS / f"{protocol}.c").read_text("utf-8") + ENDLESS
        return begin(
            read_protocol(protocol, text, library.include), parse_scenario("endless", FOR_EVER), config
        )
    if scenario == "wide":
        return begin(library.protocol(protocol), parse_scenario("wide", WIDE), config)
    return open_run(protocol, scenario, config)


def serve() -> tuple[uvicorn.Server, int]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(Settings(), library_info(), open_any)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return server, listening.getsockname()[1]


def round_trip(port: int) -> float:
    with connect(f"ws://127.0.0.1:{port}/ws") as page:
        page.recv()
        run = {"protocol": "feb17", "scenario": "zap-zap", "config": {}, "schedule": "", "at": None}
        page.send(json.dumps({"type": "open", "id": 1, **run}))
        while not json.loads(page.recv()).get("last"):
            pass
        schedule = "1."

        def one() -> None:
            nonlocal schedule
            page.send(json.dumps({"type": "step", "id": 2, "schedule": schedule, "choice": "A"}))
            schedule = json.loads(page.recv())["frame"]["schedule"]

        return milliseconds(one, 20)


def long_run(browser: Browser, address: str, steps: int) -> None:
    """A link into the middle of a run: when its step is drawn, when all is here, and what a jump takes."""
    run = open_any("feb17", "endless", {}).run
    while run.length < steps:
        able = enabled(run.model, run.moments[-1].state)
        run.step(able[run.length // 7 % len(able)])
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH_LONG_TASKS)
    begun = time.perf_counter()
    page.goto(f"{address}/run?p=feb17&s=endless&t={run.schedule()}&at={steps // 2}")
    page.locator("figure").wait_for()
    first = time.perf_counter() - begun
    page.locator(f"main:not([aria-busy]) ~ * .scrub[aria-valuemax='{steps}']").wait_for(timeout=300_000)
    whole, tasks = time.perf_counter() - begun, page.evaluate("window.tasks")
    jump = page.evaluate(JUMPS)
    page.close()
    print(
        f"{steps:6} steps: drawn after       {first * 1000:8.0f} ms, all is here after {whole * 1000:.0f} ms"
    )
    print(
        f"  tasks of more than 50 ms       {sum(tasks):8.0f} ms, the longest {max(tasks, default=0):.0f} ms"
    )
    print(f"  a jump                         {jump:8.1f} ms")


def in_browser(port: int) -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        begun = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}/run?p=feb17&s=zap-zap")
        page.get_by_role("button", name="Step A").wait_for()
        print(f"page can be used after           {(time.perf_counter() - begun) * 1000:8.0f} ms")
        page.goto(f"http://127.0.0.1:{port}/run?p=feb17&s=wide&t=1.A40B60C40")
        page.get_by_role("button", name="Step C").wait_for()
        gaps = page.evaluate(FRAMES_WHILE_STEPPING)
        print(f"frames while 4×4×8 moves         {gaps['median']:8.1f} ms, at 95 %: {gaps['p95']:.1f} ms")
        for steps in (100, 1_000, 10_000):
            long_run(browser, f"http://127.0.0.1:{port}", steps)
        browser.close()


if __name__ == "__main__":
    print(f"engine: a step and its picture   {engine_step():8.2f} ms")
    server, port = serve()
    print(f"server: round trip of a step     {round_trip(port):8.2f} ms")
    in_browser(port)
    server.should_exit = True
