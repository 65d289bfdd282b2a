"""What a scenario says must be possible: how it is written, and what is wrong with it, with its place."""

from __future__ import annotations

import pytest

from engine.errors import RoutineError
from engine.scenario.read import parse_scenario
from engine.scenario.sometimes import MOST_WISHES, WISHES, Wish, parse_wish

THREADS = '[[thread]]\nmm = "A"\ndo = ["fork B"]\n\n[[thread]]\nmm = "B"\ndo = []\n'


def refused(*wishes: str) -> list[tuple[str, str, str]]:
    with pytest.raises(RoutineError) as error:
        parse_scenario("s", f"sometimes = [{', '.join(wishes)}]\n{THREADS}")
    return [(str(found.span), found.code, found.message.text) for found in error.value.diagnostics]


@pytest.mark.parametrize("kind", WISHES)
def test_each_kind_is_read_from_its_example(kind: str) -> None:
    assert parse_wish(f"  {WISHES[kind]} ", ("A", "B")).kind == kind


def test_wishes_stand_in_the_scenario_in_their_order() -> None:
    found = parse_scenario("s", f'sometimes = ["a count reaches 15", "B  and A share a table"]\n{THREADS}')
    first = Wish("count", "a count reaches 15", number=15)
    assert found.sometimes == (first, Wish("share", "B and A share a table", ("B", "A")))
    assert parse_scenario("s", THREADS).sometimes == ()


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ('"the moon rises"', "'the moon rises' is nothing that a check looks for"),
        ("7", "'7' is nothing that a check looks for"),
        ('"a count reaches 1"', "'a count reaches 1' is no count that a table can come to"),
        ('"a count reaches 16"', "'a count reaches 16' is no count that a table can come to"),
        ('"A and C share a table"', "'A and C share a table': there is no process C"),
        ('"A and A share a table"', "'A and A share a table': it names one process twice"),
    ],
)
def test_a_wish_that_says_nothing_is_refused_at_its_place(wish: str, says: str) -> None:
    assert refused('"memory runs out"', wish) == [("s.toml:1:33", "SCEN02", says)]


def test_there_is_a_limit_to_wishes() -> None:
    (found,) = refused(*['"memory runs out"'] * (MOST_WISHES + 1))
    assert found == ("s.toml:1:13", "SCEN02", f"sometimes has {MOST_WISHES + 1} lines")
