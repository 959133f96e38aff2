"""The answer of the WSGI application: taken as a whole, so that no thread waits for who reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from mandate_registry.asgi import Send
from mandate_registry.asgi.pace import TransferDeadline

IN_MEMORY = 1_000_000
"""From how many bytes on an answer is kept in a temporary file."""

PIECE = 65_536


def _free_memory() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(IN_MEMORY)


@dataclass(slots=True)
class Answer:
    """The status, the headers and the body of an answer."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: SpooledTemporaryFile[bytes] = field(default_factory=_free_memory)

    def start(self, status: str, headers: Iterable[tuple[str, str]], _: Any = None) -> Callable[[bytes], object]:
        """Receive the status and the headers of the answer (`start_response` of PEP 3333)."""
        self.status = int(status.partition(" ")[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.body.write

    async def send(self, send: Send, pace: TransferDeadline) -> None:
        """Send it; a connection on which it is read too slowly is closed."""
        length = self.body.tell()
        self.body.seek(0)
        try:
            async with asyncio.timeout(pace.limit(length)):
                await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
                while length > PIECE:
                    await send({"type": "http.response.body", "body": self.body.read(PIECE), "more_body": True})
                    length -= PIECE
                await send({"type": "http.response.body", "body": self.body.read(), "more_body": False})
        except TimeoutError:
            return


def answer(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Return the whole answer of a WSGI application to the request of this environment; who calls closes its body.

    What the application raises is raised.
    """
    made = Answer()
    parts = app(environ, made.start)
    try:
        for part in parts:
            made.body.write(part)
    finally:
        if close := getattr(parts, "close", None):
            close()
    return made
