"""The migrations make the tables that the code describes, once and for all, on both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zlib import crc32

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.errors import Unauthenticated, Unavailable, Unsafe
from mandate_registry.rules import facts
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.registers.loading import facts_at, version_at
from mandate_registry.services.registers.recording import open_register
from models import TABLES, as_row, check_subjects, checks, counters, metadata, registers
from models.session import make_engine, reading, writing
from models.types import Instant
from tests.support import sqlite

DAYS = [datetime(2025, 1, day, 12, tzinfo=UTC) for day in range(1, 7)]
AT_0001 = TABLES.keys() - {"agreements"}
SINCE_0001 = {
    ("organisations", "four_eyes"),
    ("employees", "suspensions"),
    ("mandates", "no_superior"),
    ("mandates", "consent_statute"),
    ("mandates", "not_about_oneself"),
}
MOMENTS: list[datetime | None] = [None, *DAYS]
HOMES: dict[int, Sequence[datetime | None]] = {1: MOMENTS, 2: [None], 3: DAYS[:1], 4: [None, *DAYS[3:]], 5: []}
"""Registers by the moments at which they changed: often, never, once, since ever and later, and one that is empty."""


def test_the_newest_version_is_what_the_models_say(empty_database: str) -> None:
    bootstrap.upgrade(empty_database)
    assert _drift(make_engine(empty_database), metadata, but=counters.metadata) == []


def test_the_newest_revision_is_the_one_that_the_code_names() -> None:
    scripts = ScriptDirectory(str(bootstrap.MIGRATIONS))
    assert scripts.get_current_head() == bootstrap.NEWEST


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


def test_upgrading_counts_the_questions_of_each_call_and_keeps_whom_they_were_about(empty_database: str) -> None:
    bootstrap.upgrade(empty_database, "0003")
    engine = make_engine(empty_database)
    with writing(engine) as connection:
        homes = [{"id": home, "oin": _oin(home), "version": 0} for home in (1, 2)]
        connection.execute(sa.insert(registers), homes)
        for place, call in enumerate(CALLS):
            connection.execute(sa.insert(_checks_at_0003()), _asked_at_0003(UUID(int=place), *call))
        connection.execute(sa.insert(check_subjects), _subjects(range(len(CALLS))))
    engine.dispose()
    bootstrap.upgrade(empty_database)
    installation = bootstrap.build(Settings(empty_database))
    with installation.writing() as connection:
        found = connection.execute(sa.select(checks).order_by(checks.c.row)).all()
        assert [(row.id.int, row.place) for row in found] == list(enumerate([0, 1, 0, 2, 0]))
        assert {row.release for row in found} == {None}
        connection.execute(sa.delete(checks).where(checks.c.place > 0))
        left = connection.scalars(sa.select(check_subjects.c.check_id).order_by(check_subjects.c.check_id)).all()
        assert [one.int for one in left] == [0, 2, 4]
    installation.close()


CALLS = [("a" * 16, 1), ("a" * 16, 1), ("a" * 16, 2), ("a" * 16, 1), ("b" * 16, 1)]
"""Questions by the span of their call and the register asked."""


def _checks_at_0003() -> Any:
    later = ("row", "place", "release")
    return sa.table("checks", *(sa.column(one.name, one.type) for one in checks.c if one.name not in later))


def _asked_at_0003(identity: UUID, span: str, home: int) -> dict[str, Any]:
    said = {"actor": "x", "credential": "x", "channel": "api", "kind": "check", "outcome": "authorised"}
    trace = {"trace_id": "c" * 32, "span_id": span, "recorded_at": DAYS[0]}
    return {"id": identity, "register_id": home} | said | trace


def _subjects(places: Iterable[int]) -> list[dict[str, Any]]:
    return [{"check_id": UUID(int=place), "organisation": _oin(1), "number": "e1"} for place in places]


def test_a_key_goes_on_to_work(empty_database: str) -> None:
    """One that was revoked goes on not to, and both are the same keys as before."""
    bootstrap.upgrade(empty_database, "0003")
    secrets = [_secret_at_0003(letter) for letter in "AB"]
    engine = make_engine(empty_database)
    with writing(engine) as connection:
        for number, (secret, revoked_at) in enumerate(zip(secrets, (None, DAYS[1]), strict=True)):
            kept = {"digest": sha256(secret.encode()).digest(), "prefix": secret[:9]}
            identity = {"id": UUID(int=number), "role": "administrator", "label": "", "created_at": DAYS[0]}
            connection.execute(sa.insert(_KEYS_AT_0003), [identity | kept | {"revoked_at": revoked_at}])
    engine.dispose()
    bootstrap.upgrade(empty_database)
    installation = bootstrap.build(Settings(empty_database))
    assert keys.authenticate(installation, secrets[0]).credential == f"key {UUID(int=0)}"
    with pytest.raises(Unauthenticated):
        keys.authenticate(installation, secrets[1])
    listed = keys.list_keys(COMMAND_LINE, installation)
    assert [one["revoked_at"] for one in listed] == [None, DAYS[1]]
    assert [(one["prefix"], one["created_at"], one["expires_at"]) for one in listed[0]["secrets"]] == [
        ("mr_AAAAAA", DAYS[0], None)
    ]
    keys.rotate(COMMAND_LINE, installation, UUID(int=0))
    installation.close()


def _secret_at_0003(letter: str) -> str:
    body = "mr_" + 43 * letter
    return f"{body}{crc32(body.encode()):08x}"


_KEYS_AT_0003 = sa.table(
    "api_keys",
    *(sa.column(name, sa.Text()) for name in ("prefix", "role", "label")),
    *(sa.column(name, Instant()) for name in ("created_at", "revoked_at")),
    sa.column("id", sa.Uuid()),
    sa.column("digest", sa.LargeBinary()),
)


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
            row = {name: value for name, value in as_row(table, fact).items() if (table, name) not in SINCE_0001}
            connection.execute(sa.insert(_at_0001(table)), [row | recorded])
    engine.dispose()
    return told


def _at_0001(table: str) -> Any:
    columns = [
        one
        for one in TABLES[table].columns
        if one.name not in ("row", "known_from", "known_until") and (table, one.name) not in SINCE_0001
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


def test_a_database_at_the_newest_version_is_not_locked(tmp_path: Path) -> None:
    url = sqlite.database(tmp_path)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")
        bootstrap.upgrade(url)
