"""The catalogue: every language has every text, with the same arguments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.words.catalogue import ENGLISH, LANGUAGES, MARKED, Form, filled, words

FOLDER = Path(__file__).parents[2] / "engine/words"
OTHERS = sorted(LANGUAGES.keys() - {"en"})


def forms(form: Form) -> dict[str, str]:
    return {"": form} if isinstance(form, str) else dict(form)


def arguments(text: str) -> set[str]:
    return set(re.findall(r"\{(\d)\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_and_no_other(language: str) -> None:
    own = words(language).own
    assert sorted(ENGLISH.own - own) == [], "not translated yet: write them beside the English"
    assert sorted(own - ENGLISH.own) == [], "no such text in English"


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_has_the_same_arguments_and_forms_in_every_language(language: str) -> None:
    theirs = words(language).texts
    for id, form in ENGLISH.texts.items():
        assert forms(theirs[id]).keys() == forms(form).keys(), id
        used = [set.union(*map(arguments, forms(each).values())) for each in (form, theirs[id])]
        assert used[0] == used[1], id


def test_a_form_is_chosen_by_the_first_argument() -> None:
    assert [ENGLISH.say("bar.bugs", n) for n in (0, 1, 2)] == ["0 bugs", "1 bug", "2 bugs"]


def test_braces_around_anything_but_a_digit_stay() -> None:
    assert filled("{0} {x} {}", ("a",)) == "a {x} {}"


def test_a_text_that_is_not_there_and_a_language_that_is_not_there_are_errors() -> None:
    assert "bar.bugs" in ENGLISH
    assert "bar.nothing" not in ENGLISH
    with pytest.raises(KeyError):
        ENGLISH.say("bar.nothing")
    for name in ("xx", "", "../en"):
        with pytest.raises(KeyError):
            words(name)


def test_the_marked_language_has_marks_around_every_text() -> None:
    marked = words(MARKED)
    assert marked.texts.keys() == ENGLISH.texts.keys()
    assert marked.say("bar.bugs", 2) == "⟦2 bugs⟧"
    assert all(text[0] + text[-1] == "⟦⟧" for form in marked.texts.values() for text in forms(form).values())


def test_the_page_bundles_the_english_of_every_area() -> None:
    listed = re.findall(
        r'"../../engine/words/en/(\w+)\.json"', (FOLDER.parents[1] / "static/src/english.js").read_text()
    )
    assert sorted(listed) == sorted(path.stem for path in (FOLDER / "en").iterdir())
