"""The picture: what a step changed is marked, and everything stays what and where it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ElementHandle, expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage


def thing(run_page: RunPage, name: str) -> ElementHandle:
    """The group of an object. A picture is one image to a reader, so its parts have names but no roles."""
    return run_page.picture.locator(f'[data-name="{name}"]').element_handle()


def place(run_page: RunPage, name: str) -> tuple[float, ...]:
    """Where the frame of an object lies on the screen, to a tenth of a pixel."""
    box = run_page.picture.locator(f'[data-name="{name}"] rect.frame').bounding_box()
    assert box is not None
    return tuple(round(value, 1) for value in box.values())


def same(one: ElementHandle, other: ElementHandle) -> bool:
    return bool(one.evaluate("(one, other) => one === other && one.isConnected", other))


def test_objects_are_the_same_nodes_from_step_to_step(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A6")
    table, process = thing(run_page, "T0"), thing(run_page, "A")
    for choice, at in (("A", 7), ("A", 8), ("B", 9)):
        run_page.act(choice, f"Step {choice}")
        run_page.is_at(at, at)
    run_page.page.keyboard.press("ArrowLeft")
    run_page.is_at(8, 9)
    assert same(table, thing(run_page, "T0"))
    assert same(process, thing(run_page, "A"))


@pytest.mark.parametrize("recorded", [True, False], ids=["in a run that is known", "step by step"])
def test_a_table_stays_where_it_is_when_another_one_appears(run_page: RunPage, recorded: bool) -> None:
    """A writes to a shared table: the unshare allocates a second one."""
    run_page.open(f"/run?p=feb17&s=write-write{'&t=1.A9&at=0' if recorded else ''}")
    second = re.compile(r"page table T[1-9]")
    expect(run_page.picture).not_to_have_accessible_name(second)
    before = place(run_page, "T0")
    for at in range(1, 10):
        run_page.page.keyboard.press("ArrowRight")
        run_page.is_at(at, 9 if recorded else at)
    expect(run_page.picture).to_have_accessible_name(second)
    assert place(run_page, "T0") == before


def test_what_a_step_changed_is_marked_and_nothing_else(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A7")
    expect(run_page.heading).to_contain_text("A drops a reference to T0: 2 → 1")
    expect(run_page.picture.get_by_text("2→1 in this step")).to_be_visible()
    brackets = run_page.picture.locator("path.reticle")
    expect(brackets).to_have_count(1)
    run_page.page.keyboard.press("ArrowLeft")
    run_page.is_at(6, 7)
    expect(run_page.picture.get_by_text("in this step")).to_have_count(0)
    expect(brackets).to_have_count(0)


def test_the_next_line_of_the_kernel_c_is_marked(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A6")
    code = run_page.thread("A").get_by_role("list", name=re.compile("^C of "))
    line = code.locator("[aria-current=step]")
    expect(line).to_have_count(1)
    expect(line.get_by_role("mark").first).to_contain_text("put_page_testzero")
