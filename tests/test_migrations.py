"""The migrations make the tables that the code describes, once and for all, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mandate_registry import bootstrap
from mandate_registry.errors import Unsafe
from models import metadata
from models.session import make_engine, reading


def test_the_newest_version_is_what_the_models_say(empty_database: str) -> None:
    bootstrap.upgrade(empty_database)
    engine = make_engine(empty_database)
    with reading(engine) as connection:
        drift = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    engine.dispose()
    assert drift == []


def test_upgrading_again_changes_nothing(empty_database: str) -> None:
    bootstrap.upgrade(empty_database)
    bootstrap.upgrade(empty_database)
    bootstrap.build(empty_database).engine.dispose()


def test_the_service_does_not_start_on_a_database_without_tables(empty_database: str) -> None:
    with pytest.raises(Unsafe, match="db upgrade"):
        bootstrap.build(empty_database)
