"""The catalogue: every language has every text, with the same arguments."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from engine.cost.capture import AGREES, KERNEL_COUNTS_LESS, KERNEL_COUNTS_MORE, PARTS, UNKNOWN
from engine.cost.claims import CAVEATS
from engine.cost.sharing import SYSTEMS
from engine.cost.space import ANONYMOUS, FILE, HUGETLB, SPECIAL, Mapping
from engine.cost.workload import OPERATIONS
from engine.library import SHIPPED
from engine.library.cells import MACHINES
from engine.machine.claims import CLAIMS
from engine.machine.violations import PROPERTIES
from engine.needs import NEEDS
from engine.run.costs import COSTS
from engine.words.catalogue import ENGLISH, LANGUAGES, MARKED, Form, filled, words

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "engine/words"
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


def test_a_language_comes_into_another_process_as_its_name() -> None:
    assert pickle.loads(pickle.dumps(words("de"))) is words("de")


def test_the_marked_language_has_marks_around_every_text() -> None:
    marked = words(MARKED)
    assert marked.texts.keys() == ENGLISH.texts.keys()
    assert marked.say("bar.bugs", 2) == "⟦2 bugs⟧"
    assert all(text[0] + text[-1] == "⟦⟧" for form in marked.texts.values() for text in forms(form).values())


def sources() -> Iterator[str]:
    """All code and templates that say texts."""
    for pattern in ("engine/**/*.py", "app/**/*.py", "templates/*.html", "static/src/**/*.js"):
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_text("utf-8")


AREAS = sorted({id.partition(".")[0] for id in ENGLISH.own})
ID = re.compile(rf"""["'`]((?:{"|".join(AREAS)})\.[a-zA-Z0-9_-]*)(["'`]|\$?\{{)""")


def test_what_is_said_is_in_the_catalogue_and_what_is_in_it_is_said() -> None:
    found = {
        (id, end in "\"'`" and not id.endswith((".", "-")))
        for text in sources()
        for id, end in ID.findall(text)
    }
    whole = {id for id, is_whole in found if is_whole}
    begun = tuple(id for id, is_whole in found if not is_whole)  # the rest is in a variable
    files = {f"{area}.{end}" for area in AREAS for end in ("js", "json", "html")}
    assert sorted(whole - ENGLISH.own - files) == []
    unsaid = [id for id in ENGLISH.own - whole if not id.startswith(begun)]
    assert unsaid == []


def said_by_library() -> Iterator[str]:
    """The English of what ships: titles, texts, toggles, properties, costs."""
    for scenario in map(SHIPPED.scenario, SHIPPED.scenario_ids()):
        yield from (scenario.title, scenario.text, *(story.text for story in scenario.threads))
    for protocol in map(SHIPPED.protocol, SHIPPED.protocol_ids()):
        header = protocol.header
        yield from (protocol.title, header.date, header.text, header.note, header.story)
        yield from (reason for _, reason in header.lacks)
        yield from (preset.text for preset in header.as_of)
        for toggle in protocol.toggles:
            yield from (toggle.label, toggle.help, *toggle.values)
    for known in (*PROPERTIES.values(), *(claim.property for claim in CLAIMS)):
        yield from (known.title, known.help)
    for cost in COSTS.values():
        yield from (cost.title, cost.help)
    yield from (*NEEDS.values(), *MACHINES, *OPERATIONS.values(), *CAVEATS)
    yield from (reason for id in SHIPPED.protocol_ids() for reason in SHIPPED.harmless(id).values())


def said_of_captures() -> Iterator[str]:
    """The same of what a captured process holds, and of who could share it."""
    for system in SYSTEMS:
        yield system.rule
        if system.title != system.id:
            yield system.title
    yield from (*PARTS.values(), UNKNOWN, AGREES, KERNEL_COUNTS_MORE, KERNEL_COUNTS_LESS)
    for kind, shared, writable in product((ANONYMOUS, FILE, HUGETLB, SPECIAL), (False, True), (False, True)):
        if kind != ANONYMOUS or not shared:  # shared anonymous memory is a file
            yield Mapping(0, 1, kind, shared, writable, own=False).label


@pytest.mark.parametrize("language", OTHERS)
def test_what_the_library_says_is_translated_by_its_english(language: str) -> None:
    theirs = words(language)
    said = (*said_by_library(), *said_of_captures())
    missing = {text for text in said if text and not theirs.has(text)}
    assert sorted(missing) == [], f"write them into engine/words/library/{language}.json"


def test_a_text_of_the_library_that_is_not_translated_is_said_in_english() -> None:
    german = words("de")
    assert (german.ours("zap with an empty slot"), german.has("zap with an empty slot")) == (
        "zap mit leerem Slot",
        True,
    )
    assert (german.ours("something new"), german.has("something new")) == ("something new", False)
    assert (ENGLISH.ours("something new"), ENGLISH.has("something new")) == ("something new", True)
    assert [words(MARKED).ours(text) for text in ("a", "")] == ["⟦a⟧", ""]


NEVER_BUNDLED = {"cli", "error", "hint", "lang", "mutant", "scenario", "usage"}
"""What only the server and the command line say: their English comes with the message."""


def test_the_page_bundles_the_english_of_every_area() -> None:
    listed = re.findall(r'"../../engine/words/en/(\w+)\.json"', (ROOT / "static/src/english.js").read_text())
    assert sorted(listed) == sorted({path.stem for path in (FOLDER / "en").iterdir()} - NEVER_BUNDLED)
