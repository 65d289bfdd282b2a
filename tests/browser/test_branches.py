"""Branches by role and label: named, deleted, brought back, switched by keyboard; and the order of steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

SEED = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B&at=15"


def fork(run_page: RunPage) -> None:
    """The race, and beside it the branch in which A goes on before B puts."""
    run_page.open(SEED)
    run_page.is_at(15, 21)
    run_page.page.keyboard.press("a")
    run_page.is_at(16, 16)
    expect(run_page.branches).to_have_count(2)


def shown(run_page: RunPage, name: str) -> None:
    expect(run_page.branches.filter(has_text=name)).to_have_attribute("aria-pressed", "true")


def test_a_branch_is_named_deleted_and_brought_back(run_page: RunPage) -> None:
    fork(run_page)
    shown(run_page, "A first at 16")
    run_page.press("Rename this branch")
    field = run_page.page.get_by_role("textbox", name="Name of the branch")
    field.fill("A takes it back in time")
    field.press("Enter")
    shown(run_page, "A takes it back in time")

    run_page.press("Delete this branch")
    expect(run_page.branches).to_have_count(1)
    run_page.is_at(15, 21)
    last = run_page.controls.get_by_role("button", name="Delete this branch")
    expect(last).to_have_attribute("aria-disabled", "true")
    expect(last).to_have_accessible_description("the last branch stays")

    run_page.press("Undo: bring the branch back")
    shown(run_page, "A takes it back in time")
    expect(run_page.branches).to_have_count(2)


def test_branches_and_their_names_survive_a_reload(run_page: RunPage) -> None:
    fork(run_page)
    run_page.press("Rename this branch")
    run_page.page.keyboard.type("mine")
    run_page.page.keyboard.press("Enter")
    run_page.branches.filter(has_text="first run").click()
    run_page.is_at(16, 21)
    expect(run_page.page).to_have_url(re.compile("at=16$"))  # written a moment later
    run_page.page.reload()
    expect(run_page.branches).to_have_count(2)
    shown(run_page, "first run")
    run_page.branches.filter(has_text="mine").click()
    run_page.is_at(16, 16)


def test_branches_are_switched_renamed_and_deleted_by_keys(run_page: RunPage) -> None:
    fork(run_page)
    keys = run_page.page.keyboard
    keys.press("[")
    shown(run_page, "first run")
    run_page.is_at(16, 21)
    keys.press("]")
    shown(run_page, "A first at 16")
    run_page.branches.filter(has_text="A first at 16").press("F2")
    keys.type("mine")
    keys.press("Escape")
    shown(run_page, "A first at 16")
    run_page.branches.filter(has_text="A first at 16").press("Delete")
    expect(run_page.branches).to_have_count(1)


def test_the_order_of_the_race_is_shown_by_a_key_and_followed_on_the_lanes(run_page: RunPage) -> None:
    run_page.open(SEED.replace("at=15", "at=16"))
    run_page.is_at(16, 21)
    status, keys = run_page.page.get_by_role("status"), run_page.page.keyboard
    lane = run_page.page.get_by_role("group", name="Steps of B")
    keys.press("o")
    words = status.filter(has_text="Step 16, B")
    expect(words).to_contain_text("15 steps happen before it, ▸ 5 after it; 0 in no order")
    expect(words).to_contain_text("directly behind A’s step 9 over T0.count")
    expect(lane.get_by_role("button", name="Step 16,", exact=False)).to_have_accessible_name(
        re.compile("the chosen step$")
    )

    lane.get_by_role("button", name="Step 14,").click()
    expect(status.filter(has_text="Step 14, B")).to_contain_text("9 in no order with it")
    of_a = run_page.page.get_by_role("group", name="Steps of A")
    expect(of_a.get_by_role("button", name=re.compile("in no order$")).first).to_be_visible()
    keys.press("Escape")
    expect(status.filter(has_text="in no order")).to_have_count(0)
