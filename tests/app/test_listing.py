"""What every page is told that it can open can be opened."""

from __future__ import annotations

import pytest

from app.listing import NEW, SEED, library_info
from app.runs import open_run
from app.wire import StartEntry
from engine.run.schedule import parse_schedule


@pytest.mark.parametrize("start", [NEW, SEED])
def test_the_runs_to_begin_with_fit_to_their_end(start: StartEntry) -> None:
    run = open_run(start.protocol, start.scenario, start.config).run
    assert run.replay(parse_schedule(start.schedule)) is None
    assert run.schedule() == start.schedule


def test_the_library_lists_ids_that_open() -> None:
    library = library_info()
    assert {NEW.protocol, SEED.protocol} <= {entry.id for entry in library.protocols}
    assert {NEW.scenario, SEED.scenario} <= {entry.id for entry in library.scenarios}
    assert all(entry.title and entry.text for entry in library.scenarios)
