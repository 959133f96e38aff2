"""What every table shares: names of constraints, column types, and the two times of a fact."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Uuid,
    text,
)
from sqlalchemy.schema import SchemaItem

from models.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RowNumber = BigInteger().with_variant(Integer, "sqlite")


def known_table(name: str, *items: SchemaItem, key: tuple[str, ...], unique: bool = True) -> Table:
    """Make a table of what a register says: its own columns, an identity, and from which version to which it is known.

    `id` stays the same over the versions of an entry, `row` is a version's own. `known_from` is the register's version
    that began to say so, `known_until` the one that no longer did; `changes` has when that was. `key` identifies an
    entry within its register; with `unique`, the register says one thing of a key at a time.
    """
    return Table(
        name,
        metadata,
        Column("row", RowNumber, primary_key=True, autoincrement=True),
        Column("id", Uuid, nullable=False, index=True),
        Column("register_id", ForeignKey("registers.id"), nullable=False),
        *items,
        Column("known_from", Integer, nullable=False),
        Column("known_until", Integer),
        CheckConstraint("known_until > known_from", name="known"),
        _index_on(name, key, unique=unique),
        # The version first: a search for what was known by then does not take these for the way to a register's rows.
        Index(f"ix_{name}_known_from", "known_from", "register_id"),
        Index(f"ix_{name}_known_until", "known_until", "register_id", **_where("known_until IS NOT NULL")),
    )


def fact_table(name: str, *items: SchemaItem, key: tuple[str, ...], unique: bool = True) -> Table:
    """Make a table of facts: what a register says of a period of time."""
    return known_table(
        name,
        *items,
        Column("valid_from", Instant),
        Column("valid_until", Instant),
        CheckConstraint("valid_until > valid_from", name="valid"),
        key=key,
        unique=unique,
    )


def _index_on(name: str, key: tuple[str, ...], *, unique: bool) -> Index:
    columns = ("register_id", *key)
    kind = "uq" if unique and key == ("id",) else "ix"  # beside the index of all versions of an id
    return Index(
        f"{kind}_{name}_{'_'.join(key)}", *columns, unique=unique, **(_where("known_until IS NULL") if unique else {})
    )


def _where(condition: str) -> dict[str, Any]:
    return {f"{engine}_where": text(condition) for engine in _ENGINES}


_ENGINES = ("sqlite", "postgresql")
