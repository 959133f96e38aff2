"""What was recorded is neither edited nor deleted, whatever statement the database is given, and by whomever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.drafting import Account, propose_folder
from mandate_registry.services.changing.expecting import expect, expect_otherwise
from mandate_registry.services.changing.happening import Deed, act
from mandate_registry.services.changing.writing import Correction, Draft, Precondition, change, create
from mandate_registry.services.installation import Installation
from mandate_registry.services.registers.recording import open_register
from models import TABLES, changes, changesets, events, expected_checks, mandate_seats, proposed_folders, registers
from tests.services.covered import EXPECTED

OIN = "00000009000000000001"
REFUSED = "what was recorded is neither edited nor deleted"
KNOWN = {**TABLES, "changesets": changesets, "expected_checks": expected_checks}
LOGS = {
    "events": events,
    "changes": changes,
    "mandate_seats": mandate_seats,
    "proposed_folders": proposed_folders,
}
RECORDED = {**KNOWN, **LOGS}
GUARDED = {**RECORDED, "registers": registers}
COLUMNS = [(name, column.name) for name, table in RECORDED.items() for column in table.columns]
ENTRIES: list[tuple[str, facts.Fact]] = [
    ("units", facts.Unit(code="town", name="Town")),
    ("positions", facts.Position(code="clerk", title="Clerk", unit="town")),
    ("bodies", facts.Body(code="college", name="College")),
    ("decision_types", facts.DecisionType(code="permit", title_nl="Vergunning", nature=facts.Nature.DECISION)),
    ("employees", facts.Employee(number="e1", name="Kim")),
    ("appointments", facts.Appointment(employee="e1", position="clerk")),
    ("absences", facts.Absence(employee="e1")),
    ("deputyships", facts.Deputyship(number="P-1", principal=Seat(position="clerk"), deputy=Seat(employee="e1"))),
    ("instruments", facts.Instrument(reference="B-1", title="Besluit")),
    ("agreements", facts.Agreement(number="A-1", partner="00000009000000000002", decision_types=("permit",))),
]
MANDATE = facts.Mandate(
    number="M-1",
    kinds=(facts.Kind.MANDATE,),
    on_behalf_of="college",
    seats=(Seat(employee="e1"),),
    decision_types=("permit",),
)
NEXT = "UPDATE registers SET version = version + 1"
CURRENT = "(SELECT version FROM registers)"
OTHER = {"Integer": "7", "Amount": "7", "Boolean": "true", "Instant": "entered", "Date": "'2020-01-01'"}
OTHER |= {"Instant": "'2030-01-01 00:00:00.000000'", "LargeBinary": "'x'"}


@pytest.fixture(scope="module")
def installation(shared_installation: Installation) -> Installation:
    """Give an installation in which every guarded table has rows, current ones and ended ones."""
    opened = shared_installation
    organisation = facts.Organisation(oin=OIN, name="Town", four_eyes=False)
    for table, fact in [("organisations", organisation), *ENTRIES]:
        identity = create(COMMAND_LINE, opened, table, Draft(OIN, fact)).entry.id
        since = Correction({}, {"valid_from": date(2020, 1, 1)})
        change(COMMAND_LINE, opened, table, identity, Precondition(), since)
    mandate = create(COMMAND_LINE, opened, "mandates", Draft(OIN, MANDATE)).entry.id
    for event in (Event.SUBMISSION, Event.APPROVAL, Event.REVOCATION):
        act(COMMAND_LINE, opened, mandate, Precondition(), Deed(event=event, account=Account()))
    expected = expect(COMMAND_LINE, opened, OIN, EXPECTED)
    expect_otherwise(COMMAND_LINE, opened, expected.id, Precondition(), {"why": "She is the clerk."})
    with opened.writing() as connection:
        register = open_register(connection, OIN)
        propose_folder(COMMAND_LINE, register, b"a folder")
        register.record(COMMAND_LINE, "propose an import")
    return opened


def contents(installation: Installation) -> dict[str, list[Any]]:
    with installation.reading() as connection:
        return {name: sorted(map(repr, connection.execute(select(table)))) for name, table in GUARDED.items()}


def refuses(installation: Installation, *statements: Any) -> None:
    """Show that the last of these statements is refused, and that everything is as it was."""
    before = contents(installation)
    with installation.writing() as connection, connection.begin_nested() as trial:
        for one in statements[:-1]:
            assert connection.execute(text(one)).rowcount
        with pytest.raises(DBAPIError, match=REFUSED):
            connection.execute(text(statements[-1]))
        trial.rollback()
    assert contents(installation) == before


def copy(table: str, row: str = "", verb: str = "INSERT", **values: str) -> str:
    """Give the statement that adds a copy of a row, with these columns otherwise."""
    columns = [column.name for column in GUARDED[table].columns]
    kept = [name for name in columns if name not in values and name != "row"]
    names = ", ".join(f'"{name}"' for name in (*kept, *values))
    taken = ", ".join([*(f'"{name}"' for name in kept), *values.values()])
    return f"{verb} INTO {table} ({names}) SELECT {taken} FROM {table} {row} LIMIT 1"


def test_every_guarded_table_has_rows_that_are_current_and_rows_that_are_not(installation: Installation) -> None:
    with installation.reading() as connection:
        for name, table in KNOWN.items():
            ends = connection.scalars(select(table.c.known_until)).all()
            assert {end is None for end in ends} == {True, False}, name
        for name, table in LOGS.items():
            assert connection.execute(select(table)).first(), name


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_no_column_is_updated_not_even_to_what_it_is(installation: Installation, table: str, column: str) -> None:
    refuses(installation, f'UPDATE {table} SET "{column}" = "{column}"')


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_no_column_is_updated_to_nothing(installation: Installation, table: str, column: str) -> None:
    refuses(installation, f'UPDATE {table} SET "{column}" = {"-row" if column == "row" else "NULL"}')


@pytest.mark.parametrize("table", KNOWN)
@pytest.mark.parametrize("rows", ["known_until IS NULL", "known_until IS NOT NULL"])
@pytest.mark.parametrize("version", ["NULL", "1", "known_from + 1", CURRENT, f"{CURRENT} + 1", "1000000"])
def test_nothing_is_closed_at_a_version_that_is_not_under_way(
    installation: Installation, table: str, rows: str, version: str
) -> None:
    refuses(installation, f"UPDATE {table} SET known_until = {version} WHERE {rows}")


@pytest.mark.parametrize("table", KNOWN)
@pytest.mark.parametrize("version", ["NULL", CURRENT, f"{CURRENT} - 1"])
def test_what_is_closed_stays_closed_even_to_a_change_under_way(
    installation: Installation, table: str, version: str
) -> None:
    refuses(installation, NEXT, f"UPDATE {table} SET known_until = {version} WHERE known_until IS NOT NULL")


@pytest.mark.parametrize(("table", "column"), [one for one in COLUMNS if one[0] in KNOWN and one[1] != "known_until"])
def test_closing_changes_nothing_else(installation: Installation, table: str, column: str) -> None:
    with installation.reading() as connection:
        other = connection.scalar(select(KNOWN[table].c[column]).where(KNOWN[table].c.known_until.is_(None)))
    if column == "row":
        taken = "-row"
    else:
        taken = "NULL" if other is not None else OTHER.get(type(KNOWN[table].c[column].type).__name__, "'x'")
    close = f'UPDATE {table} SET known_until = {CURRENT}, "{column}" = {taken} WHERE known_until IS NULL'
    refuses(installation, NEXT, close)


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("under_way", [False, True], ids=["at any time", "by a change under way"])
def test_nothing_is_deleted(installation: Installation, table: str, under_way: bool) -> None:  # noqa: FBT001 - of each kind
    refuses(installation, *[NEXT] * under_way, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", GUARDED)
def test_no_table_is_emptied(installation: Installation, table: str) -> None:
    if installation.engine.dialect.name == "postgresql":
        refuses(installation, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", GUARDED)
def test_no_row_takes_the_place_of_another(installation: Installation, table: str) -> None:
    if installation.engine.dialect.name == "sqlite" and table != "mandate_seats":
        same = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
        refuses(installation, same)
        refuses(installation, NEXT, same)
        refuses(installation, same.replace("INSERT OR REPLACE", "REPLACE"))


@pytest.mark.parametrize("table", [name for name in KNOWN if name not in ("appointments", "absences")])
def test_no_row_takes_the_place_of_the_current_one_of_its_key(installation: Installation, table: str) -> None:
    if installation.engine.dialect.name == "sqlite":
        values = {"known_from": CURRENT, "known_until": "NULL"}
        refuses(installation, NEXT, copy(table, "WHERE known_until IS NULL", "INSERT OR REPLACE", **values))


@pytest.mark.parametrize("table", KNOWN)
@pytest.mark.parametrize("version", ["0", "1", "known_from", CURRENT, f"{CURRENT} + 1"])
def test_nothing_is_added_to_a_version_that_is_not_under_way(
    installation: Installation, table: str, version: str
) -> None:
    refuses(installation, copy(table, known_from=version, known_until="NULL"))


@pytest.mark.parametrize("table", KNOWN)
def test_nothing_is_added_that_is_closed_already(installation: Installation, table: str) -> None:
    refuses(installation, NEXT, copy(table, known_from=CURRENT, known_until=f"{CURRENT} + 1"))


@pytest.mark.parametrize("version", ["1", CURRENT, f"{CURRENT} + 1"])
def test_nothing_is_said_to_have_happened_that_is_no_part_of_a_change(installation: Installation, version: str) -> None:
    refuses(installation, copy("events", version=version))


@pytest.mark.parametrize("version", ["1", CURRENT, f"{CURRENT} + 1"])
def test_no_change_is_recorded_that_is_not_under_way(installation: Installation, version: str) -> None:
    refuses(installation, copy("changes", version=version))


@pytest.mark.parametrize("moment", ["NULL", "entered_at", "'1900-01-01 00:00:00.000000'"])
def test_no_change_is_recorded_of_a_time_that_was_known_already(installation: Installation, moment: str) -> None:
    refuses(installation, NEXT, copy("changes", "ORDER BY version DESC", version=CURRENT, recorded_at=moment))


@pytest.mark.parametrize(
    "what",
    [
        "version = version - 1",
        "version = 0",
        "oin = 'x'",
        "id = id + 100",
        "changed_at = NULL",
        "changed_at = '1900-01-01 00:00:00.000000'",
        "changed_at = '2900-01-01 00:00:00.000000'",
    ],
)
def test_a_register_stays_itself_and_only_counts_up(installation: Installation, what: str) -> None:
    refuses(installation, f"UPDATE registers SET {what}")


def test_the_services_go_on_as_ever(installation: Installation) -> None:
    stored = create(COMMAND_LINE, installation, "employees", Draft(OIN, facts.Employee(number="e2", name="Lou")))
    corrected = Correction({"name": "Lou de Wit"})
    after = change(COMMAND_LINE, installation, "employees", stored.entry.id, Precondition(), corrected)
    assert after.entry.fact.name == "Lou de Wit"
