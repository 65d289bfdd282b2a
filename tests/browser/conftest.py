"""A stock Chromium for pytest-playwright, the server that it visits, and the run page by its roles and names.

No browser is a failure, never a skip. Whatever a test does, the browser must have nothing to complain of, and
no request may leave the server: `complaints` sees to it in every test of this folder.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, expect
from system_packages import HOW_TO_GET, find_chromium

from app.runs import open_run
from engine.check.path import shortest_run
from engine.check.search import Search
from engine.run.frames import Frame
from engine.run.run import Run

# What is to be seen is seen at once, or as soon as a busy machine comes to it.
expect.set_options(timeout=20_000)

ROOT = Path(__file__).parents[2]
START_WITHIN = 60.0

# The first is for root in a container; the others keep the browser quiet where there is no network.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Heard by the page itself: a violation of the policy is no console error in every version.
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation",
  (event) => console.error("policy:", event.violatedDirective, event.blockedURI))"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a browser is slow; where the browser itself goes, and only then, it is tried again."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="TargetClosedError"))


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """So that tests write `page.goto("/run?p=feb17")`."""
    return f"http://{site}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_name: str) -> dict[str, Any]:
    """A stock Chromium; with `--browser firefox` a stock Firefox, driven by the channel that can."""
    if browser_name == "firefox":
        firefox = shutil.which("firefox-esr") or shutil.which("firefox")
        assert firefox, "These tests need Firefox (Debian: sudo apt-get install firefox-esr)."
        return {**browser_type_launch_args, "channel": "moz-firefox", "executable_path": firefox}
    chromium = find_chromium()
    assert chromium, f"The browser tests need {HOW_TO_GET['chromium']}."
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}


@pytest.fixture(scope="session")
def launched(launch_browser: Callable[[], Browser]) -> Iterator[list[Browser]]:
    """The browsers of this session: the last one is in use."""
    browsers = [launch_browser()]
    yield browsers
    browsers[-1].close()


@pytest.fixture
def browser(launched: list[Browser], launch_browser: Callable[[], Browser]) -> Browser:
    """One for all tests; after a crash the next test gets a new one, lest all that follow fail, too."""
    if not launched[-1].is_connected():
        launched.append(launch_browser())
    return launched[-1]


class Complaints:
    """What the browser said against our pages, and where it asked for something that is not ours."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []
        self.origins: set[str] = set()

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(str(error.error)))
        context.on("request", lambda request: self.origins.add(_origin(request.url)))

    def _console(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.heard.append(said.text)

    def unexpected(self) -> list[str]:
        return [text for text in self.heard if not any(part in text for part in self.expected)]


def _origin(url: str) -> str:
    found = re.match(r"(data|blob):|\w+://[^/]*", url)
    assert found, url
    return found[0]


@pytest.fixture(autouse=True)
def complaints(base_url: str) -> Iterator[Complaints]:
    """Asserts at the end of every test; a test that takes the server away says what it `expected`."""
    book = Complaints()
    yield book
    assert book.unexpected() == []
    foreign = {each for each in book.origins if not re.match(r"http://127\.0\.0\.1:\d+$|data:|blob:", each)}
    assert foreign == set()


@pytest.fixture
def new_context(
    complaints: Complaints, new_context: Callable[..., BrowserContext]
) -> Callable[..., BrowserContext]:
    """The context factory of pytest-playwright, overheard."""

    def overheard(**options: Any) -> BrowserContext:
        context = new_context(**options)
        complaints.watch(context)
        return context

    return overheard


class RunPage:
    """/run as a person finds it: by role and by name."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[str] = []
        self.received: list[str] = []
        page.on("websocket", self._listen)
        self.heading = page.get_by_role("heading", level=1)
        self.slider = page.get_by_role("slider", name="Position in the run")
        self.picture = page.get_by_role("img", name=re.compile(r"^(Step \d+:|Before the first step)"))
        self.controls = page.get_by_role("region", name="Timeline")
        self.forward = self.controls.get_by_role("button", name=re.compile("^Step forward"))
        self.damage = page.get_by_role("list", name="Damage").get_by_role("listitem")
        self.branches = page.get_by_role("group", name="Branches").get_by_role("list").get_by_role("button")
        self.spoken = page.locator("[aria-live=polite]")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda text: self.sent.append(str(text)))
        socket.on("framereceived", lambda text: self.received.append(str(text)))

    def open(self, link: str) -> RunPage:
        self.page.goto(link)
        expect(self.slider).to_be_visible()
        return self

    def thread(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=f"Thread {name}")

    def act(self, thread: str, label: str) -> None:
        """Presses a button of a thread's card: "Step A", "Over", "To lock", …"""
        self.thread(thread).get_by_role("button", name=label, exact=True).click()

    def press(self, label: str) -> None:
        """Presses a button of the row above the timeline."""
        self.controls.get_by_role("button", name=label, exact=True).click()

    def is_at(self, step: int, length: int) -> None:
        """Waits until the page shows this step of a run of this length."""
        expect(self.slider).to_have_attribute("aria-valuenow", str(step))
        expect(self.slider).to_have_attribute("aria-valuemax", str(length))

    def notice(self, text: str | re.Pattern[str]) -> Locator:
        """What the page has to say about itself."""
        return self.page.get_by_role("status").filter(has_text=text)


@pytest.fixture
def run_page(page: Page) -> RunPage:
    return RunPage(page)


@pytest.fixture
def elsewhere(new_context: Callable[..., BrowserContext]) -> Callable[..., RunPage]:
    """Somebody else's browser: a page in a context of its own."""
    return lambda **options: RunPage(new_context(**options).new_page())


def _prose(text: str) -> str:
    """A sentence of the engine as the page writes it: a capital, unless it begins with C, and a point."""
    is_code = re.match(r"[a-z]+[_(]", text) is not None
    begun = text if is_code else text[0].upper() + text[1:]
    return begun if begun[-1] in ".!?…:)" else f"{begun}."


def _headline(frame: Frame) -> str:
    """What must stand in the page's heading at a frame: the damage that the step did, else what it did."""
    assert frame.step is not None
    damage = next((each for each in frame.violations if each.new and each.severity == "damage"), None)
    return f"{damage.title}. {_prose(damage.text)}" if damage else _prose(frame.step.sentence.text)


@pytest.fixture(scope="session")
def headline() -> Callable[[Frame], str]:
    return _headline


@pytest.fixture(scope="session")
def seed() -> Run:
    """The race of the mail, to the freed table that is still pointed at, as the checker finds it."""
    opened = open_run("feb17", "zap-zap", {})
    search = Search(opened.run.model)
    discovery = search.run().discoveries["freed-table-used", "resurrected"]
    assert opened.run.replay(shortest_run(search, discovery)) is None
    return opened.run


class KillableServer:
    """`ptscope serve` in a process of its own, which can be killed and started again on the same port."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + START_WITHIN
        while not self._answers():
            assert self._process.poll() is None, "the server has ended by itself"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def killable_server() -> Iterator[KillableServer]:
    server = KillableServer()
    server.start()
    yield server
    server.kill()
