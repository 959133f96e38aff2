"""The migrations make the tables that the code describes, once and for all, on both databases."""

from __future__ import annotations

import ast
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.errors import Unavailable, Unsafe
from mandate_registry.log.commitments import KNOWN
from mandate_registry.rules import facts
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.register.loader import facts_at
from mandate_registry.services.register.register_writer import open_register
from models import counters, metadata, registers
from models.session import make_engine, reading, writing
from tests.services.forbidden_statements import NEXT
from tests.services.refused_statements import THROUGH, unrefused
from tests.support import later_release, sqlite

OIN = "00000009000000000001"


def test_the_newest_version_is_what_the_models_say(empty_database: str) -> None:
    bootstrap.upgrade(empty_database)
    assert _drift(make_engine(empty_database), metadata, but=counters.metadata) == []


def test_the_newest_revision_is_the_one_that_the_code_names() -> None:
    scripts = ScriptDirectory(str(bootstrap.MIGRATIONS))
    assert scripts.get_current_head() == bootstrap.NEWEST


def test_revisions_import_nothing_of_the_project_so_that_they_stay_what_they_are() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (bootstrap.MIGRATIONS / "versions").glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    names |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    assert "alembic" in names
    assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "alembic", "sqlalchemy"}


def test_the_counters_are_what_the_models_say(empty_database: str) -> None:
    """They stand outside of the migrations, for they may be lost: beside the database, or unlogged within."""
    bootstrap.upgrade(empty_database)
    engine = counters.make_engine(empty_database)
    assert _drift(engine, counters.metadata, but=metadata) == []
    if engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            kind = sa.text("SELECT relpersistence::text FROM pg_class WHERE relname = 'counters'")
            assert connection.scalar(kind) == "u"
        engine.dispose()


def _drift(engine: sa.Engine, described: sa.MetaData, but: sa.MetaData) -> list[Any]:
    """Compare what is there with what is described, leaving out tables that are described elsewhere."""
    others = {*but.tables, "alembic_version"}
    options = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or name not in others}
    with reading(engine) as connection:
        drift: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), described)
    engine.dispose()
    return drift


def test_upgrading_again_changes_nothing(empty_database: str) -> None:
    bootstrap.upgrade(empty_database)
    bootstrap.upgrade(empty_database)
    bootstrap.build(Settings(empty_database)).close()


def test_the_service_does_not_start_on_a_database_without_tables(empty_database: str) -> None:
    with pytest.raises(Unsafe, match="db upgrade"):
        bootstrap.build(Settings(empty_database))


def test_a_database_that_is_lost_is_said_to_be() -> None:
    nowhere = "postgresql+psycopg://postgres@127.0.0.1:1/nowhere"
    with pytest.raises(Unavailable):
        bootstrap.upgrade(nowhere)
    with pytest.raises(Unavailable):
        bootstrap.build(Settings(nowhere))


def test_a_later_release_keeps_what_is_known_and_lets_no_column_that_it_adds_be_edited(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.upgrade(empty_database)
    _tell(empty_database)
    columns = []
    for _ in range(2):
        columns.append(later_release.install(monkeypatch, tmp_path))
        bootstrap.upgrade(empty_database)
    assert _read(empty_database) == list(SAID.values())
    engine = make_engine(empty_database)
    with reading(engine) as connection:
        assert _unguarded(connection) == []
    with writing(engine) as connection:
        for change in ALLOWED:
            assert unrefused(connection, (NEXT, change)) == THROUGH, change
            edits = [f"{change}, {column} = 'another'" for column in columns]
            assert [edit for edit in edits if unrefused(connection, (NEXT, edit))] == []
    engine.dispose()


def _unguarded(connection: sa.Connection) -> list[str]:
    """Return the columns of what registers say that the guards of their tables leave out of account, by table."""
    found = {table: sa.inspect(connection).get_columns(table) for table in KNOWN}
    guards = {table: _closing(connection, table) for table in KNOWN}
    return [
        f"{table}.{column['name']}"
        for table, columns in found.items()
        for column in columns
        if "to_jsonb(NEW)" not in guards[table] and not re.search(rf'\bNEW\."?{column["name"]}\b', guards[table])
    ]


def _closing(connection: sa.Connection, table: str) -> str:
    """Return what guards the rows of a table when they end: the text of its triggers, or of the function of one."""
    texts = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE :closing",
        "postgresql": "SELECT prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgname LIKE :closing",
    }
    wanted = sa.text(texts[connection.dialect.name])
    return "\n".join(connection.scalars(wanted, {"closing": f"{table}_closing%"}))


ALLOWED = (
    "UPDATE units SET known_until = (SELECT version FROM registers)",
    "UPDATE employees SET known_until = (SELECT version FROM registers)",
    "UPDATE employees SET name = '', email = '', salt = NULL, sealed = 'x'",
)
"""What a change under way may do to a row: close it, and forget a person."""

SAID: dict[str, facts.Fact] = {
    "units": facts.Unit(code="town", name="Town"),
    "employees": facts.Employee(number="e1", name="Kim", email="kim@example.nl"),
}


def _tell(url: str) -> None:
    installation = bootstrap.build(Settings(url))
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        for place, (table, fact) in enumerate(SAID.items()):
            register.put(table, UUID(int=place), fact)
        register.record(COMMAND_LINE, "begin")
    installation.close()


def _read(url: str) -> list[facts.Fact]:
    installation = bootstrap.build(Settings(url))
    with installation.reading() as connection:
        register = connection.execute(sa.select(registers)).one()
        found = [fact for table in SAID for fact in facts_at(connection, register.id, table, register.version)]
    installation.close()
    return found


def test_a_database_at_the_newest_version_is_not_locked(tmp_path: Path) -> None:
    url = sqlite.database(tmp_path)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")
        bootstrap.upgrade(url)
