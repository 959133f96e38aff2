"""One folder that all workers of a test run share, made and removed by the process that started the run."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "MANDATE_REGISTRY_TEST_RUN"
MEMORY = Path("/dev/shm")  # noqa: S108 - every user has folders of his own there
"""Files of a test need not outlive it. On a disk a commit waits until it is written: an eighth of the tests' time."""
ROOM = 6 * 2**30
"""So much memory has to be free for them; containers often have 64 MB there."""


def create(place: Path | None = None) -> Path:
    """Make the folder and tell the workers, which inherit the environment; so they do where tests have their files.

    It is made in `place`, or else in memory if there is room. Its path is short, for that of a socket in it may have no
    more than 107 bytes.
    """
    place = place or (MEMORY if _has_room(MEMORY) else Path("/tmp"))  # noqa: S108 - as above
    run = Path(tempfile.mkdtemp(prefix="mr-", dir=place))
    os.environ[VARIABLE] = str(run)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))
    return run


def _has_room(place: Path) -> bool:
    return place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free >= ROOM


def folder() -> Path:
    return Path(os.environ[VARIABLE])


def remove() -> None:
    shutil.rmtree(os.environ.pop(VARIABLE), ignore_errors=True)


@contextmanager
def turn(lock: Path) -> Iterator[None]:
    """Hold a lock for the block, so that one worker at a time runs it. The lock ends with its process."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(name: str, make: Callable[[], None]) -> None:
    """Make something once for the whole run; the other workers wait until it is there."""
    done = folder() / f"{name}.done"
    with turn(folder() / f"{name}.lock"):
        if not done.exists():
            make()
            done.touch()
