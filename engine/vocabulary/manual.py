"""The table of primitives as a page of the docs: `docs/primitives.md` is this text (a test compares them)."""

from __future__ import annotations

from engine.vocabulary.constants import CONSTANTS
from engine.vocabulary.primitives import PRIMITIVES, Kind, Primitive
from engine.vocabulary.types import FIELDS, GLOBALS, Use

_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.ACCESS: ("Accesses", "A step begins with each of these."),
    Kind.PURE: ("Values", "These only compute; they run within a step."),
    Kind.PRIVATE: ("The CPU's own", "These touch what no other CPU looks at; they run within a step."),
    Kind.GHOST: ("Beliefs", "These write down what a routine believes; no routine can read it."),
}


def primitives_page() -> str:
    """The page, in Markdown."""
    parts = [
        "# Primitives",
        "What a routine can call, by the kernel's names. Written from `engine/vocabulary/primitives.py`.",
    ]
    for kind, (title, text) in _KINDS.items():
        rows = [_row(primitive) for primitive in PRIMITIVES.values() if primitive.kind is kind]
        parts.append(
            f"## {title}\n\n{text}\n\n| signature | what it does | |\n|---|---|---|\n" + "\n".join(rows)
        )
    fields = [
        f"| `{pointer.value}` | `{'&x->' if field.use is Use.ADDRESS else 'x->'}{field.name}` |"
        f" `{field.type.value}` | {field.help} |"
        for pointer, group in FIELDS.items()
        for field in group
    ]
    parts.append("## Fields\n\n| of | written | type | |\n|---|---|---|---|\n" + "\n".join(fields))
    names = [f"| `&{name}` | {ctype.value} |" for name, ctype in GLOBALS.items()]
    names += [f"| `{name}` | {text} |" for name, text in CONSTANTS.items()]
    parts.append("## Globals and constants\n\n| name | |\n|---|---|\n" + "\n".join(names))
    return "\n\n".join(parts) + "\n"


def _row(primitive: Primitive) -> str:
    notes = [
        word
        for word, holds in (
            ("can wait", primitive.blocks),
            ("may sleep", primitive.sleeps),
            ("can fail", primitive.fails),
        )
        if holds
    ]
    return f"| `{primitive.signature}` | {primitive.help} | {', '.join(notes)} |"
