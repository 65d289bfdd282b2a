"""Moving through a run: steps, jumps, play, branches, and what of it goes to the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

START = "/run?p=feb17&s=zap-zap"
RECORDED = f"{START}&t=1.A9B3"


def test_a_thread_is_chosen_by_click_and_by_key(run_page: RunPage) -> None:
    run_page.open(START)
    run_page.act("B", "Step B")
    run_page.is_at(1, 1)
    run_page.page.keyboard.press("a")
    run_page.is_at(2, 2)
    expect(run_page.page).to_have_url(re.compile(r"t=1\.BA$"))
    run_page.forward.click()
    run_page.is_at(3, 3)
    expect(run_page.page).to_have_url(re.compile(r"t=1\.BA2$"))


def test_back_and_the_ends_of_a_run_are_a_button_or_a_key_away(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    run_page.is_at(12, 12)
    run_page.press("Back")
    run_page.is_at(11, 12)
    run_page.press("To the start")
    run_page.is_at(0, 12)
    keyboard = run_page.page.keyboard
    for key, at in (("ArrowRight", 1), ("End", 12), ("ArrowLeft", 11), ("Home", 0)):
        keyboard.press(key)
        run_page.is_at(at, 12)


def test_the_ruler_is_a_slider_for_the_mouse_and_for_the_keyboard(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    box = run_page.slider.bounding_box()
    assert box is not None
    run_page.slider.click(position={"x": 1, "y": box["height"] / 2})
    run_page.is_at(0, 12)
    # Drag over half a column for the start and half of the other columns.
    run_page.page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    run_page.page.mouse.down()
    run_page.page.mouse.move(box["x"] + box["width"] * 6 / 12.5, box["y"] + box["height"] / 2, steps=4)
    run_page.page.mouse.up()
    run_page.is_at(6, 12)
    for key, at in (("ArrowRight", 7), ("ArrowLeft", 6), ("PageDown", 0), ("End", 12), ("Home", 0)):
        run_page.slider.press(key)
        run_page.is_at(at, 12)
    expect(run_page.slider).to_have_attribute("aria-valuetext", "step 0 of 12: the start")


def test_two_presses_between_two_pictures_are_two_moves(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    run_page.is_at(12, 12)
    run_page.slider.evaluate("""(slider) => {
      const left = { key: "ArrowLeft", bubbles: true };
      for (const _ of "12") slider.dispatchEvent(new KeyboardEvent("keydown", left));
    }""")
    run_page.is_at(10, 12)


def test_a_chip_of_a_lane_leads_to_its_step(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    lane = run_page.page.get_by_role("group", name="Steps of A")
    lane.get_by_role("button", name=re.compile("^Step 7, A: ")).click()
    run_page.is_at(7, 12)
    expect(run_page.heading).to_have_text("A drops a reference to T0: 2 → 1.")


def test_moves_inside_the_run_ask_the_server_nothing(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    run_page.is_at(12, 12)
    sent = len(run_page.sent)
    assert sent == 1
    for key, at in (("Home", 0), ("ArrowRight", 1), ("End", 12), ("ArrowLeft", 11)):
        run_page.page.keyboard.press(key)
        run_page.is_at(at, 12)
    run_page.slider.press("Home")
    run_page.is_at(0, 12)
    run_page.act("A", "Step A")
    run_page.is_at(1, 12)
    run_page.act("B", "Step B")
    run_page.is_at(2, 2)
    assert len(run_page.sent) == sent + 1


def test_play_goes_on_until_it_is_paused(run_page: RunPage) -> None:
    run_page.page.clock.install()
    run_page.open(f"{RECORDED}&at=0")
    run_page.press("Play")
    run_page.page.clock.run_for(3_400)
    expect(run_page.slider).not_to_have_attribute("aria-valuenow", "0")
    run_page.press("Pause")
    expect(run_page.controls.get_by_role("button", name="Play", exact=True)).to_be_visible()
    at = int(run_page.slider.get_attribute("aria-valuenow") or 0)
    assert 3 <= at < 12  # the page's clock goes on by itself, too
    run_page.page.clock.run_for(5_000)
    run_page.is_at(at, 12)
    run_page.page.keyboard.press(" ")
    run_page.page.clock.run_for(60_000)
    run_page.is_at(12, 12)
    expect(run_page.controls.get_by_role("button", name="Play on")).to_be_visible()


def test_reset_begins_again_and_keeps_the_run_as_a_branch(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    run_page.press("Reset")
    run_page.is_at(0, 0)
    expect(run_page.heading).to_have_text("zap ∥ zap: who runs first?")
    expect(run_page.branches).to_have_count(2)
    run_page.branches.filter(has_text="first run").click()
    run_page.is_at(0, 12)


@pytest.mark.parametrize("label", ["Over", "To return"])
def test_a_thread_can_be_run_out_of_the_function_that_it_is_in(run_page: RunPage, label: str) -> None:
    run_page.open(f"{START}&t=1.A3")
    calls = run_page.thread("A").get_by_label("Calls")
    expect(calls).to_contain_text("tlb_gather_mmu")
    run_page.act("A", label)
    run_page.is_at(4, 4)
    expect(calls).not_to_contain_text("tlb_gather_mmu")
    expect(run_page.page).to_have_url(re.compile(r"t=1\.A4$"))


def test_a_thread_can_be_run_to_the_next_lock_that_it_takes(run_page: RunPage) -> None:
    run_page.open(f"{START}&t=1.A3")
    run_page.act("A", "To lock")
    expect(run_page.thread("A")).to_contain_text("Next: takes page_table_share_lock.")
    expect(run_page.page).to_have_url(re.compile(r"t=1\.A7$"))


def test_a_thread_can_be_run_alone_to_its_end_by_button_and_by_key(run_page: RunPage) -> None:
    run_page.open(START)
    run_page.act("A", "To end")
    expect(run_page.thread("A")).to_contain_text("done")
    run_page.page.keyboard.press("Shift+B")
    expect(run_page.thread("B")).to_contain_text("done")
    expect(run_page.forward).to_have_attribute("aria-disabled", "true")


def test_a_thread_that_waits_says_for_what_and_for_whom(run_page: RunPage) -> None:
    """With a third sharer nobody drops the last reference, so B comes for the lock that A holds."""
    run_page.open("/run?p=feb17&s=zap-zap-idle&t=1.A8")
    run_page.act("B", "To end")
    expect(run_page.notice("Stopped at step")).to_be_visible()
    card = run_page.thread("B")
    expect(card).to_contain_text("waits")
    step = card.get_by_role("button", name="Step B")
    expect(step).to_be_disabled()
    expect(step).to_have_accessible_description(re.compile(r"page_table_share_lock.*\bA\b"))


def test_a_choice_in_the_past_forks_and_both_branches_stay(run_page: RunPage) -> None:
    run_page.open(RECORDED)
    run_page.slider.press("Home")
    expect(run_page.thread("B")).to_contain_text("Stepping B starts a branch")
    run_page.act("B", "Step B")
    run_page.is_at(1, 1)
    expect(run_page.branches).to_have_count(2)
    expect(run_page.branches.filter(has_text="B first at 1")).to_have_attribute("aria-pressed", "true")

    run_page.branches.filter(has_text="first run").click()
    run_page.is_at(1, 12)
    expect(run_page.heading).to_contain_text("A takes A.mmap_sem for writing")
    run_page.branches.filter(has_text="B first at 1").click()
    run_page.is_at(1, 1)
    expect(run_page.heading).to_contain_text("B takes B.mmap_sem for writing")
