"""Write the golden traces, and the page of primitives: `python tests/golden/write.py`.

The traces are read by Python and by JavaScript tests.

A change of a trace is a change of what people see: review the diff like code.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from app.wire import frame_change  # noqa: E402
from engine import library  # noqa: E402
from engine.run.build import build  # noqa: E402
from engine.run.info import run_info  # noqa: E402
from engine.run.run import Run  # noqa: E402
from engine.run.schedule import parse_schedule  # noqa: E402
from engine.vocabulary.manual import primitives_page  # noqa: E402

TRACES: dict[str, tuple[str, str, dict[str, int | str], str]] = {
    "feb17-zap-zap": ("feb17", "zap-zap", {}, "1.A9B7A4B"),
    "feb17-fork-write": ("feb17", "fork-write", {}, "1.A17B39A16B3A3"),
    "feb17-zap-partial-up": ("feb17", "zap-partial", {"CONFIG_SMP": 0}, "1.B6A19B22"),
    "testzero-zap-write": ("testzero", "zap-write", {"CONFIG_WALK_CACHE": 1}, "1.B13A14B13"),
    "eager-copy-gup-munmap": ("eager-copy", "gup-munmap", {}, "1.Ab5A8Ab2A3"),
    "eager-copy-partial": ("eager-copy", "partial", {}, "1.B2A15B4"),
}
"""File name: protocol, scenario, toggles, schedule."""


def trace(name: str) -> str:
    """A trace as its file has it: {"info": RunInfo, "frames": [Frame, ...], "changes": [...]}, sorted, each
    on a line. A change makes a frame of the one before it: Python parts them, JavaScript joins them.
    """
    protocol, scenario, config, schedule = TRACES[name]
    run = Run(build(library.protocol(protocol), library.scenario(scenario), config))
    misfit = run.replay(parse_schedule(schedule))
    assert misfit is None, f"{name}: {misfit}"

    def text(value: object) -> str:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=asdict)

    def lines(values: Iterable[object]) -> str:
        return ",\n".join(map(text, values))

    frames = [run.frame(at) for at in range(run.length + 1)]
    changes = itertools.starmap(frame_change, itertools.pairwise(frames))
    parts = {"frames": lines(frames), "changes": lines(changes)}
    lists = "".join(f',\n"{name}":[\n{part}\n]' for name, part in parts.items())
    return f'{{"info":{text(run_info(run.model))}{lists}}}\n'


if __name__ == "__main__":
    for name in TRACES:
        (HERE / f"{name}.json").write_text(trace(name), "utf-8")
    (HERE.parent.parent / "docs" / "primitives.md").write_text(primitives_page(), "utf-8")
