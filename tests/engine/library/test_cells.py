"""A cell keeps a verdict with its shortest runs, and is told from one of other texts by its key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import library
from engine.check.search import Search
from engine.errors import RequestError
from engine.lang.protocol import Protocol
from engine.library import cells
from engine.library.applies import misfit, require_fit
from engine.library.cells import MACHINES, Cell, cell_id, compute, key, settings
from engine.library.verdicts import Verdicts, read, written
from engine.run.build import build
from engine.scenario.read import parse_scenario
from engine.scenario.scenario import Scenario

FEB17, ZAP = library.protocol("feb17"), library.scenario("zap-zap")
PER_TABLE = (("CONFIG_SHARE_LOCK_PER_TABLE", 1),)


def with_header(*lines: str) -> Protocol:
    header = "".join(f" * {line}\n" for line in ("title: x", *lines))
    return library.protocol_from_text("x", f'/*\n{header} */\n#include "mm.c"\n', lambda file: None)


@pytest.mark.parametrize(
    ("protocol", "scenario", "setting", "limit", "verdict", "first"),
    [
        ("feb17", "zap-zap", (), 10_000, "damage", ("freed-table-used", 21, 3, "1.A9B7A4B")),
        ("feb17", "zap-fork", (), 10_000, "warning", ("count-below-slots", 7, 0, "1.A7")),
        ("eager-copy", "zap-zap", (), 10_000, "safe", None),
        ("eager-copy", "fork-write", (), 20, "incomplete", None),
        ("eager-copy", "zap-zap", PER_TABLE, 10_000, "refused", None),
    ],
)
def test_a_cell_says_what_a_check_finds(protocol, scenario, setting, limit, verdict, first):
    cell = compute(library.protocol(protocol), library.scenario(scenario), setting, limit)
    assert cell.verdict == verdict
    found = [(each.invariant, each.steps, each.switches, each.schedule) for each in cell.broken[:1]]
    assert found == ([] if first is None else [first])
    assert (cell.said == "") == (verdict in ("damage", "warning", "safe"))


@pytest.mark.parametrize(
    ("protocol", "limit", "verdict", "most"),
    [
        ("feb17", 4_000_000, "damage", 2_600),
        ("eager-copy", 400, "safe", 534),
        ("eager-copy", 100, "safe", 534),
    ],
)
def test_a_cell_is_searched_no_further_than_it_must(protocol, limit, verdict, most, monkeypatch):
    """Once damage is known it may stop; where the limit is met, a reduced search may still be whole."""
    for name, number in (("ENOUGH", 1_000), ("WARM_FROM", 300), ("SLICE", 100)):
        monkeypatch.setattr(cells, name, number)
    warmed = []
    monkeypatch.setattr("engine.check.compiled.warm", lambda: warmed.append(1))
    found = cells.swept(Search(build(library.protocol(protocol), ZAP)), limit)
    assert found.verdict == verdict
    assert found.states <= most
    assert bool(warmed) == (limit > 300)
    assert found.damage == () or found.damage[0].schedule == "1.A9B7A4B"


def test_a_need_that_a_protocol_lacks_is_the_reason_why_a_scenario_does_not_apply():
    protocol = with_header("lacks: unshare: a table is dropped and filled again,", "  never copied")
    needing = replace(ZAP, needs=("fork", "unshare"))
    reason = "needs a private copy of a shared table: a table is dropped and filled again, never copied"
    assert compute(protocol, needing, ()) == Cell(key(protocol, needing, ()), "not-applicable", reason)
    with pytest.raises(RequestError, match="RUN96 zap-zap does not apply to x: it needs a private copy"):
        require_fit(protocol, needing, {})
    require_fit(protocol, ZAP, {})


def test_a_machine_may_lack_what_a_scenario_needs():
    smp, walk = replace(ZAP, needs=("smp",)), replace(ZAP, needs=("walk-cache",))
    assert misfit(FEB17, smp, {"CONFIG_SMP": 0}).text == "needs a second CPU: this machine has one"
    assert misfit(FEB17, smp, {"CONFIG_SMP": 1}) is None
    assert "leaf entries only" in misfit(FEB17, walk, FEB17.defaults()).text


def test_a_protocol_is_checked_on_every_machine_and_with_each_of_its_own_toggles_alone():
    names = [cell_id("s", setting) for setting in settings(FEB17)]
    assert names[: 1 + len(MACHINES)] == ["s", *(cell_id("s", setting) for setting in MACHINES.values())]
    assert names[1 + len(MACHINES) :] == ["s POPULATE_OUTSIDE_PTL=1", "s SHARE_LOCK_PER_TABLE=1"]
    bare = library.protocol_from_text("x", "int f(void)\n{\n\treturn 0;\n}\n", lambda file: None)
    assert list(settings(bare)) == [()], "no machine of which it does not know the toggle"


def feb17_but(old: str, new: str) -> Protocol:
    """The seed with its own file or one of its bases changed in one place."""
    assert any(old in source.text for source in FEB17.sources)
    mine, *others = ((source.file, source.text.replace(old, new)) for source in FEB17.sources)
    return library.protocol_from_text("feb17", mine[1], dict(others).get)


def test_what_a_verdict_does_not_depend_on_may_change():
    same = [
        key(FEB17, parse_scenario("zap-zap", f"{ZAP.source}\n# a remark\n"), ()),
        key(FEB17, replace(ZAP, title="another", text="another", group="another"), ()),
        key(feb17_but("withdrew the idea", "left the idea"), ZAP, ()),
        key(feb17_but("\tgoto out;", "\n    goto   out; // and so on"), ZAP, ()),
        key(feb17_but("#define CONFIG_SMP 1	/* CPUs:", "#define CONFIG_SMP 1	/* cores:"), ZAP, ()),
        key(feb17_but("protect_vmas(mm, address, size, write);", ""), ZAP, ()),
    ]
    assert set(same) == {key(FEB17, ZAP, ())}


def test_a_key_changes_with_the_c_the_story_the_setting_and_the_version(monkeypatch):
    keys = [
        key(FEB17, ZAP, ()),
        key(FEB17, ZAP, PER_TABLE),
        key(library.protocol("patch-2"), ZAP, ()),
        key(FEB17, parse_scenario("zap-zap", ZAP.source.replace("munmap 0-1", "munmap 0")), ()),
        key(FEB17, replace(ZAP, needs=("fork",)), ()),
        key(feb17_but("flush_tlb_range(mm, 0, TASK_SIZE);", ""), ZAP, ()),
        key(feb17_but("put_page_testzero(page_table_page)", "page_count(page_table_page) == 1"), ZAP, ()),
        key(feb17_but("#define SLOT_MAY_CHANGE 0", "#define SLOT_MAY_CHANGE 1"), ZAP, ()),
        key(feb17_but("#define CONFIG_GATHER 0", "#define CONFIG_GATHER 1"), ZAP, ()),
        key(feb17_but(" * lacks: gup", " * count: sharers\n * lacks: gup"), ZAP, ()),
        key(replace(FEB17, header=replace(FEB17.header, lacks=(("swap", "none"),))), ZAP, ()),
    ]
    monkeypatch.setattr(cells, "VERSION", cells.VERSION + 1)
    keys.append(key(FEB17, ZAP, ()))
    assert len(set(keys)) == len(keys)


def functions_of(protocol: Protocol, scenario: Scenario) -> set[str]:
    """The functions that the instructions of a model come from."""
    return {frame.function for code in build(protocol, scenario).threads for frame in code.program.frames}


@pytest.mark.parametrize("id", ["feb17", "repaired", "hugetlb"])
def test_a_key_is_made_of_every_function_that_a_model_has(id, monkeypatch):
    protocol = library.protocol(id)
    asked: set[str] = set()
    reach = cells._reach
    monkeypatch.setattr(cells, "_reach", lambda *args: asked.update(found := reach(*args)) or found)
    for scenario in map(library.scenario, ("zap-zap", "fork-fork", "truncate-zap", "gup-munmap")):
        asked.clear()
        cells._reached.cache_clear()
        key(protocol, scenario, ())
        assert functions_of(protocol, scenario) <= asked


def test_a_routine_that_no_line_calls_may_become_anything():
    truncate = feb17_but("tlb = tlb_gather_mmu(mm, 1);", "tlb = tlb_gather_mmu(mm, 0);")
    assert key(truncate, ZAP, ()) == key(FEB17, ZAP, ())
    story = library.scenario("truncate-write")
    assert key(truncate, story, ()) != key(FEB17, story, ())


def test_a_setting_that_a_protocol_refuses_has_a_key_of_its_own():
    hugetlb = library.protocol("hugetlb")
    refused = (("CONFIG_FORK", 1), ("CONFIG_PT_SHARE_COUNT", 0))
    assert key(hugetlb, ZAP, refused) != key(hugetlb, ZAP, refused[1:])


def test_a_file_of_cells_reads_back():
    found = {
        cell_id("zap-zap"): compute(FEB17, ZAP, ()),
        cell_id("zap-zap", PER_TABLE): Cell("k", "not-applicable", "needs „swap“: none"),
        cell_id("fork-fork"): Cell("k", "safe", "", 3, 4, 5),
    }
    assert read(written(found)) == found
    assert written({}) == "{\n\n}\n"


@pytest.mark.parametrize("text", ["<<<<<<< ours\n{}", "[]", '{"a": 1}', '{"a": {"key": "k", "speed": 1}}'])
def test_a_file_that_cannot_be_read_has_no_cells(text):
    assert read(text) == {}


def test_a_verdict_on_other_texts_is_not_given(tmp_path):
    (tmp_path / "verdicts").mkdir()
    file = tmp_path / "verdicts" / "feb17.json"
    cell = compute(FEB17, ZAP, ())
    file.write_text(written({"zap-zap": cell, "zap-zap SMP=0": cell}))
    verdicts = Verdicts(library.Library((tmp_path,)))
    assert verdicts.current(FEB17, ZAP, ()) == cell
    assert verdicts.current(FEB17, ZAP, (("CONFIG_SMP", 0),)) is None, "its key says otherwise"
    assert verdicts.current(FEB17, library.scenario("partial"), ()) is None
    assert verdicts.kept("patch-1") == {}
