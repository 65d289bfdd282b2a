"""With fingers on a phone: the timeline is scrubbed, the picture pinched and moved, a step tapped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, expect

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

RACE = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B&at=7"
Point = tuple[float, float]


@pytest.fixture
def phone(elsewhere: Callable[..., RunPage], browser_name: str) -> RunPage:
    if browser_name != "chromium":
        pytest.skip("fingers are moved through Chromium's own protocol")
    one = elsewhere(has_touch=True, is_mobile=True)
    one.page.set_viewport_size({"width": 390, "height": 844})
    return one.open(RACE)


def fingers(run_page: RunPage, *paths: tuple[Point, Point]) -> None:
    """Puts a finger on the start of each path, moves all of them to their ends, and lifts them."""
    page = run_page.page
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, part: float) -> None:
        points: list[dict[str, Any]] = [
            {"id": number, "x": x + (to_x - x) * part, "y": y + (to_y - y) * part}
            for number, ((x, y), (to_x, to_y)) in enumerate(paths)
        ]
        touched = [] if kind == "touchEnd" else points
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    touch("touchStart", 0)
    for part in range(1, 6):
        touch("touchMove", part / 5)
    touch("touchEnd", 1)


def middle(thing: Locator) -> Point:
    thing.scroll_into_view_if_needed()
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_finger_scrubs_the_timeline(phone: RunPage) -> None:
    x, y = middle(phone.slider)
    fingers(phone, ((x, y), (x + 2000, y)))
    expect(phone.slider).not_to_have_attribute("aria-valuenow", "7")
    there = int(phone.slider.get_attribute("aria-valuenow") or 0)
    assert there > 7
    x, y = middle(phone.slider)
    fingers(phone, ((x, y), (x - 2000, y)))
    expect(phone.slider).not_to_have_attribute("aria-valuenow", str(there))
    assert int(phone.slider.get_attribute("aria-valuenow") or 0) < there


def test_a_tap_steps(phone: RunPage) -> None:
    phone.forward.tap()
    phone.is_at(8, 21)


def test_two_fingers_zoom_the_picture_one_moves_it_and_the_page_stays(phone: RunPage) -> None:
    table = phone.page.get_by_role("button", name="page table T0")
    x, y = middle(phone.page.get_by_role("group", name="Memory").or_(phone.picture).first)
    before = table.bounding_box()
    fingers(phone, ((x - 20, y), (x - 90, y)), ((x + 20, y), (x + 90, y)))
    expect(phone.page.get_by_role("button", name="Fit")).to_be_enabled()
    after = table.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] * 1.5
    fingers(phone, ((x, y), (x + 60, y)))
    moved = table.bounding_box()
    assert moved is not None
    assert moved["x"] > after["x"]
    assert phone.page.evaluate("visualViewport.scale") == 1
