"""From texts to a model at its start: toggles, shape, set-up, stories, and what a page is told of it all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import library
from engine.errors import LimitReached, RequestError
from engine.run.build import build, configure
from engine.run.info import run_info
from engine.run.run import Run
from engine.run.stories import ROUTINES, call_of, constants
from engine.scenario.read import parse_scenario
from engine.scenario.story import GRAMMAR, parse_line
from engine.vocabulary.constants import CONSTANTS
from engine.vocabulary.primitives import ORACLE_MARKS

SCENARIO = """
[config]
CONFIG_GATHER = "batched"
[[thread]]
mm = "A"
do = ["munmap 0-1"]
"""


def configured(**chosen):
    return configure(library.protocol("feb17"), parse_scenario("s", SCENARIO), chosen)


def test_a_toggle_is_as_the_user_chose_else_as_the_scenario_says_else_as_the_text_has_it():
    assert configured()["CONFIG_SMP"] == 1
    assert configured()["CONFIG_GATHER"] == 2
    assert configured(CONFIG_GATHER="fast", CONFIG_SMP="0")["CONFIG_GATHER"] == 1
    assert configured(CONFIG_GATHER=0, CONFIG_SMP="UP")["CONFIG_SMP"] == 0


@pytest.mark.parametrize("value", ["3", 3, -1, "", "quick", "\u00b2", "9" * 5000, True, "0 "])
def test_a_value_that_a_toggle_does_not_have_is_refused_with_those_that_it_has(value):
    with pytest.raises(RequestError, match="RUN06 CONFIG_GATHER cannot be") as refused:
        configured(CONFIG_GATHER=value)
    assert refused.value.hint.text == "write one of: 0 (by mm_users), 1 (fast), 2 (batched)"
    assert len(refused.value.message.text) < 80


def test_a_toggle_that_is_not_there_is_refused_with_those_that_are(tiny):
    with pytest.raises(RequestError, match="RUN06 feb17 has no toggle CONFIG_NUMA") as refused:
        configured(CONFIG_NUMA=1)
    assert "CONFIG_SMP" in refused.value.hint.text
    with pytest.raises(RequestError) as refused:
        tiny("find_vma(mm, address);", CONFIG_SMP=0)
    assert refused.value.hint.text == "its toggles are: none"


def test_the_shape_follows_scenario_and_toggles(model):
    smp, up = model("feb17", "zap-fork"), model("feb17", "zap-fork", CONFIG_SMP=0, CONFIG_WALK_CACHE=1)
    assert (smp.shape.cpus, smp.shape.walk_cache, smp.shape.own_pools) == (3, False, True)
    assert (up.shape.cpus, up.shape.walk_cache) == (1, True)
    assert not model("feb17", "zap-fork", CONFIG_LOWEST_FREE=1).shape.own_pools
    assert smp.shape.mms == ("A", "B", "C")
    assert smp.shape.born == (0,)
    assert smp.shape.values == (0, 1, 2)


def test_the_set_up_has_run_before_the_run_begins(model):
    shipped = model("feb17", "zap-zap")
    frame = Run(shipped).frame()
    assert [mm.state for mm in frame.memory.mms] == ["live", "live"]
    assert [slot.table for mm in frame.memory.mms for slot in mm.slots] == ["T0", "T0"]
    assert [page.value for page in frame.memory.pages] == ["1", "2"]
    assert shipped.at_rest(shipped.initial)


def test_a_set_up_line_that_cannot_run_to_its_end_is_refused(tiny):
    body = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_lock(&page_table_share_lock);
	while (1)
		find_vma(mm, address);
}
"""
    with pytest.raises(LimitReached, match="LIM11 the set-up line 'munmap 0' of A took more than 5000 steps"):
        tiny(body, {"A": []}, [("A", ["munmap 0"])])
    with pytest.raises(RequestError, match="RUN07 the set-up line 'munmap 0' of B cannot run to its end"):
        tiny('#include "mm.c"', {"A": ["fork B"], "B": []}, [("B", ["munmap 0"])])


def test_a_set_up_line_that_breaks_a_property_is_refused(tiny):
    with pytest.raises(RequestError, match="RUN07 the set-up line 'munmap 0' of A breaks 'bug'"):
        tiny("BUG_ON(size);", {"A": []}, [("A", ["munmap 0"])])


def test_a_story_is_lowered_once_for_all_models_that_tell_it_on_the_same_machine():
    feb17, zap = library.protocol("feb17"), library.scenario("zap-zap")
    one, other, up = build(feb17, zap), build(feb17, zap), build(feb17, zap, {"CONFIG_SMP": 0})
    for thread in range(2):
        assert one.threads[thread].program is other.threads[thread].program
        assert one.threads[thread].program is not up.threads[thread].program
    text = feb17.sources[0].text.replace("BUG_ON(", "BUG_ON(!")
    assert text != feb17.sources[0].text
    changed = build(library.protocol_from_text("feb17", text, lambda file: None), zap)
    assert changed.threads[0].program.code != one.threads[0].program.code


def test_a_protocol_that_lacks_a_routine_is_refused_with_its_name(tiny):
    with pytest.raises(RequestError, match="RUN05 the protocol tiny has no routine sys_exit"):
        tiny("find_vma(mm, address);", {"A": ["exit"]})


def test_every_verb_calls_a_routine_of_the_common_code(model):
    assert ROUTINES.keys() == GRAMMAR.keys()
    assert set(ROUTINES.values()) <= set(library.protocol("eager-copy").by_name)


def test_every_constant_has_a_value(model):
    assert constants(model("feb17", "zap-zap").shape).keys() == CONSTANTS.keys()


def test_every_call_ends_in_user_mode_and_every_mark_is_used(model):
    shape = model("feb17", "zap-fork").shape
    lines = [parse_line(text.replace("7", "2")) for text in GRAMMAR.values()]
    calls = [call_of(line, "A", shape) for line in lines]
    calls += [call_of(line, "A", replace(shape, out_of_memory=True)) for line in lines]
    assert all(call.after[0] == ("leave_kernel", ()) for call in calls)
    assert {name for call in calls for name, _ in (*call.before, *call.after)} == set(ORACLE_MARKS)


def test_what_a_page_is_told_of_a_run(model):
    info = run_info(model("feb17", "zap-partial", CONFIG_GATHER="batched", CONFIG_SMP=0))
    assert (info.protocol, info.scenario, info.slots, info.entries) == ("feb17", "zap-partial", 1, 2)
    toggles = {toggle.name: toggle for toggle in info.toggles}
    assert (toggles["CONFIG_GATHER"].value, toggles["CONFIG_GATHER"].default) == (2, 0)
    assert toggles["CONFIG_SMP"].group == "machine"
    assert toggles["CONFIG_SHARE_LOCK_PER_TABLE"].group == "protocol"
    assert [(story.thread, story.mm, story.cpu, story.lines) for story in info.stories] == [
        ("A", "A", "CPU 0", ("munmap 0-1",)),
        ("B", "B", "CPU 0", ("munmap 0", "read 1")),
    ]
    assert info.stories[0].text == "unmaps all of its memory"
    assert [source.file for source in info.sources if source.hardware] == ["hardware.c"]
    assert {function.name for function in info.functions} >= {"zap_pte_range", "user_load"}
    assert info.dead, "branches that the toggles switch off"


def test_a_scenarios_own_setting_is_the_default_that_a_page_shows(tiny):
    built = build(library.protocol("eager-copy"), parse_scenario("s", SCENARIO))
    toggles = {toggle.name: toggle for toggle in run_info(built).toggles}
    assert (toggles["CONFIG_GATHER"].value, toggles["CONFIG_GATHER"].default) == (2, 2)
    assert run_info(tiny("find_vma(mm, address);", {"A": []})).stories[0].text == "does nothing"


def test_a_model_knows_its_threads_by_name(model):
    shipped = model("feb17", "zap-zap")
    assert [shipped.thread_index(name) for name in "AB"] == [0, 1]
    with pytest.raises(RequestError, match="RUN04 there is no thread Q"):
        shipped.thread_index("Q")


def test_a_page_is_told_what_a_system_was_like_in_its_years():
    info = run_info(build(library.protocol("hugetlb"), library.scenario("shmdt-fault")))
    names = [preset.name for preset in info.presets]
    assert (names[0], names[-1]) == ("2006", "today")
    toggles = {name for name, _ in info.presets[0].values}
    assert all({name for name, _ in preset.values} == toggles for preset in info.presets)
    now = {toggle.name: toggle.value for toggle in info.toggles}
    assert all(now[name] == value for name, value in info.presets[-1].values)
    assert run_info(build(library.protocol("feb17"), library.scenario("zap-zap"))).presets == ()


def test_the_exit_of_one_of_several_threads_takes_no_memory_from_the_others():
    shape = build(library.protocol("eager-copy"), library.scenario("munmap-thread")).shape
    call = call_of(parse_line("exit"), "A", shape)
    assert (call.function, call.before, call.after) == ("sys_exit", (), (("leave_kernel", ()),))
