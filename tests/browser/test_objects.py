"""The picture by keyboard and pointer: who wrote an object last, zoom, and what a step touches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, expect

from tests.browser.test_every_page import faults

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

RACE = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"


def thing(run_page: RunPage, name: str | re.Pattern[str]) -> Locator:
    """An object of the picture, by the sentence that names it."""
    objects = run_page.page.get_by_role("group", name=re.compile("^Objects of the picture"))
    return objects.get_by_role("button", name=name)


def test_who_wrote_a_count_last_and_why_and_a_jump_to_each_write(run_page: RunPage) -> None:
    run_page.open(RACE)
    thing(run_page, re.compile("^count of T0: 0, references 1: they differ")).focus()
    run_page.page.keyboard.press("Enter")
    told = run_page.page.get_by_role("region", name="Who wrote T0.count")
    expect(told.get_by_role("status")).to_contain_text("A wrote it last, at step 19")
    expect(told.get_by_role("status")).to_contain_text("put_page, mm.c:")
    writes = told.get_by_role("list", name="All writes to T0.count in this run").get_by_role("button")
    expect(writes).to_have_text([re.compile("^7"), re.compile("^16"), re.compile("^17"), re.compile("^19")])
    writes.first.click()
    run_page.is_at(7, 21)
    expect(told.get_by_role("status")).to_contain_text("in this step")
    run_page.page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(thing(run_page, re.compile("^count of T0"))).to_be_focused()


def test_one_tab_stop_leads_to_all_objects_by_arrow_keys(run_page: RunPage) -> None:
    run_page.open(RACE)
    objects = run_page.page.get_by_role("group", name=re.compile("^Objects of the picture"))
    expect(objects.locator("[tabindex='0']")).to_have_count(1)
    thing(run_page, re.compile("^A.pmd.0. at")).focus()
    run_page.page.keyboard.press("ArrowRight")
    expect(objects.locator(":focus")).not_to_have_accessible_name(re.compile("^A.pmd.0."))
    run_page.is_at(21, 21)
    expect(objects.locator("[tabindex='0']")).to_have_count(1)


def test_zoom_by_keys_and_back_by_a_button(run_page: RunPage) -> None:
    run_page.open(RACE)
    fit = run_page.page.get_by_role("button", name="Fit the picture")
    expect(fit).to_have_attribute("aria-disabled", "true")
    whole = run_page.picture.get_attribute("viewBox")
    thing(run_page, re.compile("^page table T0")).focus()
    run_page.page.keyboard.press("+")
    expect(run_page.picture).not_to_have_attribute("viewBox", whole or "")
    near = run_page.picture.get_attribute("viewBox")
    run_page.page.keyboard.press("Shift+ArrowLeft")
    expect(run_page.picture).not_to_have_attribute("viewBox", near or "")
    fit.click()
    expect(run_page.picture).to_have_attribute("viewBox", whole or "")


def test_a_wheel_zooms_only_where_the_page_does_not_scroll(run_page: RunPage) -> None:
    run_page.open(RACE)
    whole = run_page.picture.get_attribute("viewBox") or ""
    run_page.picture.hover(position={"x": 5, "y": 5}, force=True)
    run_page.page.mouse.wheel(0, -300)
    expect(run_page.picture).not_to_have_attribute("viewBox", whole)
    run_page.page.get_by_role("button", name="Fit the picture").click()
    run_page.page.set_viewport_size({"width": 800, "height": 600})
    run_page.picture.hover(position={"x": 5, "y": 5}, force=True)
    run_page.page.mouse.wheel(0, 300)
    run_page.page.wait_for_function("scrollY > 0")
    expect(run_page.picture).to_have_attribute("viewBox", whole)


def test_one_table_alone_and_the_way_back(run_page: RunPage) -> None:
    run_page.open("/run?p=feb17&s=write-write&t=1.A9")
    thing(run_page, re.compile("^page table T1")).click()
    run_page.page.get_by_role("button", name="Show only T1 and what it is joined to").click()
    drawn = run_page.picture.locator("[data-name=T0]")
    expect(drawn).to_have_count(0)
    expect(run_page.picture.locator("[data-name=T1]")).to_be_visible()
    expect(thing(run_page, re.compile("^page table T0"))).to_have_count(0)
    back = run_page.page.get_by_role("button", name="Show everything again")
    expect(back).to_be_focused()
    back.click()
    expect(drawn).to_be_visible()


def test_axe_finds_nothing_in_an_open_panel_nor_with_one_table_alone(run_page: RunPage) -> None:
    run_page.page.emulate_media(reduced_motion="reduce")
    run_page.open(RACE)
    thing(run_page, re.compile("^page table T0")).click()
    for scheme in ("light", "dark"):
        run_page.page.emulate_media(color_scheme=scheme)
        assert faults(run_page.page, ".stage") == [], scheme
    run_page.page.get_by_role("button", name="Show only T0 and what it is joined to").click()
    assert faults(run_page.page, ".stage") == []


WATCH = """(svg) => {
  window.touched = new Set();
  new MutationObserver((records) => {
    for (const { target } of records) {
      const thing = (target.nodeType === 1 ? target : target.parentElement).closest("[data-name]");
      window.touched.add(thing ? thing.dataset.name : "");
    }
  }).observe(svg.querySelector(".objects"),
    { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def test_a_step_touches_only_what_it_changed(run_page: RunPage) -> None:
    """A drops a reference to T0: the nodes of all else are not written to."""
    run_page.open("/run?p=feb17&s=zap-zap&t=1.A7")
    run_page.page.keyboard.press("ArrowLeft")
    run_page.is_at(6, 7)
    run_page.picture.evaluate(WATCH)
    run_page.page.keyboard.press("ArrowRight")
    run_page.is_at(7, 7)
    expect(run_page.picture.get_by_text("2→1 in this step")).to_be_visible()
    touched = set(run_page.page.evaluate("[...window.touched]"))
    assert touched == {"T0"}
