"""Who begins a request and does not send its body is waited for by no thread: others are answered meanwhile."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import make_url

from tests.cli.partner import QUESTION, ask, partner_key
from tests.cli.service_process import serving
from tests.support.settings import environment_of
from tests.support.waiting import PATIENCE

BODY = json.dumps(QUESTION).encode()
FRAMINGS = {
    f"Content-Length: {len(BODY)}": (BODY[:1], BODY[1:]),
    "Transfer-Encoding: chunked": (b"1\r\n%b\r\n" % BODY[:1], b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY) - 1, BODY[1:])),
}
"""By the header that says how long a body is, its first byte and the rest of it, as they are sent."""
REQUEST = "POST /v1/checks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
MANY = 16
"""With each framing, with a good key and without one: 64 in all, where one was enough."""
SOON = 1


@contextmanager
def begun(port: int, key: str) -> Iterator[list[tuple[socket.socket, bytes, int]]]:
    """Yield requests of which one byte was sent: the connection, the bytes left, and the status of the answer."""
    with ExitStack() as stack:
        kept = []
        for framing, (first, rest) in FRAMINGS.items():
            for name, status in ((f"Authorization: Bearer {key}\r\n", 200), ("", 401)):
                head = (
                    f"POST /v1/checks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{framing}\r\n{name}\r\n"
                )
                for _ in range(MANY):
                    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
                    connection.sendall(head.encode() + first)
                    kept.append((connection, rest, status))
        yield kept


def healthy(port: int, within: float) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=within)) as connection:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200


def finished(connection: socket.socket, rest: bytes) -> int:
    connection.sendall(rest)
    return int(connection.recv(1000).split()[1])


def framed_twice(port: int, *framing: str) -> int:
    """Send a request of which two headers say where it ends, and one more; returns its status.

    The connection is closed after the first answer: nobody smuggles a request into what somebody else sends (RFC 9112,
    6.3). The server leaves Content-Length out before the application sees the request.
    """
    chunked = b"2\r\n{}\r\n0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        head = "\r\n".join((REQUEST.rstrip(), *framing, "", ""))
        connection.sendall(head.encode() + chunked + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        got = b"".join(iter(lambda: connection.recv(1000), b""))
    assert got.count(b"HTTP/1.1 ") == 1
    return int(got.split()[1])


def test_64_silent_senders_keep_nobody_from_an_answer(database: str) -> None:
    key = partner_key(database)
    if file := make_url(database).database if database.startswith("sqlite") else None:
        Path(file).chmod(0o600)
    with serving(settings=environment_of(database)) as port:
        assert ask(port, key)[0] == 200
        with begun(port, key) as senders:
            assert healthy(port, within=SOON)
            assert [ask(port, key)[0] for _ in range(3)] == [200] * 3
            assert healthy(port, within=SOON)
            last = senders[:: MANY // 2]  # each waits still, and is answered once its body is there
            assert [finished(connection, rest) for connection, rest, _ in last] == [status for *_, status in last]
        framing = ("Content-Length: 2", "Transfer-Encoding: chunked")
        assert [framed_twice(port, *one) for one in (framing, framing[::-1])] == [401, 401]
