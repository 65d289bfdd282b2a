"""The matrix: what a mark says, where it leads, and the whole of it by keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from app.matrix import Asked, matrix
from app.protocol_page import protocol_page
from engine import library
from engine.library import SHIPPED

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

RACE = "feb17, zap ∥ zap: damage: freed table used, 21 steps"


def grid(page: Page) -> Locator:
    return page.get_by_role("grid", name="Every proposal, every scenario")


def told(page: Page) -> Locator:
    """What the cell under the focus or the pointer says."""
    return page.get_by_role("main").get_by_role("status").last


def test_every_protocol_has_a_mark_in_every_scenario(page: Page) -> None:
    page.goto("/")
    expect(grid(page).get_by_role("row")).to_have_count(2 + len(library.protocol_ids()))
    marks = len(library.protocol_ids()) * len(library.scenario_ids())
    expect(grid(page).get_by_role("gridcell")).to_have_count(marks)
    expect(grid(page).get_by_role("gridcell", name=re.compile("not checked"))).to_have_count(0)


def test_the_matrix_begins_on_the_first_screen(page: Page) -> None:
    page.goto("/")
    first_row = grid(page).get_by_role("row", name=re.compile("eager-copy")).bounding_box()
    assert first_row
    assert first_row["y"] + first_row["height"] < 900


def test_a_mark_says_what_breaks_when_it_is_under_the_pointer(page: Page) -> None:
    page.goto("/")
    expect(told(page)).to_contain_text("Arrow keys")
    grid(page).get_by_role("link", name=re.compile(RACE)).hover()
    expect(told(page)).to_contain_text(RACE)


def test_a_red_mark_plays_its_shortest_run(run_page: RunPage) -> None:
    page = run_page.page
    page.clock.install()
    page.goto("/")
    grid(page).get_by_role("link", name=re.compile(RACE)).click()
    expect(run_page.controls.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(60_000)
    run_page.is_at(21, 21)
    expect(run_page.heading).to_contain_text("Freed table used.")


def test_a_green_mark_opens_the_scenario(run_page: RunPage) -> None:
    run_page.page.goto("/")
    name = re.compile("eager-copy, zap ∥ zap: safe: all runs were searched, 534 states")
    grid(run_page.page).get_by_role("link", name=name).click()
    expect(run_page.page.get_by_role("button", name="Protocol: eager-copy")).to_be_visible()
    run_page.is_at(0, 0)


def test_the_whole_matrix_is_one_stop_of_the_tab_key_and_arrows_go_through_it(page: Page) -> None:
    page.goto("/")
    first = grid(page).get_by_role("gridcell").first.get_by_role("link")
    first.focus()
    first_title, second_title, *_, last_title = [each.title for each in matrix(SHIPPED, Asked()).scenarios]
    for key, name in (
        ("ArrowDown", f"patch-1, {first_title}"),
        ("ArrowRight", f"patch-1, {second_title}"),
        ("End", f"patch-1, {last_title}"),
        ("ArrowRight", f"patch-1, {last_title}"),
        ("Control+Home", f"eager-copy, {first_title}"),
        ("ArrowUp", f"eager-copy, {first_title}"),
        ("PageDown", f"repaired, {first_title}"),
    ):
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_accessible_name(re.compile(f"^{re.escape(name)}: "))
        expect(told(page)).to_contain_text(name)
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => element.closest('table') === null"), "Tab leaves it"
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("^repaired, "))


def test_a_filter_changes_the_matrix_and_the_address_and_keeps_the_focus(page: Page) -> None:
    page.goto("/")
    machine = page.get_by_role("group", name="Machine")
    machine.get_by_role("link", name="one CPU").click()
    expect(page.locator(":focus")).to_have_text("one CPU")
    expect(page).to_have_url(re.compile(r"/\?machine=one-cpu#systems$"))
    zap = grid(page).get_by_role("gridcell", name=re.compile("^feb17, zap ∥ zap: "))
    expect(zap).not_to_have_accessible_name(re.compile("21 steps"))
    page.get_by_role("group", name="Processes").get_by_role("link", name="3").click()
    expect(grid(page).get_by_role("columnheader", name="zap ∥ fork")).to_be_visible()
    expect(grid(page).get_by_role("columnheader", name="zap ∥ zap", exact=True)).to_have_count(0)
    page.reload()
    expect(machine.get_by_role("link", name="one CPU")).to_have_attribute("aria-current", "true")
    page.get_by_role("group", name="Toggles").get_by_role("link", name="each changed alone").click()
    expect(grid(page).get_by_role("rowheader", name="share lock: per table")).not_to_have_count(0)


def test_a_server_that_is_gone_leaves_the_matrix_as_it_was(page: Page) -> None:
    page.goto("/")
    page.route("**/?machine=*", lambda route: route.fulfill(status=204, body=""))
    page.get_by_role("link", name="one CPU").click()
    expect(told(page)).to_contain_text("does not answer")
    expect(grid(page)).to_be_visible()


def test_a_row_opens_the_page_of_its_protocol(page: Page) -> None:
    page.goto("/")
    grid(page).get_by_role("link", name="feb17", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("feb17: the bet")
    source = page.get_by_role("link", name="E16cX9a-0000D9-00@starship.berlin")
    expect(source).to_have_attribute("href", "https://lore.kernel.org/r/E16cX9a-0000D9-00@starship.berlin/")
    expect(page.get_by_role("list", name="feb17.c")).to_contain_text("put_page_testzero(page_table_page)")
    verdicts = page.get_by_role("grid", name="Verdicts")
    expect(verdicts.get_by_role("row")).to_have_count(1 + len(protocol_page(SHIPPED, "feb17").fitting))
    expect(verdicts.get_by_role("columnheader", name="one CPU")).to_be_visible()
    verdicts.get_by_role("link", name=re.compile(RACE)).hover()
    expect(told(page)).to_contain_text("21 steps")


def test_a_link_may_ask_for_a_check(page: Page) -> None:
    page.goto("/run?p=feb17&s=zap-zap&check=1")
    runs = page.get_by_role("list", name="Shortest runs", exact=True)
    expect(runs).to_contain_text("Freed table used", timeout=30_000)
    expect(page).not_to_have_url(re.compile("check=1"))
