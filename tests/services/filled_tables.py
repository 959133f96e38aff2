"""An installation in which every table that the log covers has rows: current ones, ended ones, and several of each."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import time_machine
from sqlalchemy import Connection, insert, select

from mandate_registry import bootstrap
from mandate_registry.canonical import digest
from mandate_registry.evidence.private_keys import Algorithm
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.verification import ExternalEvidence
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, Event
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.changesets.planned_change import PlannedChange
from mandate_registry.services.changesets.plans import save_plan
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.expected_checks.expectations import add_expected_check, update_expected_check
from mandate_registry.services.installation import Installation
from mandate_registry.services.proof import signing_keys
from mandate_registry.services.register.changeset_store import Changeset, save
from mandate_registry.services.register.register_writer import open_register
from models import log_receipts
from models import signing_keys as keys
from tests.support import entries
from tests.support.settings import settings_of

HERE, THERE = "00000009000000000001", "00000009000000000002"
BEFORE = datetime.now(UTC) + timedelta(days=3650)
"""From when receipts are kept: after those were made that are gone, and before everything else was."""
OUTSIDE = ExternalEvidence(kept_since=BEFORE)
GONE = 600
"""How many receipts there were of which only the entries are left: enough for several subtrees that are stored."""
ENTRIES: list[tuple[str, facts.Fact]] = [
    ("units", facts.Unit(code="town", name="Town")),
    ("positions", facts.Position(code="clerk", title="Clerk", unit="town")),
    ("bodies", facts.Body(code="college", name="College")),
    ("decision_types", facts.DecisionType(code="permit", title_nl="Vergunning", nature=facts.Nature.DECISION)),
    ("employees", facts.Employee(number="e1", name="Kim", email="kim@town.example")),
    ("employees", facts.Employee(number="e2", name="Lee", suspensions=(Period(BEFORE, None),))),
    ("appointments", facts.Appointment(employee="e1", position="clerk")),
    ("absences", facts.Absence(employee="e1")),
    ("deputyships", facts.Deputyship(number="P-1", principal=Seat(position="clerk"), deputy=Seat(employee="e1"))),
    ("instruments", facts.Instrument(reference="B-1", title="Besluit")),
    ("agreements", facts.Agreement(number="A-1", partner=THERE, decision_types=("permit",))),
]
QUESTION = CheckRequest(organisation=HERE, employees=(EmployeeRef(number="e1"),), decision_type="permit", receipt=True)
EXPECTED = Expectation(
    id="kim-may",
    employees=("e1",),
    decision_type="permit",
    at=datetime(2026, 1, 1, tzinfo=UTC),
    outcome=Outcome.AUTHORISED,
)


def filled(url: str, folder: Path) -> Installation:
    """Open an installation in which everything happened, with a file of keys of its own in the folder."""
    keys_of_run = settings_of(url).signing_keys
    file = Path(shutil.copy(str(keys_of_run), folder / "own-keys.json"))
    installation = bootstrap.build(settings_of(url, signing_keys=file))
    _fill(installation)
    return installation


def _fill(installation: Installation) -> None:
    """Write at least one row in every table that the log covers."""
    with installation.writing() as connection:
        keep_gone(connection)
    with time_machine.travel(BEFORE + timedelta(days=1)) as traveller:
        for oin in (HERE, THERE):
            organisation = facts.Organisation(oin=oin, name=f"Town {oin}", four_eyes=False)
            _create(installation, "organisations", oin, organisation)
        for table, fact in ENTRIES:
            _create(installation, table, HERE, fact)
        _grant(installation)
        expected = add_expected_check(COMMAND_LINE, installation, HERE, EXPECTED)
        update_expected_check(COMMAND_LINE, installation, expected.id, Precondition(), {"why": "She is the clerk."})
        propose(installation, 2)
        traveller.shift(timedelta(hours=2))
        for _ in range(2):
            check(COMMAND_LINE, installation, QUESTION)
        signing_keys.rotate(COMMAND_LINE, installation, Algorithm.STATEMENTS)
        _revoke_one(installation)
        with installation.writing() as connection:
            installation.checkpoints.make(connection)


def keep_gone(connection: Connection) -> None:
    """Keep the entries of receipts that are not there any more."""
    identities = [uuid4() for _ in range(GONE)]
    positions = open_log(connection).append([_receipt(identity) for identity in identities])
    rows = [{"id": one, "position": position} for one, position in zip(identities, positions, strict=True)]
    connection.execute(insert(log_receipts), rows)


def _receipt(identity: UUID) -> dict[str, str]:
    return {"kind": "receipt", "register": HERE, "id": str(identity), "sha256": digest(identity.bytes)}


def _create(installation: Installation, table: str, oin: str, fact: facts.Fact) -> None:
    identity = entries.add(installation, table, Draft(oin, fact)).entry.id
    since = Correction({}, {"valid_from": date(2020, 1, 1)})
    entries.correct(installation, table, identity, since)


def _grant(installation: Installation) -> None:
    for number, seat in (("M-1", Seat(employee="e1")), ("M-2", Seat(position="clerk"))):
        mandate = facts.Mandate(
            number=number,
            kinds=(facts.Kind.MANDATE,),
            on_behalf_of="college",
            seats=(seat,),
            decision_types=("permit",),
        )
        identity = entries.add(installation, "mandates", Draft(HERE, mandate)).entry.id
        for event in (Event.SUBMISSION, Event.APPROVAL):
            execute(
                COMMAND_LINE,
                installation,
                identity,
                Precondition(),
                MandateCommand(event=event, details=EventDetails()),
            )
    revocation = MandateCommand(event=Event.REVOCATION, details=EventDetails(reason="Vervallen."))
    execute(COMMAND_LINE, installation, identity, Precondition(), revocation)


def propose(installation: Installation, imports: int) -> None:
    """Propose so many imports with plans that are made anew."""
    position = facts.Position(code="mayor", title="Mayor")
    for _ in range(imports):
        with installation.writing() as connection:
            register = open_register(connection, HERE)
            made = Changeset(uuid4(), "Import", is_import=True)
            save(register, made)
            register.record(COMMAND_LINE, "propose an import")
        for _ in range(2):
            with installation.writing() as connection:
                register = open_register(connection, HERE)
                change = PlannedChange(
                    kind=ChangeKind.ADDED, table="positions", entry=uuid4(), key="mayor", fact=position
                )
                save_plan(register, made.id, [change])
                register.record(COMMAND_LINE, "renew an import")


def _revoke_one(installation: Installation) -> None:
    with installation.reading() as connection:
        statements = select(keys.c.kid).where(keys.c.algorithm == Algorithm.STATEMENTS.value)
        first = connection.scalar(statements.order_by(keys.c.created_at).limit(1))
    signing_keys.revoke(COMMAND_LINE, installation, str(first))
