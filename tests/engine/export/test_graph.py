"""The state graph as DOT and JSON, and what cannot be exported."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable

import pytest

from engine import library
from engine.errors import LimitReached, RequestError
from engine.export import document, dot, export
from engine.lang.check import read_protocol
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.read import parse_scenario

Check = Callable[..., object]

EMPTY = """/*
 * title: nothing
 */
#include "mm.c"

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	return 0;
}
"""

SCENARIO = """
[shape]
out_of_memory = {out_of_memory}
slots = {slots}
entries = {entries}
[[setup]]
mm = "A"
do = ["map 0"]
[[thread]]
mm = "A"
do = {do}
"""


def one(*do: str, text: str = EMPTY, out_of_memory: bool = False, slots: int = 1, entries: int = 2) -> Model:
    source = SCENARIO.format(
        do=list(do), out_of_memory=str(out_of_memory).lower(), slots=slots, entries=entries
    )
    return build(read_protocol("tiny", text, library.include), parse_scenario("tiny", source))


def test_json_holds_the_whole_graph_and_what_a_search_discovers(shipped: Check, ours: Check) -> None:
    model = shipped("feb17", "unshare-unshare")
    whole, expected = json.loads(export(model, "json")), ours(model)
    assert whole["complete"] is True
    assert (len(whole["states"]), len(whole["transitions"])) == (expected.states, expected.transitions)
    found = {(one["property"], one["message"]): one["steps"] for one in whole["discoveries"]}
    assert expected.kinds.items() <= found.items()
    first = whole["states"][0]
    assert dict(zip(whole["fields"], first["fields"], strict=True))["T0.count"] == 2
    step = whole["transitions"][0]
    assert (step["from"], step["thread"], step["fails"]) == (0, "A", False)
    assert step["text"].startswith("mm.c:")
    assert all(
        str(place) in whole["places"]["A"] for place in (state["places"][0] for state in whole["states"])
    )


def test_json_says_when_it_stops_early(shipped: Check) -> None:
    whole = json.loads(document(shipped("feb17", "unshare-unshare"), limit=10))
    assert (whole["complete"], len(whole["states"])) == (False, 10)
    assert all(step["to"] < 10 for step in whole["transitions"])


def test_dot_names_each_step_by_thread_and_text(shipped: Check) -> None:
    text = export(shipped("eager-copy", "unshare-unshare"), "dot")
    assert text.count("[label=") == 64 + 112
    assert 's0 -> s1 [label="A mm.c:' in text
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tcanon"], input=text, text=True, check=True, capture_output=True)


def test_dot_says_when_it_stops_early_and_where_the_kernel_stopped(shipped: Check) -> None:
    model = shipped("feb17", "zap-zap")
    assert "the first 5 states only" in dot(model, limit=5)
    assert "stopped" in dot(model, limit=3_000)


def test_an_allocation_that_fails_is_marked() -> None:
    assert '[label="A! ' in export(one("write 0 = 1", out_of_memory=True), "dot")


def test_a_step_without_an_access_is_named_after_where_it_begins(
    spin: Check, tlc: Check, ours: Check, tmp_path: object
) -> None:
    model = one("unshare 0")
    assert "in user mode, before `unshare 0`" in export(model, "dot")
    assert spin(model, tmp_path) == ours(model)
    assert tlc(model, tmp_path) == ours(model)


def test_an_unknown_notation_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="a model cannot be written as 'java'"):
        export(one("unshare 0"), "java")


def test_what_no_promela_type_holds_is_refused() -> None:
    with pytest.raises(LimitReached, match="an exported variable has at most 31"):
        export(one("map 0", slots=8, entries=8), "promela")


@pytest.mark.parametrize("protocol", library.protocol_ids())
@pytest.mark.parametrize("scenario", ["zap-write", "fork-fork", "exit-exit"])
def test_spin_reads_every_model_of_2002_and_others_are_refused(
    protocol: str, scenario: str, reads: Check, shipped: Callable[..., Model]
) -> None:
    model = shipped(protocol, scenario)
    if model.shape.pmd_write_bit or model.shape.counting != "page_count":
        with pytest.raises(RequestError, match="RUN14"):
            export(model, "promela")
    else:
        reads(model)
