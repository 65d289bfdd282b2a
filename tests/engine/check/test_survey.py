"""What the runs of a complete check did: claims, possibilities, lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import library
from engine.check.ask import Asker
from engine.check.claims import HOLDS, REFUTED, UNTESTED, ClaimResult
from engine.check.path import switches
from engine.check.search import Search
from engine.check.survey import Survey, covered, survey
from engine.check.verdict import check, run, verdict, with_facts
from engine.machine.claims import CLAIMS
from engine.machine.memory import Memory
from engine.run.build import build
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.scenario.read import parse_scenario
from tests.classic import CLASSIC

Tiny = Callable[..., Model]
Searched = Callable[[str, str], Search]


def facts(search: Search) -> Survey:
    return survey(Asker(search))


def claims(search: Search) -> dict[str, ClaimResult]:
    return {one.claim: one for one in facts(search).claims}


# claims -----------------------------------------------------------------------------------------------
def test_the_claims_of_the_mail_are_refuted_by_the_bet(searched: Searched) -> None:
    found = claims(searched("feb17", "zap-partial"))
    assert list(found) == [claim.property.id for claim in CLAIMS]
    results = {name: (one.result, one.schedule) for name, one in found.items()}
    assert results == {
        "zero-means-owner": (REFUTED, "1.B9A7"),
        "lock-keeps-one": (REFUTED, "1.B2A10"),
        "sharing-needs-lock": (UNTESTED, ""),
        "one-means-full-zap": (REFUTED, "1.A7B12"),
    }
    assert found["one-means-full-zap"].sentence == "B zaps 1 of the 2 entries of T0, whose count was one"


def test_the_repaired_protocol_keeps_the_claims(searched: Searched) -> None:
    for scenario in ("zap-zap", "write-write", "zap-write"):
        found = claims(searched("repaired", scenario))
        assert found["zero-means-owner"].result == HOLDS
        assert REFUTED not in {one.result for one in found.values()}


def test_populate_outside_the_ptl_is_sharing_without_the_lock() -> None:
    results = {}
    for outside in (0, 1):
        config = {"CONFIG_POPULATE_OUTSIDE_PTL": outside}
        model = build(library.protocol("feb17"), library.scenario("fork-write"), config)
        results[outside] = claims(run(Search(model)))["sharing-needs-lock"].result
    assert results == {0: HOLDS, 1: REFUTED}


@pytest.mark.parametrize("scenario", ["zap-partial", "zap-write"])
def test_the_run_of_a_refuted_claim_refutes_it_with_its_last_step(searched: Searched, scenario: str) -> None:
    search = searched("feb17", scenario)
    for one in claims(search).values():
        if one.result != REFUTED:
            continue
        choices = parse_schedule(one.schedule)
        assert (len(choices), switches(choices)) == (one.steps, one.switches)
        replay = Run(search.model)
        assert replay.replay(choices) is None
        refuting = [refutes(replay, at, one.claim) for at in range(1, replay.length + 1)]
        assert refuting == [False] * (replay.length - 1) + [True]


def refutes(replay: Run, at: int, claim_id: str) -> bool:
    claim = next(claim for claim in CLAIMS if claim.property.id == claim_id)
    taken, model = replay.moments[at].taken, replay.model
    assert taken is not None
    thread = model.thread_index(str(replay.moments[at].choice))
    memory = Memory(model.layout, replay.moments[at - 1].state)
    events = [event for event in taken.events if event.id in claim.events]
    return any(claim.judge(memory, thread, event) for event in events)


# what should be possible ------------------------------------------------------------------------------
def test_a_check_in_which_everything_happens_is_not_vacuous(searched: Searched) -> None:
    found = facts(searched("feb17", "zap-zap"))
    always = ["finishes-A", "finishes-B", "together", "shared"]
    assert [one.id for one in found.possible] == [*always, "sometimes-1", "sometimes-2"]
    assert found.vacuous == ()


def test_eager_copy_shares_nothing(searched: Searched) -> None:
    vacuous = facts(searched("eager-copy", "zap-zap")).vacuous
    assert [one.text for one in vacuous] == ["two processes share a page table", "a count reaches 2"]


WISHED = [id for id in library.scenario_ids() if library.scenario(id).sometimes]


@pytest.mark.parametrize("scenario", WISHED)
def test_what_a_shipped_scenario_wants_to_see_is_seen_where_tables_are_shared(
    searched: Searched, scenario: str
) -> None:
    assert facts(searched("repaired", scenario)).vacuous == ()


def wished(*wishes: str, more: str = "") -> list[str]:
    """Which of them no run of two sharers under the bet does, the second of which unmaps half."""
    stories = 'do = ["munmap 0-1"]', 'do = ["munmap 0", "read 1"]'
    threads = "".join(f'[[thread]]\nmm = "{mm}"\n{story}\n' for mm, story in zip("AB", stories, strict=True))
    setup = '[[setup]]\nmm = "A"\ndo = ["map 0-1", "write 0 = 1", "fork B"]\n'
    text = f"sometimes = {list(wishes)!r}\n[shape]\nentries = 2\n{more}\n{setup}{threads}"
    model = build(library.protocol("repaired"), parse_scenario("wished", text))
    return [one.text for one in facts(Search(model)).vacuous]


def test_wishes_are_met_by_functions_counts_events_and_sharers() -> None:
    met = [
        "__pte_alloc runs",
        "zap_pte_range runs",
        "a count reaches 2",
        "a table is freed",
        "a page is freed",
    ]
    assert wished(*met, "A and B share a table") == []


def test_wishes_that_no_run_fulfils_are_told() -> None:
    unmet = ["copy_page_range runs", "no_such_function runs", "a count reaches 3", "memory runs out"]
    assert wished("a page is freed", *unmet) == unmet
    assert wished("memory runs out", more="out_of_memory = true") == []


def test_a_thread_that_never_comes_to_its_end_is_told(tiny: Tiny) -> None:
    found = facts(Search(tiny("BUG_ON(1);", "", b="unshare 0")))
    assert [one.text for one in found.vacuous][:1] == ["A comes to the end of its story"]


def test_one_process_alone_can_meet_nobody_and_share_nothing() -> None:
    text = '[[thread]]\nmm = "A"\ndo = ["map 0", "read 0"]'
    model = build(library.protocol("eager-copy"), parse_scenario("alone", text))
    assert [one.id for one in facts(Search(model)).possible] == ["finishes-A"]


# lines ------------------------------------------------------------------------------------------------
def test_lines_that_no_run_reaches_are_told_within_functions_that_some_run_enters(tiny: Tiny) -> None:
    statements = "if (mm == NULL)\n\t\tadd_mm_rss(mm, 1);\n\tpte_page_rss(pmd_page(*pmd_offset(mm, 0)));"
    model = tiny(statements, "", b="munmap 0")
    found = facts(Search(model)).coverage
    texts = model.protocol.sources[0].text.splitlines()
    assert [texts[line - 1].strip() for file, line in found.unreached] == ["add_mm_rss(mm, 1);"]
    assert found.uncalled == ()
    assert found.lines == 5


def test_a_function_that_no_run_enters_is_told_once_by_its_name(searched: Searched) -> None:
    found = facts(searched("feb17", "zap-zap")).coverage
    assert "__pte_alloc" in found.uncalled
    assert ("feb17.c", 66) not in found.unreached


def test_nothing_reached_is_nothing_entered(searched: Searched) -> None:
    found = covered(searched("feb17", "zap-zap").model, set())
    assert (found.lines, found.unreached) == (0, ())
    assert "zap_pte_range" in found.uncalled


def test_all_lines_of_repaired_are_reached_by_some_scenario(searched: Searched) -> None:
    """The scenarios that ship are not vacuous for the protocol that is to be proved."""
    missed = []
    for scenario in CLASSIC:
        found = facts(searched("repaired", scenario)).coverage
        missed.append({line for line in found.unreached if line[0] == "repaired.c"})
    assert len(set.intersection(*missed)) == 0


# with a verdict ---------------------------------------------------------------------------------------
def test_a_complete_check_comes_with_its_facts_and_can_do_without(searched: Searched) -> None:
    model = searched("feb17", "zap-zap").model
    found = check(model)
    assert found.facts is not None
    assert found.facts.interleavings.words == "9.8 trillion interleavings"
    assert check(searched("feb17", "zap-write").model, facts=False).facts is None


def test_each_bad_run_of_a_verdict_has_its_turn(searched: Searched) -> None:
    found = check(searched("feb17", "zap-zap").model)
    assert found.facts is not None
    assert [one.schedule for one in found.facts.turns] == [one.schedule for one in found.damage]
    first = found.facts.turns[0]
    assert (first.no_return, first.shared, first.good) == (19, 18, "1.A9B7A2B18A10")


def test_a_run_that_was_lost_from_the_start_has_no_good_one(tiny: Tiny) -> None:
    found = check(tiny("BUG_ON(1);", "BUG_ON(1);"))
    assert found.facts is not None
    assert [(one.no_return, one.good, one.shared) for one in found.facts.turns] == [(0, "", 0)]


def test_an_unfinished_check_has_none(searched: Searched) -> None:
    search = run(Search(searched("feb17", "zap-zap").model), 100)
    assert with_facts(search, verdict(search)).facts is None
