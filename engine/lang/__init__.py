"""Kernel C text -> checked protocol -> flat instructions with spans.

- `read_protocol(name, text, include)` reads, joins and checks a text and what it includes: a `Protocol`
- `lower(protocol, calls, constants, config, width)` makes a thread's `Program` (`instructions`)
- `dead_spans(protocol, config)` tells what the toggles switch off
- `listing(program)` prints a program, an instruction a line

Knows the names of `engine.vocabulary`, and nothing of what they do.
"""

from engine.lang.check import read_protocol
from engine.lang.codes import CODES
from engine.lang.comments import Header, Toggle
from engine.lang.listing import listing
from engine.lang.lower import dead_spans, lower
from engine.lang.protocol import Protocol, Source

__all__ = [
    "CODES",
    "Header",
    "Protocol",
    "Source",
    "Toggle",
    "dead_spans",
    "listing",
    "lower",
    "read_protocol",
]
