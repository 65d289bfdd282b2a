"""A translation holds the prose alone: what differs from the lesson otherwise is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import RoutineError
from engine.lessons.lesson import Lesson
from engine.lessons.translation import read_translation
from engine.library import SHIPPED, Library
from engine.words.catalogue import LANGUAGES
from tests.engine.lessons.pieces import block, lesson

HEADER = '+++\ntitle = "Ein Titel"\ntext = "Worum es geht."\n+++\n'
RUN = block("step", 'schedule = "1.A"')
BODY = f"Prose, [a page](/run).\n\n## One\n[step 1](#1)\n{RUN}\n## Two\n```c\nx;\n```\n"
GERMAN = "Prosa, [eine Seite](/run).\n\n## Eins\n[Schritt 1](#1)\n```step\n```\n\n## Zwei\n```c\nx;\n```\n"
OTHERS = [language for language in LANGUAGES if language != "en"]


def in_german(body: str = GERMAN, header: str = HEADER, of: Lesson | None = None) -> Lesson:
    return read_translation(of or lesson(BODY), "de", "lessons/de/01-mine.md", header + body)


def test_a_translation_has_its_words_and_the_pieces_of_the_lesson() -> None:
    english, german = lesson(BODY), in_german()
    assert (german.title, german.text, german.language) == ("Ein Titel", "Worum es geht.", "de")
    assert (german.id, german.minutes, german.file) == (english.id, english.minutes, english.file)
    assert german.pieces("step") == english.pieces("step")
    assert [section.before.markdown.split("\n")[0] for section in german.sections] == [
        "Prosa, [eine Seite](/run).",
        "## Eins",
        "## Zwei",
    ]


WRONG = {
    "a key in a block": (
        GERMAN.replace("```step", '```step\nschedule = "1.B"'),
        9,
        "'schedule' says nothing",
    ),
    "a block too many": (GERMAN + "## Drei\n```step\n```\n", 17, "has no step block number 2"),
    "a block less": (GERMAN.replace("[Schritt 1](#1)\n```step\n```\n", ""), 7, "has not the block"),
    "a block elsewhere": (
        GERMAN.replace("[Schritt 1](#1)\n```step\n```\n", "").replace("```c\nx;\n```", "```step\n```"),
        7,
        "has not the block",
    ),
    "another step": (GERMAN.replace("#1", "#2"), 7, "#1 stands 0 times here and 1 times in"),
    "a link of its own": (GERMAN.replace("Prosa", "[Prosa](/costs)"), 5, "/costs stands 1 times here and 0"),
    "a link twice": (GERMAN.replace("Prosa", "[Prosa](/run)"), 5, "/run stands 2 times here and 1"),
    "another listing": (GERMAN.replace("x;", "y;"), 12, "x; stands 0 times"),
    "a section less": (GERMAN[: GERMAN.index("## Zwei")], 7, "2 sections here and 3"),
    "nothing": ("", 1, "0 sections here and 3"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_differs_from_the_lesson_is_told_with_file_and_line(wrong: str) -> None:
    body, line, message = WRONG[wrong]
    with pytest.raises(RoutineError) as caught:
        in_german(body)
    (diagnostic,) = caught.value.diagnostics
    assert str(diagnostic.span) == f"lessons/de/01-mine.md:{line}:1"
    assert message in diagnostic.message.text
    assert diagnostic.hint


def test_a_header_says_only_what_is_translated() -> None:
    with pytest.raises(RoutineError, match="'minutes' says nothing here"):
        in_german(header=HEADER.replace("text", "minutes = 5\ntext"))


def test_a_lesson_without_a_translation_is_told_in_english(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    (folder / "de").mkdir(parents=True)
    english = '+++\ntitle = "A"\ntext = "B"\nminutes = 5\n+++\nProse.\n'
    (folder / "01-told.md").write_text(english, "utf-8")
    (folder / "02-only.md").write_text(english, "utf-8")
    (folder / "de" / "01-told.md").write_text(HEADER + "Prosa.\n", "utf-8")
    library = Library((tmp_path,))
    assert library.lesson_ids() == ("told", "only")
    assert [library.lesson(id, "de").language for id in library.lesson_ids()] == ["de", "en"]
    assert library.lesson("told").title == "A"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("id", SHIPPED.lesson_ids())
def test_every_lesson_that_ships_is_told_in_every_language(id: str, language: str) -> None:
    english, told = SHIPPED.lesson(id), SHIPPED.lesson(id, language)
    assert told.language == language
    assert told.title != english.title
    assert told.text != english.text


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_of_a_lesson_that_is_gone(language: str) -> None:
    (root,) = SHIPPED.folders
    files = {entry.name for entry in (root / "lessons" / language).iterdir()}
    assert files == {Path(SHIPPED.lesson(id).file).name for id in SHIPPED.lesson_ids()}
