"""The pictures of the docs: `python docs/pictures/make.py http://127.0.0.1:8642`, from a running server."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
BET = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
LARGE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def shot(page: Page, address: str, name: str, only: str | None = None) -> None:
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(600)  # the last movement settles
    place = page.locator(only).first if only else page
    place.screenshot(path=str(HERE / f"{name}.png"))


def main(base: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for theme in ("light", "dark"):
            page = browser.new_page(viewport=LARGE, color_scheme=theme)
            shot(page, base + BET, f"run-{theme}")
        page = browser.new_page(viewport=LARGE, color_scheme="light")
        shot(page, base + BET, "marks", ".stage figure")
        shot(page, base + "/?processes=2", "matrix-light", "#matrix")
        shot(browser.new_page(viewport=PHONE, color_scheme="light"), base + f"{BET}&at=12", "run-phone")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
