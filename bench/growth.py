"""How much more a check costs among many mandates than among 1,000: in one register, and in many registers."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from bench.application import EMPTY
from bench.databases import database, load
from bench.jobs import Job
from bench.load_client import LoadClient, load_client
from bench.plan import Plan
from bench.registers import OIN, Size, register
from bench.report import Measured
from bench.server import Server, serving
from bench.targets import GROWTH_IN_INSTALLATION, GROWTH_IN_REGISTER, MEMORY, START, Target

MANDATES = 1_000
IN_REGISTER = 10_000, 100_000
"""How many mandates one large register has: quickly, and in full."""
ORGANISATIONS = 1_000
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Served:
    """A server with a client that asks about what is in it."""

    server: Server
    client: LoadClient

    def cost(self, seconds: float) -> float:
        """Return how many requests to the empty endpoint take the time of one check."""
        port, keys = self.server.port, self.server.keys
        empty = self.client.send(Job(port, f"{EMPTY}/", keys, CONNECTIONS, seconds, b"{}"))
        return empty.rate / self.client.send(Job(port, "/v1/checks", keys, CONNECTIONS, seconds)).rate


def growth_in_register(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare a check in one large register with one in a small register."""
    mandates = plan.either(*IN_REGISTER)
    with ExitStack() as stack:
        small, large = _served(stack, kind, MANDATES, (OIN,)), _served(stack, kind, mandates, (OIN,))
        label = f"cost of a check, one register of {mandates:,} mandates ÷ of {MANDATES:,}"
        yield Measured("growth", label, kind, _growth(small, large, plan), target=GROWTH_IN_REGISTER)
        yield from _size(kind, large.server, mandates)


def growth_in_installation(plan: Plan, kind: str) -> Iterator[Measured]:
    """Compare a check in an installation of many organisations with one of a single organisation."""
    oins = tuple(f"{int(OIN) + number:020}" for number in range(ORGANISATIONS))
    mandates = MANDATES * ORGANISATIONS
    with ExitStack() as stack:
        small, large = _served(stack, kind, MANDATES, oins[:1]), _served(stack, kind, MANDATES, oins)
        label = f"cost of a check, {ORGANISATIONS:,} organisations with {mandates:,} mandates ÷ one with {MANDATES:,}"
        yield Measured("million", label, kind, _growth(small, large, plan), target=GROWTH_IN_INSTALLATION)
        yield from _size(kind, large.server, mandates, MEMORY, START)


def _served(stack: ExitStack, kind: str, mandates: int, oins: tuple[str, ...]) -> Served:
    """Load a register for each organisation, and serve them until the end of the stack."""
    url = stack.enter_context(database(kind))
    keys = load(url, (register(mandates, oin) for oin in oins))
    server = stack.enter_context(serving(url, keys, oins[0]))
    return Served(server, stack.enter_context(load_client(Size(mandates).employees, oins)))


def _growth(small: Served, large: Served, plan: Plan) -> float:
    """Return how many times as much a check costs, in alternating rounds."""
    rounds = [(large.cost(plan.per_round), small.cost(plan.per_round)) for _ in range(plan.rounds)]
    return statistics.median(many / few for many, few in rounds)


def _size(
    kind: str, server: Server, mandates: int, memory: Target | None = None, start: Target | None = None
) -> Iterator[Measured]:
    label = f"{mandates:,} mandates"
    yield Measured("growth", f"memory of the service, at most, {label}", kind, server.peak_memory() / 1e6, "MB", memory)
    yield Measured("growth", f"start to first answer, {label}", kind, server.started_in, "s", start)
