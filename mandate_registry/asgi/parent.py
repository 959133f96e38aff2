"""A worker ends with the process that started it: nothing else would stop it, and it holds the port."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.process import BaseProcess

GRACE = 25
"""For how many seconds a worker that is told to stop may go on with what is under way; then it is killed."""


def end_with_parent() -> None:
    """Watch, in a thread, the process that started this one by multiprocessing, and end this one after it.

    This process gets SIGTERM at once, and is ended GRACE seconds later if it still runs. Without such a process nothing
    is watched.
    """
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent,), name="parent", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
