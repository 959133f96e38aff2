"""Checks whose answers are signed beside checks whose answers are not."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace

from bench.connections import over
from bench.databases import database, load
from bench.jobs import Job
from bench.load_client import load_client
from bench.plan import Plan
from bench.registers import Size, register
from bench.report import Measured
from bench.server import Server, serving
from bench.targets import RECEIPT

MANDATES = 1_000
LEVELS = (1, 32)


def receipts(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare the two in alternating rounds, over one connection and over many."""
    with (
        database(kind) as url,
        serving(url, load(url, [register(MANDATES)])) as server,
        load_client(Size(MANDATES).employees) as client,
    ):
        for level in LEVELS:
            ratios = []
            for _ in range(plan.rounds):
                without, signed = (client.send(_job(server, level, plan, receipt=one)) for one in (False, True))
                ratios.append(signed.rate / without.rate)
            name = f"check with a receipt ÷ without, {over(level)}"
            yield Measured("receipts", name, kind, statistics.median(ratios), "", RECEIPT)


def with_receipt(question: dict[str, object]) -> dict[str, object]:
    """Return the question with the wish for a receipt."""
    return question | {"receipt": True}


def _job(server: Server, level: int, plan: Plan, *, receipt: bool) -> Job:
    job = Job(server.port, "/v1/checks", server.keys, level, plan.per_round)
    return replace(job, expected=b'"receipt":"', shape=with_receipt) if receipt else job
