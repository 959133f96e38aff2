"""The threads that work on requests: a bounded number of requests waits for one, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

WAITING, PATIENCE = 128, 10.0
"""How many requests may wait for a thread, and for how many seconds."""


class ThreadsBusy(Exception):
    """Too many requests wait for a thread, or none was free in time."""


class Threads:
    """So many threads, and who waits for one, first come first served. It belongs to one event loop."""

    def __init__(self, number: int, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        """Start no thread yet."""
        self._pool = ThreadPoolExecutor(number, "request")
        self._free = asyncio.Semaphore(number)
        self._room, self._patience = waiting, patience

    async def run(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a thread returns for this. Raises ThreadsBusy, and it is not done, when none is to be had."""
        await self._turn()
        loop = asyncio.get_running_loop()
        done = self._pool.submit(do, *args, **kwargs)
        done.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free.release))
        return await asyncio.wrap_future(done)

    async def _turn(self) -> None:
        if self._free.locked() and not self._room:
            raise ThreadsBusy
        self._room -= 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError as error:
            raise ThreadsBusy from error
        finally:
            self._room += 1
