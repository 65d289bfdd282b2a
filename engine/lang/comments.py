"""What comments say: the header of a protocol and the labels of a toggle."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Span
from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.lang.combinations import Combination, Counting, read_counting, read_preset, read_refusal
from engine.needs import NEEDS
from engine.words.saying import said

HEADER_KEYS = ("title", "date", "text", "source", "note", "story", "count", "lacks", "refuse", "as-of")
MANY = ("lacks", "refuse", "as-of")
"""Keys that may stand more than once."""
MAX_TOGGLE_VALUES = 8


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a protocol file; what is not given is empty. `notes` is the free prose after it.

    note: a reservation that is shown wherever a verdict is. story: what happened, for the protocol's page.
    lacks: what it does not have of what a scenario can need (`engine.needs`), each with the reason.
    count: who counts sharers. refuses: settings of toggles that mean nothing. as_of: presets, oldest first.
    """

    title: str = ""
    date: str = ""
    text: str = ""
    source: str = ""
    note: str = ""
    story: str = ""
    lacks: tuple[tuple[str, str], ...] = ()
    count: Counting = Counting()
    refuses: tuple[Combination, ...] = ()
    as_of: tuple[Combination, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Toggle:
    """A CONFIG_ constant. `values` are labels, `default` is an index of them."""

    name: str
    label: str
    help: str
    values: tuple[str, ...]
    default: int
    define: ast.Define


def comment_lines(comment: str) -> list[str]:
    """The text of a comment, without its marks; indentation after ` * ` is kept."""
    if comment.startswith("//"):
        return [line.strip().removeprefix("//").strip() for line in comment.splitlines()]
    lines = comment.removeprefix("/*").removesuffix("*/").splitlines()
    return [lines[0].strip(), *(_without_star(line) for line in lines[1:])] if lines else []


def _without_star(line: str) -> str:
    line = line.strip()
    if not line.startswith("*"):
        return line
    line = line.removeprefix("*")
    return line.removeprefix(" ").rstrip()


def read_header(unit: ast.Unit, diagnostics: Diagnostics) -> Header:
    """The header, if the file's first comment begins with `title:`; else an empty one."""
    lines = comment_lines(unit.header)
    while lines and not lines[0]:
        del lines[0]
    if not lines or not lines[0].startswith("title:") or unit.header_span is None:
        return Header()
    end = lines.index("") if "" in lines else len(lines)
    found: list[tuple[str, str]] = []
    for line in lines[:end]:
        head, colon, rest = line.partition(":")
        known = head in HEADER_KEYS and (head in MANY or head not in dict(found))
        if line[0].isspace():
            key, value = found.pop()
            found.append((key, f"{value} {line.strip()}".strip()))
        elif colon and known:
            found.append((head, rest.strip()))
        else:
            diagnostics.add(
                "LANG05",
                unit.header_span,
                said("lang.header-line", line[:40], ", ".join(HEADER_KEYS)),
                said("hint.header-line"),
            )
    span = unit.header_span
    given = {key: [value for one, value in found if one == key] for key in HEADER_KEYS}
    words = {key: values[0] for key, values in given.items() if values and key not in (*MANY, "count")}
    counts = [read_counting(value, span, diagnostics) for value in given["count"]]
    return Header(
        notes="\n".join(lines[end:]).strip(),
        lacks=tuple(_lack(value, span, diagnostics) for value in given["lacks"]),
        count=counts[0] if counts else Counting(),
        refuses=tuple(read_refusal(value, span, diagnostics) for value in given["refuse"]),
        as_of=tuple(read_preset(value, span, diagnostics) for value in given["as-of"]),
        **words,
    )


def _lack(text: str, span: Span, diagnostics: Diagnostics) -> tuple[str, str]:
    """ "unshare: never copied" as (word, reason)."""
    word, _, reason = (part.strip() for part in text.partition(":"))
    if word not in NEEDS or not reason:
        diagnostics.add(
            "LANG05",
            span,
            said("lang.lacks-line", text[:40]),
            said("hint.lacks-line", ", ".join(NEEDS)),
        )
    return word, reason


def read_toggle(define: ast.Define, base: Toggle | None, diagnostics: Diagnostics) -> Toggle:
    """The toggle that a `#define CONFIG_...` makes: `/* label: value | value */`.

    A define without a comment takes the words of the `base` that it replaces, if there is one.
    """
    label = define.name
    values: tuple[str, ...] = ("off", "on")
    help = " ".join(line for line in comment_lines(define.above) if line)
    comment = " ".join(comment_lines(define.comment)).strip()
    if not comment and base is not None:
        label, values, help = base.label, base.values, help or base.help
    if comment:
        head, colon, rest = comment.partition(":")
        label = head.strip() or define.name
        if colon:
            values = tuple(value.strip() for value in rest.split("|"))
    if not (2 <= len(values) <= MAX_TOGGLE_VALUES and all(values)):
        diagnostics.add(
            "LANG05",
            define.span,
            said("lang.toggle-values", define.name, " | ".join(values)),
            said("hint.toggle-values", MAX_TOGGLE_VALUES),
        )
    elif not 0 <= define.value < len(values):
        diagnostics.add(
            "LANG05",
            define.span,
            said("lang.toggle-default", define.name, define.value, len(values) - 1, " | ".join(values)),
            said("hint.number-from-zero", len(values) - 1),
        )
    return Toggle(define.name, label, help, values, define.value, define)
