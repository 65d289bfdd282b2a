"""All that the engine says, by message id: one catalogue for the command line, the page and other languages.

The texts of events have no subject: the thread's name goes before them. `{0}`, `{1}` are arguments.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.run.frames import Arg, Text


class EventWords(NamedTuple):
    """How an event is told: a sentence without its subject, a label of a dozen letters, one character."""

    text: str
    short: str
    mark: str


EVENTS: dict[str, EventWords] = {
    "lock": EventWords("takes {0}", "lock {0}", "["),
    "unlock": EventWords("releases {0}", "unlock {0}", "]"),
    "down-read": EventWords("takes {0} for reading", "down_read {0}", "["),
    "down-write": EventWords("takes {0} for writing", "down_write {0}", "["),
    "up-read": EventWords("releases {0}", "up_read {0}", "]"),
    "up-write": EventWords("releases {0}", "up_write {0}", "]"),
    "count": EventWords("reads the count of {0}: {1}", "{0} count is {1}", "?"),
    "get": EventWords("takes a reference to {0}: {1} → {2}", "get {0} {1}→{2}", "+"),
    "put": EventWords("drops a reference to {0}: {1} → {2}", "put {0} {1}→{2}", "−"),
    "put-zero": EventWords("drops the last counted reference to {0}: {1} → {2}", "put {0} {1}→{2}", "−"),
    "read-counter": EventWords("reads {0}: {1}", "{0} is {1}", "?"),
    "counter": EventWords("changes {0}: {1} → {2}", "{0} {1}→{2}", "w"),
    "rss": EventWords("changes {0}: {1} → {2}", "{0} {1}→{2}", "w"),
    "alloc": EventWords("allocates {0}", "alloc {0}", "+"),
    "no-memory": EventWords("gets no memory for {0}", "no memory", "∅"),
    "free": EventWords("frees {0}", "free {0}", "✕"),
    "copy-page": EventWords("copies {0} to {1}", "copy {0}→{1}", "w"),
    "read-slot": EventWords("reads {0}: it names {1}", "{0} is {1}", "?"),
    "read-slot-none": EventWords("reads {0}: it is empty", "{0} is none", "?"),
    "populate": EventWords("makes {0} name {1}", "{0} = {1}", "w"),
    "clear-slot": EventWords("clears {0}, which named {1}", "clear {0}", "∅"),
    "read-entry": EventWords("reads {0}: it maps {1}", "{0} is {1}", "?"),
    "read-entry-none": EventWords("reads {0}: it is empty", "{0} is none", "?"),
    "set-entry": EventWords("writes {0}: it maps {1}", "{0} = {1}", "w"),
    "clear-entry": EventWords("reads and clears {0}, which mapped {1}", "clear {0}", "∅"),
    "wrprotect": EventWords("makes {0} read-only", "wrprotect {0}", "w"),
    "count-entries": EventWords("counts what {0} maps: {1}", "{0} maps {1}", "?"),
    "find-vma": EventWords("finds that {0} is mapped", "vma {0}", "?"),
    "find-vma-read-only": EventWords("finds that {0} may only be read", "ro vma {0}", "?"),
    "vmas-read-only": EventWords("lets pages {1} to {2} of {0} only be read", "ro {0}:{1}-{2}", "w"),
    "vmas-writable": EventWords("lets pages {1} to {2} of {0} be written", "rw {0}:{1}-{2}", "w"),
    "move-vma": EventWords("moves the VMA of page {1} of {0} to page {2}", "move {0}:{1}→{2}", "w"),
    "split-vma": EventWords("splits the VMA at {0}", "split {0}", "w"),
    "may-share": EventWords("finds that the VMA of {0} lets its page table be shared", "{0} may share", "?"),
    "may-not-share": EventWords("finds that {0} may share no page table", "{0} may not", "?"),
    "clear-mayshare": EventWords("takes VM_MAYSHARE from the VMA of {0}", "mayshare 0", "w"),
    "set-slot-read-only": EventWords("makes {0} name {1}, read-only", "{0} = {1} ro", "w"),
    "find-page": EventWords("finds {1} in the page cache for {0}", "{0} is {1}", "?"),
    "find-page-none": EventWords("finds that {0} was truncated", "{0} is gone", "?"),
    "uncache": EventWords("takes {1} out of the page cache at {0}", "uncache {1}", "∅"),
    "irqs-off": EventWords("lets no IPI interrupt {0}", "IRQs off", "["),
    "irqs-on": EventWords("lets IPIs interrupt {0} again", "IRQs on", "]"),
    "sync-one": EventWords("interrupts every CPU: no walk without locks is under way", "sync", "∅"),
    "read-pinned": EventWords("reads {0}, which it has pinned", "read {0}", "?"),
    "find-vma-none": EventWords("finds that {0} is not mapped", "no vma {0}", "?"),
    "insert-vmas": EventWords("maps pages {1} to {2} of {0}", "map {0}:{1}-{2}", "w"),
    "remove-vmas": EventWords("removes the VMAs of pages {1} to {2} of {0}", "unmap {0}:{1}-{2}", "w"),
    "dup-vmas": EventWords("gives {0} the VMAs of {1}", "dup vmas {0}", "w"),
    "wake-up": EventWords("lets {0} run", "wake {0}", "w"),
    "mmdrop": EventWords("frees the mm_struct of {0}", "mmdrop {0}", "✕"),
    "batch": EventWords("starts a batch on {0}: pages are freed after the flush", "batch", "w"),
    "batch-fast": EventWords("starts a batch on {0}: pages are freed at once", "fast batch", "w"),
    "queue": EventWords("queues {0} until after the flush", "queue {0}", "w"),
    "flush": EventWords("flushes the TLB of {0}", "flush {0}", "∅"),
    "flush-broadcast": EventWords("flushes {0} from every TLB", "flush {0}", "∅"),
    "load": EventWords("loads from {0} through {1}: {2}", "load {2}", "?"),
    "store": EventWords("stores {2} to {0} through {1}", "store {2}", "w"),
    "walk-cache": EventWords("remembers that {0} named {1}", "walk {1}", "?"),
    "walk-slot": EventWords("misses its TLB; the walker reads {0}: {1}", "walk {0}", "?"),
    "walk-slot-none": EventWords("misses its TLB; the walker finds {0} empty: page fault", "fault {0}", "∅"),
    "walk-fill": EventWords("walks on to {0}: the TLB takes {1}", "fill {1}", "w"),
    "walk-fault": EventWords("walks on to {0}, which is empty: page fault", "fault {0}", "∅"),
    "walk-fault-write": EventWords("walks on to {0}, which is read-only: page fault", "fault {0}", "∅"),
    "segv": EventWords("is told that {0} is not mapped: SIGSEGV", "SIGSEGV", "✕"),
    "believes-owner": EventWords("concludes that it alone owns {0}", "owns {0}", "•"),
    "believes-full-zap": EventWords("takes it for a full zap of {0}: {1} pages", "full zap", "•"),
    "switch": EventWords("gets the CPU after {0}; the TLB is empty", "switch", "w"),
    "returns": EventWords("returns to user mode", "return", "w"),
}

REASONS: dict[str, str] = {
    "waits-for": "waits for {0}, held by {1}",
    "waits-for-since": "waits for {0}, held by {1} since step {2}",
    "waits-for-walker": "waits until {0} has finished the instruction that it executes",
    "waits-for-irqs": "waits for {0}, whose IRQs are off",
    "waits-for-cpu": "waits for the CPU, on which {0} is in the kernel",
    "waits-for-fork": "waits to be forked",
    "finished": "has nothing more to do",
    "gone": "has exited",
    "stopped": "cannot go on: the kernel has stopped",
    "limit": "cannot go on: {0} {1}",
    "run-limit": "{0} cannot go on: {1} {2}",
    "run-over": "every thread has finished",
    "run-stopped": "the kernel has stopped: {0}",
    "run-deadlock": "no thread can go on",
    "came-back": "came back to the state of step {0}: run on alone, {1} would never end",
    "step-limit": "ran {0} steps, which is the limit of one command",
    "blocked-here": "{0} {1}",
}

VIOLATIONS: dict[str, str] = {
    "freed-used": "{0} touches {1}, which was freed",
    "double-free": "{0} frees {1}, which is free already",
    "underflow": "{0} drops a reference to {1}, whose count is 0",
    "bug-on": "{0} reaches BUG_ON: its condition holds",
    "null": "{0} follows a NULL pointer",
    "no-swap": "{0} uses a swap entry that it did not get",
    "bad-address": "{0} uses address {1}, which no process has",
    "no-such-cpu": "{0} names CPU {1}, which is not there",
    "not-a-table": "{0} takes {1} for a page table",
    "not-a-data-page": "{0} takes {1} for a data page",
    "taken-twice": "{0} waits for {1}, which it holds itself",
    "not-holder": "{0} releases {1}, which it does not hold",
    "sleeps-with-lock": "{0} holds a spinlock and may sleep in {1}",
    "returns-with-lock": "{0} returns to user mode and holds {1}",
    "stale-leaf": "{0} reaches {1} through a TLB entry that names {2}, which was freed",
    "stale-walk": "{0} walks from {1} by a cached entry that names {2}, which was freed",
    "saw-unmapped": "{0} reads {2} from {1}, which it has unmapped",
    "saw-zero": "{0} reads 0 from {1}: what was written there is gone",
    "saw-foreign": "{0} reads {2} from {1}, which is not its own value",
    "saw-fault": "{0} faults at {1}, which it never unmapped",
    "stored-unmapped": "{0} stores to {1}, which it has unmapped",
    "stored-read-only": "{0} stores to {1}, which may only be read",
    "holds-foreign": "{0} maps {1}, which holds {2}: not its own value",
    "holds-zero": "{0} maps {1}, which holds 0: what was written there is gone",
    "mapping-freed": "{0} maps {1}, which was freed",
    "mapping-gone": "{0} maps nothing: what was written there is gone",
    "count-below-slots": "{0} counts {1}, and slots that name it are {2}",
    "walks-anothers": "{0} walks {1} without a lock and pins what it finds, while {2} owns it alone by now",
    "two-owners": "{0} and {1} both believe that they alone own {2}",
    "freed-while-named": "{0} is free, and {1} names it",
    "foreign-change": "{0} changes {1} for itself, and {2} sees it too",
    "leak": "{0} is allocated with count {1}, and nothing refers to it",
    "wrong-count": "{0} counts {1}, and references to it are {2}",
    "freed-but-held": "{0} is free, and {1} refers to it",
    "wrong-rss": "{0} counts rss {1}, and maps {2} pages",
    "deadlock": "no thread can go on: {0}",
    "owner-meets-decrementer": "{0} drops a reference to {1}, which {2} believes to own alone",
    "zero-but-named": "{0} brings the count of {1} to zero, and {2} names it",
    "one-does-not-stay": "{0} changes the count of {1} from one, while {2} holds {3}",
    "shared-without-lock": "{0} shares {1} without {2}",
    "partial-zap": "{0} zaps {2} of the {3} entries of {1}, whose count was one",
}

_LOCK_SHORT = {"page_table_lock": "ptl", "mmap_sem": "sem", "page_table_share_lock": "share"}
_LOCKS = ("lock", "unlock", "down-read", "down-write", "up-read", "up-write")


def said(catalogue: dict[str, str], id: str, args: tuple[Arg, ...]) -> Text:
    """A sentence of a catalogue with its arguments filled in."""
    return Text(id, args, catalogue[id].format(*args))


def told(id: str, args: tuple[Arg, ...], subject: str = "") -> Text:
    """An event as a sentence; without a subject it begins with the verb."""
    text = EVENTS[id].text.format(*args)
    return Text(id, args, f"{subject} {text}" if subject else text)


def short(id: str, args: tuple[Arg, ...]) -> str:
    """An event in a few letters, for a timeline: "lock ptl", "put T0 2→1"."""
    words = EVENTS[id]
    if id in _LOCKS:
        name = str(args[0])
        last = name.rpartition(".")[2]
        return words.short.format(_LOCK_SHORT.get(last, name.partition(".")[0]))
    return words.short.format(*args)
