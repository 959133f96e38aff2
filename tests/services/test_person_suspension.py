"""Stopping a person: what is kept of it, and that neither a folder nor a new employment gives anything back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from mandate_registry.errors import Forbidden, InvalidInput, RegistryError, Stale
from mandate_registry.log.verification import ExternalEvidence, verify
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_register
from mandate_registry.register_folder.writer import write_folder
from mandate_registry.rules import facts
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft, change, create
from mandate_registry.services.changesets.person_suspension import resumed, stop
from mandate_registry.services.changesets.preview import preview_stop
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.register.mandate_history import mandate_events
from mandate_registry.services.register.register_writer import open_register
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from tests.services.town import ANY, HR, OIN, QUESTION, Town, somebody
from tests.support.days import today

pytestmark = pytest.mark.either_database

SINCE = datetime(2026, 6, 1, 14, 5, 17, 250_000, tzinfo=UTC)
ROW = "e1,Kim,,,,{},{}\n"


@pytest.fixture
def town(installation: Installation) -> Town:
    town = Town.founded(installation, four_eyes=False)
    town.granted()
    return town


def kim(town: Town) -> UUID:
    return list_entries(HR, town.installation, "employees", Slice({"number": "e1"})).items[-1].entry.id


def stopped(town: Town, since: datetime | None = SINCE, until: datetime | None = None) -> facts.Employee:
    done = stop(HR, town.installation, kim(town), ANY, EventDetails(since, "Onderzoek."), until)
    found: facts.Employee = done.entry.fact
    return found


def answer(town: Town) -> str:
    told = check(COMMAND_LINE, town.installation, QUESTION)
    return str(told.reasons[0]["code"] if told.reasons else told.outcome)


@pytest.mark.each_database
def test_it_is_kept_who_stopped_whom_when_and_why(town: Town) -> None:
    assert stopped(town).suspensions == (Period(SINCE, None),)
    (told,) = mandate_events(HR, town.installation, "employees", kim(town))
    assert (told.event, told.effective_at, told.actor, told.reason) == ("suspension", SINCE, "Hanna", "Onderzoek.")


def test_the_log_tells_of_it_and_nothing_is_missing(town: Town) -> None:
    stopped(town)
    with town.installation.reading() as connection:
        assert verify(connection, ExternalEvidence()).difference is None


def test_an_export_has_it_and_importing_that_changes_nothing(town: Town, tmp_path: Path) -> None:
    stopped(town, SINCE - timedelta(days=9), SINCE - timedelta(days=8))
    stopped(town)
    write_folder(export_register(COMMAND_LINE, town.installation, OIN), tmp_path)
    row = (tmp_path / "employees.csv").read_text(encoding="utf-8").splitlines()[1]
    sinces = "2026-05-23T16:05:17.250000+02:00 ; 2026-06-01T16:05:17.250000+02:00"
    assert row == f"e1,Kim,,,,{sinces},2026-05-24T16:05:17.250000+02:00"
    assert import_register(COMMAND_LINE, town.installation, read_register(tmp_path)).is_empty


@pytest.mark.parametrize("header", ["number,name", "number,name,suspended_from,suspended_until"])
def test_a_folder_that_does_not_say_so_lifts_nothing(town: Town, tmp_path: Path, header: str) -> None:
    write_folder(export_register(COMMAND_LINE, town.installation, OIN), tmp_path)
    stopped(town)
    (tmp_path / "employees.csv").write_text(f"{header}\ne1,Kim de Boer\n", encoding="utf-8")
    import_register(COMMAND_LINE, town.installation, read_register(tmp_path))
    assert answer(town) == "person_suspended"


def test_a_folder_may_stop_somebody(town: Town, tmp_path: Path) -> None:
    write_folder(export_register(COMMAND_LINE, town.installation, OIN), tmp_path)
    header = "number,name,email,employed_from,employed_until,suspended_from,suspended_until\n"
    (tmp_path / "employees.csv").write_text(header + ROW.format("2026-06-01T14:05:17Z", ""), encoding="utf-8")
    import_register(COMMAND_LINE, town.installation, read_register(tmp_path))
    assert answer(town) == "person_suspended"


@pytest.mark.parametrize(
    ("since", "until", "column"),
    [
        ("2026-06-01", "", "suspended_from"),
        ("2026-06-01T14:05:17", "", "suspended_from"),
        ("2026-06-01T14:05:17Z", "2026-06-01T14:05:17Z", "suspended_until"),
        ("", "2026-06-01T14:05:17Z", "suspended_until"),
        (
            "2026-06-01T14:05:17Z ; 2026-07-01T14:05:17Z ; 2026-08-01T14:05:17Z",
            "2026-06-02T00:00:00Z",
            "suspended_until",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_row_and_column(
    town: Town, tmp_path: Path, since: str, until: str, column: str
) -> None:
    write_folder(export_register(COMMAND_LINE, town.installation, OIN), tmp_path)
    header = "number,name,email,employed_from,employed_until,suspended_from,suspended_until\n"
    (tmp_path / "employees.csv").write_text(header + ROW.format(since, until), encoding="utf-8")
    with pytest.raises(InvalidRegister) as refused:
        read_register(tmp_path)
    assert [(one.row, one.column, one.code) for one in refused.value.errors] == [(2, column, "invalid_value")]


def test_ending_the_employment_and_beginning_another_lifts_nothing(town: Town) -> None:
    stopped(town)
    ended = Correction({}, {"valid_until": today() - timedelta(days=2)})
    change(HR, town.installation, "employees", kim(town), ANY, ended)
    again = Draft(OIN, facts.Employee(number="e1", name="Kim"), {"valid_from": today() - timedelta(days=1)})
    create(HR, town.installation, "employees", again)
    assert answer(town) == "person_suspended"


def test_nobody_is_stopped_at_a_time_when_not_employed(town: Town) -> None:
    ended = Correction({}, {"valid_until": date(2020, 1, 1)})
    change(HR, town.installation, "employees", kim(town), ANY, ended)
    with pytest.raises(InvalidInput, match="effectiveAt: the person is not employed then"):
        stopped(town)


def test_what_stopping_would_do_is_told_and_nothing_of_it_is_kept(town: Town) -> None:
    impact = preview_stop(HR, town.installation, kim(town), ANY, EventDetails(None, "Onderzoek."))
    assert {told.employee for told in impact.differences if told.difference.loses} == {"e1"}
    assert not [told for told in impact.differences if told.difference.gains]
    assert mandate_events(HR, town.installation, "employees", kim(town)) == []
    assert answer(town) == "authorised"


@pytest.mark.parametrize(
    ("caller", "tag", "until", "refused"),
    [
        (HR, None, SINCE, InvalidInput),
        (somebody(Role.AUDITOR, "Rita"), None, None, Forbidden),
        (HR, "another state", None, Stale),
    ],
)
def test_it_is_refused_when_foreseen_as_when_done(
    town: Town, caller: Caller, tag: str | None, until: datetime | None, refused: type[RegistryError]
) -> None:
    when = Precondition(frozenset({tag}) if tag else None)
    for service in (preview_stop, stop):
        with pytest.raises(refused):
            service(caller, town.installation, kim(town), when, EventDetails(None, "Onderzoek."), until)


@pytest.mark.each_database
def test_to_resume_ends_the_suspension_of_the_moment_in_every_employment(town: Town) -> None:
    stopped(town, SINCE, SINCE + timedelta(days=2))
    stopped(town, SINCE + timedelta(days=5))
    at = SINCE + timedelta(days=1)
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        ((entry, fact),) = resumed(register, "e1", at)
        assert entry.id == kim(town)
        assert fact.suspensions == (Period(SINCE, at), Period(SINCE + timedelta(days=5), None))
        with pytest.raises(InvalidInput, match="the person is not stopped then"):
            resumed(register, "e1", SINCE - timedelta(days=1))
