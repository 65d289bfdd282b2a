"""All that the engine can say has a sentence, and all sentences can be said."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from engine.machine.claims import CLAIMS
from engine.machine.violations import PROPERTIES
from engine.run.sentences import EVENTS, REASONS, VIOLATIONS, listed, said, short, told, translated
from engine.words.catalogue import words

ENGINE = Path(__file__).parents[3] / "engine"


def strings_at(call: ast.Call, index: int) -> set[str]:
    """The string constants in one argument of a call (of both sides, if it chooses)."""
    if len(call.args) <= index:
        return set()
    sides = [call.args[index]]
    if isinstance(sides[0], ast.IfExp):
        sides = [sides[0].body, sides[0].orelse]
    return {side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)}


def said_by_engine(name: str, index: int) -> set[str]:
    """The message ids that are written in calls of a function anywhere in machine/ and run/."""
    found: set[str] = set()
    for folder in ("machine", "run"):
        for path in (ENGINE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    function = (
                        node.func.attr
                        if isinstance(node.func, ast.Attribute)
                        else getattr(node.func, "id", "")
                    )
                    if function == name:
                        found |= strings_at(node, index)
    return found


def test_every_event_has_words_and_all_words_have_an_event():
    assert said_by_engine("tell", 0) | said_by_engine("told", 0) == EVENTS.keys()


def test_every_violation_has_a_sentence_and_all_sentences_a_violation():
    chosen = {"resurrected"}  # of a table that was freed, by what is done to it
    assert said_by_engine("violate", 1) | said_by_engine("Violation", 1) | chosen == VIOLATIONS.keys()


def test_every_violation_is_of_a_property_and_every_property_can_be_broken():
    kinds = {"freed-table-used", "freed-page-used"}  # `use_page` names them apart
    claims = {claim.property.id for claim in CLAIMS}
    judged = said_by_engine("violate", 0) | said_by_engine("Violation", 0) | kinds
    assert judged == PROPERTIES.keys() | claims


def test_every_reason_has_a_sentence():
    assert said_by_engine("Blocked", 0) <= REASONS.keys()
    chosen = {"finished", "gone", "stopped", "and"}  # by a variable
    chosen |= {id for id in REASONS if id.startswith(("stop-", "never-"))}  # by the verb of a breakpoint
    whole = said_by_engine("said", 0) | said_by_engine("listed", 1)
    said = {id.removeprefix("reason.") for id in whole if id.startswith("reason.")}
    assert said | said_by_engine("Blocked", 0) | chosen == REASONS.keys()


def test_marks_are_one_character_and_labels_are_short():
    assert all(len(words.mark) == 1 for words in EVENTS.values())
    assert all(len(re.sub(r"\{\d\}", "", words.short)) <= 12 for words in EVENTS.values())


def test_a_label_names_a_lock_by_its_short_name():
    assert short("lock", ("A.page_table_lock",)) == "lock ptl"
    assert short("unlock", ("page_table_share_lock",)) == "unlock share"
    assert short("lock", ("T0.lock",)) == "lock T0"
    assert short("down-write", ("A.mmap_sem",)) == "down_write sem"
    assert short("put", ("T0", 2, 1)) == "put T0 2→1"


def test_a_sentence_has_a_subject_if_one_is_given():
    assert told("free", ("T0",)).text == "frees T0"
    assert told("free", ("T0",), "A").text == "A frees T0"


def test_a_sentence_is_said_in_another_language_from_its_id_and_arguments():
    german = words("de")
    assert translated(told("free", ("T0",), "A"), german) == "A gibt T0 frei"
    waits = said("reason.blocked-here", "B", said("reason.waits-for", "A.mmap_sem", listed(["A", "C"])))
    assert waits.text == "B waits for A.mmap_sem, held by A and C"
    assert translated(waits, german) == "B wartet auf A.mmap_sem, gehalten von A und C"
    assert listed([]) == ""


def test_a_label_is_said_in_another_language():
    assert short("no-memory", ("T1",), words("de")) == "kein RAM"
