"""The body of a request is received by a deadline and up to a size, before a thread is taken for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

import pytest

from mandate_registry.asgi import Message, Receive, Scope
from mandate_registry.asgi.bodies import FOR_EACH, IN_ALL, MAX_BODIES, Bodies, Body, ClientDisconnected
from mandate_registry.asgi.pace import TransferDeadline
from mandate_registry.asgi.unread_bodies import SMALL
from tests.support.loops import completed

MOST = 1_000_000
AT_ONCE = TransferDeadline(seconds=0.05, rate=10**9)
LARGE = b"x" * (SMALL + 1)
CHUNKED = (b"transfer-encoding", b"chunked")


def sent(*pieces: bytes, ends: bool = True) -> Receive:
    """Return what receives these pieces of a body, and then its end or nothing any more."""
    left = list(pieces)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or not ends}

    return receive


def scope(*headers: tuple[bytes, bytes], who: str | None = None) -> Scope:
    return {"headers": headers, "who": who}


async def who_it_says(given: Scope) -> str | None:
    return given["who"] if given["who"] is None else str(given["who"])


def bodies(pace: TransferDeadline | None = None) -> Bodies:
    return Bodies(MOST, who_it_says, pace)


def received(given: Scope, receive: Receive, pace: TransferDeadline | None = None) -> Body:
    async def whole() -> Body:
        async with bodies(pace).received(given, receive) as body:
            return body

    return completed(whole())


def _drip() -> Receive:
    async def receive() -> Message:
        await asyncio.to_thread(str)  # lets time go by
        return {"type": "http.request", "body": b"x", "more_body": True}

    return receive


@pytest.mark.parametrize("receive", [sent, lambda: sent(b"{", ends=False), _drip])
@pytest.mark.parametrize("header", [(b"content-length", b"50"), CHUNKED])
def test_a_body_that_does_not_come_in_time_is_refused(
    header: tuple[bytes, bytes], receive: Callable[[], Receive]
) -> None:
    for who in (None, "a key"):
        assert received(scope(header, who=who), receive(), AT_ONCE) == Body(refused=HTTPStatus.REQUEST_TIMEOUT)


def test_a_body_that_comes_in_time_is_there_as_a_whole() -> None:
    assert received(scope(CHUNKED), sent(b"{", b"", b"}")) == Body(b"{}", 2)
    assert received(scope((b"content-length", b"2")), sent(b"{}")) == Body(b"{}", 2)
    assert received(scope(), sent(ends=False)) == Body()


def test_a_large_body_has_more_time() -> None:
    assert TransferDeadline().limit(0) == 20
    assert TransferDeadline().limit(5_000_000) == 70


def test_only_a_known_caller_sends_a_large_body_and_nobody_one_that_is_too_large() -> None:
    assert received(scope(CHUNKED, who="a key"), sent(LARGE)) == Body(LARGE, len(LARGE))
    assert received(scope(CHUNKED), sent(LARGE[:-1])) == Body(LARGE[:-1], SMALL)
    assert received(scope(CHUNKED), sent(LARGE, LARGE)) == Body(b"", 2 * len(LARGE))
    too_large = b"x" * MOST, b"x"
    assert received(scope(CHUNKED, who="a key"), sent(*too_large)) == Body(b"", MOST + 1)


def test_no_body_is_received_for_ever() -> None:
    million = b"x" * 1_000_000
    body = received(scope(CHUNKED), sent(*[million] * (MAX_BODIES // len(million) + 1), ends=False))
    assert body == Body(b"", MAX_BODIES + len(million))


def test_who_goes_away_is_not_answered() -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(ClientDisconnected):
        received(scope(CHUNKED), gone)


def test_few_large_bodies_are_held_of_one_caller_and_a_bounded_number_in_all() -> None:
    async def try_all() -> None:
        taking = bodies()

        async def hold(who: str, stack: AsyncExitStack) -> Body:
            return await stack.enter_async_context(taking.received(scope(CHUNKED, who=who), sent(LARGE)))

        async def small(who: str) -> HTTPStatus | None:
            async with taking.received(scope(CHUNKED, who=who), sent(b"{}")) as body:
                return body.refused

        for _ in range(2):  # what was held is given back
            async with AsyncExitStack() as stack:
                got: list[Any] = [(await hold("one", stack)).refused for _ in range(FOR_EACH + 1)]
                assert got == [None] * FOR_EACH + [HTTPStatus.TOO_MANY_REQUESTS]
                others = [(await hold(str(number), stack)).refused for number in range(IN_ALL - FOR_EACH + 1)]
                assert others == [None] * (IN_ALL - FOR_EACH) + [HTTPStatus.SERVICE_UNAVAILABLE]
                assert [await small("one"), await small("another")] == [None, None]

    completed(try_all())
