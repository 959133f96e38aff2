"""A worker that died is replaced, one that cannot start is not for ever, and none outlives the main process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from granian.constants import Interfaces

from mandate_registry.cli.supervisor import MOST, Supervisor
from tests.cli.service_process import reserved_port, started
from tests.support import sqlite
from tests.support.settings import environment_of
from tests.support.waiting import PATIENCE, until


def _workers(process: subprocess.Popen[Any]) -> list[int]:
    """Return the process ids of the workers of a main process."""
    return [pid for pid in _processes() if _parent_of(pid) == process.pid and _is_worker(pid)]


def _processes() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _parent_of(pid: int) -> int | None:
    """Return the parent of a process; None when it has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    return None


def _is_worker(pid: int) -> bool:
    """Return whether a child is a worker: Python keeps another, which cleans up after them."""
    with suppress(OSError):
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _is_ready(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def _has_ended(pid: int) -> bool:
    """Return whether a process has ended, also where nobody has asked for its exit code yet."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    return True


def test_a_killed_worker_is_replaced_and_a_killed_main_process_leaves_none(tmp_path: Path) -> None:
    settings = environment_of(sqlite.database(tmp_path))
    (tmp_path / "register.sqlite").chmod(0o600)
    with reserved_port() as port:
        with started(port, settings=settings) as process:
            (first,) = _workers(process)
            os.kill(first, signal.SIGKILL)
            until(lambda: _has_ended(first) and _is_ready(port), "another worker answers")
            (second,) = _workers(process)
            process.kill()
            until(lambda: _has_ended(second), "the worker ends")
        with started(port, settings=settings):  # the port is free for the next
            assert _is_ready(port)


class _Dying:
    """A worker that has died as soon as it is started."""

    def __init__(self, server: Supervisor, index: int) -> None:
        self._server, self.idx, self.inner = server, index, self

    def start(self) -> None:
        self._server.interrupt_children.append(self.idx)
        self._server.main_loop_interrupt.set()

    def is_alive(self) -> bool:
        return False

    def terminate(self) -> None:
        self.join()

    def join(self, timeout: float | None = None) -> None:
        """Wait for nothing: it has died."""


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Make every worker die at once, and return a list to which each one that starts adds its number."""
    begun: list[int] = []

    def spawn(server: Supervisor, idx: int, **_: Any) -> _Dying:
        begun.append(idx)
        return _Dying(server, idx)

    nothing: Callable[..., None] = lambda *_: None  # noqa: E731 - the sockets and signals of a server that serves
    monkeypatch.setattr(Supervisor, "_spawn_worker", spawn)
    for name in ("_init_shared_socket", "_drop_shared_socket", "_start_ipc", "_stop_ipc"):
        monkeypatch.setattr(Supervisor, name, nothing)
    monkeypatch.setattr("granian.server.common.set_main_signals", nothing)
    return begun


@pytest.mark.either_database
def test_workers_that_cannot_start_end_the_service_and_no_worker_that_died_is_forgotten(dying: list[int]) -> None:
    server = Supervisor("nowhere:nothing", interface=Interfaces.ASGINL, workers=2, log_enabled=False)
    with pytest.raises(SystemExit, match="1"):
        server.serve()
    assert [dying.count(index) for index in range(2)] == [MOST + 1] * 2
