"""The seed without a mouse, and what a screen reader is told on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, expect

from engine.run.run import Run

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

MOST_STOPS = 60


def tab_to(run_page: RunPage, wanted: Locator) -> None:
    """Presses Tab until the element has the focus."""
    for _ in range(MOST_STOPS):
        run_page.page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def test_the_seed_can_be_stepped_by_thread_keys_and_each_step_is_spoken(run_page: RunPage, seed: Run) -> None:
    run_page.open("/run?p=feb17&s=zap-zap")
    for at, choice in enumerate(seed.choices, 1):
        run_page.page.keyboard.press(choice.thread.lower())
        run_page.is_at(at, at)
        step = seed.frame(at).step
        assert step is not None
        expect(run_page.spoken).to_have_text(re.compile(rf"^Step {at}\. "))
        expect(run_page.spoken).to_contain_text(step.sentence.text, ignore_case=True)
    expect(run_page.spoken).to_contain_text("Freed table used.")


def test_buttons_are_reached_by_tab_and_pressed_by_enter_and_space(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap")
    tab_to(run_page, run_page.thread("A").get_by_role("button", name="Step A"))
    run_page.page.keyboard.press("Enter")
    run_page.is_at(1, 1)
    run_page.page.keyboard.press("Space")
    run_page.is_at(2, 2)
    tab_to(run_page, run_page.thread("B").get_by_role("button", name="Step B"))
    run_page.page.keyboard.press("Enter")
    run_page.is_at(3, 3)
    tab_to(run_page, run_page.slider)
    run_page.page.keyboard.press("Home")
    run_page.is_at(0, 3)


def test_the_help_opens_and_closes_by_key_and_lists_the_keys(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A3")
    keyboard = run_page.page.keyboard
    dialog = run_page.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_hidden()
    keyboard.press("?")
    expect(dialog).to_be_visible()
    rows = {"→": "one step forward", "a": "step A", "Shift + b": "run B alone to its end"}
    for key, told in rows.items():
        header = run_page.page.get_by_role("rowheader", name=key, exact=True)
        expect(dialog.get_by_role("row").filter(has=header).first).to_contain_text(told)
    keyboard.press("a")  # not while the dialog is open
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    run_page.is_at(3, 3)
    keyboard.press("a")
    run_page.is_at(4, 4)


def test_the_focus_can_be_seen_wherever_it_is(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A3")
    unseen = []
    for _ in range(20):
        run_page.page.keyboard.press("Tab")
        name, seen = run_page.page.evaluate("""() => {
          const focused = document.activeElement, style = getComputedStyle(focused);
          const box = focused.getBoundingClientRect();
          const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
          return [focused.outerHTML.slice(0, 80), (ring || style.boxShadow !== "none") && box.width > 0];
        }""")
        if not seen and not name.startswith("<body"):
            unseen.append(name)
    assert unseen == []
