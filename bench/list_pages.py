"""How long it takes to list: who may, what somebody may, the findings, and the page of the authority matrix."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator

from bench.databases import database, load, sign_in
from bench.http_client import Client
from bench.plan import Plan
from bench.registers import OIN, register
from bench.report import Measured
from bench.server import serving
from bench.targets import LIST

MANDATES, HOLDERS = (1_000, 10_000), 10
"""How many mandates: quickly, and in full. Ten employees hold each position, so there are as many employees."""
TIMES, ENOUGH = 9, (2, 60)
"""How often each list is asked for, unless it took so many seconds in all: quickly, and in full."""


def lists(plan: Plan, kind: str) -> Iterator[Measured]:
    """Measure each list, as an auditor of the organisation sees it."""
    mandates = plan.either(*MANDATES)
    with database(kind) as url:
        keys = load(url, [register(mandates, holders=HOLDERS)])
        key, session = sign_in(url, OIN)
        with serving(url, keys) as server:
            client = Client(server.port, key, session)
            for name, ask in _lists(client).items():
                took = _took(client, ask, plan.either(*ENOUGH))
                yield Measured("lists", f"{name}, {mandates:,} mandates", kind, statistics.median(took), "s", LIST)
                yield Measured("lists", f"{name}, {mandates:,} mandates, the first time", kind, took[0], "s")


def _took(client: Client, ask: Callable[[int], object], enough: float) -> list[float]:
    """Return the seconds of each time, the first one included."""
    took: list[float] = []
    while len(took) < TIMES and sum(took) < enough:
        took.append(client.timed(ask, len(took)))
    return took


def _lists(client: Client) -> dict[str, Callable[[int], object]]:
    """Return what asks for each list; the number makes one question differ from the next."""

    def search(number: int, **about: object) -> object:
        asked = {"organisation": OIN, "amount": {"value": f"{900 + number}.00"}} | about
        return client.read("/v1/authorities/_search", json.dumps(asked).encode())

    return {
        "who may decide": lambda n: search(n, decisionType=f"t{3 + n}"),
        "what one may decide": lambda n: search(n, employees=[{"number": f"e{n + 60}"}]),
        "the findings": lambda _: client.get(f"/v1/findings?organisation={OIN}"),
        "the page of the matrix": lambda _: client.get("/desk/matrix"),
    }
