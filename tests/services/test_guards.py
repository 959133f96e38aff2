"""What was recorded is neither edited nor deleted, whatever statement the database is given, and by whomever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

import pytest
from sqlalchemy import Connection, select

from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.expected_checks.expectations import add_expected_check, update_expected_check
from mandate_registry.services.installation import Installation
from tests.services import forbidden_statements
from tests.services.filled_tables import EXPECTED, propose
from tests.services.forbidden_statements import GUARDED, KNOWN, LOGS, RECORDED, Steps
from tests.services.refused_statements import assert_refused, got_through, guards_of, unrefused, without
from tests.support import entries

pytestmark = pytest.mark.slow
"""One worker fills the databases, and not each."""

OIN = "00000009000000000001"
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
BACKED: dict[str, set[str]] = {"sqlite": set(), "postgresql": {"registers_truncation"}}
"""Guards behind which others stand: who empties the registers empties what refers to them, which is guarded too."""


@pytest.fixture(scope="module")
def installation(shared_installation: Installation) -> Installation:
    """Return an installation in which every guarded table has rows, current ones and ended ones."""
    opened = shared_installation
    organisation = facts.Organisation(oin=OIN, name="Town", four_eyes=False)
    for table, fact in [("organisations", organisation), *ENTRIES]:
        identity = entries.add(opened, table, Draft(OIN, fact)).entry.id
        since = Correction({}, {"valid_from": date(2020, 1, 1)})
        entries.correct(opened, table, identity, since)
    mandate = entries.add(opened, "mandates", Draft(OIN, MANDATE)).entry.id
    for event in (Event.SUBMISSION, Event.APPROVAL, Event.REVOCATION):
        execute(COMMAND_LINE, opened, mandate, Precondition(), MandateCommand(event=event, details=EventDetails()))
    expected = add_expected_check(COMMAND_LINE, opened, OIN, EXPECTED)
    update_expected_check(COMMAND_LINE, opened, expected.id, Precondition(), {"why": "She is the clerk."})
    propose(opened, 1)
    return opened


def of_each(tables: Iterable[str], attempts: Callable[[str], Iterable[Steps]]) -> Iterator[Steps]:
    for table in tables:
        yield from attempts(table)


def test_every_guarded_table_has_rows_that_are_current_and_rows_that_are_not(installation: Installation) -> None:
    with installation.reading() as connection:
        for name, table in KNOWN.items():
            ends = connection.scalars(select(table.c.known_until)).all()
            assert {end is None for end in ends} == {True, False}, name
        for name, table in LOGS.items():
            assert connection.execute(select(table)).first(), name


def test_no_column_is_updated_not_even_to_what_it_is(installation: Installation) -> None:
    assert_refused(installation, of_each(RECORDED, forbidden_statements.set_to_itself))


def test_no_column_is_updated_to_nothing(installation: Installation) -> None:
    assert_refused(installation, of_each(RECORDED, forbidden_statements.set_to_nothing))


def test_nothing_is_closed_at_a_version_that_is_not_under_way(installation: Installation) -> None:
    assert_refused(installation, of_each(KNOWN, forbidden_statements.closed_at_no_version_under_way))


def test_what_is_closed_stays_closed_even_to_a_change_under_way(installation: Installation) -> None:
    assert_refused(installation, of_each(KNOWN, forbidden_statements.closed_again))


def test_closing_changes_nothing_else(installation: Installation) -> None:
    with installation.reading() as connection:
        attempts = list(of_each(KNOWN, partial(forbidden_statements.closed_and_changed, connection)))
    assert_refused(installation, attempts)


def test_nothing_is_deleted_at_any_time_nor_by_a_change_under_way(installation: Installation) -> None:
    assert_refused(installation, of_each(GUARDED, forbidden_statements.deleted))


def test_no_table_is_emptied(installation: Installation) -> None:
    if installation.engine.dialect.name == "postgresql":
        assert_refused(installation, of_each(GUARDED, forbidden_statements.emptied))


def test_no_row_takes_the_place_of_another(installation: Installation) -> None:
    if installation.engine.dialect.name == "sqlite":
        assert_refused(installation, of_each(GUARDED, forbidden_statements.replaced))


def test_no_row_takes_the_place_of_the_current_one_of_its_key(installation: Installation) -> None:
    if installation.engine.dialect.name == "sqlite":
        assert_refused(installation, of_each(KNOWN, forbidden_statements.replaced_by_its_key))


def test_nothing_is_added_to_a_version_that_is_not_under_way(installation: Installation) -> None:
    assert_refused(installation, of_each(KNOWN, forbidden_statements.added_to_no_version_under_way))


def test_nothing_is_added_that_is_closed_already(installation: Installation) -> None:
    assert_refused(installation, of_each(KNOWN, forbidden_statements.added_closed))


@pytest.mark.parametrize("table", ["events", "changes"])
def test_nothing_is_said_to_have_happened_that_is_no_part_of_a_change(installation: Installation, table: str) -> None:
    assert_refused(installation, forbidden_statements.told_of_no_version_under_way(table))


def test_no_change_is_recorded_of_a_time_that_was_known_already(installation: Installation) -> None:
    assert_refused(installation, forbidden_statements.changes_of_a_time_known_already())


def test_a_register_stays_itself_and_only_counts_up(installation: Installation) -> None:
    assert_refused(installation, forbidden_statements.registers_counted_otherwise())


def test_what_a_missing_guard_lets_through_is_listed(installation: Installation) -> None:
    with installation.writing() as connection, without(connection, "absences", "absences_deletion"):
        listed = list(got_through(connection, forbidden_statements.all_of(connection, "absences")))
    says = "not refused, it changed ['absences']"
    assert listed == [f"{says}: {'; '.join(steps)}" for steps in forbidden_statements.deleted("absences")]


def test_whichever_guard_is_missing_something_gets_through(installation: Installation) -> None:
    with installation.writing() as connection:
        guards = guards_of(connection)
        assert {table for table, _ in guards} == GUARDED.keys()
        idle = {guard for table, guard in guards if not lets_through(connection, table, guard)}
    assert idle == BACKED[installation.engine.dialect.name]


def lets_through(connection: Connection, table: str, guard: str) -> bool:
    """Return whether some statement is not refused by a guard any more when this one is missing."""
    with without(connection, table, guard):
        return any(unrefused(connection, steps) for steps in forbidden_statements.all_of(connection, table))


def test_the_services_go_on_as_ever(installation: Installation) -> None:
    stored = entries.add(installation, "employees", Draft(OIN, facts.Employee(number="e2", name="Lou")))
    corrected = Correction({"name": "Lou de Wit"})
    after = entries.correct(installation, "employees", stored.entry.id, corrected)
    assert after.entry.fact.name == "Lou de Wit"
