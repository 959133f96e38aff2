"""A client with one connection, for what is measured one request after the other."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any, TypeVar

T = TypeVar("T")


class Client:
    """One connection, over which one request follows another."""

    def __init__(self, port: int, key: str, session: str = "") -> None:
        """Connect to a server on this machine, with a key for the API and maybe a session for the pages."""
        self.port, self.key = port, key
        self.connection = HTTPConnection("127.0.0.1", port, timeout=600)
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._cookie = {"Cookie": f"session={session}"}

    def post(self, path: str, body: bytes) -> Any:
        """Send a request; its answer must be a 200."""
        return json.loads(self.read(path, body))

    def read(self, path: str, body: bytes, status: int = 200) -> bytes:
        """Send a request, and return the answer as it came; it must have this status."""
        return self._exchange("POST", path, body, self.headers, status)

    def get(self, path: str) -> bytes:
        """Read a list of the API, or a page; the status must be 200."""
        return self._exchange("GET", path, None, self.headers if path.startswith("/v1/") else self._cookie, 200)

    def seconds(self, path: str, body: bytes) -> float:
        """Return how long a request takes, and its answer to be read."""
        return self.timed(lambda asked: self.post(path, asked), body)

    def timed(self, ask: Callable[[T], object], asked: T) -> float:
        """Return how long something takes, in seconds."""
        start = time.perf_counter()
        ask(asked)
        return time.perf_counter() - start

    def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int) -> bytes:
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        assert response.status == status, answer[:500]
        return answer
