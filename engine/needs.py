"""What a scenario can need and a protocol, or a setting, can lack: the words that both sides share.

A scenario names its needs (`needs = ["unshare"]`); a protocol's header says what it lacks, and why
(`lacks: unshare: a table is dropped and filled again, never copied`). Everything else is there.
"""

from __future__ import annotations

NEEDS: dict[str, str] = {
    "anonymous": "private anonymous memory whose tables fork shares",
    "files": "a shared mapping of a file",
    "unshare": "a private copy of a shared table",
    "partial": "an unmap of a part of what a table maps",
    "fork": "a fork that shares a table",
    "threads": "two threads in one process",
    "smp": "a second CPU",
    "swap": "pages that go to swap and come back",
    "reclaim": "a page that is taken away from all its owners",
    "mprotect": "mprotect",
    "mremap": "mremap",
    "madvise": "madvise",
    "truncate": "truncate",
    "split": "a VMA that is split",
    "gup": "a walk of the tables without locks (GUP-fast)",
    "walk-cache": "a TLB that remembers tables, too",
    "out-of-memory": "an allocation that may fail",
}
"""Each word with what it stands for: "zap ∥ fork needs " and then the words."""
