"""How many more checks two workers answer than one."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from bench.databases import database, load
from bench.jobs import Job
from bench.load_client import load_client
from bench.plan import Plan
from bench.registers import Size, register
from bench.report import Measured
from bench.server import serving
from bench.targets import TWO_WORKERS

MANDATES = 1_000
CONNECTIONS = 32


def two_workers(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare two servers of one database in alternating rounds. The client and the database need processors too."""
    with database(kind) as url:
        keys = load(url, [register(MANDATES)])
        with (
            serving(url, keys) as one,
            serving(url, keys, workers=2) as two,
            load_client(Size(MANDATES).employees) as client,
        ):
            jobs = [Job(server.port, "/v1/checks", keys, CONNECTIONS, plan.per_round) for server in (two, one)]
            rates = [[client.send(job).rate for job in jobs] for _ in range(plan.rounds)]
    label = f"checks of two workers ÷ of one, {CONNECTIONS} connections"
    yield Measured("workers", label, kind, statistics.median(two / one for two, one in rates), "", TWO_WORKERS)
