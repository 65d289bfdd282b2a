"""The main job: the mail's own race, by hand, in the page, up to the freed table that is still pointed at."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from app import wire
from engine.run.frames import Frame
from engine.run.run import Run
from tests.app.whole import whole

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

ROOT = Path(__file__).parents[2]
SEED = "/run?p=feb17&s=zap-zap"


def test_the_race_of_the_mail_can_be_clicked_step_by_step_to_the_freed_table(
    run_page: RunPage, seed: Run, headline: Callable[[Frame], str]
) -> None:
    run_page.open(SEED)
    for at, choice in enumerate(seed.choices, 1):
        run_page.act(choice.thread, f"Step {choice.thread}")
        run_page.is_at(at, at)
        expect(run_page.heading).to_have_text(headline(seed.frame(at)))

    expect(run_page.heading).to_contain_text("Freed table used.")
    expect(run_page.damage.filter(has_text="Freed table used")).to_contain_text(f"step {seed.length}")
    expect(run_page.picture).to_have_accessible_name(re.compile(r"Violation: Freed table used\."))
    expect(run_page.picture).to_have_accessible_name(re.compile(r"page table T0: freed by [AB] at step \d+"))
    expect(run_page.picture).to_have_accessible_name(re.compile(r"[AB]\.pmd\[0\] at 0x[0-9a-f]+ names T0\."))

    step = run_page.forward
    expect(step).to_have_attribute("aria-disabled", "true")
    expect(step).to_have_accessible_description(re.compile("The kernel has stopped: . resurrects T0"))
    for thread in "AB":
        expect(run_page.thread(thread).get_by_role("button", name=f"Step {thread}")).to_be_disabled()


def test_the_command_line_and_the_page_take_the_same_steps(
    run_page: RunPage, seed: Run, headline: Callable[[Frame], str]
) -> None:
    schedule = seed.schedule()
    command = ["run", "-p", "feb17", "-s", "zap-zap", "-t", schedule, "--json"]
    printed = subprocess.run(
        [sys.executable, "-m", "app", *command], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    run_page.open(f"{SEED}&t={schedule}&at=0")
    run_page.is_at(0, seed.length)
    told = [wire.write(message) for message in whole(run_page.received)]
    assert frames_in(told) == frames_in(printed.splitlines())

    for at in range(1, seed.length + 1):
        run_page.page.keyboard.press("ArrowRight")
        run_page.is_at(at, seed.length)
        expect(run_page.heading).to_have_text(headline(seed.frame(at)))


def frames_in(messages: list[str]) -> list[dict[str, Any]]:
    read = [json.loads(text) for text in messages]
    return [message["frame"] for message in read if message["type"] == "frame"]
