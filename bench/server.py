"""The server that is measured, in processes of its own, with two partners who may ask everything."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bench.http_client import Client
from bench.memory import peak_of
from bench.questions import question
from bench.registers import OIN
from tests.support import shared
from tests.support.settings import environment_of

UNLIMITED = {
    "MANDATES_REQUESTS": "1000000/second",
    "MANDATES_QUESTIONS": "1000000/second",
    "MANDATES_STORED": "1000000000/day",
    "MANDATES_AMOUNTS": "100000000/day",
    "MANDATES_NAMES": "100000000/day",
    "MANDATES_VISITS": "240/minute",
}
"""A benchmark asks as fast as it can, about any amount. All is counted as usual; who has no key is limited as usual."""
ROOT = Path(__file__).parent.parent
NOTHING: Mapping[str, str] = MappingProxyType({})
PATIENCE = 120
TO_END = 10
LOG_LENGTH = 3_000
"""How much of what the server logged is printed when something fails."""
COMMAND = "-m granian --interface asginl --http 1 --no-ws --no-log --factory bench.application:application"


@dataclass(frozen=True, slots=True)
class Server:
    """A server: where it listens, the keys of two partners, and how many seconds it took to its first answer."""

    port: int
    keys: tuple[str, ...]
    process: subprocess.Popen[bytes]
    started_in: float

    def client(self, partner: int = 0) -> Client:
        """Connect as one of the partners."""
        return Client(self.port, self.keys[partner])

    def peak_memory(self) -> int:
        """Return the most memory that its processes have had so far, in bytes."""
        return peak_of(self.process.pid)


@contextmanager
def serving(
    database_url: str, keys: tuple[str, ...], oin: str = OIN, *, workers: int = 1, more: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """Serve a database that was loaded before, with the register of `oin`. `more` are environment variables."""
    port, begun = free_port(), time.perf_counter()
    command = [sys.executable, *COMMAND.split(), "--port", str(port), "--workers", str(workers)]
    environment = os.environ | environment_of(database_url) | UNLIMITED | {"PYTHONPATH": str(ROOT), **more}
    log = shared.folder() / f"server-{port}.log"
    with log.open("wb") as output:
        process = start(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        _ask_first(process, port, keys[0], oin)
        yield Server(port, keys, process, time.perf_counter() - begun)
    except Exception:
        print(log.read_text()[-LOG_LENGTH:], file=sys.stderr)
        raise
    finally:
        stop(process)


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a process that `stop` stops. It is in a group of its own, so that Ctrl-C reaches the benchmark alone."""
    return subprocess.Popen(command, start_new_session=True, **options)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process that `start` started, with all that it started; one that goes on for TO_END seconds is killed."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(TO_END)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _ask_first(process: subprocess.Popen[bytes], port: int, key: str, oin: str) -> None:
    """Wait until a question is answered. Raises TimeoutError after PATIENCE seconds, or when the server has ended."""
    end, asked = time.monotonic() + PATIENCE, json.dumps(question(7, organisations=(oin,))).encode()
    while time.monotonic() < end and process.poll() is None:
        try:
            assert Client(port, key).post("/v1/checks", asked)["outcome"]
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"the server ended, or did not answer within {PATIENCE} seconds")


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
