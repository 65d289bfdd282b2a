"""The course over HTTP: its pages without a script, its questions and levels, and what is wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.factory import create_app
from app.language import for_templates
from app.lesson_text import rendered
from app.lessons import Course
from app.listing import library_info
from app.runs import open_run
from app.settings import Settings
from engine.errors import RequestError, RoutineError
from engine.library import SHIPPED, Library
from engine.words.catalogue import ENGLISH, words

IDS = SHIPPED.lesson_ids()
HEADER = '+++\ntitle = "Mine <b>"\ntext = "Short."\nminutes = 5\n+++\n'
LIVE = '```step\nprotocol = "feb17"\nscenario = "zap-zap"\nschedule = "1.A"\n```\n'


Client = Callable[[str], httpx.Response]


def client_of(library: Library = SHIPPED) -> Client:
    """Asks an application without a server."""
    app = create_app(Settings(), library_info(), open_run, texts=library)

    async def get(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    def ask(path: str) -> httpx.Response:
        with ThreadPoolExecutor(1) as thread:  # in this one a browser may have a loop of its own
            return thread.submit(asyncio.run, get(path)).result()

    return ask


@pytest.fixture(scope="module")
def client() -> Client:
    return client_of()


def of_folder(folder: Path, text: str, name: str = "01-mine.md") -> Library:
    (folder / "lessons").mkdir(exist_ok=True)
    (folder / "lessons" / name).write_text(text, "utf-8")
    return SHIPPED.and_those_of(folder)


def test_markdown_becomes_html_and_html_becomes_text() -> None:
    html = rendered("## Who *frees* T0?\n\n<script>x</script> **b** `c`\n\n| a |\n|---|\n| 1 |\n", str)
    assert '<h2 id="who-frees-t0">' in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<strong>b</strong> <code>c</code>" in html
    assert "<td>1</td>" in html
    assert '<h3 id="section">§</h3>' in rendered("### §", str)
    assert rendered("```c\na < b\n```", str).startswith('<pre tabindex="0"><code class="language-c">a &lt; b')
    assert rendered('"it\'s"', str) == "<p>“it’s”</p>\n"


def test_links_lead_to_steps_sources_and_pages() -> None:
    html = rendered(
        "[a](#7) [b](mail:x@y.example) [c](doi:10.1145/34)\n[d](commit:a4a118f2eead) [e](/run) [f](mail:x)",
        lambda at: f"/run?at={at}",
    )
    assert '<a href="/run?at=7" data-at="7">a</a>' in html
    for address in (
        "https://lore.kernel.org/r/x@y.example/",
        "https://doi.org/10.1145/34",
        "https://github.com/torvalds/linux/commit/a4a118f2eead",
        "#",
    ):
        assert f'<a href="{address}" rel="noreferrer">' in html
    assert '<a href="/run">e</a>' in html


def test_a_script_in_a_link_is_no_link() -> None:
    assert "<a" not in rendered("[x](javascript:alert)", str)


def test_the_course_lists_every_lesson(client: Client) -> None:
    html = client("/lessons").text
    assert re.findall(r'href="/lesson/([a-z0-9-]+)">[^<]', html)
    assert [id for id in IDS if f'data-lesson="{id}"' not in html] == []
    assert ENGLISH.say("lesson.title") in html


@pytest.mark.parametrize("id", IDS)
def test_a_lesson_is_read_without_a_script(client: Client, id: str) -> None:
    response = client(f"/lesson/{id}")
    lesson = SHIPPED.lesson(id)
    assert response.status_code == 200
    assert f"<h1>{lesson.title}</h1>".replace("'", "&#39;") in response.text
    assert response.text.count('<p class="fallback"><a href="/run?p=') == sum(
        section.live is not None for section in lesson.sections
    )
    assert response.text.count('<ol class="told">') == len(lesson.pieces("step"))
    moments = re.findall(r'<a href="(/run\?[^"]+at=(\d+))" data-at="(\d+)">', response.text)
    assert moments
    assert all(at == asked for _, at, asked in moments)


def test_a_lesson_speaks_the_language_of_the_page_around_its_text(client: Client) -> None:
    german = client(f"/lesson/{IDS[0]}?lang=de").text
    assert str(words("de").say("lesson.others")) in german


def test_a_lesson_and_the_list_are_told_in_the_language_of_the_page(client: Client) -> None:
    german = client("/lesson/the-bet?lang=de").text
    told = SHIPPED.lesson("the-bet", "de")
    assert f"<h1>{told.title}</h1>" in german
    assert "B belebt T0 wieder" in german
    assert 'lang="en"' not in german[german.index("<main") : german.index("</main>")]
    assert "Zähler" in client("/lessons?lang=de").text
    assert "The bet" not in client("/lessons?lang=de").text


def test_a_lesson_that_is_not_translated_says_in_which_language_it_is(tmp_path: Path) -> None:
    client = client_of(of_folder(tmp_path, HEADER + "Prose.\n\n## More\n\n" + LIVE + "\nBehind.\n"))
    english, german = client("/lesson/mine").text, client("/lesson/mine?lang=de").text
    for text in ("<h1", '<p class="sub"', '<div class="text before"', '<div class="text"'):
        assert f'{text} lang="en">' in german
        assert f"{text}>" in english
    assert '<h2 lang="en"><a href="/lesson/mine">' in client("/lessons?lang=de").text


def test_a_heading_of_any_language_has_its_anchor() -> None:
    assert '<h2 id="wofür-ist-das-gut">' in rendered("## Wofür ist das gut?", str)


def test_a_lesson_that_is_not_there_names_those_that_are(client: Client) -> None:
    response = client("/lesson/nope")
    assert response.status_code == 404
    assert IDS[0] in response.text


def test_a_file_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = HEADER + '```step\nprotocol = "feb18"\nscenario = "zap-zap"\n```\n'
    library = of_folder(tmp_path, wrong)
    with pytest.raises(RoutineError, match=r"lessons/01-mine\.md:6:1: LESS06 there is no protocol 'feb18'"):
        Course(library).page("mine")
    library = of_folder(tmp_path, HEADER + "Prose.\n", "02-good.md")
    client = client_of(library)
    assert client("/lesson/good").text.count("Mine &lt;b&gt;") == 2
    assert client("/lesson/mine").status_code == 422
    assert client("/lessons").status_code == 200


def test_a_header_that_is_wrong_stops_the_list_with_its_place(tmp_path: Path) -> None:
    library = of_folder(tmp_path, "+++\n+++\n")
    client = client_of(library)
    response = client("/lessons")
    assert response.status_code == 422
    assert "lessons/01-mine.md:1:1" in response.text


def test_a_schedule_that_does_not_fit_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = HEADER + '```step\nprotocol = "feb17"\nscenario = "zap-zap"\nschedule = "1.C"\n```\n'
    with pytest.raises(RoutineError, match=r"01-mine\.md:6:1: LESS06 step 1 of the schedule does not fit"):
        Course(of_folder(tmp_path, wrong)).page("mine")


# questions and levels ------------------------------------------------------------------------------
def ask(client: Client, more: str) -> Any:
    return client(f"/lesson/the-bet/ask/1?{more}").json()


def test_a_question_says_nothing_of_its_answer_until_it_is_answered(client: Client) -> None:
    question = ask(client, "seed=5")
    assert question.keys() == {"kind", "schedule", "at", "text", "options"}
    answers = [ask(client, f"seed=5&choice={choice}") for choice in range(len(question["options"]))]
    assert [answer["correct"] for answer in answers].count(True) == 1
    (right,) = {answer["right"] for answer in answers}
    assert answers[right]["correct"] is True
    assert all(question.items() <= answer.items() for answer in answers)
    assert ask(client, "seed=5") == question


def test_a_question_is_asked_in_the_language_of_the_page(client: Client) -> None:
    english, german = ask(client, "seed=5&lang=en"), ask(client, "seed=5&lang=de")
    assert english["schedule"] == german["schedule"]
    assert english["text"] != german["text"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/lesson/the-bet/ask/9?seed=1", "has 1 of 'ask', and no number 9"),
        ("/lesson/nope/ask/1?seed=1", "there is no lesson 'nope'"),
        ("/lesson/the-bet/ask/1", "seed is ''"),
        ("/lesson/the-bet/ask/1?seed=-1", "seed is '-1'"),
        ("/lesson/the-bet/ask/1?seed=1234567890", "seed is '1234567890'"),
        ("/lesson/the-bet/ask/1?seed=%C2%B2", "seed is '²'"),
        ("/lesson/the-bet/ask/1?seed=1&choice=x", "choice is 'x'"),
        ("/lesson/the-bet/level/1?t=1.C", "C cannot go now"),
        ("/lesson/the-bet/level/1?t=?", "begins with '?'"),
        ("/lesson/the-bet/level/0", "no number 0"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_hint(client: Client, address: str, message: str) -> None:
    response = client(address)
    assert response.status_code == 404
    assert message in response.json()["error"]["message"]["text"]
    assert response.json()["error"]["hint"]


def test_a_level_says_where_its_player_stands(client: Client) -> None:
    def standing(schedule: str) -> Any:
        return client(f"/lesson/the-bet/level/1?t={schedule}").json()

    start, close, won = standing(""), standing("1.A9B7A4"), standing("1.A9B7A4B")
    assert (start["state"], start["left"], start["par"]) == ("open", 21, 21)
    assert {each["choice"]: each["steps"] for each in close["choices"]}["B"] == 1
    assert (won["state"], won["steps"], won["broken"]) == ("won", 21, "freed-table-used")
    assert standing("1.A20")["state"] == "lost"


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(RequestError):
        Course(SHIPPED).page("nope")


def test_every_template_text_of_a_lesson_is_in_the_catalogue() -> None:
    said = for_templates("en", "/")["t"]
    folder = Path(__file__).parents[2] / "templates"
    for name in ("lesson.html", "lessons.html"):
        for id in re.findall(r't\("(lesson\.[a-z-]+)"[,)]', (folder / name).read_text("utf-8")):
            assert said(id, 1, 2)
