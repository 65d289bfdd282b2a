"""The first page: something moves, one button is obvious, and everything can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from engine import library
from engine.run.frames import Frame
from engine.run.run import Run

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

POSITION = re.compile(r"^\d+/\d{2}$")  # counts of tables look the same, with one digit


def show(page: Page) -> Locator:
    return page.get_by_role("figure", name="How the bet is lost")


def step_of(position: Locator) -> re.Pattern[str]:
    """The step that is shown; how many there are is known only when the whole run has come in."""
    return re.compile(rf"^{position.inner_text().partition('/')[0]}/")


SIZES = [(1440, 900), (1280, 720), (390, 844)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_within_ten_seconds_a_newcomer_has_seen_the_race_and_what_to_press(
    page: Page, seed: Run, headline: Callable[[Frame], str], size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.clock.install()
    page.goto("/")
    picture, position = show(page).get_by_role("img"), show(page).get_by_text(POSITION)
    expect(position).to_be_visible()
    page.clock.run_for(10_000)
    expect(position).to_have_text(f"{seed.length}/{seed.length}")
    expect(show(page)).to_contain_text(headline(seed.frame(seed.length)))
    expect(picture).to_have_accessible_name(re.compile(r"Violation: Freed table used\."))
    for seen in (
        picture,
        show(page).get_by_text("Freed table used."),
        page.get_by_role("heading", name="You decide who runs next."),
        page.get_by_role("link", name="Find it yourself"),
        page.get_by_role("link", name="Check every interleaving"),
    ):
        expect(seen).to_be_in_viewport(ratio=1)
    page.clock.run_for(30_000)
    expect(position).to_have_text(f"{seed.length}/{seed.length}")  # once, not for ever


def test_the_run_can_be_paused_and_played_again(page: Page, seed: Run) -> None:
    page.clock.install()
    page.goto("/")
    position = show(page).get_by_text(POSITION)
    began = step_of(position)  # on a busy machine no longer the first one
    page.clock.run_for(3_000)
    expect(position).not_to_have_text(began)
    show(page).get_by_role("button", name="Pause").click()
    now = step_of(position)
    page.clock.run_for(6_000)
    expect(position).to_have_text(now)
    show(page).get_by_role("button", name="Play").click()
    page.clock.run_for(10_000)
    expect(position).to_have_text(f"{seed.length}/{seed.length}")
    show(page).get_by_role("button", name="Play again").click()
    expect(position).to_have_text(re.compile("^0/"))


def test_who_wants_less_motion_sees_what_the_run_comes_to(
    new_context: Callable[..., BrowserContext], seed: Run
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto("/")
    position = show(page).get_by_text(POSITION)
    expect(position).to_have_text(f"{seed.length}/{seed.length}")
    show(page).get_by_role("button", name="Play again").click()
    page.clock.run_for(3_000)
    expect(position).not_to_have_text(re.compile(f"^({seed.length}|0)/"))


def test_a_newcomer_can_begin_with_a_fork_or_the_lessons(run_page: RunPage) -> None:
    page = run_page.page
    page.goto("/")
    page.get_by_role("link", name="Step through a fork").click()
    expect(page.get_by_role("button", name="Scenario: fork, then write")).to_be_visible()
    expect(run_page.slider).to_have_attribute("aria-valuenow", "0")
    run_page.forward.click()
    expect(run_page.slider).to_have_attribute("aria-valuenow", "1")
    page.goto("/")
    page.get_by_role("link", name="Begin with the lessons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Share page tables, and keep them")


@pytest.mark.parametrize("way", ["Open this run", "Run"])
def test_the_bet_is_lost_before_ones_eyes(run_page: RunPage, seed: Run, way: str) -> None:
    page = run_page.page
    page.clock.install()
    page.goto("/")
    expect(show(page).get_by_text(POSITION)).to_be_visible()
    page.get_by_role("link", name=way, exact=True).click()
    expect(run_page.controls.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(60_000)
    run_page.is_at(seed.length, seed.length)
    expect(run_page.heading).to_contain_text("Freed table used.")
    expect(run_page.controls.get_by_role("button", name="Play again")).to_be_visible()


def test_a_bare_address_moves_nothing_for_who_wants_less_motion(
    elsewhere: Callable[..., RunPage], seed: Run
) -> None:
    run_page = elsewhere(reduced_motion="reduce").open("/run")
    run_page.is_at(0, seed.length)
    expect(run_page.controls.get_by_role("button", name="Play")).to_be_visible()


def test_every_scenario_has_its_sentence(page: Page) -> None:
    page.goto("/")
    for group in page.locator(".systems summary").all():
        group.click()
    for scenario in map(library.scenario, library.scenario_ids()):
        term = page.get_by_role("term").filter(has=page.get_by_role("link", name=scenario.title, exact=True))
        expect(term).to_be_visible()
        expect(page.get_by_role("definition").filter(has_text=scenario.text)).to_have_count(1)
