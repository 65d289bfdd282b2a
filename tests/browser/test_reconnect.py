"""The server is killed in the middle of a run and started again: calm words, and the same step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Complaints, KillableServer, RunPage

# Between two tries of the page to connect lie 0.3 seconds at first, and twice as much each time.
BACK_WITHIN = 15_000


def test_a_run_outlives_its_server(
    run_page: RunPage, killable_server: KillableServer, complaints: Complaints
) -> None:
    complaints.expected += ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "WebSocket"]
    run_page.open(f"{killable_server.address}/run?p=feb17&s=zap-zap&t=1.A7")
    run_page.act("B", "Step B")
    run_page.is_at(8, 8)
    told = run_page.heading.inner_text()

    killable_server.kill()
    calm = run_page.notice("Reconnecting to the server.")
    expect(calm).to_contain_text("Nothing is lost")
    run_page.is_at(8, 8)
    expect(run_page.forward).to_have_attribute("aria-disabled", "true")
    expect(run_page.forward).to_have_accessible_description(re.compile("Stepping waits for the server"))
    run_page.press("Back")  # what was seen can still be seen
    run_page.is_at(7, 8)
    run_page.forward.click()
    run_page.is_at(8, 8)

    killable_server.start()
    expect(calm).to_have_count(0, timeout=BACK_WITHIN)
    run_page.is_at(8, 8)
    expect(run_page.heading).to_have_text(told)
    run_page.act("B", "Step B")
    run_page.is_at(9, 9)
    expect(run_page.page).to_have_url(re.compile(r"t=1\.A7B2$"))
    expect(
        run_page.page.get_by_role("status").filter(has_text=re.compile("[A-Z]{3,}[0-9]{2}:"))
    ).to_have_count(0)


def test_steps_asked_for_while_the_server_is_away_are_not_taken_later(
    run_page: RunPage, killable_server: KillableServer, complaints: Complaints
) -> None:
    complaints.expected += ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "WebSocket"]
    run_page.open(f"{killable_server.address}/run?p=feb17&s=zap-zap&t=1.A7")
    killable_server.kill()
    calm = run_page.notice("Reconnecting to the server.")
    expect(calm).to_be_visible()
    for key in "abab":
        run_page.page.keyboard.press(key)
    killable_server.start()
    expect(calm).to_have_count(0, timeout=BACK_WITHIN)
    run_page.is_at(7, 7)
    run_page.page.keyboard.press("b")
    run_page.is_at(8, 8)
