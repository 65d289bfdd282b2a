"""The first page: something moves, one button is obvious, and everything can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Locator, Page, expect

from engine import library
from engine.run.run import Run

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

POSITION = re.compile(r"^\d+/\d{2}$")  # counts of tables look the same, with one digit


def show(page: Page) -> Locator:
    return page.get_by_role("figure", name="A fork, a write, and the unshare that follows")


def step_of(position: Locator) -> re.Pattern[str]:
    """The step that is shown; how many there are is known only when the whole run has come in."""
    return re.compile(rf"^{position.inner_text().partition('/')[0]}/")


def test_a_run_plays_by_itself_and_can_be_paused(page: Page) -> None:
    page.clock.install()
    page.goto("/")
    position = show(page).get_by_text(POSITION)
    began = step_of(position)  # on a busy machine no longer the first one
    page.clock.run_for(3_000)
    expect(position).not_to_have_text(began)
    show(page).get_by_role("button", name="Pause").click()
    now = step_of(position)
    said = show(page).get_by_role("img").get_attribute("aria-label")
    page.clock.run_for(6_000)
    expect(position).to_have_text(now)
    expect(show(page).get_by_role("img")).to_have_accessible_name(said or "nothing")
    show(page).get_by_role("button", name="Play").click()
    page.clock.run_for(3_000)
    expect(position).not_to_have_text(now)


def test_nothing_plays_by_itself_for_who_wants_less_motion(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto("/")
    position = show(page).get_by_text(POSITION)
    expect(position).to_be_visible()
    page.clock.run_for(6_000)
    expect(position).to_have_text(re.compile("^0/"))
    show(page).get_by_role("button", name="Play").click()
    page.clock.run_for(3_000)
    expect(position).not_to_have_text(re.compile("^0/"))


def test_the_big_button_leads_to_the_fork(run_page: RunPage) -> None:
    page = run_page.page
    page.goto("/")
    page.get_by_role("link", name="Step through a fork").click()
    expect(page.get_by_role("button", name="Scenario: fork, then write")).to_be_visible()
    expect(page.get_by_role("button", name="Protocol: feb17")).to_be_visible()
    expect(run_page.slider).to_have_attribute("aria-valuenow", "0")
    run_page.forward.click()
    expect(run_page.slider).to_have_attribute("aria-valuenow", "1")


def test_the_bet_is_lost_before_ones_eyes(run_page: RunPage, seed: Run) -> None:
    page = run_page.page
    page.clock.install()
    page.goto("/")
    page.get_by_role("link", name="Watch the bet being lost").click()
    expect(run_page.controls.get_by_role("button", name="Pause")).to_be_visible()
    run_page.is_at(0, seed.length)
    page.clock.run_for(60_000)
    run_page.is_at(seed.length, seed.length)
    expect(run_page.heading).to_contain_text("Freed table used.")
    expect(run_page.controls.get_by_role("button", name="Play again")).to_be_visible()


def test_every_scenario_has_its_sentence(page: Page) -> None:
    page.goto("/")
    for scenario in map(library.scenario, library.scenario_ids()):
        term = page.get_by_role("term").filter(has=page.get_by_role("link", name=scenario.title, exact=True))
        expect(term).to_be_visible()
        expect(page.get_by_role("definition").filter(has_text=scenario.text)).to_have_count(1)
