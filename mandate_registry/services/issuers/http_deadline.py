"""Calls to other servers: whose certificates count, and a deadline, however slowly the other side sends.

The time-outs of httpx are of one read each: who sends a byte now and then is waited for as long as he likes.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock, Timer
from typing import Any

import httpx

_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")


@cache
def trusted() -> ssl.SSLContext:
    """Return the authorities whose certificates count, read once: reading them takes longer than a call.

    OSError when the file that SSL_CERT_FILE names cannot be read; it is then read again for the next call.
    """
    return httpx.create_ssl_context()


@contextmanager
def ending_in(client: httpx.Client, seconds: float) -> Iterator[None]:
    """Cut the connections off that a client makes in the block, and still has after so many seconds."""
    connections = _Connections()
    client.event_hooks = {"request": [connections.watch]}
    timer = Timer(seconds, connections.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Connections:
    """The connections of a client: each is cut off when time is over, and so is one that is made later."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self._is_over = False

    def watch(self, request: httpx.Request) -> None:
        """Follow what is done for a request (the `trace` of httpx)."""
        request.extensions["trace"] = self._trace

    def _trace(self, name: str, info: Mapping[str, Any]) -> None:
        if name.endswith(_CONNECTED):
            with self._lock:
                self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self._is_over:
                self.cut()

    def cut(self) -> None:
        self._is_over = True
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):  # it is closed already
                    one.shutdown(socket.SHUT_RDWR)
