"""A WSGI application is served to who sends and reads slowly, without a thread that waits for him."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask, Response, request

from mandate_registry.asgi import Application, Message
from mandate_registry.asgi.answers import IN_MEMORY
from mandate_registry.asgi.application import served
from mandate_registry.asgi.pace import TransferDeadline
from mandate_registry.asgi.threads import PATIENCE, Threads
from mandate_registry.asgi.unread_bodies import SMALL, refuse
from tests.support.loops import completed

app = Flask(__name__)
app.before_request(lambda: refuse(request.environ))
app.config["MAX_CONTENT_LENGTH"] = SMALL
ALWAYS = {"method": "POST", "http_version": "1.1", "scheme": "http", "query_string": b"a=%C3%A9"}
LONG = b"0123456789" * (IN_MEMORY // 8)
LET_GO = threading.Event()
BRIEF = TransferDeadline(seconds=0.05, rate=10**9)


@app.post("/told/<path:_>")
def tell(_: str) -> dict[str, Any]:
    seen = {name: text for name, text in request.environ.items() if isinstance(text, str)}
    return seen | {"body": request.get_data(as_text=True)}


@app.post("/waits")
def wait() -> str:
    """Take a thread until the test is done with it."""
    LET_GO.wait()
    return "done"


@app.post("/long")
def answer_at_length() -> Response:
    parts: Iterable[bytes] = (LONG[start : start + 1000] for start in range(0, len(LONG), 1000))
    return Response(parts)


def asked(
    path: bytes,
    *headers: tuple[bytes, bytes],
    pieces: Iterable[Message] = (),
    reads: int = 1000,
    pace: TransferDeadline = BRIEF,
) -> list[Message]:
    """Return what is sent to somebody who reads so many messages and then none."""
    serving = served(app, threads=Threads(1), most=SMALL, credential_of=lambda _: None, pace=pace)
    return completed(asking(serving, path, *headers, pieces=pieces, reads=reads))


async def asking(
    serving: Application,
    path: bytes,
    *headers: tuple[bytes, bytes],
    pieces: Iterable[Message] = (),
    reads: int = 1000,
) -> list[Message]:
    got: list[Message] = []
    left = iter(pieces)

    async def receive() -> Message:
        for piece in left:
            return piece
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        if len(got) == reads:
            await asyncio.Event().wait()
        got.append(message)

    scope = ALWAYS | {"raw_path": path, "headers": headers, "server": ("127.0.0.1", 80), "client": ("192.0.2.1", 5000)}
    await serving(scope, receive, send)
    return got


def piece(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": content, "more_body": more}


def test_an_application_is_told_what_was_asked() -> None:
    headers = [(b"transfer-encoding", b"chunked"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x")]
    headers += [
        (b"accept", b"y"),
        (b"client-cert", b"of the proxy"),
        (b"client_cert", b"made up"),
        (b"content-type", b"t/t"),
    ]
    start, body = asked(b"/told/%ff%2F", *headers, pieces=[piece(b"{", more=True), piece(b"}")])
    told = app.json.loads(body["body"])
    assert start["status"] == 200
    assert told["PATH_INFO"] == "/told/\xff/"
    assert (told["CONTENT_LENGTH"], told["CONTENT_TYPE"], told["body"]) == ("2", "t/t", "{}")
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")
    assert (told["HTTP_CLIENT_CERT"], told["REMOTE_ADDR"]) == ("of the proxy", "192.0.2.1")
    assert "HTTP_TRANSFER_ENCODING" not in told


def test_who_sends_too_slowly_or_too_much_reads_why() -> None:
    chunked = (b"transfer-encoding", b"chunked")
    assert asked(b"/told/x", chunked, pieces=[piece(b"{", more=True)])[0]["status"] == 408
    assert asked(b"/told/x", chunked, pieces=[piece(b"x" * (SMALL + 1))])[0]["status"] == 413


def test_a_long_answer_is_sent_in_pieces_and_who_does_not_read_it_is_cut_off() -> None:
    assert b"".join(message.get("body", b"") for message in asked(b"/long", pace=TransferDeadline())) == LONG
    cut = asked(b"/long", reads=3)
    assert len(cut) == 3
    assert cut[-1]["more_body"]


def test_who_goes_away_while_he_sends_is_not_answered() -> None:
    assert asked(b"/told/x", (b"content-length", b"5"), pieces=[{"type": "http.disconnect"}]) == []


@pytest.mark.parametrize(
    ("room", "patience"),
    [
        pytest.param(2, PATIENCE, id="too many wait"),
        pytest.param(3, BRIEF.seconds, id="none is free in time"),
    ],
)
def test_who_finds_no_thread_is_told_to_come_back_and_the_keepers_are_answered(room: int, patience: float) -> None:
    threads = Threads(1, waiting=room, patience=patience)
    serving = served(app, threads=threads, most=SMALL, credential_of=lambda _: None, apart=[b"/told/healthz"])

    async def all_at_once() -> list[int]:
        LET_GO.clear()
        asked = [asyncio.create_task(asking(serving, b"/waits")) for _ in range(1 + 2)]
        refused = await asyncio.create_task(asking(serving, b"/told/x"))  # tasks begin in their order
        assert (b"retry-after", b"5") in refused[0]["headers"]
        healthy = await asking(serving, b"/told/healthz")
        LET_GO.set()
        done = await asyncio.gather(*asked)
        return [got[0]["status"] for got in [refused, healthy, *done, await asking(serving, b"/waits")]]

    waited = 200 if patience == PATIENCE else 503
    assert completed(all_at_once()) == [503, 200, 200, waited, waited, 200]
