"""How long others wait for a check while somebody sends a large call, bodies that do not come, or a flood."""

from __future__ import annotations

import json
import multiprocessing
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing.synchronize import Event
from threading import Thread

from bench.databases import database, load
from bench.http_client import Client
from bench.plan import Plan
from bench.questions import question
from bench.registers import register
from bench.report import Measured
from bench.server import serving
from bench.targets import BESIDE_LOAD, MORE_BESIDE_LOAD

LoadOf = Callable[[int, str, Event], None]

MANDATES = 1_000
CHECKS = 50, 300
"""How many checks of another partner are measured, before and during each load: quickly, and in full."""
PEOPLE = 1_000
"""How many people a large call asks about: as many as one may."""
SLOW, FLOOD = 64, 8
"""How many connections send one byte of a body, and how many send requests as fast as they are answered."""
BEGINNING = 1.0
"""For how many seconds a load goes on before anything is measured."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many seconds a check takes: of most, and of the slowest twentieth at least."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> Waiting:
        """Sum up what was measured."""
        return cls(statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1])


def beside_loads(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare how long a check takes alone and while another partner sends much: what most take, and the slowest."""
    with database(kind) as url, serving(url, load(url, [register(MANDATES)])) as server:
        client, other = server.client(0), server.client(1)
        for name, send in LOADS.items():
            before = _waiting(client, plan.either(*CHECKS))
            with _under(send, other):
                during = _waiting(client, plan.either(*CHECKS))
            yield from _compared(name, kind, before, during)


def _compared(name: str, kind: str, before: Waiting, during: Waiting) -> Iterator[Measured]:
    for part, ratio in (("p50", before.p50 / during.p50), ("p95", before.p95 / during.p95)):
        yield Measured("loads", f"check alone ÷ beside {name}, {part}", kind, ratio, target=BESIDE_LOAD)
    more = 1000 * (during.p95 - before.p95)
    yield Measured("loads", f"p95 of a check beside {name}, more than alone", kind, more, "ms", MORE_BESIDE_LOAD)


def _waiting(client: Client, times: int) -> Waiting:
    asked = [json.dumps(question(number)).encode() for number in range(times)]
    return Waiting.of([client.seconds("/v1/checks", body) for body in asked])


@contextmanager
def _under(load: LoadOf, other: Client) -> Iterator[None]:
    """Run a load in another process, from BEGINNING seconds before the block until its end."""
    making = multiprocessing.get_context("spawn")
    over = making.Event()
    process = making.Process(target=load, args=(other.port, other.key, over))
    process.start()
    try:
        time.sleep(BEGINNING)
        yield
    finally:
        over.set()
        process.join()


def send_batches(port: int, key: str, over: Event) -> None:
    """Send one large call after the other: a question about each of PEOPLE, all of them signed."""
    _send_calls(port, key, over, [question(number) | {"receipt": True} for number in range(PEOPLE)])


def send_of_ten(port: int, key: str, over: Event) -> None:
    """Send one large call after the other: questions about ten people each."""
    _send_calls(port, key, over, _of_ten(PEOPLE // 10))


def send_too_large(port: int, key: str, over: Event) -> None:
    """Send calls that are refused: a thousand questions about ten people each."""
    _send_calls(port, key, over, _of_ten(PEOPLE), status=400)


def _of_ten(times: int) -> list[dict[str, object]]:
    employees = [{"number": f"e{number}"} for number in range(10)]
    return [question(number) | {"employees": employees} for number in range(times)]


def _send_calls(port: int, key: str, over: Event, questions: list[dict[str, object]], status: int = 200) -> None:
    client, body = Client(port, key), json.dumps({"checks": questions}).encode()
    while not over.is_set():
        client.read("/v1/checks/_batch", body, status)


def send_slowly(port: int, key: str, over: Event) -> None:
    """Open connections that send one byte of a body and wait."""
    head = f"POST /v1/checks HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\nContent-Length: 1000\r\n\r\n{{"
    opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for connection in opened:
        connection.sendall(head.encode())
    over.wait()
    for connection in opened:
        connection.close()


def send_a_flood(port: int, _key: str, over: Event) -> None:
    """Send requests without a good key over several connections, as fast as they are answered."""
    threads = [Thread(target=_flood, args=(port, over)) for _ in range(FLOOD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _flood(port: int, over: Event) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    while not over.is_set():
        connection.request("POST", "/v1/checks", b"{}", {"Authorization": "Bearer wrong"})
        connection.getresponse().read()


LOADS: dict[str, LoadOf] = {
    "a large call": send_batches,
    "a large call about ten people at once": send_of_ten,
    "calls that are too large": send_too_large,
    "slow bodies": send_slowly,
    "a flood": send_a_flood,
}
