"""The main process of `serve`: a worker that died is replaced, unless that happens again and again."""

from __future__ import annotations

import time
from typing import Any

from granian.log import logger
from granian.server.mp import MPServer, WorkerProcess

from mandate_registry.asgi.parent import GRACE

MOST, PERIOD = 5, 300.0
"""How often one worker is replaced, at most, in so many seconds."""


def _lives(worker: WorkerProcess) -> bool:
    return bool(worker.inner.is_alive())


class Supervisor(MPServer):
    """Granian, with a bound on replacing that holds for workers that take long to fail.

    Granian by itself gives up only on a worker that fails within 5.5 seconds, and may miss one of two that die at once.
    """

    def __init__(self, target: str, **options: Any) -> None:
        super().__init__(target, **options | {"respawn_failed_workers": True, "workers_kill_timeout": GRACE})
        self._replaced: dict[int, list[float]] = {}

    def _respawn_workers(self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        if delay:  # those that are told to begin anew (SIGHUP)
            super()._respawn_workers(workers, spawn_target, target_loader, delay)
            return
        dead = [index for index, worker in enumerate(self.wrks) if not _lives(worker)]
        too_often = [index for index in dead if not self._may_replace(index)]
        if not too_often:
            super()._respawn_workers(dead, spawn_target, target_loader)
            self.respawned_wrks.clear()
        else:
            self._give_up(too_often)

    def _may_replace(self, index: int) -> bool:
        """Note that a worker is replaced, and tell whether it was not too often."""
        moment = time.monotonic()
        recent = [one for one in self._replaced.get(index, []) if moment - one < PERIOD]
        self._replaced[index] = [*recent, moment]
        logger.warning("worker-%d died and is replaced", index + 1)
        return len(recent) < MOST

    def _give_up(self, workers: list[int]) -> None:
        """End the service, with an exit code that says so."""
        logger.error("a worker died %d times within %d seconds: the service ends", MOST + 1, PERIOD)
        self.interrupt_children.extend(workers)
        self.interrupt_signal = True
        self.main_loop_interrupt.set()
