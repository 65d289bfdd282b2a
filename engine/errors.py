"""Everything that the engine raises.

- EngineError: never raised itself; carries a code, a sentence, a hint and, where there is one, a place
  - RoutineError: the author's C or scenario text is wrong (LANG..., SCEN...)
  - RequestError: the user asked for what is not there (RUN...)
  - LimitReached: a stated bound was met (LIM...)
  - InternalError: a fault of ours, to be reported (BUG...)

Message and hint are texts of the catalogue: `said("error.no-thread", name)`, `said("hint.write-zero")`.
A violation in the modelled kernel is not among them: it is a value (`engine.machine.violations`).
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.words.catalogue import ENGLISH, Words
from engine.words.saying import translated
from engine.words.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text: lines and columns count from 1, the end column is one past the last character."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong in a text: what was found, and what to write instead.

    `message` names the value that was found; `hint` begins with a verb.
    """

    code: str
    message: Text
    hint: Text
    span: Span

    def told(self, words: Words) -> str:
        """The place, the code, the message and the hint, in a language."""
        return f"{self.span}: {_told(self, words)}"

    def __str__(self) -> str:
        return self.told(ENGLISH)


def _told(wrong: Diagnostic | EngineError, words: Words) -> str:
    hint = words.say("hint.hint", translated(wrong.hint, words))
    return f"{wrong.code} {translated(wrong.message, words)}\n  {hint}"


class EngineError(Exception):
    """The base of all that the engine raises; has `code`, `message`, `hint` and maybe a `span`."""

    def __init__(self, code: str, message: Text, hint: Text, span: Span | None = None) -> None:
        super().__init__(code, message, hint, span)
        self.code = code
        self.message = message
        self.hint = hint
        self.span = span

    def told(self, words: Words) -> str:
        """The place, the code, the message and the hint, in a language."""
        place = f"{self.span}: " if self.span else ""
        return place + _told(self, words)

    def __str__(self) -> str:
        return self.told(ENGLISH)


class RoutineError(EngineError):
    """A protocol or scenario text is wrong; `diagnostics` lists all that was found, in text order."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        super().__init__(first.code, first.message, first.hint, first.span)
        self.args = (diagnostics,)
        self.diagnostics = diagnostics

    def told(self, words: Words) -> str:
        """All diagnostics, each on two lines."""
        return "\n".join(diagnostic.told(words) for diagnostic in self.diagnostics)


class RequestError(EngineError):
    """The user asked for something that is not there, or that cannot be done now."""


class LimitReached(EngineError):
    """A stated bound was met; the message says which and how high it is."""


class InternalError(EngineError):
    """A fault of ptscope itself. Please report it with the link of the run."""
