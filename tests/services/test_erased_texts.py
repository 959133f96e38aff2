"""A name goes with who bore it from every reason, title and plan, and the log still holds what is left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import String, Text, insert, select, update
from sqlalchemy.exc import DBAPIError

from mandate_registry.log.commitments import PERSONAL
from mandate_registry.log.log_differences import DifferenceKind, LogDifference
from mandate_registry.log.row_verification import erasures
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.drafts import EventDetails, describe
from mandate_registry.services.changesets.entry_changes import Correction, Draft, create
from mandate_registry.services.changesets.entry_proposals import EntryChange, propose_changes
from mandate_registry.services.identity import api_keys as keys
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.privacy.erased_texts import without
from mandate_registry.services.privacy.forgotten_people import forget_employee
from mandate_registry.services.proof.log_proofs import verify_log
from mandate_registry.services.register import register_writer
from mandate_registry.services.register.entries import get
from mandate_registry.services.register.mandate_history import history, mandate_events
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.register_writer import find_entry, open_register
from models import api_keys, credentials, events, metadata, planned_changes
from models.facts import ERASED
from tests.services.town import HR, OIN, Town
from tests.support import entries

NAME, ADDRESS = "Fennechien Uiterwaard", "fennechien@town.example"
GONE = facts.Employee(number="z1", name=NAME, email=ADDRESS, valid=Period(None, datetime(2021, 1, 1, tzinfo=UTC)))
TITLED = facts.Instrument(reference="B-1", title=f"Besluit over {NAME}, 2020")

ERASED_WITH_HIM = {
    *("changesets.reason", "changesets.title", "credentials.reason", "api_keys.label", "events.reason"),
    *("employees.email", "employees.name", "import_answers.plan", "instruments.title", "planned_changes.fact"),
    *(
        "readings.told",
        "replies.headers",
    ),
}
GOES_LATER = {"checks.purpose", "checks.question", "jobs.outcome", "receipts.receipt", "uploads.name", "uploads.plan"}
GOES_LATER |= {"wishes.name", "wishes.plan"}
"""What is kept for its own time: questions, files that wait."""
SAID = {
    *("agreements.basis", "bodies.name", "decision_types.legal_basis", "decision_types.title_en"),
    *("decision_types.title_nl", "expected_checks.expectation", "expected_checks.name", "instruments.adopted_by"),
    *("instruments.publication_url", "instruments.published_as", "mandates.consent_statute", "mandates.instructions"),
    *("mandates.legal_basis", "organisations.kind", "organisations.name", "positions.title", "units.name"),
}
"""What the register says of itself, which its keeper words: of offices and powers, not of people."""
CODES = {
    "act",
    "actor",
    "algorithm",
    "asker",
    "basis",
    "body",
    "case",
    "category",
    "channel",
    "code",
    "counterparty",
    "created_by",
    "credential",
    "currency",
    "decision_type",
    "employee",
    "event",
    "idempotency_key",
    "instrument",
    "issued_by",
    "issuer",
    "key",
    "kid",
    "kind",
    "layout",
    "leads_to",
    "name",
    "note",
    "number",
    "oin",
    "on_behalf_of",
    "organisation",
    "outcome",
    "owner",
    "parent",
    "parent_span_id",
    "partner",
    "person",
    "position",
    "prefix",
    "public_key",
    "reason",
    "reference",
    "release",
    "request",
    "revoked_by",
    "role",
    "said",
    "sign_out",
    "span_id",
    "state",
    "steps",
    "table_name",
    "task",
    "time_zone",
    "trace_id",
    "unit",
}
"""Names of columns with codes, numbers, digests and marks, and with that by which a caller is known."""


@pytest.fixture
def town(installation: Installation) -> Town:
    return Town.founded(installation)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"geschorst: {NAME.upper()}", f"geschorst: {ERASED}"),
        (f"{NAME}s mandaat, vraag {ADDRESS}", f"{ERASED}s mandaat, vraag {ERASED}"),
        ("Fennechien\u00a0 Uiterwaard vertrok", f"{ERASED} vertrok"),
        ("Fenne\u0301chien", "Fenne\u0301chien"),
        ("Besluit", "Besluit"),
    ],
)
def test_the_name_alone_is_taken_out_of_a_text(text: str, left: str) -> None:
    assert without(text, [NAME, ADDRESS, ""]) == left


def test_of_a_name_that_is_written_in_another_way_nothing_is_left() -> None:
    assert without("Wegens Zoe\u0308 O\u2019Brien", ["Zo\u00eb O'Brien"]) == ERASED


def test_of_every_text_that_is_kept_it_is_decided_whether_it_goes() -> None:
    columns = [one for table in metadata.sorted_tables for one in table.c if type(one.type) in (Text, String)]
    texts = {f"{one.table.name}.{one.name}" for one in columns}
    decided = ERASED_WITH_HIM | GOES_LATER | SAID
    assert decided <= texts
    assert sorted(one for one in texts - decided if one.partition(".")[2] not in CODES) == []
    assert {f"{table}.{name}" for table, names in PERSONAL.items() for name in names} <= ERASED_WITH_HIM


def fill(town: Town, *, with_namesake: bool = False) -> tuple[UUID, UUID, UUID]:
    """Name him in every reason and title; return a mandate, who was stopped, and an instrument."""
    installation = town.installation
    create(COMMAND_LINE, installation, "employees", Draft(OIN, GONE))
    instrument = entries.add(installation, "instruments", Draft(OIN, TITLED)).entry.id
    for title in (TITLED.title.upper(), TITLED.title):
        entries.correct(installation, "instruments", instrument, Correction({"title": title}))
    mandate = town.granted()
    town.does(HR, Event.SUSPENSION, mandate, details=EventDetails(reason=f"omdat {NAME.upper()} vertrok"))
    town.does(HR, Event.RESUMPTION, mandate, details=EventDetails(reason="Afgerond."))
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        entry = find_entry(register, "employees", "e1")
        assert entry
        describe(register, [entry.id], Event.SUSPENSION, None, EventDetails(reason=f"ruzie met {NAME}"))
        other = EntryChange("instruments", uuid4(), None, replace(TITLED, reference="B-2"))
        propose_changes(HR, register, [other], f"Besluit over {NAME}", f"vraag {ADDRESS}")
        namesake = EntryChange("employees", uuid4(), None, replace(GONE, number="z2", name=NAME + " jr."))
        propose_changes(HR, register, [namesake] if with_namesake else [], "Nieuw")
        register.record(HR, "stop")
        given = {"id": uuid4(), "register_id": register.id, "number": "z1", "said": "{}", "issued_at": now()}
        more = {"issued_by": "x", "expires_at": now(), "status_list": 1, "place": 1, "reason": f"{NAME} vertrok"}
        connection.execute(insert(credentials), given | more)
    keys.create(COMMAND_LINE, installation, Role.HR, OIN, f"sleutel van {NAME}", "h1")
    return mandate, entry.id, instrument


def holds(installation: Installation) -> list[str]:
    """Return the tables in which the name or the address stands."""
    with installation.reading() as connection:
        rows = {table.name: str(connection.execute(select(table)).all()).casefold() for table in metadata.sorted_tables}
    return [name for name, text in rows.items() if NAME.casefold() in text or ADDRESS in text]


def difference(installation: Installation) -> LogDifference | None:
    return verify_log(COMMAND_LINE, installation, [], lambda _what, _done: None).difference


def test_no_table_holds_the_name_and_all_else_stays(town: Town) -> None:
    mandate, stopped, instrument = fill(town)
    installation, before = town.installation, now()
    assert holds(installation) == [
        *("api_keys", "changesets", "credentials", "employees", "events", "instruments", "planned_changes")
    ]
    forget_employee(COMMAND_LINE, installation, OIN, "z1")
    assert holds(installation) == []
    assert difference(installation) is None
    told = [(one.event, one.reason) for one in history(HR, installation, mandate) if one.reason]
    assert told == [("suspension", ERASED), ("proposal", "Afgerond.")]
    assert [one.reason for one in mandate_events(HR, installation, "employees", stopped)] == [ERASED]
    titles = [
        get(HR, installation, "instruments", instrument, when).entry.fact.title
        for when in (NOW, PointInTime(known_at=before))
    ]
    assert titles == [f"Besluit over {ERASED}, 2020", ERASED]
    with installation.reading() as connection:
        assert connection.scalars(select(credentials.c.reason)).all() == [f"{ERASED} vertrok"]
        assert f"sleutel van {ERASED}" in connection.scalars(select(api_keys.c.label)).all()


def test_a_reason_is_not_erased_but_by_forgetting(town: Town) -> None:
    fill(town)
    installation = town.installation
    reason = update(events).where(events.c.salt.is_not(None)).values(reason="", salt=None, sealed=b"x")
    for statement in (reason, reason.values(reason="y"), reason.values(event="revocation")):
        with pytest.raises(DBAPIError, match="neither edited nor deleted"), installation.writing() as connection:
            connection.execute(statement)
    with installation.writing() as connection:
        is_pg = connection.dialect.name == "postgresql"
        connection.exec_driver_sql(f"DROP TRIGGER events_edit{' ON events' if is_pg else ''}")
        connection.execute(update(events).where(events.c.reason == "Afgerond.").values(reason="Anders."))
    found = difference(installation)
    assert found
    assert (found.table, found.kind) == ("events", DifferenceKind.CHANGED)


def test_a_row_that_was_added_without_a_salt_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert difference(town.installation) is None
    with monkeypatch.context() as unsalted:
        unsalted.setattr(register_writer, "PERSONAL", {})
        fill(town)
    first = difference(town.installation)
    assert first
    assert (first.table, first.kind) == ("changesets", DifferenceKind.CHANGED)
    with town.installation.reading() as connection:
        assert {one.table for one in erasures(connection, defaultdict(set))} == PERSONAL.keys()


def test_who_has_the_same_name_is_not_forgotten_with_him(town: Town) -> None:
    fill(town, with_namesake=True)
    forget_employee(COMMAND_LINE, town.installation, OIN, "z1")
    assert holds(town.installation) == ["planned_changes"]
    with town.installation.reading() as connection:
        kept = connection.execute(select(planned_changes.c.key, planned_changes.c.sealed.is_(None))).all()
    assert sorted(map(tuple, kept)) == [("B-2", False), ("z2", True)]
