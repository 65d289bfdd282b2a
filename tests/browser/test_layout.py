"""What must have room has it: long names in the bar, buttons of four threads, a page that is presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

BUG = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"
SIZES = [(1280, 720), (1440, 900)]

OVERLAPS = """(bar) => {
  const boxes = [...bar.children].map((each) => [each.className, each.getBoundingClientRect()]);
  const seen = boxes.filter(([, box]) => box.width > 0 && box.height > 0);
  const meet = (one, other) => one.left < other.right - 0.5 && other.left < one.right - 0.5
    && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
  return seen.flatMap(([name, box], i) =>
    seen.slice(i + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${name} and ${other}`));
}"""
SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [390, 900, 1200, 1280, 1440, 1600])
def test_the_bar_has_room_for_the_longest_names(run_page: RunPage, width: int) -> None:
    run_page.page.set_viewport_size({"width": width, "height": 900})
    for protocol, scenario in (("mccracken-2002", "unshare-4"), ("hugetlb", "truncate-shmdt-thread")):
        run_page.open(f"/run?p={protocol}&s={scenario}")
        assert run_page.page.locator("header.bar").evaluate(OVERLAPS) == []
        assert run_page.page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("path", [BUG, "/compare?p=feb17&s=zap-zap&t=1.A9B7A4B&q=repaired"])
def test_a_laptop_has_the_links_to_the_other_pages(run_page: RunPage, path: str) -> None:
    run_page.page.set_viewport_size({"width": 1280, "height": 720})
    run_page.page.goto(path)
    for name in ("Systems", "Run", "Lessons"):
        link = run_page.page.get_by_role("navigation", name="Pages").get_by_role(
            "link", name=name, exact=True
        )
        expect(link).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [390, 900, 1440])
def test_what_the_template_draws_first_is_gone_when_the_run_is_here(run_page: RunPage, width: int) -> None:
    run_page.page.set_viewport_size({"width": width, "height": 844})
    run_page.open(BUG)
    expect(run_page.page.get_by_text("Every write to T0")).to_be_attached()
    expect(run_page.page.get_by_text("Opening the run")).to_have_count(0)
    expect(run_page.page.get_by_role("banner")).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_step_button_of_four_threads_is_in_sight(run_page: RunPage, width: int, height: int) -> None:
    run_page.page.set_viewport_size({"width": width, "height": height})
    run_page.open("/run?p=feb17&s=zap-4&t=1.A9B7A4B")
    for thread in "ABCD":
        card = run_page.thread(thread)
        expect(card.get_by_role("button", name=f"Step {thread}", exact=True)).to_be_in_viewport(ratio=1)
        expect(card.locator(".next")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_before_an_audience_no_button_is_cut_off(run_page: RunPage, width: int, height: int) -> None:
    run_page.page.set_viewport_size({"width": width, "height": height})
    run_page.open(BUG)
    run_page.page.keyboard.press("p")
    expect(run_page.page.get_by_role("navigation", name="Scenes")).to_be_visible()
    for thread in "AB":
        for name in (f"Step {thread}", "To end"):
            button = run_page.thread(thread).get_by_role("button", name=name, exact=True)
            expect(button).to_be_in_viewport(ratio=1)
    expect(run_page.page.get_by_role("button", name="Find the shortest run")).to_be_in_viewport(ratio=1)


def test_the_list_of_keys_opens_at_its_top_and_fits_a_laptop(run_page: RunPage) -> None:
    run_page.page.set_viewport_size({"width": 1280, "height": 720})
    run_page.open(BUG)
    run_page.page.keyboard.press("?")
    keys = run_page.page.get_by_role("dialog", name="Keys")
    for text in ("one step forward", "a scene; with Shift: put this moment there"):
        expect(keys.get_by_text(text, exact=True)).to_be_in_viewport(ratio=1)
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()
