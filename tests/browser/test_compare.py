"""Two runs beside each other, by role and label: reached from a run, gone through by keyboard, linkable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

SEED = "p=feb17&s=zap-zap&t=1.A9B7A4B"


def opened(page: Page, query: str) -> None:
    page.goto(f"/compare?{query}")
    expect(page.get_by_role("slider", name="Position in the run")).to_be_visible()


def test_a_run_is_compared_with_another_system_from_its_page(run_page: RunPage) -> None:
    page = run_page.open(f"/run?{SEED}&at=6").page
    run_page.is_at(6, 21)
    page.get_by_role("button", name="Compare with").click()
    page.get_by_role("link", name=re.compile("^repaired")).click()
    left, right = page.get_by_role("region", name="Left"), page.get_by_role("region", name="Right")
    expect(left.get_by_role("heading")).to_have_text("A counts what T0 maps: 2.")
    expect(right.get_by_role("heading")).to_have_text("A takes T0.lock.")
    expect(page.get_by_text("First difference: step 6.")).to_be_visible()
    differs = page.get_by_role("region", name="Differences")
    expect(differs.get_by_role("row", name=re.compile("^T0.lock"))).to_contain_text("free")


def test_the_keys_lead_through_both_runs_and_what_cannot_be_followed_says_why(page: Page) -> None:
    opened(page, f"{SEED}&q=repaired")
    page.keyboard.press("End")
    left, right = page.get_by_role("region", name="Left"), page.get_by_role("region", name="Right")
    expect(left.get_by_role("heading")).to_contain_text("Freed table used.")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(left.get_by_role("heading")).to_contain_text("B drops the last counted reference")
    why = "Cannot follow: B cannot go now: waits for T0.lock, held by A"
    expect(right.get_by_role("heading")).to_contain_text(why)
    expect(page).to_have_url(re.compile(r"at=16$"))
    page.reload()
    expect(right.get_by_role("heading")).to_contain_text("Cannot follow")
    page.get_by_role("button", name="What holds: 7").click()
    expect(page).to_have_url(re.compile(r"at=7$"))
    counts = page.get_by_role("table").filter(has_text="locks taken")
    expect(counts.get_by_role("row", name=re.compile("^locks taken"))).to_contain_text("2")


def test_two_branches_are_compared_from_the_tree(run_page: RunPage) -> None:
    page = run_page.open(f"/run?{SEED}&at=15").page
    run_page.is_at(15, 21)
    page.keyboard.press("a")
    run_page.is_at(16, 16)
    page.get_by_label("Compare this branch with").select_option("first run")
    expect(page.get_by_text("First difference: step 16.")).to_be_visible()
    expect(page.get_by_role("region", name="Left").get_by_role("heading")).to_contain_text(
        "A takes a reference"
    )


def test_what_cannot_be_compared_says_on_which_side(page: Page, complaints) -> None:  # type: ignore[no-untyped-def]
    complaints.expected.append("404")
    page.goto(f"/compare?{SEED}&q=nothing")
    expect(page.get_by_role("alert")).to_contain_text("On the right: there is no protocol")
