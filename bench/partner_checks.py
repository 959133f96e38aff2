"""Checks of a partner one after the other: among many in a batch, and the two kinds of no."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from itertools import count

from bench.databases import database, load
from bench.http_client import Client
from bench.plan import Plan
from bench.questions import question
from bench.registers import register
from bench.report import Measured
from bench.server import serving
from bench.targets import BATCH, TWO_NOES

MANDATES = 1_000
AT_ONCE = 1_000
"""How many questions a batch has: as many as one may."""
SINGLY = 50
"""How many questions are asked one after the other in a round."""
RESERVED, WITHOUT = "t25", (3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19)
"""A decision type, and employees who have no mandate for it."""
BATCHES, NOES = (3, 15), (100, 1_000)
"""How many rounds of batches, and how many pairs of a no are measured: quickly, and in full."""


def batches(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare a question in a batch with one asked singly, in alternating rounds."""
    numbers, ratios = count(), []
    with database(kind) as url, serving(url, load(url, [register(MANDATES)])) as server:
        client = server.client()
        for _ in range(plan.either(*BATCHES)):
            single = statistics.fmean(client.seconds("/v1/checks", _question(next(numbers))) for _ in range(SINGLY))
            ratios.append(single / _in_a_batch(client, numbers))
    yield Measured("batch", f"question singly ÷ among {AT_ONCE:,}", kind, statistics.median(ratios), "", BATCH)


def _in_a_batch(client: Client, numbers: Iterator[int]) -> float:
    """Return how many seconds one question takes among AT_ONCE."""
    asked = [question(next(numbers)) for _ in range(AT_ONCE)]
    return client.seconds("/v1/checks/_batch", json.dumps({"checks": asked}).encode()) / AT_ONCE


def two_noes(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare how long the two kinds of no take that a partner must not tell apart."""
    took: dict[str, list[float]] = {"e": [], "nobody-": []}
    with database(kind) as url, serving(url, load(url, [register(MANDATES)])) as server:
        client = server.client()
        for number in range(plan.either(*NOES)):
            for prefix, seconds in took.items():
                employees = [{"number": f"{prefix}{WITHOUT[number % len(WITHOUT)]}"}]
                body = _question(20 * number, employees=employees, decisionType=RESERVED)
                seconds.append(client.seconds("/v1/checks", body))
    shorter, longer = sorted(statistics.median(seconds) for seconds in took.values())
    name = "no about nobody and about somebody without a mandate, the shorter ÷ the longer"
    yield Measured("noes", name, kind, shorter / longer, "", TWO_NOES)


def _question(number: int, **more: object) -> bytes:
    return json.dumps(question(number) | more).encode()
