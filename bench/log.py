"""How appending to the log and proving slow down as it grows: many entries against a thousand, on SQLite."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from sqlalchemy import Engine

from bench.databases import database
from bench.plan import Plan
from bench.report import Measured
from bench.targets import LONG_LOG
from mandate_registry.bootstrap import upgrade
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.proofs import prove_consistency, prove_inclusion
from models.session import make_engine, one_statement, reading, writing

FEW = 1_000
AT_ONCE = 10_000
TRIES = 101
SIZES = 100_000, 10_000_000
"""How many entries a long log has: quickly, and in full."""


def log_growth(plan: Plan, kind: str) -> Iterator[Measured]:
    """Fill a log, and compare an append and a proof among FEW entries with those among many."""
    size = plan.either(*SIZES)
    with database(kind) as url:
        upgrade(url)
        engine = make_engine(url)
        fill(engine, 0, FEW)
        few = _measured(engine, FEW)
        fill(engine, FEW + TRIES, size)
        many = _measured(engine, size)
        engine.dispose()
    for name, early, late in zip(LONG_LOG, few, many, strict=True):
        label = f"{name} in a log of {FEW:,} entries ÷ of {size:,}"
        yield Measured("log", label, kind, early / late, target=LONG_LOG[name])
        yield Measured("log", f"{name} in a log of {size:,} entries", kind, 1000 * late, "ms")


def fill(engine: Engine, start: int, end: int) -> None:
    """Append entries as large as those of receipts."""
    for first in range(start, end, AT_ONCE):
        with writing(engine) as connection:
            open_log(connection).append([_entry(number) for number in range(first, min(first + AT_ONCE, end))])
    with one_statement(engine) as connection:  # so that what follows does not write what was written before
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _entry(number: int) -> dict[str, str]:
    receipt = {"kind": "receipt", "register": "00000009000000000001", "id": f"{number:036}"}
    return receipt | {"sha256": f"{number:043}"}


def _measured(engine: Engine, size: int) -> tuple[float, float]:
    """Return the median seconds of an append with its commit, and of a proof of inclusion with one of consistency."""

    def append(number: int) -> None:
        with writing(engine) as connection:
            open_log(connection).append([_entry(number)])

    def prove(number: int) -> None:
        index = number * 7919 % size
        with reading(engine) as connection:
            prove_inclusion(connection, index, size)
            prove_consistency(connection, index + 1, size)

    return _median(append), _median(prove)


def _median(do: Callable[[int], None]) -> float:
    found = []
    for number in range(TRIES):
        begun = time.perf_counter()
        do(number)
        found.append(time.perf_counter() - begun)
    return statistics.median(found)
