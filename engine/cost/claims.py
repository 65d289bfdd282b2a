"""The figures that mails and papers claim, as they were given, each with what has to be known of it."""

from __future__ import annotations

from dataclasses import dataclass

ARCHIVE = "https://lore.kernel.org/r/"

FORKTIME_SOURCE = "E16e8Gf-0005HN-00@starship.berlin"
"""22 Feb 2002, with the third patch."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Microseconds for one fork, by mapped 4 KB pages. `notes`: pages -> what is wrong with that figure."""

    id: str
    name: str
    points: tuple[tuple[int, int], ...]
    notes: tuple[tuple[int, str], ...] = ()


FORKTIME = (
    Timed(
        "mail-eager",
        "2002, copied at fork",
        (
            (100, 325),
            (500, 471),
            (1_000, 671),
            (10_000, 4_908),
            (50_000, 21_879),
            (100_000, 42_777),
            (200_000, 158_738),
        ),
        ((200_000, "the machine swapped; a second run gave 192 090"),),
    ),
    Timed(
        "mail-shared",
        "2002, shared at fork",
        (
            (100, 351),
            (500, 533),
            (1_000, 637),
            (10_000, 2_132),
            (50_000, 9_546),
            (100_000, 19_400),
            (200_000, 26_515),
        ),
        ((200_000, "a second run gave 36 840"),),
    ),
)
"""`forktime` on a 2-way machine, mail of 22 February 2002."""

CAVEATS = (
    "forktime on a 2-way machine. Its wait() reaped one child only, so exit is under-measured.",
    "The eager run with 200 000 pages swapped: 158 738 µs, a second time 192 090 against 36 840 shared.",
    "Small forks lose: with 100 and 500 pages the shared fork took 8 to 13 % longer.",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure in words: who, when, what, and where it can be read (empty: not known to us)."""

    who: str
    text: str
    link: str = ""


CLAIMS = (
    Claim(
        "McCracken, 2003",
        "A process with 3 tables (stack, data of libc, its own data) unshares them all and gets slower; "
        "with 4, fork and exit take 25 to 30 % less.",
    ),
    Claim(
        "On-demand-fork, 2021",
        "65 times faster at 1 GB.",
        "https://doi.org/10.1145/3447786.3456258",
    ),
    Claim(
        "COW PTE, 2022",
        "Page tables after a fork of 1 GB: 3 396 kB instead of 5 432 kB.",
        f"{ARCHIVE}20220519183127.3909598-1-shiyn.lin@gmail.com",
    ),
    Claim(
        "mshare, 2025",
        "1 500 processes would need 878 GB of page tables for one database segment.",
        f"{ARCHIVE}20250820010415.699353-1-anthony.yznaga@oracle.com",
    ),
)
