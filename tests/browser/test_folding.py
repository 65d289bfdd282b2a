"""A memory that does not fit folds by process and slot, and unfolds on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.runs import open_run
from engine.library import SHIPPED
from tests.browser.conftest import RunPage
from tests.conftest import Serving

LARGE = Path(__file__).parent / "large"


@pytest.fixture(scope="module")
def large(serving: Serving) -> Iterator[str]:
    """A server that also knows a scenario of four processes with eight slots each."""
    with serving(build=partial(open_run, library=SHIPPED.and_those_of(LARGE))) as address:
        yield f"http://{address}/run?p=feb17&s=zap-large"


def group(page: Page, name: str) -> Locator:
    objects = page.get_by_role("group", name=re.compile("^Objects of the picture"))
    return objects.get_by_role("button", name=re.compile(f"^(Unf|F)old {name}\\b"))


def test_a_group_unfolds_by_key_stays_so_and_folds_again(large: str, run_page: RunPage) -> None:
    run_page.open(f"{large}&t=1.A7&at=0")
    slot = group(run_page.page, "slot 3")
    expect(slot).to_have_accessible_name("Unfold slot 3: 1 table, 1 page, 1 shared")
    expect(slot).to_have_attribute("aria-expanded", "false")
    slot.focus()
    run_page.page.keyboard.press("Enter")
    expect(slot).to_have_accessible_name("Fold slot 3")
    expect(slot).to_be_focused()
    table = run_page.picture.locator("[data-name=T3]")
    expect(table).to_be_visible()
    run_page.page.reload()
    expect(table).to_be_visible()
    group(run_page.page, "slot 3").click()
    expect(table).to_have_count(0)


def test_a_folded_group_shows_that_something_in_it_changed(large: str, run_page: RunPage) -> None:
    """A drops its reference to the table of slot 0, which is folded."""
    run_page.open(f"{large}&t=1.A7")
    expect(run_page.heading).to_contain_text("A drops a reference to T0: 4 → 3")
    said = "changed in this step: T0.count; count and references differ: T0"
    expect(group(run_page.page, "slot 0")).to_have_accessible_name(re.compile(said))
    expect(run_page.picture.locator("path.reticle")).to_have_count(1)
