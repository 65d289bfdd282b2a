"""The page of captures: a file is opened in the browser, drawn however large, and told in words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.cost.capture import document
from engine.cost.space import ANONYMOUS, FILE, Mapping, Pages, space_of


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A process of 120 000 page tables, no two neighbours alike, so that nothing can be drawn as one."""
    regions = 120_000
    heap = Mapping(0, regions * 512, ANONYMOUS, shared=False, writable=True, own=True)
    file = Mapping(regions * 512, (regions + 40) * 512, FILE, shared=True, writable=True, own=False)
    full = [(0, Pages(at * 512, at * 512 + 1 + at % 511)) for at in range(regions)]
    shared = (1, Pages(file.first, file.end))
    made = document(space_of([heap, file], [*full, shared], 512), 4096, None, exact=True, names=False)
    path = tmp_path_factory.mktemp("capture") / "many.json"
    path.write_text(json.dumps(made))
    return path


def opened(page: Page, file: Path | dict[str, Any]) -> Page:
    page.goto("/capture")
    page.get_by_label("Open a capture").set_input_files(file)  # type: ignore[arg-type]
    return page


def test_an_example_shows_what_each_system_could_share(page: Page) -> None:
    page.goto("/capture")
    page.get_by_role("button", name="Open an example").click()
    expect(page.get_by_role("heading", name="An example: 473 last-level page tables")).to_be_visible()
    expect(page.get_by_text("The count agrees with the kernel's.")).to_be_visible()
    plan = page.get_by_role("region", name="Fork plan")
    expect(plan.get_by_role("row", name=re.compile("^on-demand-fork"))).to_contain_text("339")
    plan.get_by_role("button", name="on-demand-fork").click()
    expect(plan.get_by_role("button", name="on-demand-fork")).to_have_attribute("aria-pressed", "true")
    expect(
        page.get_by_role("heading", name="Every table, in order of addresses: on-demand-fork")
    ).to_be_visible()
    kinds = page.get_by_role("region", name="By kind of memory")
    expect(kinds.get_by_role("row", name=re.compile("^shared file, writable"))).to_contain_text("1280")


def test_very_many_tables_are_drawn_and_can_be_zoomed_into_by_keyboard(page: Page, many: Path) -> None:
    opened(page, many)
    expect(page.get_by_role("heading", name="many.json: 120 040 last-level page tables")).to_be_visible()
    view = page.get_by_role("group", name="View").get_by_role("status")
    expect(view).to_have_text(re.compile(r"regions 1 to 120 040 of 120 040, \d+ in a cell"))
    picture = page.get_by_label("All page tables in order of addresses")
    assert picture.evaluate("canvas => canvas.width * canvas.height") > 0
    picture.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"^Regions 1 to \d+: \d+ could be shared"))).to_be_visible()
    for _ in range(14):
        page.keyboard.press("+")
    expect(view).to_have_text("regions 1 to 8 of 120 040")
    page.keyboard.press("ArrowRight")
    expect(
        page.get_by_text(re.compile("^Region 2: a table with 2 present and 0 swapped entries"))
    ).to_be_visible()
    page.get_by_role("button", name="All").click()
    expect(view).to_have_text(re.compile("^regions 1 to 120 040"))


def test_a_click_of_a_system_paints_its_tables(page: Page, many: Path) -> None:
    opened(page, many)
    darkness = """canvas => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height)
        .getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 0 && data[at] < 60) dark++;
      return dark / (data.length / 4);
    }"""
    picture = page.get_by_label("All page tables in order of addresses")
    expect(picture).to_be_visible()
    page.emulate_media(color_scheme="light")
    assert picture.evaluate(darkness) > 0.5
    page.get_by_role("button", name="eager-copy").click()
    expect(page.get_by_role("heading", name=re.compile("eager copy, as 2.4"))).to_be_visible()
    assert picture.evaluate(darkness) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "x.json is not JSON."),
        ("[1, 2]", "x.json is not what ptscope capture -o writes."),
        ('{"type": "ptscope-capture", "version": 7}', "x.json has version 7; this page reads version 1."),
        ('{"type": "ptscope-capture", "version": 1, "runs": 3}', "x.json is damaged: no runs, or too many."),
    ],
)
def test_a_wrong_file_is_said_in_words(page: Page, text: str, words: str) -> None:
    opened(page, {"name": "x.json", "mimeType": "application/json", "buffer": text.encode()})
    expect(page.get_by_role("alert")).to_have_text(words)


def test_a_file_that_is_too_large_is_not_even_read(page: Page, tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(65 * 2**20)
    opened(page, huge)
    expect(page.get_by_role("alert")).to_have_text("huge.json has 65 MB; at most 64 MB are read.")


def test_nothing_is_sent_when_a_file_is_opened(page: Page, many: Path) -> None:
    page.goto("/capture", wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Open a capture").set_input_files(many)
    expect(page.get_by_role("region", name="Fork plan")).to_be_visible()
    assert asked == []
