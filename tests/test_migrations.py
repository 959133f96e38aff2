"""The migrations make the tables that the code describes, once and for all, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.errors import Unsafe
from mandate_registry.rules import facts
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.loading import facts_at, version_at
from mandate_registry.services.recording import open_register
from models import TABLES, as_row, counters, metadata, registers
from models.session import make_engine, reading, writing
from models.types import Instant

DAYS = [datetime(2025, 1, day, 12, tzinfo=UTC) for day in range(1, 7)]
AT_0001 = TABLES.keys() - {"agreements"}
MOMENTS: list[datetime | None] = [None, *DAYS]
HOMES: dict[int, Sequence[datetime | None]] = {1: MOMENTS, 2: [None], 3: DAYS[:1], 4: [None, *DAYS[3:]], 5: []}
"""Registers by the moments at which they changed: often, never, once, since ever and later, and one that is empty."""


def test_the_newest_version_is_what_the_models_say(empty_database: str) -> None:
    bootstrap.upgrade(empty_database)
    assert _drift(make_engine(empty_database), metadata, but=counters.metadata) == []


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


def test_upgrading_keeps_what_was_known_at_every_moment(empty_database: str) -> None:
    bootstrap.upgrade(empty_database, "0001")
    told = _write_at_0001(empty_database)
    bootstrap.upgrade(empty_database)
    installation = bootstrap.build(Settings(empty_database))
    _must_know_as_then(installation, told)
    with installation.writing() as connection:
        register = open_register(connection, _oin(1))
        register.put("units", UUID(int=1), facts.Unit(code="new", name="New"))
        register.record(COMMAND_LINE, "add to units")
    _must_know_as_then(installation, told)
    installation.close()


Row = tuple[int, str, Any, datetime | None, datetime | None]
"""What a register said at 0001: its number, the table, the fact, and from which moment until which it was recorded."""


def _write_at_0001(url: str) -> list[Row]:
    told = [row for home, moments in HOMES.items() for row in _history(Random(home), home, moments)]  # noqa: S311 - the same every time
    engine = make_engine(url)
    with writing(engine) as connection:
        for home, moments in HOMES.items():
            changed = moments[-1] if moments and moments[-1] else DAYS[-1]
            values = {"id": home, "oin": _oin(home), "version": len(moments), "changed_at": changed}
            connection.execute(sa.insert(registers), [values])
        for place, (home, table, fact, since, until) in enumerate(told, start=100):
            recorded = {"register_id": home, "id": UUID(int=place), "recorded_from": since, "recorded_until": until}
            row = {name: value for name, value in as_row(table, fact).items() if name != "four_eyes"}
            connection.execute(sa.insert(_at_0001(table)), [row | recorded])
    engine.dispose()
    return told


def _at_0001(table: str) -> Any:
    columns = [
        one for one in TABLES[table].columns if one.name not in ("row", "known_from", "known_until", "four_eyes")
    ]
    times = [sa.column(name, Instant()) for name in ("recorded_from", "recorded_until")]
    return sa.table(table, *(sa.column(one.name, one.type) for one in columns), *times)


def _history(random: Random, home: int, moments: Sequence[datetime | None]) -> Iterator[Row]:
    """Let entries of every table be said, said otherwise, and sometimes said no longer."""
    for table in AT_0001:
        for number in range(1 if table == "organisations" else 4):
            times = [moment for moment in moments if random.randint(0, 1)]
            ends = [*times[1:], None if random.randint(0, 2) else (DAYS[-1] + timedelta(days=1))]
            for place, (since, until) in enumerate(zip(times, ends, strict=True) if times else ()):
                valid = random.choice([ALWAYS, Period(DAYS[0], None), Period(None, DAYS[2])])
                yield home, table, _fact(table, f"{number}", f"version {place}", valid), since, until


def _fact(table: str, code: str, text: str, valid: Period) -> Any:
    make: dict[str, Any] = {
        "organisations": lambda: facts.Organisation(oin=f"{code:0>20}", name=text, valid=valid),
        "bodies": lambda: facts.Body(code=code, name=text, valid=valid),
        "units": lambda: facts.Unit(code=code, name=text, valid=valid),
        "positions": lambda: facts.Position(code=code, title=text, valid=valid),
        "decision_types": lambda: facts.DecisionType(code=code, title_nl=text, valid=valid),
        "employees": lambda: facts.Employee(number=code, name=text, valid=valid),
        "appointments": lambda: facts.Appointment(employee=code, position=text, valid=valid),
        "absences": lambda: facts.Absence(employee=f"{code} {text}", valid=valid),
        "deputyships": lambda: facts.Deputyship(
            number=code, principal=Seat(employee=text), deputy=Seat(employee="e2"), valid=valid
        ),
        "instruments": lambda: facts.Instrument(reference=code, title=text, valid=valid),
        "mandates": lambda: facts.Mandate(
            number=code,
            kinds=(facts.Kind.MANDATE,),
            on_behalf_of=text,
            seats=(Seat(employee="e1"),),
            decision_types=("*",),
            valid=valid,
        ),
    }
    return make[table]()


def _must_know_as_then(installation: Installation, told: list[Row]) -> None:
    """Read every table of every register as known at, just before and just after each moment."""
    instant = timedelta(microseconds=1)
    moments = [DAYS[0] - timedelta(days=99), *(day + instant * step for day in DAYS for step in (-1, 0, 1))]
    with installation.reading() as connection:
        for register in connection.execute(sa.select(registers)):
            for at in moments:
                version = version_at(connection, register, at)
                for table in AT_0001:
                    known = [
                        fact
                        for home, name, fact, *times in told
                        if (home, name) == (register.id, table) and _in(at, times)
                    ]
                    found = facts_at(connection, register.id, table, version)
                    assert sorted(map(repr, found)) == sorted(map(repr, known)), (register.oin, table, at)


def _in(at: datetime, times: Sequence[datetime | None]) -> bool:
    since, until = times
    return (since is None or since <= at) and (until is None or at < until)


def _oin(home: int) -> str:
    return f"{home:020d}"
