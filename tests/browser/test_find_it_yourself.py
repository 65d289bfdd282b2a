"""A session as a person has it: from the first page to the race, by nothing but what the page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from engine.run.run import Run

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage


def nearest(run_page: RunPage, steps: int) -> str:
    """The first thread whose card says that the bug is so many steps away, as soon as one does."""
    ahead = re.compile(rf"bug (possible|certain) in {steps} steps?\b")
    cards = run_page.page.get_by_role("region", name=re.compile("^Thread "))
    expect(cards.filter(has_text=ahead).first).to_be_visible()
    return next(thread for thread in "AB" if ahead.search(run_page.thread(thread).inner_text()))


def test_from_the_first_page_to_the_race_by_what_the_page_says(
    run_page: RunPage, elsewhere: Callable[..., RunPage], seed: Run
) -> None:
    page = run_page.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_role("link", name="Find it yourself").click()
    run_page.is_at(0, 0)
    expect(page.get_by_role("main")).to_contain_text("Exactly one of them must free it.")

    # One after the other, as everybody tries first: each says that it is done, and nothing breaks.
    for thread in "AB":
        run_page.act(thread, "To end")
        expect(run_page.thread(thread)).to_contain_text("Has nothing more to do.")
    expect(run_page.damage).to_have_count(0)

    # So ptscope is asked: it breaks in three ways. Which step leads there?
    page.get_by_role("button", name=re.compile("^Check every interleaving")).click()
    check = page.get_by_role("region", name="Check")
    expect(check).to_contain_text("3 kinds of violation")
    check.get_by_label("Show fates").check()
    run_page.controls.get_by_role("button", name=re.compile("^Reset")).click()
    expect(run_page.thread("A")).to_contain_text(f"bug possible in {seed.length} steps")

    # By hand, always the thread that its card says is nearer to the bug.
    for step in range(1, seed.length + 1):
        nearer = nearest(run_page, seed.length + 1 - step)
        run_page.act(nearer, f"Step {nearer}")
        run_page.is_at(step, step)
    expect(run_page.heading).to_contain_text("Freed table used.")
    expect(run_page.damage.filter(has_text="Freed table used")).to_contain_text(f"step {seed.length}")
    expect(page.get_by_text("no run to it is shorter than")).to_be_visible()

    # The way there is shown once more, and handed on.
    shortest = page.get_by_role("list", name="Shortest runs", exact=True)
    shortest.get_by_role("button", name=re.compile("^Freed table used")).click()
    check.get_by_role("button", name="Show it from the start").click()
    expect(run_page.controls.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("End")
    expect(run_page.heading).to_contain_text("Freed table used.")
    page.get_by_role("button", name="Share this moment").click()
    expect(run_page.notice("Link copied")).to_be_visible()

    other = elsewhere().open(page.evaluate("navigator.clipboard.readText()"))
    other.is_at(seed.length, seed.length)
    expect(other.heading).to_have_text(run_page.heading.inner_text())
    expect(other.picture).to_have_accessible_name(run_page.picture.get_attribute("aria-label") or "none")
