"""`ptscope capture PID`: a process's page tables, which each system could share, what a fork would cost."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.output import write_text
from app.parser import Parser
from app.proc import capture
from engine.cost.capture import Document, document
from engine.errors import RequestError
from engine.words.catalogue import Words
from engine.words.saying import said


def add_capture(parser: Parser) -> None:
    """Fills in the parser of the command."""
    say, add = parser.words.say, parser.add_argument
    add("pid", metavar="PID", help=say("usage.pid"))
    add("--fork-plan", action="store_true", help=say("usage.fork-plan"))
    add("--names", action="store_true", help=say("usage.names"))
    add("-o", "--output", type=Path, metavar="FILE", help=say("usage.capture-file"))
    parser.set_defaults(command=capture_command)


def capture_command(options: argparse.Namespace) -> None:
    """Runs the command.

    Raises:
        RequestError: there is no such process, or it may not be looked at.
    """
    if not options.pid.isdecimal() or len(options.pid) > 10:
        raise RequestError("PROC03", said("error.pid", repr(options.pid[:40])), said("hint.pid"))
    captured = capture(int(options.pid))
    made = document(captured.space, captured.page_size, captured.vm_pte_kb, captured.exact, options.names)
    text = json.dumps(made, separators=(",", ":"), ensure_ascii=False) + "\n"
    if options.output is not None:
        write_text(options.output, text)
    elif not options.fork_plan and not sys.stdout.isatty():
        sys.stdout.write(text)
        return
    words = options.words
    lines = summary(made, words) + (plan(made, words) if options.fork_plan else [])
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    if options.output is not None:
        print(words.say("cli.written", options.output, words.say("cli.to-capture")))


def summary(made: Document, words: Words) -> list[str]:
    """How many tables there are, beside what the kernel says."""
    say, levels, vm_pte = words.say, made["levels"], made["vm_pte"]
    huge = sum(run[1] for run in made["runs"] if run[5])
    found = [say("cli.tables", levels["pte"], levels["pmd"], levels["pud"])]
    if huge:
        found.append(say("cli.huge", huge))
    if not made["exact"]:
        found.append(say("cli.estimated"))
    sizes = [(part["kb"], words.ours(part["what"])) for part in vm_pte["parts"] if part["kb"]]
    sizes.append((vm_pte["counted_kb"], say("cli.counted-kb")))
    if vm_pte["status_kb"] is not None:
        sizes.append((vm_pte["status_kb"], "VmPTE"))
    sizes.append((vm_pte["difference_kb"] or 0, say("cli.difference", words.ours(vm_pte["why"]))))
    return found + [f"  {kb:>8} kB  {what}" for kb, what in sizes]


COLUMNS = (
    ("cli.fork-shared", ("shared_tables",)),
    ("cli.fork-allocated", ("tables_allocated",)),
    ("cli.fork-copied", ("ptes_copied",)),
    ("cli.fork-changed", ("ptes_changed",)),
    ("cli.fork-references", ("page_references", "table_references")),
)
"""The heads of a plan, and what is added up below each."""


def plan(made: Document, words: Words) -> list[str]:
    """What a fork would cost under each system."""
    heads = [words.say(id) for id, _ in COLUMNS]
    widths = [max(len(head), 9) for head in heads]
    rows = [(words.say("cli.at-fork"), heads)]
    for system in made["systems"]:
        numbers = [sum(system["fork"][name] for name in names) for _, names in COLUMNS]
        rows.append((system["id"], [str(number) for number in numbers]))
    table = [
        " ".join([f"{name:<20}", *(f"{text:>{width}}" for text, width in zip(texts, widths, strict=True))])
        for name, texts in rows
    ]
    return ["", *table, "", *(_rule(system, words) for system in made["systems"])]


def _rule(system: Document, words: Words) -> str:
    rule = words.say("cli.titled", system["id"], words.ours(system["rule"]))
    return words.say("cli.at-fault", rule) if system["when"] == "fault" else rule
