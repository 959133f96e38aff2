"""The body of a request: received before a thread is taken for it, by a deadline and up to a size."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from mandate_registry.asgi import Receive, Scope
from mandate_registry.asgi.pace import TransferDeadline
from mandate_registry.asgi.unread_bodies import SMALL

MAX_BODIES = 50_000_000
"""Up to how many bytes a body is received that is too large: who still sends does not get to read an answer."""

FOR_EACH, IN_ALL = 4, 16
"""How many large bodies are held at once, of one credential and in all."""


class ClientDisconnected(Exception):
    """Who sent a request closed the connection before it was there as a whole."""


@dataclass(frozen=True, slots=True)
class Body:
    """What was received: its bytes, none when there were too many, and their number; None when there is no body.

    `refused` is the status with which the request is refused, whatever it asks.
    """

    content: bytes = b""
    length: int | None = None
    refused: HTTPStatus | None = None


class Bodies:
    """Receives the bodies of requests.

    `most` is the size of the largest body. `credential_of` returns the credential of a known caller: anybody else may
    send a small body only.
    """

    def __init__(
        self, most: int, credential_of: Callable[[Scope], Awaitable[str | None]], pace: TransferDeadline | None = None
    ) -> None:
        """Receive nothing yet."""
        self._most = most
        self._credential_of = credential_of
        self._pace = pace or TransferDeadline()
        self._held: Counter[str] = Counter()

    @asynccontextmanager
    async def received(self, scope: Scope, receive: Receive) -> AsyncIterator[Body]:
        """Receive the body, held until the end of the block. Raises ClientDisconnected when it comes no more."""
        holders: list[str] = []
        try:
            yield await self._in_time(scope, receive, holders)
        finally:
            self._held.subtract(holders)
            self._held += Counter()  # forgets who holds none

    async def _in_time(self, scope: Scope, receive: Receive, holders: list[str]) -> Body:
        if not _has_body(scope):
            return Body()
        length = min(_declared(scope, self._most), self._most)
        try:
            async with asyncio.timeout(self._pace.limit(length)):
                return await self._whole(scope, receive, holders)
        except TimeoutError:
            return Body(refused=HTTPStatus.REQUEST_TIMEOUT)

    async def _whole(self, scope: Scope, receive: Receive, holders: list[str]) -> Body:
        content, length, room = bytearray(), 0, min(SMALL, self._most)
        refused, is_asked = None, False
        async for piece in _pieces(receive):
            length += len(piece)
            if length > room and not is_asked:
                is_asked = True
                refused = self._hold(await self._credential_of(scope), holders)
                room = self._most if holders else room
            if length <= room:
                content += piece
            elif length > MAX_BODIES:
                break
            else:
                content.clear()
        return Body(bytes(content) if length <= room else b"", length, refused)

    def _hold(self, credential: str | None, holders: list[str]) -> HTTPStatus | None:
        """Reserve a place for a large body of this credential and add it to `holders`; None reserves nothing.

        Return the status with which it is refused when too many are held (429 of this one, 503 in all), None otherwise.
        """
        if credential is None:
            return None  # the application refuses it: as too large, if not for another reason
        if self._held[credential] >= FOR_EACH:
            return HTTPStatus.TOO_MANY_REQUESTS
        if self._held.total() >= IN_ALL:
            return HTTPStatus.SERVICE_UNAVAILABLE
        self._held[credential] += 1
        holders.append(credential)
        return None


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _declared(scope: Scope, otherwise: int) -> int:
    """Return the length that the head of a request says its body has."""
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), otherwise)


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    has_more = True
    while has_more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnected
        yield message.get("body", b"")
        has_more = message.get("more_body", False)
