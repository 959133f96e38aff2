"""Free texts that name a forgotten person: reasons and titles (`docs/explanation/security.md`, Forgetting a person)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, select, update

from mandate_registry.log.commitments import PERSONAL, RETENTION_MARKS
from mandate_registry.rules.lookup import holds_any
from mandate_registry.services.register.register_writer import RegisterWriter, as_entry
from models import TABLES, api_keys, credentials
from models.facts import ERASED

SEALED = ("changesets", "events", "instruments")
"""The tables of which a text that names him is erased whole; the log keeps its seal."""


def erase_texts(register: RegisterWriter, named: Collection[str]) -> None:
    """Erase the texts of a register that hold one of these names, in any case, and plans that do.

    An instrument keeps what else its title says.
    """
    _retitle_instruments(register, named)
    for table in SEALED:
        register.forget(table, list(rows_that_name(register, table, named)))
    connection = register.connection
    its_keys = api_keys.c.organisation == register.oin
    _redact(connection, credentials.c.reason, credentials.c.register_id == register.id, named)
    _redact(connection, api_keys.c.label, its_keys, named)


def rows_that_name(register: RegisterWriter, table: str, named: Collection[str]) -> Iterator[RowMapping]:
    """Yield the rows of a table that hold one of these names, and were not erased, in order."""
    rows = RETENTION_MARKS[table]
    its = (rows.c.register_id == register.id, rows.c.sealed.is_(None))
    for row in register.connection.execute(select(rows).where(*its).order_by(rows.c.row)).mappings():
        if any(holds_any(row[column], named) for column in PERSONAL[table]):
            yield row


def without(text: str, named: Collection[str]) -> str:
    """Return a text without these names, in any case; nothing else of it, where one is written in another way."""
    for name in sorted(filter(None, named), key=len, reverse=True):
        text = re.sub(r"\s+".join(map(re.escape, name.split())), ERASED, text, flags=re.IGNORECASE)
    return ERASED if holds_any(text, named) else text


def _retitle_instruments(register: RegisterWriter, named: Collection[str]) -> None:
    """Replace each title that the register says now and that holds one of these names by one without it."""
    table = TABLES["instruments"]
    current = select(table).where(table.c.register_id == register.id, table.c.known_until.is_(None))
    rows: Sequence[RowMapping] = register.connection.execute(current.order_by(table.c.row)).mappings().all()
    for entry in (as_entry("instruments", row) for row in rows if holds_any(row["title"], named)):
        register.close("instruments", [entry])
        register.put("instruments", entry.id, replace(entry.fact, title=without(entry.fact.title, named)))


def _redact(connection: Connection, column: Column[str], is_its: ColumnElement[bool], named: Collection[str]) -> None:
    """Replace the texts of a column that hold one of these names; the log has no digest of them."""
    table = column.table
    for identity, text in connection.execute(select(table.c.id, column).where(is_its, column.is_not(None))).all():
        if holds_any(text, named):
            redacted = {column.name: without(text, named)}
            connection.execute(update(table).where(table.c.id == identity).values(redacted))
