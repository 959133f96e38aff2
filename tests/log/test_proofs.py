"""Proofs made of the rows that are kept, at every size that the log had."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select, update

from mandate_registry.errors import Unavailable
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.merkle import grow, leaf_hash, root_of, verify_inclusion
from mandate_registry.log.proofs import leaf_at, prove_consistency, prove_inclusion, root_at, size_of
from models import log_entries, log_heads
from models.session import make_engine, writing
from tests.support.consistency import verify_consistency

SIZE = 70_000
"""More than the 65,536 leaves of a subtree of the second height that is stored."""


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    engine = make_engine(database)
    with writing(engine) as opened:
        yield opened
    engine.dispose()


def entry(number: int) -> dict[str, object]:
    return {"kind": "test", "number": number}


@pytest.mark.slow
def test_what_is_proven_of_the_kept_rows_holds_at_any_size(connection: Connection) -> None:
    log = open_log(connection)
    for start in range(log.size, SIZE, 1000):
        log.append([entry(number) for number in range(start, min(start + 1000, SIZE))])
    assert (size_of(connection), root_at(connection, SIZE)) == (SIZE, log.root)
    chosen = random.Random(9162)  # noqa: S311 - a choice of cases is no secret
    sizes = sorted({1, 255, 256, 257, 65_535, 65_536, 65_537, SIZE, *chosen.sample(range(1, SIZE), 40)})
    roots = {size: root_at(connection, size) for size in sizes}
    recomputed = _recomputed(connection)
    assert [roots[size] for size in sizes] == [recomputed[size] for size in sizes]
    for size in sizes:
        for index in {0, size - 1, chosen.randrange(size)}:
            found = prove_inclusion(connection, index, size)
            assert verify_inclusion(leaf_at(connection, index), index, size, found, roots[size])
        for first in {1, size, chosen.choice([one for one in sizes if one <= size])}:
            found = prove_consistency(connection, first, size)
            assert verify_consistency(first, size, found, root_at(connection, first), roots[size])


def _recomputed(connection: Connection) -> list[bytes]:
    """Return the root at every size, by the entries alone."""
    peaks: list[bytes] = []
    roots = [root_of(peaks)]
    for size, one in enumerate(connection.scalars(select(log_entries.c.entry).order_by(log_entries.c.position))):
        for _ in grow(peaks, size, leaf_hash(one)):
            pass
        roots.append(root_of(peaks))
    return roots


def test_nothing_is_proven_of_a_log_of_which_a_part_is_missing(connection: Connection) -> None:
    log = open_log(connection)
    log.append([entry(number) for number in range(300)])
    connection.execute(update(log_heads).values(size=600))
    for proven in (lambda: root_at(connection, 600), lambda: prove_inclusion(connection, 299, 400)):
        with pytest.raises(Unavailable, match="log verify"):
            proven()
