"""Progress under the control of a test: what was reported, and jobs that are held at a step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from mandate_registry.services.installation import Installation
from mandate_registry.services.uploads import job_runner
from mandate_registry.services.uploads.heartbeat import Heartbeat
from mandate_registry.services.uploads.jobs import Job
from tests.support.waiting import PATIENCE


@dataclass
class Heard:
    """What was reported: the steps in their order, and what was counted in each. `then` is done at every count."""

    then: Callable[[str, int], object] = lambda _step, _done: None
    steps: list[str] = field(default_factory=list)
    counts: dict[str, list[tuple[int, int | None]]] = field(default_factory=dict)

    def step(self, name: str) -> None:
        """Hear of a step."""
        self.steps.append(name)

    def count(self, done: int, total: int | None) -> None:
        """Hear how much of it is done."""
        self.counts.setdefault(self.steps[-1], []).append((done, total))
        self.then(self.steps[-1], done)


@contextmanager
def held(installation: Installation, at: str) -> Iterator[None]:
    """Hold every job at a step, and have nobody wait for it; they go on, and end, with the block."""
    reached, go_on, say = threading.Event(), threading.Event(), Heartbeat.step

    def step(heartbeat: Heartbeat, name: str) -> None:
        say(heartbeat, name)
        if name == at:
            reached.set()
            assert go_on.wait(PATIENCE), at

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Heartbeat, "step", step)
        patched.setattr(job_runner, "_awaited", lambda _caller, _installation, job: _when(reached, job))
        try:
            yield
        finally:
            go_on.set()
            ended(installation)


def _when(reached: threading.Event, job: Job) -> Job:
    """Return a job as it was when it began, once a job is held."""
    assert reached.wait(PATIENCE), job.task
    return job


def ended(installation: Installation) -> None:
    """Wait until no job is worked on."""
    for has_ended in list(installation.working.values()):
        assert has_ended.wait(PATIENCE)
