"""Links that do not fit: the page says what is wrong, keeps the link, and can be used at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from engine.run.run import Run

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

SEED = "/run?p=feb17&s=zap-zap"


def test_a_schedule_that_no_longer_fits_stops_with_where_and_why(run_page: RunPage, seed: Run) -> None:
    """One step behind the one at which the kernel stops."""
    link = f"{SEED}&t={seed.schedule()}A"
    run_page.open(link)
    run_page.is_at(seed.length, seed.length)
    said = run_page.notice(f"Stopped at step {seed.length}.")
    expect(said).to_contain_text(f"Step {seed.length + 1} of the schedule does not fit: A cannot go now")
    assert run_page.page.url.endswith(link)  # nothing of it is lost
    run_page.press("Back")
    run_page.is_at(seed.length - 1, seed.length)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("/run?p=feb18&s=zap-zap", r"there is no protocol 'feb18'.*feb17"),
        ("/run?p=feb17&s=zapzap", r"there is no scenario 'zapzap'.*zap-zap"),
        ("/run?p=%3Cb%3E&s=%00", r"there is no"),
        (f"{SEED}&t=1.A;B", r"has ';B' behind step 1"),
        (f"{SEED}&t=7.AB", r"version 7|version"),
        (f"{SEED}&t=1.{'AB' * 15_000}", r"20000|too long"),
        (f"{SEED}&MAGIC=1", r"MAGIC"),
        (f"{SEED}&SMP=7", r"SMP"),
    ],
    ids=["protocol", "scenario", "markup", "garbage", "version", "too long", "toggle", "value"],
)
def test_a_link_that_cannot_be_opened_says_why_and_offers_others(
    run_page: RunPage, link: str, said: str
) -> None:
    page = run_page.page
    page.goto(link)
    expect(run_page.heading).to_have_text("This run cannot be opened")
    expect(run_page.notice(re.compile(said, re.IGNORECASE | re.DOTALL))).to_be_visible()
    assert page.evaluate("location.pathname + location.search") == link
    page.get_by_role("link", name="zap ∥ zap", exact=True).click()
    run_page.is_at(0, 0)
    run_page.act("B", "Step B")
    run_page.is_at(1, 1)


def test_what_does_not_fit_is_said_in_the_language_of_the_page(page: Page, seed: Run) -> None:
    page.goto(f"{SEED}&t={seed.schedule()}A&lang=de")
    notice = page.get_by_role("status").filter(has_text=f"Angehalten bei Schritt {seed.length}.")
    expect(notice).to_contain_text(f"Schritt {seed.length + 1} des Schedules passt nicht: A kann jetzt nicht")
    page.goto(f"{SEED}&t=1.A;B&lang=de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Ablauf lässt sich nicht öffnen")
    expect(page.get_by_role("status").filter(has_text="hat „;B“ hinter Schritt 1")).to_be_visible()


def test_a_position_that_is_none_is_left_out_and_said(run_page: RunPage) -> None:
    run_page.open(f"{SEED}&t=1.A3&at=x")
    run_page.is_at(3, 3)
    expect(run_page.notice("at=x is not a step number")).to_be_visible()
    run_page.page.get_by_role("button", name="Close this message").click()
    expect(run_page.notice("at=x")).to_have_count(0)


def test_a_position_behind_the_end_is_the_end(run_page: RunPage) -> None:
    run_page.open(f"{SEED}&t=1.A3&at=900")
    run_page.is_at(3, 3)


def test_an_error_does_not_take_away_the_run_that_is_shown(run_page: RunPage) -> None:
    """A link of another run, pasted over the one that is open, by the way of the browser's history."""
    run_page.open(f"{SEED}&t=1.A3")
    run_page.page.evaluate("""() => {
      history.pushState(null, "", "/run?p=nowhere&s=zap-zap");
      dispatchEvent(new PopStateEvent("popstate"));
    }""")
    expect(run_page.notice("there is no protocol 'nowhere'")).to_be_visible()
    run_page.is_at(3, 3)
    run_page.act("A", "Step A")
    run_page.is_at(4, 4)
    expect(run_page.page).to_have_url(re.compile(r"p=feb17&s=zap-zap&t=1\.A4$"))
