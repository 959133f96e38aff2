"""How fast checks are with 1, 8 and 32 connections, beside the floors of the same server in the same rounds."""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from bench.application import EMPTY, INSERTING
from bench.databases import database, load
from bench.durable_inserts import bare_rate
from bench.jobs import Job
from bench.load_client import LoadClient, Speed, load_client
from bench.plan import Plan
from bench.registers import Size, register
from bench.report import Measured
from bench.server import Server, serving
from bench.targets import CHECK_TO_EMPTY, P99_TO_EMPTY, Target

MANDATES = 1_000
P99_LEVEL = 32
BARE_SECONDS = 0.3
"""For how long the bare SQL is measured in each round."""
CHECKS = "/v1/checks"
FLOORS = {"empty endpoint": f"{EMPTY}/", "durable insert": f"{INSERTING}/"}
CHECK, EMPTY_NAME, INSERT = "check", *FLOORS
Rounds = list[dict[str, Speed]]


def connections(plan: Plan, kind: str) -> Iterator[Measured]:
    """Measure checks and floors on one database with each number of connections."""
    bare: list[float] = []
    with database(kind) as url:
        keys = load(url, [register(MANDATES)])
        with serving(url, keys) as server, load_client(Size(MANDATES).employees) as client:
            for level in plan.levels:
                rounds = []
                for _ in range(plan.rounds):
                    rounds.append(_round(client, server, level, plan))
                    bare.append(bare_rate(url, BARE_SECONDS))
                yield from _summary(kind, level, rounds)
                _report_outcomes(kind, level, rounds)
            yield Measured("connections", "memory of the service, at most", kind, server.peak_memory() / 1e6, "MB")
        yield Measured("connections", "bare SQL, one durable insert a commit", kind, statistics.median(bare), "/s")


def _round(client: LoadClient, server: Server, level: int, plan: Plan) -> dict[str, Speed]:
    """Send each load once, one after the other."""
    jobs = {name: Job(server.port, path, server.keys, level, plan.per_round, b"{}") for name, path in FLOORS.items()}
    jobs[CHECK] = Job(server.port, CHECKS, server.keys, level, plan.per_round)
    return {name: client.send(job) for name, job in jobs.items()}


def _summary(kind: str, level: int, rounds: Rounds) -> Iterator[Measured]:
    """Yield the speeds and their ratios: medians over the rounds, each ratio within one round."""
    for name in (*FLOORS, CHECK):
        yield speed("connections", f"{name}, {over(level)}", kind, [speeds[name] for speeds in rounds])

    def median(of: Callable[[dict[str, Speed]], float]) -> float:
        return statistics.median(map(of, rounds))

    def ratio(name: str, value: float, target: Target | None = None) -> Measured:
        return Measured("connections", f"{name}, {over(level)}", kind, value, target=target)

    to_empty = median(lambda speeds: speeds[CHECK].rate / speeds[EMPTY_NAME].rate)
    yield ratio("check ÷ empty endpoint", to_empty, CHECK_TO_EMPTY.get((kind, level)))
    yield ratio("check ÷ durable insert", median(lambda speeds: speeds[CHECK].rate / speeds[INSERT].rate))
    slowest = median(lambda speeds: speeds[CHECK].p99 / speeds[EMPTY_NAME].p99)
    yield ratio("p99 of a check ÷ p99 of the empty endpoint", slowest, P99_TO_EMPTY if level == P99_LEVEL else None)


def speed(measure: str, name: str, kind: str, speeds: list[Speed]) -> Measured:
    """Return the medians of what was measured in several rounds."""
    p50, p99 = (1000 * statistics.median(times) for times in zip(*((one.p50, one.p99) for one in speeds), strict=True))
    return Measured(measure, name, kind, statistics.median(one.rate for one in speeds), "/s", p50=p50, p99=p99)


def over(level: int) -> str:
    """Return a number of connections in words."""
    return f"{level} connections" if level > 1 else "1 connection"


def _report_outcomes(kind: str, level: int, rounds: Rounds) -> None:
    """Print to standard error how many of the answers that were read have which outcome: they are to differ."""
    outcomes = sum((speeds[CHECK].outcomes for speeds in rounds), Counter[str]())
    print(f"{kind}, {over(level)}: {dict(outcomes)}", file=sys.stderr)
