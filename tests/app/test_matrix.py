"""The matrix in words: every kind of mark, the filters, and a file more that is a row or a column more."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.archive import sources
from app.check_all import Keep, write_cells
from app.highlight import highlighted
from app.matrix import Asked, filters, mark, matrix, read_asked
from app.protocol_page import protocol_page
from app.serve import app_of
from app.settings import Settings
from engine.errors import RequestError
from engine.library import SHIPPED, Library
from engine.library.cells import Broken, Cell

ROOT = Path(__file__).parents[2]
FEB17, ZAP = SHIPPED.protocol("feb17"), SHIPPED.scenario("zap-zap")
RACE = Broken("freed-table-used", "resurrected", 21, 3, "1.A9B7A4B")
AMBER = Broken("count-below-slots", "count-below-slots", 1, 0, "1.A")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ("unknown", None, "not checked by this version; open it to check it", "&check=1")),
        (Cell("", "not-applicable", "needs swap"), ("none", None, "does not apply: needs swap", None)),
        (Cell("", "refused", "no toggle"), ("none", None, "cannot run: no toggle", None)),
        (
            Cell("", "safe", "", 2684),
            ("safe", None, "safe: all runs were searched, 2 684 states", "/run?p=feb17&s=zap-zap"),
        ),
        (
            Cell("", "incomplete", "up to 9 steps", 7),
            ("incomplete", None, "incomplete: up to 9 steps, 7 states", "/run?p=feb17&s=zap-zap"),
        ),
        (
            Cell("", "damage", "", 2684, broken=(RACE, AMBER)),
            (
                "damage",
                21,
                "damage: freed table used, 21 steps; also count below slots;"
                " 2 684 states, all runs were searched",
                "/run?p=feb17&s=zap-zap&t=1.A9B7A4B&at=0&play=1",
            ),
        ),
        (
            Cell("", "warning", "", 2, broken=(AMBER,)),
            (
                "warning",
                None,
                "safe, with warnings: count below slots, 1 step; 2 states, all runs were searched",
                "&t=1.A&at=0&play=1",
            ),
        ),
        (
            Cell("", "incomplete", "up to 9 steps", 2, broken=(AMBER,)),
            (
                "incomplete",
                None,
                "incomplete, with warnings: count below slots, 1 step; up to 9 steps",
                "1.A&at",
            ),
        ),
    ],
)
def test_a_mark_says_the_verdict_and_leads_to_the_run(
    cell: Cell | None, shown: tuple[str, int | None, str, str | None]
) -> None:
    found = mark(FEB17, ZAP, (), cell)
    assert found[:3] == shown[:3]
    assert (found.href is None) if shown[3] is None else (shown[3] in (found.href or ""))


def test_a_reservation_stands_with_the_damage() -> None:
    ours = replace(FEB17, header=replace(FEB17.header, note="our reading, never reported"))
    assert mark(ours, ZAP, (), Cell("", "damage", broken=(RACE,))).said.endswith(
        "our reading, never reported"
    )


def test_toggles_stand_in_the_link_of_a_mark() -> None:
    href = mark(FEB17, ZAP, (("CONFIG_SMP", 0),), Cell("", "safe")).href
    assert href == "/run?p=feb17&s=zap-zap&SMP=0"


def test_what_is_not_kept_is_not_shown() -> None:
    asked = Asked(machine="one-cpu", toggles="each")
    rows = [row for row in matrix(SHIPPED, asked).rows if row.title]
    assert rows
    assert {each.kind for row in rows for each in row.marks} == {"unknown"}, (
        "of two changes at once nothing is"
    )
    assert all("SMP=0" in (each.href or "") for row in rows for each in row.marks)


def test_processes_choose_the_columns() -> None:
    for count in (1, 2, 3, 4):
        assert {len(each.mms) for each in matrix(SHIPPED, Asked(processes=count)).scenarios} == {count}
    alone = Library((SHIPPED.folders[0] / "base",))
    assert matrix(alone, Asked()).scenarios == ()
    assert len(matrix(SHIPPED, Asked()).scenarios) == len(SHIPPED.scenario_ids())


@pytest.mark.parametrize("query", [{"machine": "fast"}, {"processes": "9"}, {"toggles": "all"}])
def test_a_filter_that_is_not_there_is_refused_with_those_that_are(query: dict[str, str]) -> None:
    with pytest.raises(RequestError, match="RUN98"):
        read_asked(query)


def test_filters_lead_to_what_they_say_and_keep_the_others() -> None:
    asked = Asked(machine="walk-caches", processes=3)
    shown = filters(asked)
    assert [name for name, _, chosen in shown["machines"] if chosen] == ["walk caches"]
    links = {name: address for choices in shown.values() for name, address, _ in choices}
    assert links["each changed alone"] == "/?machine=walk-caches&processes=3&toggles=each#systems"
    assert links["all"] == "/?machine=walk-caches#systems"
    assert read_asked({"machine": "walk-caches", "processes": "3"}) == asked
    assert [address for _, address, _ in filters(Asked())["processes"]][0] == "/#systems"


def test_sources_are_links_where_something_is_to_be_found() -> None:
    text = "a.b@c.d; doi 10.1145/3447786.3456258; d833352a4338; commit c0d0381ade79; CVE-2025-38084; ours"
    assert list(sources(text)) == [
        ("a.b@c.d", "https://lore.kernel.org/r/a.b@c.d/"),
        ("doi 10.1145/3447786.3456258", "https://doi.org/10.1145/3447786.3456258"),
        ("d833352a4338", "https://github.com/torvalds/linux/commit/d833352a4338"),
        ("commit c0d0381ade79", "https://github.com/torvalds/linux/commit/c0d0381ade79"),
        ("CVE-2025-38084", None),
        ("ours", None),
    ]


def test_highlighted_lines_are_the_text_and_tell_what_is_off() -> None:
    for source in FEB17.sources:
        lines = highlighted(FEB17, source)
        text = "\n".join("".join(piece.text for piece in line.pieces) for line in lines)
        assert text == source.text.rstrip("\n")
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    (mine,) = [source for source in FEB17.sources if source.file == "sharing.c"]
    assert any(line.dead for line in highlighted(FEB17, mine))
    kinds = {piece.kind for line in highlighted(FEB17, FEB17.sources[0]) for piece in line.pieces}
    assert kinds >= {"", "remark", "primitive"}


def test_the_page_of_a_protocol_has_a_column_for_each_setting_and_its_neighbours_in_time() -> None:
    page = protocol_page(SHIPPED, "feb17")
    assert [title for title, _ in page.columns][:3] == [
        "as it is",
        "fork populates: outside the ptl",
        "share lock: per table",
    ]
    assert "one CPU" in [title for title, _ in page.columns]
    assert {len(row.marks) for _, row in page.columns} == {len(SHIPPED.scenario_ids())}
    ids = SHIPPED.protocol_ids()
    assert page.start == f"/run?p=feb17&s={page.scenarios[0].id}"
    assert (page.before, page.after) == (ids[ids.index("feb17") - 1], ids[ids.index("feb17") + 1])
    assert protocol_page(SHIPPED, ids[0]).before is protocol_page(SHIPPED, ids[-1]).after is None


def test_a_system_that_was_mended_over_the_years_has_a_row_and_a_column_for_each_of_them() -> None:
    rows = [row for row in matrix(SHIPPED, Asked(toggles="years")).rows if row.protocol.name == "hugetlb"]
    titles = [row.title for row in rows]
    assert titles[:3] == ["", "as of 2006", "as of 2012"]
    assert "as of today" not in titles, "that is the first row"
    page = protocol_page(SHIPPED, "hugetlb")
    assert [title for title, _ in page.columns][1 : len(titles)] == titles[1:]


def test_the_page_of_a_protocol_parts_what_does_not_apply_and_says_why() -> None:
    page = protocol_page(SHIPPED, "hugetlb")
    assert len(page.fitting) + len(page.misfits) == len(page.scenarios)
    reasons = {scenario.id: reason for scenario, reason in page.misfits}
    assert "huge pages are not swapped" in reasons["swapout-zap"]
    assert "shmdt-fault" not in reasons


def got(library: Library, *paths: str) -> list[httpx.Response]:
    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app_of(Settings(), library))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


MINE = """/*
 * title: my own
 * date: 3 Mar 2026
 * text: As the bet, and nothing goes to swap.
 * note: our reading, never reported
 * lacks: swap: no page goes to swap
 * story: It was written for a test.
 * source: a.b@c.d
 */
#include "feb17.c"
"""


ZAP_OUT = """title = "zap ∥ out"
needs = ["swap"]
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "write 1 = 2", "fork B"]
[[thread]]
mm = "A"
do = ["munmap 0-1"]
[[thread]]
mm = "B"
do = ["munmap 0-1"]
"""


@pytest.mark.slow
def test_a_file_more_is_a_row_or_a_column_more(tmp_path: Path) -> None:
    """All that it takes to add a system is its C, and for a scenario its story."""
    shutil.copytree(ROOT / "engine/library", tmp_path / "shipped")  # verdicts are written where they are
    for room, kept in (("protocols", {"eager-copy", "feb17"}), ("scenarios", {"zap-zap", "fork-write"})):
        for file in (tmp_path / "shipped" / room).iterdir():
            if file.is_file() and file.stem not in kept:
                file.unlink()
    tmp_path = tmp_path / "own"
    tmp_path.mkdir()
    for room, name, text in (
        ("protocols", "mine.c", MINE),
        ("scenarios", "zap-out.toml", ZAP_OUT),
    ):
        (tmp_path / room).mkdir()
        (tmp_path / room / name).write_text(text)
    library = Library((tmp_path.parent / "shipped",)).and_those_of(tmp_path)
    home, page, nothing = got(library, "/", "/protocol/mine", "/protocol/none")
    assert (home.status_code, page.status_code, nothing.status_code) == (200, 200, 404)
    assert 'href="/protocol/mine"' in home.text
    cells = home.text.partition("<tbody>")[2].count("<td")
    assert cells == len(library.protocol_ids()) * len(library.scenario_ids())
    assert "mine, zap ∥ zap: not checked by this version" in home.text
    assert "feb17, zap ∥ out: not checked by this version" in home.text
    assert "feb17, zap ∥ zap: damage: freed table used, 21 steps" in home.text

    write_cells(library, Keep(10_000), lambda text: None)
    home, page = got(library, "/", "/protocol/mine")
    assert "mine, zap ∥ zap: damage: freed table used, 21 steps" in home.text
    assert (
        "mine, zap ∥ out: does not apply: needs pages that go to swap and come back: no page goes"
        in home.text
    )
    assert "feb17, zap ∥ out: damage: freed table used, 21 steps" in home.text
    assert "our reading, never reported" in home.text
    for said in (
        "It was written for a test.",
        "our reading, never reported",
        "https://lore.kernel.org/r/a.b@c.d/",
    ):
        assert said in page.text
    assert re.search(r"pages that go to swap and come back: no page goes to swap", page.text)


def test_a_filter_that_is_not_there_is_said_on_the_page() -> None:
    (answer,) = got(SHIPPED, "/?machine=fast")
    assert answer.status_code == 404
    assert "machine=fast is nothing that the matrix can be asked for" in answer.text
    assert "feb17, zap ∥ zap: damage" in answer.text
