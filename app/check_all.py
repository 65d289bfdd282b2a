"""`ptscope check --all`: every protocol in every scenario, on all cores; and the page's cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from time import perf_counter

from app.check_result import Checked, Refused
from app.many import each
from app.retold import fixed
from engine.errors import EngineError, RequestError
from engine.library import Library
from engine.library.applies import DoesNotApply
from engine.library.cells import NOT_APPLICABLE, Cell, Setting, cell_id, compute, settings
from engine.library.verdicts import FOLDER, Verdicts, written
from engine.words.catalogue import ENGLISH, Words
from engine.words.saying import said

Pair = tuple[str, str]
"""A protocol and a scenario, as the user names them."""

Place = tuple[str, str, Setting]
"""Where a cell stands."""

Tell = Callable[[str], None]
"""Is told how far the work is; an empty text at its end."""


LARGE = 100_000
"""States from which on a cell is begun before the others, which stay in their order: neighbours have much in
common that a process reads and lowers once."""


def check_pairs(
    check: Callable[[str, str], Checked], pairs: Sequence[Pair], library: Library, tell: Tell, words: Words
) -> list[Checked | Refused]:
    """All pairs, in their order."""
    found: dict[int, Checked | Refused] = {}
    verdicts = Verdicts(library)

    def size(pair: Pair) -> int:
        return _size(verdicts, *pair)

    for index, result in each(partial(_checked, check), pairs, size):
        found[index] = result
        tell(words.say("cli.progress", len(found), len(pairs), " ".join(pairs[index])))
    tell("")
    return [found[index] for index in range(len(pairs))]


def _size(verdicts: Verdicts, protocol: str, scenario: str, setting: Setting = ()) -> int:
    """The states of a large cell when it was kept, whatever has changed since; 0 of any other."""
    kept = verdicts.kept(protocol).get(cell_id(scenario, setting))
    return kept.states if kept is not None and kept.states >= LARGE else 0


def _checked(check: Callable[[str, str], Checked], pair: Pair) -> Checked | Refused:
    """One pair: that it does not fit is no reason not to check the others."""
    try:
        return check(*pair)
    except DoesNotApply as error:
        return Refused(*pair, error.reason, NOT_APPLICABLE)
    except EngineError as error:
        return Refused(*pair, error.message)


@dataclass(frozen=True, slots=True)
class Keep:
    """Which cells to keep. again: compute also those that are up to date. machines: under every setting that
    has a name or is one toggle away; otherwise such cells stay if they are up to date, and go if not.
    """

    limit: int
    again: bool = False
    machines: bool = False


def write_cells(library: Library, keep: Keep, tell: Tell, words: Words = ENGLISH) -> str:
    """Compute the cells whose key has changed, and write the files; says what was done.

    Raises:
        RequestError: FILE04 a file cannot be written.
    """
    start = perf_counter()
    verdicts = Verdicts(library)
    cells = {place: None if keep.again else _current(verdicts, library, place) for place in places(library)}
    missing = [place for place, cell in cells.items() if cell is None and (keep.machines or not place[2])]
    left = Counter(protocol for protocol, _, _ in missing)
    try:
        work = each(partial(computed_at, library, keep.limit), missing, lambda it: _size(verdicts, *it))
        for number, (index, cell) in enumerate(work, 1):
            protocol, scenario, setting = missing[index]
            cells[missing[index]] = cell
            left[protocol] -= 1
            if not left[protocol]:
                _write(library, cells, protocol)
            cell_name = f"{protocol} {cell_id(scenario, setting)}"
            tell(words.say("cli.progress", number, len(missing), cell_name))
    finally:  # what was computed before Ctrl-C need not be computed again
        tell("")
        for protocol in library.protocol_ids():
            _write(library, cells, protocol)
    found = [cell for cell in cells.values() if cell is not None]
    kept = len(found) - len(missing)
    seconds = perf_counter() - start
    return words.say("cli.cells", len(missing), kept, fixed(seconds, 1, words))


def places(library: Library) -> list[Place]:
    """Where there is a cell, in the order of the files."""
    return [
        (protocol, scenario, setting)
        for protocol in library.protocol_ids()
        for scenario in library.scenario_ids()
        for setting in settings(library.protocol(protocol))
    ]


def _current(verdicts: Verdicts, library: Library, place: Place) -> Cell | None:
    protocol, scenario, setting = place
    return verdicts.current(library.protocol(protocol), library.scenario(scenario), setting)


def computed_at(library: Library, limit: int, place: Place) -> Cell:
    """The cell of a place, as a check finds it now."""
    protocol, scenario, setting = place
    return compute(library.protocol(protocol), library.scenario(scenario), setting, limit)


def _write(library: Library, cells: Mapping[Place, Cell | None], protocol: str) -> None:
    """The files of a protocol, one a folder in which some of its cells are at home; only if they change."""
    files: dict[Traversable, dict[str, Cell]] = {}
    for (of, scenario, setting), cell in cells.items():
        if of == protocol and cell is not None:
            files.setdefault(library.home(protocol, scenario), {})[cell_id(scenario, setting)] = cell
    for folder, of_protocol in files.items():
        path = Path(str(folder)) / FOLDER / f"{protocol}.json"
        text = written(of_protocol)
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        try:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise RequestError(
                "FILE04", said("error.file", str(path), str(error.strerror)), said("hint.working-tree")
            ) from error
