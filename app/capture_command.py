"""`ptscope capture PID`: a process's page tables, which each system could share, what a fork would cost."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.output import write_text
from app.proc import capture
from engine.cost.capture import Document, document
from engine.errors import RequestError
from engine.words.saying import said


def add_capture(parser: argparse.ArgumentParser) -> None:
    """Fills in the parser of the command."""
    parser.add_argument("pid", metavar="PID", help="a process of yours; of others with sudo")
    parser.add_argument("--fork-plan", action="store_true", help="print what a fork would cost")
    parser.add_argument("--names", action="store_true", help="keep the names and addresses of its mappings")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write JSON for the page /capture")
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
    lines = summary(made) + (plan(made) if options.fork_plan else [])
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    if options.output is not None:
        print(f"written to {options.output}: ptscope serve, then open it at /capture")


def summary(made: Document) -> list[str]:
    """How many tables there are, beside what the kernel says."""
    levels, vm_pte = made["levels"], made["vm_pte"]
    huge = sum(run[1] for run in made["runs"] if run[5])
    found = [f"{levels['pte']} last-level page tables; {levels['pmd']} and {levels['pud']} above them"]
    if huge:
        found.append(f"{huge} regions of huge pages, without a last-level table")
    if not made["exact"]:
        found.append("estimated from what is resident: this kernel does not let us see which pages are")
    found += [f"  {part['kb']:>8} kB  {part['what']}" for part in vm_pte["parts"] if part["kb"]]
    found.append(f"  {vm_pte['counted_kb']:>8} kB  counted")
    if vm_pte["status_kb"] is not None:
        found.append(f"  {vm_pte['status_kb']:>8} kB  VmPTE")
    found.append(f"  {vm_pte['difference_kb'] or 0:>8} kB  difference: {vm_pte['why']}")
    return found


def plan(made: Document) -> list[str]:
    """What a fork would cost under each system."""
    heads = f"{'shared':>8} {'allocated':>9} {'PTEs copied':>11} {'changed':>9} {'references':>10}"
    found = ["", f"{'at fork':<20} {heads}"]
    for system in made["systems"]:
        fork = system["fork"]
        references = fork["page_references"] + fork["table_references"]
        found.append(
            f"{system['id']:<20} {fork['shared_tables']:>8} {fork['tables_allocated']:>9} "
            f"{fork['ptes_copied']:>11} {fork['ptes_changed']:>9} {references:>10}"
        )
    return [
        *found,
        "",
        *(f"{system['id']}: {system['rule']}{_WHEN[system['when']]}" for system in made["systems"]),
    ]


_WHEN = {"fork": "", "fault": "; shared at the child's first fault", "program": ""}
