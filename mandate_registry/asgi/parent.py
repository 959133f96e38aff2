"""A worker ends with the process that started it: nothing else would stop it, and it holds the port."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

GRACE = 25
"""For how many seconds a worker that is told to stop may go on with what is under way; then it is killed."""


def end_with_parent() -> None:
    """Let this process end when the one that started it has ended, however it did; nothing where there is none."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent,), name="parent", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
