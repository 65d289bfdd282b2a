"""What an exported model says of its places, for people: function, line, and the C text."""

from __future__ import annotations

from engine.lang.instructions import End, Enter, Program
from engine.run.model import Model


class Texts:
    """The places of one program in words; everything fits within a comment of C."""

    def __init__(self, model: Model, thread: int) -> None:
        self.program: Program = model.threads[thread].program
        self.lines = {source.file: source.text.split("\n") for source in model.protocol.sources}
        self.story = model.scenario.threads[thread].lines

    def function(self, pc: int) -> str:
        """A name for a place: the function that it stands in."""
        match self.program.code[pc]:
            case Enter(call=call):
                return f"user_{call}"
            case End():
                return "done"
        return self.program.frames[self.program.code[pc].place.frame].function

    def place(self, pc: int) -> str:
        """Like "feb17.c:62 unshare_partial: *pmd"."""
        match self.program.code[pc]:
            case Enter(call=call):
                return f"in user mode, before `{self.story[call].text}`"
            case End():
                return "the story is over"
        span = self.program.code[pc].place.span
        line = self.lines[span.file][span.line - 1]
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        text = line[span.column - 1 : end].strip().replace("*/", "* /").replace("/*", "/ *")
        return f"{span.file}:{span.line} {self.function(pc)}: {text}"
