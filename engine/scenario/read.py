"""Reading a scenario's file: every value by itself, and all that is wrong with them at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from engine.errors import Diagnostic, RoutineError, Span
from engine.needs import NEEDS
from engine.scenario.places import TomlText
from engine.scenario.processes import check_processes
from engine.scenario.scenario import Scenario, Story
from engine.scenario.sometimes import MOST_WISHES, Wish, WishError, parse_wish
from engine.scenario.story import KERNEL_VERBS, Line, StoryError, parse_line
from engine.words.saying import said
from engine.words.text import Text

LINES_LIMIT, POOL_LIMIT, VALUE_LIMIT = 24, 64, 99
"""Lines of a story; frames of a process; the largest value stored."""

_TOP: dict[str, type] = {
    "title": str,
    "text": str,
    "group": str,
    "needs": list,
    "sometimes": list,
    "shape": dict,
    "config": dict,
    "setup": list,
    "thread": list,
}
_SHAPE = ("slots", "entries", "tables", "pages", "swap", "file", "rss", "out_of_memory")


def parse_scenario(id: str, text: str, file: str | None = None) -> Scenario:
    """Read a scenario.

    Raises:
        RoutineError: with every fault found, each at its line and column.
        LimitReached: the text is too long.
    """
    return _Reader(id, TomlText(file or f"{id}.toml", text), text).scenario()


class _Reader:
    """Reads the values one by one and collects what is wrong with them."""

    def __init__(self, id: str, toml: TomlText, source: str) -> None:
        self.id = id
        self.toml = toml
        self.source = source
        self.found: list[Diagnostic] = []
        self.pages_of_mm = 0

    def wrong(self, message: Text, hint: Text, *path: str | int) -> None:
        span: Span = self.toml.place(*path)
        self.found.append(Diagnostic("SCEN02", message, hint, span))

    def scenario(self) -> Scenario:
        values = self.toml.values
        for key, value in values.items():
            if key not in _TOP:
                self.wrong(said("scenario.unknown-key", key), said("hint.write-one-of", ", ".join(_TOP)), key)
            elif not isinstance(value, _TOP[key]):
                kind = said("scenario.array-of-words") if key in ("needs", "sometimes") else _KINDS[_TOP[key]]
                self.wrong(said("scenario.kind", key, _kind(value)), said("hint.write-it-as", kind), key)
        self._raise_if_wrong()
        shape = values.get("shape", {})
        for key in shape:
            if key not in _SHAPE:
                self.wrong(
                    said("scenario.no-size", key), said("hint.write-one-of", ", ".join(_SHAPE)), "shape", key
                )
        slots = self._number(shape, "slots", 1, 8)
        entries = self._number(shape, "entries", 2, 8)
        self.pages_of_mm = slots * entries
        tables = self._number(shape, "tables", 2 * slots, POOL_LIMIT)
        pages = self._number(shape, "pages", min(2 * self.pages_of_mm, POOL_LIMIT), POOL_LIMIT)
        file = self._file(shape, entries)
        out_of_memory = self._flag(shape, "out_of_memory", default=False)
        rss = self._flag(shape, "rss", default=True)
        swaps = str(values.get("setup", "")) + str(values.get("thread", ""))
        swap = self._number(shape, "swap", 2 * swaps.count("swapout"), 8, least=0)
        setup = self._stories(values.get("setup", []), "setup")
        threads = self._stories(values.get("thread", []), "thread")
        if not threads:
            hint = said("hint.write-thread")
            self.wrong(said("scenario.no-threads"), hint, "thread")
        self._raise_if_wrong()
        scenario = Scenario(
            self.id,
            values.get("title", self.id),
            values.get("text", ""),
            slots,
            entries,
            tables,
            pages,
            out_of_memory,
            self._config(values.get("config", {})),
            setup,
            threads,
            self.source,
            values.get("group", self.id.partition("-")[0]),
            self._needs(values.get("needs", [])),
            swap,
            file,
            rss,
        )
        check_processes(scenario, self.wrong)
        wishes = self._wishes(values.get("sometimes", []), scenario.mms)
        self._raise_if_wrong()
        return replace(scenario, sometimes=wishes)

    def _raise_if_wrong(self) -> None:
        if self.found:
            raise RoutineError(tuple(sorted(self.found, key=lambda found: found.span)))

    def _number(self, table: dict[str, Any], key: str, default: int, most: int, least: int = 1) -> int:
        value = table.get(key, default)
        if type(value) is not int or not least <= value <= most:
            self.wrong(
                said("scenario.is", key, repr(value)), said("hint.whole-number", least, most), "shape", key
            )
            return default
        return value

    def _flag(self, table: dict[str, Any], key: str, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            self.wrong(said("scenario.is", key, repr(value)), said("hint.true-or-false"), "shape", key)
            return default
        return value

    def _file(self, shape: dict[str, Any], entries: int) -> int:
        file = self._number(shape, "file", 0, self.pages_of_mm, least=0)
        if file % entries:
            hint = said("hint.file-multiple", entries)
            self.wrong(said("scenario.file", file), hint, "shape", "file")
        return file

    def _config(self, table: dict[str, Any]) -> tuple[tuple[str, int | str], ...]:
        for key, value in table.items():
            if type(value) is not int and not isinstance(value, str):
                self.wrong(said("scenario.is", key, repr(value)), said("hint.number-or-label"), "config", key)
        return tuple(table.items())

    def _needs(self, words: list[Any]) -> tuple[str, ...]:
        for index, word in enumerate(words):
            if not isinstance(word, str) or word not in NEEDS:
                hint = said("hint.write-some-of", ", ".join(NEEDS))
                self.wrong(said("scenario.no-need", repr(word)), hint, "needs", index)
        return tuple(words)

    def _wishes(self, texts: list[Any], mms: tuple[str, ...]) -> tuple[Wish, ...]:
        if len(texts) > MOST_WISHES:
            self.wrong(
                said("scenario.sometimes-lines", len(texts)),
                said("hint.keep-or-less", MOST_WISHES),
                "sometimes",
            )
        wishes = (self._wish(text, mms, index) for index, text in enumerate(texts))
        return tuple(wish for wish in wishes if wish is not None)

    def _wish(self, text: Any, mms: tuple[str, ...], index: int) -> Wish | None:
        try:
            return parse_wish(text if isinstance(text, str) else repr(text), mms)
        except WishError as error:
            self.wrong(*error.args, "sometimes", index)
            return None

    def _stories(self, tables: list[Any], key: str) -> tuple[Story, ...]:
        stories = (self._story(table, key, index) for index, table in enumerate(tables))
        return tuple(story for story in stories if story is not None)

    def _story(self, table: Any, key: str, index: int) -> Story | None:
        if not isinstance(table, dict):
            self.wrong(
                said("scenario.table-kind", key, index + 1, _kind(table)), said("hint.write-table", key), key
            )
            return None
        for name in table:
            if name not in ("mm", "name", "do", "text"):
                hint = said("hint.story-keys")
                self.wrong(said("scenario.unknown-part", name, key), hint, key, index, name)
        mm, lines, text = table.get("mm", ""), table.get("do"), table.get("text", "")
        thread = table.get("name", "")
        if not isinstance(thread, str) or not re.fullmatch("|[A-Z][a-z]{0,7}", thread):
            hint = said("hint.thread-name")
            self.wrong(said("scenario.name", repr(thread)), hint, key, index, "name")
            thread = ""
        if not (mm == "" and thread) and not (isinstance(mm, str) and re.fullmatch("[A-Z]", mm)):
            self.wrong(said("scenario.mm", repr(mm)), said("hint.process-name"), key, index, "mm")
            mm = "A"
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            self.wrong(said("scenario.do"), said("hint.do-lines"), key, index, "do")
            return None
        if len(lines) > LINES_LIMIT:
            self.wrong(
                said("scenario.do-lines", len(lines)),
                said("hint.keep-or-less", LINES_LIMIT),
                key,
                index,
                "do",
            )
        if not isinstance(text, str):
            self.wrong(said("scenario.text", repr(text)), said("hint.as-string"), key, index, "text")
            text = ""
        parsed = (self._line(line, (key, index, "do", number)) for number, line in enumerate(lines))
        story = Story(mm, tuple(line for line in parsed if line is not None), text, thread)
        self._check_verbs(story, key, index)
        return story

    def _check_verbs(self, story: Story, key: str, index: int) -> None:
        """A kernel thread has no memory of its own; a process does not reclaim."""
        for number, line in enumerate(story.lines):
            if (line.verb in KERNEL_VERBS) == bool(story.mm):
                wrong = "scenario.process-cannot" if story.mm else "scenario.kernel-thread-cannot"
                hint = said("hint.who-does-what", ", ".join(KERNEL_VERBS))
                self.wrong(said(wrong, story.thread, line.verb), hint, key, index, "do", number)

    def _line(self, text: str, path: tuple[str | int, ...]) -> Line | None:
        try:
            line = parse_line(text)
        except StoryError as error:
            self.wrong(*error.args, *path)
            return None
        if not line.first <= line.last < self.pages_of_mm or line.to >= self.pages_of_mm:
            hint = said("hint.name-pages", self.pages_of_mm - 1)
            self.wrong(said("scenario.leaves-memory", text), hint, *path)
            return None
        if line.value > VALUE_LIMIT or (line.verb == "write" and line.value == 0):
            self.wrong(
                said("scenario.writes", text, line.value), said("hint.value-up-to", VALUE_LIMIT), *path
            )
            return None
        return line


_KINDS: dict[type, Text] = {
    str: said("scenario.a-string"),
    dict: said("scenario.a-table"),
    list: said("scenario.array-of-tables"),
}


def _kind(value: object) -> Text:
    if isinstance(value, list):
        return said("scenario.an-array")
    return _KINDS.get(type(value)) or said("scenario.the-value", repr(value))
