"""How much memory processes use, as Linux counts it."""

from __future__ import annotations

import re
from pathlib import Path

PROCESSES = Path("/proc")


def peak_of(pid: int) -> int:
    """Return the sum of the largest resident sets of a process and of all below it, in bytes; 0 if one has ended.

    What processes share counts for each, so it is rather too much than too little.
    """
    try:
        return sum(_peak(one) for one in (pid, *_below(pid)))
    except FileNotFoundError:  # it ended meanwhile
        return 0


def _below(pid: int) -> list[int]:
    children = [int(child) for tasks in (PROCESSES / str(pid)).glob("task/*/children") for child in _words(tasks)]
    return [one for child in children for one in (child, *_below(child))]


def _words(file: Path) -> list[str]:
    return file.read_text().split()


def _peak(pid: int) -> int:
    found = re.search(r"^VmHWM:\s+(\d+) kB$", (PROCESSES / str(pid) / "status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
