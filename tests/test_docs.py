"""The docs that are made from the code are up to date, and name what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.lang.comments import HEADER_KEYS
from engine.needs import NEEDS
from engine.run.stories import ROUTINES
from engine.scenario.read import parse_scenario
from engine.scenario.story import GRAMMAR
from engine.vocabulary.manual import primitives_page

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_the_page_of_primitives_is_the_table() -> None:
    page = (DOCS / "primitives.md").read_text("utf-8")
    assert page == primitives_page(), "run python tests/golden/write.py"


def test_every_verb_of_a_story_is_documented_with_its_routine() -> None:
    language = (DOCS / "routine-language.md").read_text("utf-8")
    format_page = (DOCS / "scenario-format.md").read_text("utf-8")
    for verb, routine in ROUTINES.items():
        assert f"{routine}(" in language, f"{verb} calls {routine}"
        assert f"| `{verb}" in format_page, verb
    assert set(ROUTINES) == set(GRAMMAR)


def test_the_scenario_of_the_format_page_is_one() -> None:
    page = (DOCS / "scenario-format.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    scenario = parse_scenario("zap-zap", example)
    assert scenario.mms == ("A", "B")
    assert scenario.config == (("CONFIG_GATHER", "batched"),)


def test_every_need_of_a_scenario_and_every_line_of_a_header_is_documented() -> None:
    format_page = (DOCS / "scenario-format.md").read_text("utf-8")
    assert [word for word in NEEDS if f"`{word}`" not in format_page] == []
    language = (DOCS / "routine-language.md").read_text("utf-8")
    assert [key for key in HEADER_KEYS if f"| `{key}` |" not in language] == []


PAGES = sorted(ROOT.glob("*.md")) + sorted(DOCS.rglob("*.md"))


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
        if not re.match("[a-z]+:", target):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
