"""Statements that are compiled once in a process.

SQLAlchemy keeps what it compiled for each engine. Every test opens an engine of its own, and would compile the same
statements again: a quarter of its time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event


class CompiledStatements(dict[Any, Any]):
    """What was compiled, by the statement and the name of the dialect instead of the dialect of one engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_every_engine(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_every_engine(key), compiled)


def _of_every_engine(key: Any) -> tuple[Any, ...]:
    dialect, *statement = key
    return (dialect.name, *statement)


COMPILED = CompiledStatements()


def share() -> None:
    """Share compiled statements between all connections of this process."""
    event.listen(Engine, "engine_connect", _use)


def _use(connection: Connection) -> None:
    connection.execution_options(compiled_cache=COMPILED)
