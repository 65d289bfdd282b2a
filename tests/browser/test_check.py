"""Check: the verdict of every interleaving, and its shortest runs, in the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from engine.run.run import Run
from tests.app.to_check import model, opened

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

SEED = "/run?p=feb17&s=zap-zap"


@pytest.fixture(scope="module")
def workshop(serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """A server that has a scenario whose check takes longer than anybody waits."""
    with serving(build=opened, check=model) as address:
        yield f"http://{address}"


def check_of(run_page: RunPage) -> Locator:
    return run_page.page.get_by_role("region", name="Check")


def press_check(run_page: RunPage) -> Locator:
    check = check_of(run_page)
    check.get_by_role("button", name="Check every interleaving").click()
    return check


def kind(run_page: RunPage, title: str) -> Locator:
    runs = run_page.page.get_by_role("list", name="Shortest runs", exact=True)
    return runs.get_by_role("button", name=re.compile(f"^{title}"))


def test_check_finds_the_race_of_the_mail_and_loads_its_shortest_run(run_page: RunPage, seed: Run) -> None:
    run_page.open(SEED)
    check = press_check(run_page)
    expect(check).to_contain_text("3 kinds of violation")
    expect(check).to_contain_text(re.compile(r"in [\d,]+ states, .*Complete: .*cover"))

    row = kind(run_page, "Freed table used")
    expect(row).to_contain_text(str(seed.length))
    row.click()
    run_page.is_at(seed.length, seed.length)
    expect(run_page.heading).to_contain_text("Freed table used.")
    expect(row).to_have_attribute("aria-current", "true")
    expect(run_page.picture).to_have_accessible_name(re.compile(r"Violation: Freed table used\."))


def test_a_run_of_the_verdict_is_a_branch_beside_what_was_there(run_page: RunPage) -> None:
    run_page.open(f"{SEED}&t=1.B3")
    press_check(run_page)
    kind(run_page, "Freed twice").click()
    expect(run_page.heading).to_contain_text("Freed twice.")
    expect(run_page.branches).to_have_count(2)
    run_page.branches.filter(has_text="first run").click()
    run_page.is_at(3, 3)
    expect(run_page.page.locator("[aria-label='Shortest runs'] [aria-current]")).to_have_count(0)


def test_a_run_of_the_verdict_can_be_played_from_the_start_by_keyboard(run_page: RunPage) -> None:
    run_page.open(SEED)
    run_page.page.keyboard.press("k")
    row = kind(run_page, "Freed table used")
    row.focus()
    row.press("Enter")
    expect(row).to_have_attribute("aria-current", "true")
    check_of(run_page).get_by_role("button", name="Show it from the start").press("Enter")
    expect(run_page.slider).to_have_attribute("aria-valuenow", "0")
    expect(run_page.slider).to_have_attribute("aria-valuenow", "1")


@pytest.mark.parametrize("protocol", ["eager-copy", "repaired"])
def test_what_is_safe_is_said_to_be_safe_with_what_was_covered(run_page: RunPage, protocol: str) -> None:
    run_page.open(f"/run?p={protocol}&s=zap-zap")
    check = press_check(run_page)
    expect(check).to_contain_text("Safe in all interleavings")
    expect(check).to_contain_text("Complete:")
    expect(check).to_contain_text("Memory is sequentially consistent.")
    expect(run_page.page.get_by_role("list", name="Shortest runs")).to_have_count(0)


def test_fates_tell_where_each_choice_leads_and_where_there_is_no_return(
    run_page: RunPage, seed: Run
) -> None:
    run_page.open(SEED)
    check = press_check(run_page)
    kind(run_page, "Freed table used").click()
    run_page.is_at(seed.length, seed.length)
    expect(run_page.thread("A")).not_to_contain_text("bug possible")

    check.get_by_label("Show fates").check()
    row = run_page.page.get_by_role("img", name=re.compile("^Fate of the run: from step"))
    turn = int(re.findall(r"from step (\d+)", row.get_attribute("aria-label") or "")[0])
    assert 0 < turn < seed.length
    run_page.page.keyboard.press("Home")
    run_page.is_at(0, seed.length)
    expect(run_page.thread("A")).to_contain_text(f"bug possible in {seed.length} steps")
    for _ in range(turn):
        run_page.page.keyboard.press("ArrowRight")
    run_page.is_at(turn, seed.length)
    expect(run_page.page.get_by_role("complementary", name="Threads")).to_contain_text("bug certain in")
    run_page.page.keyboard.press("ArrowLeft")
    expect(run_page.page.get_by_role("complementary", name="Threads")).to_contain_text("safe for ever")


def test_a_complete_check_counts_interleavings_and_judges_the_claims_of_the_mail(run_page: RunPage) -> None:
    run_page.open(SEED)
    check = press_check(run_page)
    expect(check).to_contain_text(re.compile(r"Complete: [\d.]+\s\w+ interleavings covered"))
    check.get_by_text("claims of the mail").click()
    claims = run_page.page.get_by_role("list", name="Claims")
    claims.get_by_role("button", name=re.compile("^refuted Zero means")).click()
    expect(run_page.slider).not_to_have_attribute("aria-valuenow", "0")
    expect(run_page.page).to_have_url(re.compile("&t=1"))
    expect(check.get_by_text(re.compile(r"\d+ lines of \d+ never reached"))).to_be_visible()


def test_a_run_that_goes_well_stands_beside_the_one_that_does_not(run_page: RunPage) -> None:
    run_page.open(SEED)
    check = press_check(run_page)
    kind(run_page, "Freed table used").click()
    expect(run_page.heading).to_contain_text("Freed table used.")
    check.get_by_role("button", name="Closest good run").click()
    expect(run_page.heading).not_to_contain_text("Freed table used.")
    expect(run_page.branches).to_have_count(2)
    expect(run_page.controls).to_contain_text("Every thread has finished")


def test_others_like_a_run_are_found_one_by_one_and_shown_until_there_is_none(run_page: RunPage) -> None:
    run_page.open("/run?p=patch-1&s=zap-zap")
    check = press_check(run_page)
    row = kind(run_page, "Leak at rest")
    row.click()
    expect(row).to_have_attribute("aria-current", "true")
    another = check.get_by_role("button", name="Another one like it")
    another.click()
    others = run_page.page.get_by_role("list", name="Others like Leak at rest")
    expect(others.get_by_role("button").first).to_have_attribute("aria-current", "true")
    expect(run_page.heading).to_contain_text("Leak at rest.")
    expect(run_page.branches).to_have_count(2)
    another.click()
    expect(check).to_contain_text("There is no other: these 2 are all the ways.")


def test_a_long_way_to_a_bug_is_held_against_the_shortest_one(run_page: RunPage, seed: Run) -> None:
    run_page.open(f"{SEED}&t=1.A3B2A6B5A4B")
    run_page.is_at(21, 21)
    broken = run_page.page.get_by_role("complementary", name="What is true now")
    broken.get_by_role("button", name="Find the shortest run to this").click()
    run_page.is_at(seed.length, seed.length)
    expect(broken).to_contain_text(f"no run to it is shorter than {seed.length} steps, 3 switches")
    run_page.branches.filter(has_text="first run").click()
    expect(broken).to_contain_text("this run takes 21 steps, 5 switches; the shortest 21 steps, 3 switches.")
    broken.get_by_role("button", name="Minimise").click()
    expect(broken).to_contain_text("no run to it is shorter than")


def test_on_a_phone_check_is_at_the_top_and_its_verdict_before_the_code(run_page: RunPage) -> None:
    run_page.page.set_viewport_size({"width": 390, "height": 844})
    run_page.open(SEED)
    button = run_page.page.get_by_test_id("tocheck")
    expect(button).to_be_in_viewport()
    button.click()
    expect(check_of(run_page)).to_contain_text("3 kinds of violation")
    expect(check_of(run_page)).to_be_in_viewport()
    expect(button).to_have_text("3 bugs")
    tops = [one.bounding_box() for one in (check_of(run_page), run_page.thread("A"))]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[0]["y"] < tops[1]["y"]


def test_another_protocol_or_toggle_clears_the_verdict(run_page: RunPage) -> None:
    run_page.open(SEED)
    check = press_check(run_page)
    expect(check).to_contain_text("kinds of violation")
    run_page.page.get_by_role("group", name="share lock").get_by_label("per table").check(force=True)
    expect(check.get_by_role("button", name="Check every interleaving")).to_be_visible()
    expect(check).not_to_contain_text("kinds of violation")


def test_a_long_check_shows_how_far_it_is_and_can_be_cancelled(run_page: RunPage, workshop: str) -> None:
    run_page.open(f"{workshop}/run?p=repaired&s=large")
    check = press_check(run_page)
    expect(check).to_contain_text(re.compile(r"No bug shorter than \d+ steps"))
    for figure in ("states", "steps deep", "states a second", "memory"):
        expect(check).to_contain_text(figure)
    run_page.act("A", "Step A")
    run_page.is_at(1, 1)
    check.get_by_role("button", name="Cancel").click()
    expect(check).to_contain_text("The check was cancelled")
    expect(check.get_by_role("button", name="Check again")).to_be_enabled()


def test_a_check_under_way_ends_when_another_run_is_opened(run_page: RunPage, workshop: str) -> None:
    run_page.open(f"{workshop}/run?p=repaired&s=large")
    check = press_check(run_page)
    expect(check).to_contain_text("steps deep")
    run_page.page.get_by_role("button", name="Protocol").click()
    run_page.page.get_by_role("link", name=re.compile("^eager-copy")).click()
    expect(check.get_by_role("button", name="Check every interleaving")).to_be_visible()
    assert '"type":"cancel"' in run_page.sent[-1]
