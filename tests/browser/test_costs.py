"""The page of costs: two systems side by side, the claims, and a measurement opened as a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Complaints

POINT = {"pages": 1000, "median_us": 777, "least_us": 700, "most_us": 900, "page_tables_kb": 8}
MEASURED = {
    "type": "ptscope-measured-fork",
    "version": 1,
    "runs": 9,
    "page_size": 4096,
    "system": {"kernel": "6.1", "machine": "x86_64"},
    "series": [{"memory": "private", "baseline": POINT, "points": [POINT]}],
}

pytestmark = pytest.mark.timeout(120)  # forms of two systems are worked out first


def opened(page: Page, path: str = "/costs") -> Page:
    page.goto(path)
    expect(page.get_by_role("heading", name="Over mapped pages")).to_be_visible(timeout=60_000)
    return page


def test_two_systems_stand_side_by_side_in_numbers_forms_and_curves(page: Page) -> None:
    opened(page)
    numbers = page.get_by_role("table").filter(has_text="what is counted")
    expect(numbers.get_by_role("row", name=re.compile("^page tables allocated"))).to_contain_text("11")
    forms = page.get_by_role("region", name="Closed forms")
    expect(forms.get_by_role("row", name=re.compile("^PTEs copied"))).to_have_text("PTEs copiedpages0")
    picture = page.get_by_role("img", name=re.compile("both logarithmic"))
    expect(picture).to_contain_text("2002, copied at fork")
    expect(picture.get_by_text("feb17", exact=True)).to_be_visible()
    expect(
        page.get_by_role("region", name="Times").get_by_role("row", name=re.compile("^200 000"))
    ).to_contain_text("158 738")
    expect(page.get_by_role("paragraph").filter(has_text="the machine swapped")).to_be_visible()


def test_another_choice_is_compared_at_once_and_stands_in_the_address(page: Page) -> None:
    opened(page)
    page.get_by_label("the count of").select_option("ptes_copied")
    expect(page).to_have_url(re.compile("y=ptes_copied"))
    expect(page.get_by_role("img", name=re.compile("feb17: 0 PTEs copied at 1 000 000 pages"))).to_be_visible(
        timeout=60_000
    )
    page.get_by_role("link", name="Step through it in feb17").click()
    expect(page).to_have_url(re.compile("/run.*p=feb17"))


def test_a_measurement_is_opened_and_drawn_beside_the_claims(page: Page, tmp_path: Path) -> None:
    opened(page)
    file = tmp_path / "fork.json"
    file.write_text("{}")
    page.get_by_label("Open a measurement").set_input_files(file)
    expect(page.get_by_role("alert")).to_have_text(
        "fork.json is not what ptscope measure-fork --json writes."
    )
    file.write_text(json.dumps(MEASURED))
    page.get_by_label("Open a measurement").set_input_files([])
    page.get_by_label("Open a measurement").set_input_files(file)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("img", name=re.compile("both logarithmic"))).to_contain_text("measured, private")
    row = page.get_by_role("region", name="Times").get_by_role("row", name=re.compile("^1 000 "))
    expect(row).to_contain_text("777")
    expect(row).to_contain_text("8 kB")


def test_what_is_not_there_is_said_and_the_page_stays_of_use(page: Page, complaints: Complaints) -> None:
    complaints.expected.append("404 (Not Found)")
    opened(page, "/costs?p=nothing")
    expect(page.get_by_role("alert")).to_contain_text("p cannot be 'nothing'")


def test_a_run_shows_what_it_has_cost_so_far_and_leads_here(page: Page) -> None:
    page.goto("/run?p=feb17&s=zap-zap&t=1.A9B7A4B")
    costs = page.get_by_role("complementary").filter(has_text="Cost so far")
    expect(costs.get_by_role("row", name=re.compile("^locks taken"))).to_contain_text(re.compile(r"\d"))
    costs.get_by_role("link", name="Compare systems by cost").click()
    expect(page).to_have_url(re.compile(r"/costs\?s=zap-zap&q=feb17"))
