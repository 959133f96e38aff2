"""One folder that all workers of a test run share, made and removed by the process that started the run."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VARIABLE = "MANDATE_REGISTRY_TEST_RUN"


def create() -> Path:
    """Make the folder and tell the workers, which inherit the environment.

    Its path is short, for that of a socket in it may have no more than 107 bytes.
    """
    run = Path(tempfile.mkdtemp(prefix="mr-", dir="/tmp"))
    os.environ[VARIABLE] = str(run)
    return run


def folder() -> Path:
    return Path(os.environ[VARIABLE])


def remove() -> None:
    shutil.rmtree(os.environ.pop(VARIABLE), ignore_errors=True)


@contextmanager
def turn(lock: Path) -> Iterator[None]:
    """Let one worker at a time do this; the lock ends with the process, however it ends."""
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
