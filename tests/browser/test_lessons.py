"""The course as a student takes it: every run stepped through, questions answered, levels won."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.runs import model_of
from engine.check.search import Search
from engine.lessons.lesson import Lesson
from engine.lessons.level import Level
from engine.lessons.text import moments
from engine.library import SHIPPED
from engine.run.schedule import parse_schedule

IDS = SHIPPED.lesson_ids()


def position(run: Locator) -> Locator:
    return run.get_by_role("slider", name="Position in the run")


def is_at(run: Locator, step: int) -> None:
    expect(position(run)).to_have_attribute("aria-valuenow", str(step))


def step_through(page: Page, lesson: Lesson) -> None:
    """Every run forward and back, and every step that the text leads to."""
    for section in lesson.sections:
        live = section.live
        if live is None or live.kind != "step":
            continue
        run = page.get_by_role("region", name=re.compile(f"^Run {live.number}:"))
        is_at(run, live.at)
        run.get_by_role("button", name="Back").click()
        is_at(run, live.at - 1)
        run.get_by_role("button", name="Step", exact=True).click()
        is_at(run, live.at)
        scene = page.locator(".scene", has=run)
        for number, at in enumerate(moments(section)):
            scene.locator("a[data-at]").nth(number).click()
            is_at(run, at)
        position(run).press("End")
        is_at(run, len(parse_schedule(live.schedule)))


def answer(page: Page, lesson: Lesson) -> None:
    """Every question, by its first answer: it says whether that was right, and shows what comes."""
    for form in page.locator("form.ask").all():
        form.get_by_role("radio").first.check()
        form.get_by_role("button", name="Run it and see").click()
        expect(form.locator(".because")).to_contain_text(re.compile(r"^(Right|Not so)\. \S"))
        expect(form.locator("label.right")).to_have_count(1)
    expect(page.locator("form.ask")).to_have_count(len(lesson.pieces("ask")))


def win(page: Page, lesson: Lesson) -> None:
    """Every level, by a shortest run."""
    for live in lesson.pieces("level"):
        task = page.locator(".level").nth(live.number - 1)
        run = page.get_by_role("region", name=re.compile(f"^Level {live.number}:"))
        model = model_of(live.protocol, live.scenario, dict(live.config))
        schedule = Level(Search(model), live.goal).shortest()
        for taken, choice in enumerate(parse_schedule(schedule), 1):
            task.get_by_role("button", name=f"Step {choice}", exact=True).click()
            is_at(run, taken)
        expect(task.locator(".standing")).to_contain_text(f"Broken in {live.par} steps. That is par")


@pytest.mark.parametrize("id", IDS)
def test_a_lesson_is_walked_through_from_its_title_to_its_level(page: Page, id: str) -> None:
    lesson = SHIPPED.lesson(id)
    page.goto(f"/lesson/{id}?seed=1")
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(page.locator("form.ask")).to_have_count(len(lesson.pieces("ask")))
    step_through(page, lesson)
    answer(page, lesson)
    win(page, lesson)
    page.goto("/lessons")
    expect(page.locator(f'[data-lesson="{id}"]')).to_contain_text("✓ done")


def test_a_lesson_is_taken_in_german(page: Page) -> None:
    page.goto("/lesson/the-bet?seed=1&lang=de")
    expect(page.get_by_role("heading", level=1)).to_have_text(SHIPPED.lesson("the-bet", "de").title)
    run = page.get_by_role("region", name=re.compile("^Ablauf 1:"))
    page.get_by_role("link", name="Schritt 21", exact=False).click()
    expect(run.locator(".says")).to_contain_text("B belebt T0 wieder")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Laufen lassen").click()
    expect(page.locator(".because")).to_contain_text(re.compile(r"^(Richtig|Nein)\. \S"))
    task = page.locator(".level")
    shown = page.get_by_role("region", name=re.compile("^Level 1:")).get_by_role("slider")
    for taken, choice in enumerate(parse_schedule("1.A9B7A4B"), 1):
        task.get_by_role("button", name=f"Schritt {choice}", exact=True).click()
        expect(shown).to_have_attribute("aria-valuenow", str(taken))
    expect(task.locator(".standing")).to_contain_text("Gebrochen in 21 Schritten. Das ist Par")
    page.goto("/lessons?lang=de")
    expect(page.locator('[data-lesson="the-bet"]')).to_contain_text("✓ fertig")


def test_the_course_forgets_what_was_done_when_it_is_told_to(page: Page) -> None:
    page.goto("/lesson/the-bet?seed=3")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Run it and see").click()
    expect(page.locator(".because")).not_to_be_empty()
    page.goto("/lessons")
    item = page.locator('[data-lesson="the-bet"]')
    expect(item).to_contain_text("1 of 2")
    page.get_by_role("button", name="Forget my progress").click()
    expect(item).not_to_contain_text("1 of 2")
    expect(page.get_by_role("button", name="Forget my progress")).to_have_attribute("aria-disabled", "true")
    page.reload()
    expect(item).not_to_contain_text("1 of 2")


def test_whoever_loses_a_level_is_told_so_and_goes_a_step_back(page: Page) -> None:
    page.goto("/lesson/the-bet?seed=3")
    task = page.locator(".level")
    task.get_by_role("button", name="A to its end").click()
    expect(task.locator(".standing")).to_contain_text("no run breaks it any more")
    task.get_by_role("button", name="Hints").click()
    expect(task.locator(".hints li")).to_have_text(["B puts it out of reach"])
    while "no run breaks it" in str(task.locator(".standing").text_content()):
        before = position(page.get_by_role("region", name=re.compile("^Level 1")))
        at = int(str(before.get_attribute("aria-valuenow")))
        task.get_by_role("button", name="Step back").click()
        expect(before).to_have_attribute("aria-valuenow", str(at - 1))
        expect(task.locator(".hints")).not_to_have_attribute("aria-busy", "true")
    expect(task.locator(".hints li")).to_contain_text([re.compile("A "), re.compile("B leads to it in")])
    task.get_by_role("button", name="Begin again").click()
    expect(task.locator(".standing")).to_contain_text("0 steps taken. Par is 21")


def test_the_same_seed_asks_the_same_and_another_one_is_asked_for(page: Page) -> None:
    page.goto("/lesson/the-bet?seed=3")
    legend = page.locator("form.ask legend")
    first = legend.inner_text()
    page.reload()
    expect(legend).to_have_text(first)
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Run it and see").click()
    page.get_by_role("button", name="Another question").click()
    expect(page.locator("form.ask small")).to_have_text("question 4")
    page.goto("/lesson/the-bet?seed=4")
    expect(page.locator("form.ask small")).to_have_text("question 4")


def test_a_run_is_scrubbed_and_a_question_answered_by_keyboard(page: Page) -> None:
    page.goto("/lesson/the-bet?seed=3")
    run = page.get_by_role("region", name=re.compile("^Run 1:"))
    position(run).press("ArrowRight")
    is_at(run, 10)
    position(run).press("Home")
    is_at(run, 0)
    expect(run.get_by_role("button", name="Back")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("radio").first.press("Space")
    page.get_by_role("radio").first.press("Enter")
    expect(page.locator(".because")).to_contain_text(re.compile("Right|Not so"))


def test_a_lesson_is_read_where_there_is_no_script(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/lesson/the-bet")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".told").first).to_contain_text("B resurrects T0, which was freed")
    expect(page.locator(".fallback a").first).to_have_attribute("href", re.compile(r"^/run\?p=feb17"))
    context.close()
