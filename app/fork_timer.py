"""Times fork and wait in a process of small footprint: run as a script, with nothing else imported.

    python -I -S fork_timer.py private|shared PAGES RUNS

Maps PAGES pages, writes to each, then forks RUNS times; the child exits at once. Prints two lines: VmPTE in
kB before the memory was mapped and after it was written, then the microseconds of each fork and wait.
"""

import gc
import mmap
import os
import sys
import time


def page_tables_kb() -> int:
    with open("/proc/self/status") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmPTE:")), 0)


def fork_and_wait() -> float:
    start = time.perf_counter_ns()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return (time.perf_counter_ns() - start) / 1000


def main(kind: str, pages: int, runs: int) -> None:
    gc.disable()
    before = page_tables_kb()
    sharing = mmap.MAP_PRIVATE if kind == "private" else mmap.MAP_SHARED
    size = mmap.PAGESIZE
    memory = mmap.mmap(-1, max(pages, 1) * size, flags=sharing | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):
        try:
            memory.madvise(mmap.MADV_NOHUGEPAGE)
        except OSError:
            pass  # a kernel without huge pages
    for at in range(0, pages * size, size):
        memory[at] = 1
    after = page_tables_kb()
    fork_and_wait()  # the first one also pays for this process's own first faults
    times = [fork_and_wait() for _ in range(runs)]
    print(before, after)  # noqa: T201
    print(*times)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
