"""A server to measure, in a process of its own, and a client that keeps its connection."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from mandate_registry import bootstrap
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.register_import import import_register
from tests.support.settings import environment_of, settings_of
from tests.support.templates import make_keys

PARTNERS = ("00000009000000000099", "00000009000000000098")
UNLIMITED = {
    "MANDATES_REQUESTS": "1000000/second",
    "MANDATES_QUESTIONS": "1000000/second",
    "MANDATES_STORED": "1000000000/day",
    "MANDATES_VISITS": "240/minute",
}
"""A benchmark asks as fast as it can; it tries one amount, about few people. Who has no key is limited as usual."""
ROOT = Path(__file__).parent.parent


class Client:
    """One connection, over which the same few requests are sent again and again."""

    def __init__(self, port: int, key: str) -> None:
        """Connect to a server on this machine."""
        self.port, self.key = port, key
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def post(self, path: str, body: bytes) -> Any:
        """Send a request; its answer must be a 200."""
        return json.loads(self.read(path, body))

    def read(self, path: str, body: bytes, status: int = 200) -> bytes:
        """Send a request, and return the answer as it came; it must have this status."""
        self.connection.request("POST", path, body, self.headers)
        response = self.connection.getresponse()
        answer = response.read()
        assert response.status == status, answer
        return answer

    def seconds(self, path: str, body: bytes, times: int) -> float:
        """Measure how long one request takes, on average over `times`."""
        start = time.perf_counter()
        for _ in range(times):
            self.post(path, body)
        return (time.perf_counter() - start) / times


@contextmanager
def serving(database_url: str, register: RegisterFolder) -> Iterator[tuple[Client, Client]]:
    """Serve a register from a fresh database, to two partners."""
    made = _load(database_url, register)
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--factory", "--port", str(port)]
    command += ["--no-log", "bench.application:application"]
    environment = os.environ | environment_of(database_url) | UNLIMITED | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sys.stderr)
    try:
        _wait_for(port)
        first, second = (Client(port, key) for key in made)
        yield first, second
    finally:
        process.terminate()
        process.wait()


def _load(database_url: str, register: RegisterFolder) -> list[str]:
    bootstrap.upgrade(database_url)
    make_keys(database_url)
    installation = bootstrap.build(settings_of(database_url))
    import_register(COMMAND_LINE, installation, register)
    for partner in PARTNERS:
        agreement = Agreement(number=partner, partner=partner, decision_types=(EVERY_TYPE,))
        create(COMMAND_LINE, installation, "agreements", Draft(register.organisation.oin, agreement))
    made = [api_keys.create(COMMAND_LINE, installation, Role.PARTNER, partner, "bench") for partner in PARTNERS]
    installation.close()
    return made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, patience: float = 30) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"the server did not answer within {patience} seconds"
    raise TimeoutError(message)
