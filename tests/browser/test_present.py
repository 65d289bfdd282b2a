"""Presenter mode: what a lecturer does with a remote control and one hand on the keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

RUN = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"


def test_a_lecture_is_given_with_scenes_views_and_a_remote_control(page: Page) -> None:
    page.goto(f"{RUN}&at=12")
    scenes = page.get_by_role("navigation", name="Scenes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("page_table_lock")
    expect(scenes).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(page.get_by_text("12 of 21")).to_be_visible()

    page.keyboard.press("p")
    expect(scenes.get_by_role("button", name="2 Count below slots")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("13 of 21")).to_be_visible()
    page.keyboard.press("Shift+Digit9")
    scenes.get_by_role("button", name="2 Count below slots").click()
    expect(page.get_by_text("7 of 21")).to_be_visible()

    timeline, threads = page.get_by_label("Timeline"), page.get_by_label("Threads")
    scenes.get_by_role("button", name="v all").click()
    expect(timeline).to_be_hidden()
    expect(threads).to_be_visible()
    page.keyboard.press("v")
    expect(threads).to_be_hidden()
    page.keyboard.press("9")
    expect(page.get_by_text("13 of 21")).to_be_visible()

    page.keyboard.press(".")
    expect(page.get_by_text("The page is empty")).to_have_count(1)
    page.keyboard.press(".")
    page.keyboard.press("Escape")
    expect(scenes).to_have_count(0)
    expect(threads).to_be_visible()
    page.reload()
    expect(threads).to_be_visible()
    page.keyboard.press("p")
    expect(scenes.get_by_role("button", name="9 zap ∥ zap, 13")).to_be_visible()
