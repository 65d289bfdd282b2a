"""The address bar holds the run that is shown, and shows it again to whoever opens it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

SEED = "/run?p=feb17&s=zap-zap"


def in_address(run_page: RunPage) -> dict[str, str]:
    """Key and value of what the address bar holds."""
    query = urlsplit(run_page.page.url).query
    return {key: values[0] for key, values in parse_qs(query).items()}


def set_toggle(run_page: RunPage, label: str, value: str) -> None:
    """Sets a switch, which stands in the bar or, where there is no room, among the settings."""
    page = run_page.page
    if not page.get_by_role("group", name=label).is_visible():
        page.get_by_role("button", name=re.compile("^settings")).click()
    page.get_by_role("group", name=label).get_by_label(value, exact=True).check()
    page.keyboard.press("Escape")


def test_the_address_follows_every_step_back_and_jump(run_page: RunPage) -> None:
    run_page.open(SEED)
    assert in_address(run_page) == {"p": "feb17", "s": "zap-zap"}
    run_page.act("A", "Step A")
    run_page.act("B", "Step B")
    run_page.act("B", "Step B")
    expect(run_page.page).to_have_url(re.compile(r"t=1\.AB2$"))
    run_page.press("Back")
    expect(run_page.page).to_have_url(re.compile(r"t=1\.AB2&at=2$"))
    run_page.press("To the start")
    expect(run_page.page).to_have_url(re.compile(r"t=1\.AB2&at=0$"))
    assert in_address(run_page) == {"p": "feb17", "s": "zap-zap", "t": "1.AB2", "at": "0"}


def test_a_link_shows_the_very_same_step_elsewhere(
    run_page: RunPage, elsewhere: Callable[..., RunPage]
) -> None:
    run_page.open(SEED)
    set_toggle(run_page, "share lock", "per table")
    expect(run_page.page).to_have_url(re.compile("SHARE_LOCK_PER_TABLE=1"))
    for at, choice in enumerate("AAAAAAABB", 1):
        run_page.page.keyboard.press(choice.lower())
        run_page.is_at(at, at)
    run_page.slider.press("ArrowLeft")
    run_page.slider.press("ArrowLeft")
    run_page.is_at(7, 9)
    expect(run_page.page).to_have_url(re.compile("at=7$"))

    other = elsewhere().open(run_page.page.url)
    other.is_at(7, 9)
    expect(other.heading).to_have_text(run_page.heading.inner_text())
    expect(other.picture).to_have_accessible_name(run_page.picture.get_attribute("aria-label") or "none")
    assert other.page.url == run_page.page.url
    switch = other.page.get_by_role("group", name="share lock")
    expect(switch.get_by_label("per table")).to_be_checked()


def test_the_shared_link_is_the_address(run_page: RunPage) -> None:
    run_page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    run_page.open(f"{SEED}&t=1.A3&at=2")
    run_page.page.get_by_role("button", name="Share this moment").click()
    expect(run_page.notice("Link copied")).to_be_visible()
    assert run_page.page.evaluate("navigator.clipboard.readText()") == run_page.page.url


def test_only_toggles_that_are_not_as_usual_stand_in_the_link(run_page: RunPage) -> None:
    run_page.open(f"{SEED}&SHARE_LOCK_PER_TABLE=0&t=1.A3")
    expect(run_page.page).not_to_have_url(re.compile("SHARE_LOCK"))
    assert in_address(run_page) == {"p": "feb17", "s": "zap-zap", "t": "1.A3"}
    set_toggle(run_page, "fork populates", "outside the ptl")
    expect(run_page.page).to_have_url(re.compile("&POPULATE_OUTSIDE_PTL=1&t=1.A3$"))
    run_page.is_at(3, 3)
    set_toggle(run_page, "fork populates", "inside the ptl")
    expect(run_page.page).not_to_have_url(re.compile("PTL"))
    assert in_address(run_page) == {"p": "feb17", "s": "zap-zap", "t": "1.A3"}


def test_back_and_forward_of_the_browser_go_through_the_runs(run_page: RunPage) -> None:
    run_page.open(f"{SEED}&t=1.A3")
    page = run_page.page
    page.get_by_role("button", name="Scenario: zap ∥ zap").click()
    page.get_by_role("navigation", name="Scenarios").get_by_role("link", name="fork, then write").click()
    expect(page).to_have_url(re.compile("s=fork-write"))
    run_page.act("A", "Step A")
    run_page.is_at(1, 1)
    expect(page).to_have_url(re.compile("s=fork-write.*t=1.A$"))

    page.go_back()
    expect(page.get_by_role("button", name="Scenario: zap ∥ zap")).to_be_visible()
    run_page.is_at(3, 3)
    page.go_forward()
    expect(page.get_by_role("button", name="Scenario: fork, then write")).to_be_visible()
    run_page.is_at(1, 1)
    expect(run_page.heading).to_contain_text("A takes A.mmap_sem for writing")


def test_every_scenario_in_the_picker_has_its_sentence(run_page: RunPage) -> None:
    run_page.open(SEED)
    run_page.page.get_by_role("button", name="Scenario: zap ∥ zap").click()
    links = run_page.page.get_by_role("navigation", name="Scenarios").get_by_role("link")
    assert links.count() > 10
    for text in links.all_inner_texts():
        title, told = text.split("\n", 1)
        assert title.strip()
        assert len(told.split()) > 4, title


def test_two_tabs_on_one_link_leave_each_other_alone(run_page: RunPage) -> None:
    run_page.open(f"{SEED}&t=1.A3")
    other = type(run_page)(run_page.page.context.new_page()).open(run_page.page.url)
    other.act("B", "Step B")
    other.is_at(4, 4)
    run_page.is_at(3, 3)
    run_page.act("A", "Step A")
    run_page.is_at(4, 4)
    expect(run_page.page).to_have_url(re.compile(r"t=1\.A4$"))
    expect(other.page).to_have_url(re.compile(r"t=1\.A3B$"))
    other.act("B", "Step B")
    other.is_at(5, 5)
    expect(other.page).to_have_url(re.compile(r"t=1\.A3B2$"))
