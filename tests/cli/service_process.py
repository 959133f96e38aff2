"""A service in a process of its own, as the commands `serve` and `demo` run it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import IO, Any

import pytest

from mandate_registry.config import ROOT
from tests.support.waiting import PATIENCE, until

COMMAND_LINE = (sys.executable, "-m", "mandate_registry.cli")


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a port that nobody is given before the end of the block, and at which a server may listen.

    The system lets a server listen where another socket is bound that does not listen, if both have SO_REUSEADDR.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@contextmanager
def running(
    *arguments: str, settings: Mapping[str, str], command: Sequence[str] = COMMAND_LINE, **streams: Any
) -> Iterator[subprocess.Popen[Any]]:
    """Run a command in a process until the end of the block, with these settings and no others."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MANDATES_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **settings}
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in what a shell runs in the background, and its children
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen([*command, *arguments], env=environment, **streams) as process:
        try:
            yield process
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[Any]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=PATIENCE)
    finally:
        process.kill()  # it has ended already, unless it did not stop in time


@contextmanager
def serving(
    *options: str, settings: Mapping[str, str], stdout: IO[bytes] | None = None, stderr: IO[bytes] | None = None
) -> Iterator[int]:
    """Run `serve` until the end of the block; returns the port, when it answers there."""
    with reserved_port() as port, started(port, *options, settings=settings, stdout=stdout, stderr=stderr):
        yield port


@contextmanager
def started(port: int, *options: str, settings: Mapping[str, str], **streams: Any) -> Iterator[subprocess.Popen[Any]]:
    """Run `serve` at a port until the end of the block; returns its main process, when it answers there."""
    with running("serve", "--port", str(port), *options, settings=settings, **streams) as process:
        until(lambda: _answers(port, process), "`serve` answers")
        yield process


def _answers(port: int, process: subprocess.Popen[Any]) -> bool:
    if process.poll() is not None:
        pytest.fail(f"`serve` ended with {process.returncode} before it answered")
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
