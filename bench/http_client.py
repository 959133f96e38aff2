"""A client with one connection, for what is measured one request after the other."""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection
from typing import Any


class Client:
    """One connection, over which one request follows another."""

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

    def seconds(self, path: str, body: bytes, times: int = 1) -> float:
        """Measure how long one request takes, on average over `times`."""
        start = time.perf_counter()
        for _ in range(times):
            self.post(path, body)
        return (time.perf_counter() - start) / times
