"""Watches and breakpoints, by role and label: set, met, told, kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

RECORDED = "/run?p=feb17&s=zap-zap&t=1.A9B3"


@pytest.fixture
def watches(run_page: RunPage) -> Locator:
    return run_page.page.get_by_role("region", name="Watch")


@pytest.fixture
def breakpoints(run_page: RunPage) -> Locator:
    return run_page.page.get_by_role("region", name="Breakpoints")


def add(section: Locator, label: str, text: str) -> None:
    section.get_by_label(label).fill(text)
    section.get_by_label(label).press("Enter")


def test_a_watched_expression_shows_its_value_at_every_step(run_page: RunPage, watches: Locator) -> None:
    run_page.open(RECORDED)
    add(watches, "Expression to watch", "T0.count == 1")
    row = watches.get_by_role("listitem").filter(has_text="T0.count == 1")
    expect(row).to_contain_text("true")
    strip = run_page.controls.get_by_role("img", name="T0.count == 1: false, true from step 7")
    expect(strip).to_be_visible()
    for step, value in ((7, "true"), (6, "false")):
        run_page.slider.press("Home")
        for _ in range(step):
            run_page.slider.press("ArrowRight")
        expect(row).to_contain_text(value)
    run_page.act("B", "Step B")
    expect(row).to_contain_text("false")


def test_a_mistake_in_an_expression_is_told_at_its_place(run_page: RunPage, watches: Locator) -> None:
    run_page.open(RECORDED)
    add(watches, "Expression to watch", "T0.cuont == 1")
    alert = watches.get_by_role("alert")
    expect(alert).to_contain_text("`T0` has no `cuont`")
    expect(alert.locator("mark")).to_have_text("cuont")
    watches.get_by_role("button", name="Stop watching T0.cuont == 1").click()
    expect(alert).to_have_count(0)


def test_the_run_goes_on_to_a_breakpoint_and_back_and_keeps_it_over_a_reload(
    run_page: RunPage, breakpoints: Locator
) -> None:
    run_page.open(RECORDED)
    add(breakpoints, "What to stop at", "T0.count")
    expect(breakpoints.get_by_role("checkbox")).to_be_checked()
    run_page.slider.press("End")
    run_page.slider.press("g")
    run_page.is_at(16, 16)
    expect(run_page.notice("B changes T0.count: breakpoint 1")).to_be_visible()
    met = run_page.controls.get_by_role("group", name="Breakpoints met").get_by_role("button")
    expect(met).to_have_count(2)
    run_page.slider.press("Shift+G")
    run_page.is_at(7, 16)
    expect(run_page.page).to_have_url(re.compile("at=7$"))  # written a moment later
    run_page.page.reload()
    run_page.is_at(7, 16)
    expect(breakpoints.get_by_role("listitem")).to_contain_text("T0.count changes")
    breakpoints.get_by_role("button", name="Delete breakpoint 1").click()
    expect(met).to_have_count(0)
    expect(breakpoints.get_by_role("button", name="Run on")).to_have_attribute("aria-disabled", "true")


def test_a_playing_run_stops_at_a_breakpoint_recorded_or_not(run_page: RunPage, breakpoints: Locator) -> None:
    run_page.open(f"{RECORDED}&at=5")
    add(breakpoints, "What to stop at", "T0.count")
    run_page.press("Play")
    expect(run_page.notice("A changes T0.count: breakpoint 1")).to_be_visible()
    run_page.is_at(7, 12)
    run_page.slider.press("End")
    run_page.press("Play on")
    expect(run_page.notice("B changes T0.count: breakpoint 1")).to_be_visible()
    run_page.is_at(16, 16)
    expect(run_page.controls.get_by_role("button", name="Play on", exact=True)).to_be_visible()


def test_an_object_of_the_picture_is_where_a_breakpoint_is_set(
    run_page: RunPage, breakpoints: Locator
) -> None:
    run_page.open(RECORDED)
    run_page.page.get_by_role("button", name=re.compile("^page_table_share_lock: ")).click()
    chosen = run_page.page.get_by_role("group", name="Chosen: page_table_share_lock")
    button = chosen.get_by_role("button", name="Stop when waited for")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(breakpoints.get_by_role("listitem")).to_contain_text("a thread waits for page_table_share_lock")


def test_a_breakpoint_that_is_not_possible_says_what_is(run_page: RunPage, breakpoints: Locator) -> None:
    run_page.open(RECORDED)
    add(breakpoints, "What to stop at", "Q1")
    expect(breakpoints.get_by_role("alert")).to_contain_text(re.compile("there is no `Q1` here", re.I))


def test_a_line_is_taken_apart_stopped_at_and_run_to_by_keyboard(
    run_page: RunPage, breakpoints: Locator
) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A4&at=4")
    thread = run_page.thread("A")
    line = thread.get_by_role("button", name="Breakpoint at line 36")
    line.press("ArrowRight")
    parts = thread.get_by_role("list", name="Atomic steps of entry = *pmd")
    expect(parts.get_by_role("listitem")).to_have_text(re.compile(r"^\*pmd\s+reads the slot$"))
    expect(parts.get_by_role("listitem")).to_have_attribute("aria-current", "step")
    line.press("Enter")
    expect(breakpoints.get_by_role("listitem")).to_contain_text("feb17.c line 36")
    line.press("ArrowDown")
    expect(thread.get_by_role("button", name="Breakpoint at line 37")).to_be_focused()
    thread.get_by_role("button", name="Breakpoint at line 37").press("Shift+Enter")
    run_page.is_at(5, 5)
    expect(run_page.notice("A ran line 37 of feb17.c, which is private")).to_be_visible()


def test_a_line_that_a_thread_never_reaches_is_told(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A6&at=6")
    thread = run_page.thread("A")
    thread.get_by_role("button", name="Breakpoint at line 42").press("ArrowRight")
    thread.get_by_role("list", name=re.compile("C of")).get_by_role(
        "button", name=re.compile("lines")
    ).last.click()
    thread.get_by_role("button", name="Breakpoint at line 58").press("ArrowRight")
    thread.get_by_role("group", name="Line 58").get_by_role("button", name="Run A to here").click()
    expect(run_page.notice("A ended without reaching line 58 of feb17.c")).to_be_visible()


def test_every_call_of_the_stack_can_be_opened_with_its_own_locals(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A9")
    thread = run_page.thread("A")
    expect(thread.get_by_label("Locals")).to_contain_text("page_table_page T0")
    calls = thread.get_by_role("group", name="Calls")
    calls.get_by_role("button", name="zap_range", exact=True).click()
    expect(thread.get_by_role("list", name="C of zap_range")).to_be_visible()
    expect(thread.get_by_label("Locals")).to_contain_text("freed 0")
    expect(thread.get_by_label("Locals")).not_to_contain_text("page_table_page")
    expect(thread.get_by_label("Locks held")).to_contain_text("A ptl since 3")
    run_page.act("A", "To end")
    expect(thread.get_by_role("list", name="C of zap_range")).to_have_count(0)
