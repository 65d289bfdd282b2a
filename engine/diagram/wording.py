"""What a line of a diagram asks of a step, however loosely it is worded; and how well a step fits it.

A line is taken apart into what is known here: primitives, functions, objects, changes of counts, values, and
verbs ("drops", "takes", "frees"). A step fits when nothing of that speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.diagram.deeds import Deed
from engine.run.sentences import EVENTS, VIOLATIONS
from engine.run.stories import ROUTINES
from engine.vocabulary.primitive import Kind
from engine.vocabulary.primitives import PRIMITIVES

_GET = {"get", "counter"}
_PUT = {"put", "put-zero", "counter"}
_LOCK = {"lock", "down-read", "down-write"}
_UNLOCK = {"unlock", "up-read", "up-write"}
_READ = {
    "count",
    "read-counter",
    "read-slot",
    "read-slot-none",
    "read-entry",
    "read-entry-none",
    "load",
    "walk-slot",
    "walk-slot-none",
    "find-page",
    "find-page-none",
    "count-entries",
    "read-pinned",
}
_CLEAR = {"clear-slot", "clear-entry"}
_WRITE = {"set-entry", "populate", "store", "set-slot-read-only", "rss", "insert-vmas"}
_FREE = {"free", "mmdrop"}
_FAULT = {"walk-slot-none", "walk-fault", "walk-fault-write"}

VERBS: dict[str, frozenset[str]] = {
    word: frozenset(ids)
    for words, ids in (
        ("lock locks acquire acquires spin_lock down", _LOCK),
        ("unlock unlocks release releases spin_unlock up", _UNLOCK),
        ("get gets pin pins increment increments inc bump bumps", _GET),
        ("take takes", _GET | _LOCK),
        ("put puts drop drops dec decrement decrements decrease decreases unref testzero", _PUT),
        ("free frees freed kfree", _FREE),
        ("alloc allocs allocate allocates allocated", {"alloc", "no-memory"}),
        (
            "read reads look looks see sees check checks test tests find finds",
            _READ | {"find-vma", "find-vma-none"},
        ),
        ("clear clears", _CLEAR),
        ("zap zaps unmap unmaps remove removes", _CLEAR | {"remove-vmas", "uncache"}),
        ("set sets populate populates write writes store stores install installs", _WRITE),
        ("copy copies", {"copy-page", "dup-vmas"}),
        ("flush flushes shootdown", {"flush", "flush-broadcast"}),
        ("fault faults", _FAULT),
        ("load loads", {"load", "walk-slot", "walk-fill"}),
        ("miss misses", {"walk-slot", "walk-cache"}),
        ("fill fills", {"walk-fill"}),
        ("wrprotect", {"wrprotect"}),
        ("return returns", {"returns"}),
    )
    for word in words.split()
}
"""What each verb may mean, in ids of events."""

FIRST_WORDS = frozenset(
    [words.text.split()[0] for words in EVENTS.values()]
    + [text.split()[1] for text in VIOLATIONS.values() if text.startswith("{0} ")]
    + list(VERBS)
)
"""With what a sentence about a thread goes on."""

_CLAUSES = re.compile(r";\s+|\s+and(?: then)?\s+|,\s*then\s+")
_ONE_STEP = tuple(
    re.compile(re.sub(r"\\{\d\\}", ".+", re.escape(words.text)))
    for words in EVENTS.values()
    if _CLAUSES.search(words.text)
)
"""Sentences of ours that sound like two steps: "reads and clears T0[0], which mapped D0"."""

_LOCKS = ("page_table_lock", "mmap_sem", "page_table_share_lock", "i_mmap_lock", "i_mmap_rwsem", "vma_lock")
_SPOKEN_LOCKS = {
    "share lock": "page_table_share_lock",
    "share_lock": "page_table_share_lock",
    "ptl": "page_table_lock",
    "page table lock": "page_table_lock",
    "mmap sem": "mmap_sem",
    "mmap_lock": "mmap_sem",
}
_PAIR = re.compile(r"(-?\d+)\s*(?:->|→|=>|to)\s*(-?\d+)")
_VALUE = re.compile(
    r"(?<![=!<>])(?:= |\b(?:is|reads|sees|returns|count|count of)\s+)"
    r"(-?\d+|zero|one|none|NULL|[TDS]\d+)(?![\w\[])"
)
_OBJECT = re.compile(
    r"\b(?:[A-Z][a-z]*\.(?:\w+)(?:\[\d+\])?|[TDS]\d+(?:\[\d+\])?|file\[\d+\]|[A-Z][a-z]*:\d+)"
)
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_HEADER = re.compile(r"(\w+)\s*\((?:\s*|\.\.\.|[^()]*)\)\s*[{;]?")
_NUMBERS = {"zero": "0", "one": "1", "none": "none", "NULL": "NULL"}
_ACCESSES = {name for name, primitive in PRIMITIVES.items() if primitive.kind is Kind.ACCESS}
_BROKEN = re.compile(r"\b(?:BUG|oops|use[- ]after[- ]free|crash(?:es)?|UAF|double free)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line asks for. `key` is its text without blanks: a row of ours is known by it.

    function: a call that is entered: no step, but a place. operations and functions: each must be there.
    verbs: ids of events, one set a verb. last: the reference is the last one. breaks: it goes wrong here.
    told: it begins as a sentence of ours does.
    words: identifiers that need not be there; the more of them are, the better.
    """

    key: str
    function: str
    operations: frozenset[str]
    functions: frozenset[str]
    objects: frozenset[str]
    locks: frozenset[str]
    pairs: frozenset[tuple[int, int]]
    values: frozenset[str]
    verbs: tuple[frozenset[str], ...]
    last: bool
    breaks: bool
    told: bool
    words: frozenset[str]

    @property
    def asks(self) -> bool:
        """Whether it names any step at all."""
        return bool(
            self.function or self.operations or self.functions or self.pairs or self.verbs or self.breaks
        )


def key_of(text: str) -> str:
    """A text as it is compared: without blanks, in ASCII."""
    return re.sub(r"\s+", "", _plain(text)).rstrip(".")


def _plain(text: str) -> str:
    return text.replace("→", "->").replace("−", "-")


def wanted(text: str, functions: frozenset[str], sources: frozenset[str]) -> Wanted:
    """Take a line apart. functions: those of the protocol. sources: the identifiers of its text."""
    bare = _plain(text)
    spoken = bare
    for words, name in _SPOKEN_LOCKS.items():
        spoken = re.sub(rf"\b{words}\b", name, spoken, flags=re.IGNORECASE)
    objects = frozenset(_OBJECT.findall(spoken))
    rest = _BROKEN.sub(" ", _OBJECT.sub(" ", spoken))
    known = _IDENTIFIER.findall(rest)
    operations = frozenset(name for name in known if name in _ACCESSES)
    header = _HEADER.fullmatch(bare.strip())
    is_row = bool(objects) or "NULL" in bare  # read(T0[0]) is a step of ours, read() a system call
    function = _called(header[1], functions) if header and not is_row else ""
    named = frozenset(name for name in known if name in functions) - {function}
    locks = frozenset(name for name in known if name in _LOCKS)
    plain = [] if function else [name for name in known if name not in operations | named | locks]
    loose = [word.lower() for name in plain for word in _parts(name, sources)]
    spoken_verbs = [word for word in loose if word in VERBS]
    if len(set(spoken_verbs)) > 1:  # "takes a reference to the freed table" frees nothing
        spoken_verbs = [word for word in spoken_verbs if word != "freed"]
    verbs = tuple(dict.fromkeys(VERBS[word] for word in spoken_verbs))
    return Wanted(
        key=key_of(bare),
        function=function,
        operations=operations,
        functions=named,
        objects=objects,
        locks=locks,
        pairs=frozenset((int(a), int(b)) for a, b in _PAIR.findall(rest)),
        values=frozenset(_NUMBERS.get(value, value) for value in _VALUE.findall(bare)),
        verbs=() if operations or function else verbs,
        last=bool(re.search(r"\blast\b|\bto zero\b", rest)),
        told=bool(known) and known[0] in FIRST_WORDS,
        breaks=bool(_BROKEN.search(bare)),
        words=frozenset(plain) & sources,
    )


def clauses(text: str, functions: frozenset[str], sources: frozenset[str]) -> list[str]:
    """A line that tells several steps ("takes the lock and drops T0") is one for each."""
    if any(sentence.fullmatch(text.rstrip(".")) for sentence in _ONE_STEP):
        return [text]
    parts = [part for part in _CLAUSES.split(text) if part]
    several = len(parts) > 1 and all(wanted(part, functions, sources).asks for part in parts)
    return parts if several else [text]


def _called(name: str, functions: frozenset[str]) -> str:
    """The function of the protocol that is meant: a system call is known by its plain name, too."""
    meant = (name, f"sys_{name}", f"do_{name}", ROUTINES.get(name, ""))
    return next((each for each in meant if each in functions), "")


def _parts(name: str, sources: frozenset[str]) -> list[str]:
    """A name that the protocol does not know is heard by its parts: "page_remove_rmap" removes."""
    return [name] if name in sources else name.split("_")


def fits(line: Wanted, does: Deed) -> int | None:
    """How badly a step fits a line: 0 is exactly, None not at all."""
    if line.key in (key_of(does.text), key_of(does.code), key_of(does.sentence)):
        return 0
    if line.function:
        return None
    if not _agrees(line, does):
        return None
    source = set(_IDENTIFIER.findall(" ".join(does.source[:2])))
    return 1 if line.words <= source else 2


def _agrees(line: Wanted, does: Deed) -> bool:
    calls = {call.function for call in does.calls}
    events = set(does.events)
    return (
        line.asks
        and line.operations <= {does.operation}
        and line.functions <= calls
        and line.pairs <= set(does.pairs)
        and all(verb & events or _operation_is(verb, does) for verb in line.verbs)
        and (not line.last or "put-zero" in events)
        and (not line.breaks or does.breaks)
        and line.objects <= _objects(does)
        and all(any(lock in name for name in does.names) for lock in line.locks)
        and (not line.values or bool(line.values & {*does.names, *does.note.split()}))
    )


def _operation_is(verb: frozenset[str], does: Deed) -> bool:
    """A step that met what was freed has no event: its primitive says what it would have done."""
    return not does.events and any(VERBS.get(word, verb | {""}) <= verb for word in does.operation.split("_"))


def _objects(does: Deed) -> set[str]:
    return {*does.names, *_OBJECT.findall(does.code), *_OBJECT.findall(does.note)}
