"""Which attacks on a table are tried, and which of them a verification does not find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Table

from mandate_registry.log.commitments import KNOWN, PERSONAL, digest_of, written
from mandate_registry.log.log_differences import LogDifference
from mandate_registry.log.verification import COVERED, verify
from models import events
from models.session import make_engine
from tests.services.filled_tables import OUTSIDE, filled
from tests.services.table_owner import change, other, rows_of, tampered, unguard, ways

UNBOUND = {
    ("log_checkpoints", "signed_at"): "it says when the next one is due; the note is what is signed",
}
SPARED = {
    ("log_checkpoints", "delete"): "a checkpoint that is kept here proves nothing that one kept elsewhere does not",
    ("log_checkpoints", "truncate"): "see above",
    ("log_heads", "swap"): "it has one row",
}
ROWS = ("delete", "truncate", "insert", "swap")
"""What is done to whole rows; every other attack changes a column."""

ALIKE = [*KNOWN.values(), events]
"""The tables that are verified in one way, column by column; every other has a way of its own."""

STRIDE = {"sqlite": 3, "postgresql": 12}


def attacks_on(table: Table) -> list[str]:
    """Return every attack on a table that is to be found."""
    bound = [how for how in ways(table) if (table.name, _column(how)) not in UNBOUND]
    return [how for how in bound if (table.name, how) not in SPARED]


def tried_on(table: Table, dialect: str, *, whole: bool) -> list[str]:
    """Return the attacks on a table that are tried: all, or as many as show that every part of a verification works.

    That is every third of a kind, and the first. On SQLite it is also everything that is done to whole rows, and
    every column that is verified in a way of its own. PostgreSQL reads the same rows in the same way: it is every
    twelfth there, and at least one of each table.
    """
    attacks, among = attacks_on(table), _some_of_each_kind(dialect)
    always = {attacks[COVERED.index(table) % len(attacks)]}
    if dialect == "sqlite":
        always = {how for how in attacks if how in ROWS or table not in ALIKE or is_sealed(table, how)}
    return [how for how in attacks if whole or how in always or (how, table.name) in among]


def kind_of(table: Table, how: str) -> str:
    """Return what an attack has in common with others.

    What is done to a row, or to which type of column what is done.
    """
    if how in ROWS:
        return how
    name = _column(how)
    return f"{type(table.c[name].type).__name__}{how.removeprefix(name)}"


def is_sealed(table: Table, how: str) -> bool:
    """Return whether an attack is on a column that is committed to behind a seal, or on what seals it."""
    return "salt" in table.c and _column(how) in ("salt", "sealed", *PERSONAL[table.name])


def _column(how: str) -> str:
    return how.partition(" ")[0]


@cache
def _some_of_each_kind(dialect: str) -> set[tuple[str, str]]:
    """Take every so many, in the order of the columns: one that many tables share is tried on some of them."""
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for table in COVERED:
        for how in attacks_on(table):
            kinds[kind_of(table, how)].append((how, table.name))
    return {one for attacks in kinds.values() for one in sorted(attacks)[:: STRIDE[dialect]]}


def owned(url: str, folder: Path) -> Iterator[Connection]:
    """Fill a database, give its owner, in whose way nothing stands, and see in the end that all is as it was."""
    filled(url, folder).close()
    engine = make_engine(url, sqlite_settings=("journal_mode=WAL",))
    with engine.connect() as connection, connection.begin() as transaction:
        unguard(connection)
        yield connection
        assert found(connection) is None, "an attack was not undone"
        transaction.rollback()
    engine.dispose()


def found(connection: Connection) -> LogDifference | None:
    return verify(connection, OUTSIDE).difference


def attacked(connection: Connection, table: Table, how: str) -> LogDifference | None:
    """Do one thing to a table, give what is found, and undo it."""
    with connection.begin_nested() as attack:
        tampered(connection, table, how)
        difference = found(connection)
        attack.rollback()
    return difference


def unfound(connection: Connection, table: Table, attacks: Iterable[str]) -> list[str]:
    """Do these things to a table, each by itself, and list those of which a verification does not name the table."""
    differences = [(how, attacked(connection, table, how)) for how in attacks]
    wrong = [(how, one) for how, one in differences if one is None or one.table != table.name]
    return [f"{table.name}: {how}: {one or 'not found'}" for how, one in wrong]


def uncommitted(connection: Connection, table: Table) -> list[str]:
    """List the columns of which another value leaves the digests of all rows as they were."""
    row, before = rows_of(connection, table)[0], _digests(connection, table)
    left_out = []
    for column in table.columns:
        with connection.begin_nested() as attack:
            change(connection, table, column.name, row, other(column, row[column.name]))
            left_out += [column.name] if _digests(connection, table) == before else []
            attack.rollback()
    return left_out


def _digests(connection: Connection, table: Table) -> list[str]:
    return sorted(digest_of(table.name, row) for row in connection.execute(written(table)).mappings())
