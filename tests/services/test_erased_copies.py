"""Who is forgotten is forgotten in kept replies, in answers about lists and in the files of the database too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import insert, select

from mandate_registry.errors import Conflict
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState
from mandate_registry.rules.lookup import holds_any
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.changesets.file_readings import read_reading, save_reading
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.idempotency import replies as service
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.privacy.erased_copies import truncate_write_ahead_log
from mandate_registry.services.privacy.forgotten_people import forget_employee
from mandate_registry.services.privacy.purge import purge
from mandate_registry.services.proof.log_proofs import verify_log
from mandate_registry.services.register.changeset_store import Changeset, save, stored_changeset
from mandate_registry.services.register.register_writer import open_register
from mandate_registry.services.reply_basis import note_register
from models import changesets, checks, import_answers, replies
from models.facts import ERASED
from models.session import CONNECTIONS_PER_THREAD
from tests.services.town import OIN, QUESTION, Town

OTHER = "00000009000000000009"
NAME = "Fennechien Uiterwaard"
NAMED, PLAIN = uuid4(), uuid4()
GONE = facts.Employee(
    number="z1",
    name=NAME,
    email="fennechien@town.example",
    valid=Period(datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
)


@pytest.mark.parametrize("written", ["S. O\u2019Brien", "s. o'brien", "S.\u00a0O'Brien", "Zoe\u0308 S. O'Brien"])
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert holds_any(f"Intrekking van het mandaat van {written}", ["S. O'Brien", ""])
    assert not holds_any(f"Intrekking van het mandaat van {written}", ["S. \u041e'Brien", ""])


def answered(installation: Installation, key: str, organisation: str) -> service.Reply:
    """Answer a request, or give its answer again, by which a register was changed."""
    request = service.Request(key, "digest")

    def answer() -> service.Reply:
        note_register(organisation, "1")
        return service.Reply(201, {"Location": f"/v1/employees/{NAME}"}, json.dumps({"name": NAME}).encode())

    return service.once(COMMAND_LINE, installation, request, answer)


@pytest.fixture
def town(installation: Installation) -> Installation:
    Town.founded(installation)
    create(COMMAND_LINE, installation, "employees", Draft(OIN, GONE))
    return installation


def test_what_was_answered_is_erased_and_not_done_again(town: Installation) -> None:
    for key, organisation in (("here", OIN), ("there", OTHER)):
        assert not answered(town, key, organisation).is_replayed
    with town.writing() as connection:
        lists = [("named", {"meanings": {NAME.upper(): "x"}}), ("plain", {"meanings": {"Naam": "name"}})]
        for layout, plan in lists:
            row = {"organisation": OIN, "layout": layout, "plan": json.dumps(plan), "made_at": now()}
            connection.execute(insert(import_answers), row)
        register = open_register(connection, OIN)
        for changeset, text in ((NAMED, NAME.upper()), (PLAIN, "Naam")):
            save(register, Changeset(changeset, text, state=ChangesetState.SUBMITTED, proposers=("a",)))
            save_reading(connection, changeset, SheetReading(Plan("x", "employees"), cells={2: {1: f'"{text}"'}}))
        register.record(COMMAND_LINE, "propose an import")
    forget_employee(COMMAND_LINE, town, OIN, "z1")
    assert answered(town, "there", OTHER).is_replayed
    with pytest.raises(Conflict, match="is erased") as refused:
        answered(town, "here", OIN)
    assert refused.value.errors[0].code == "erased"
    with town.reading() as connection:
        kept = connection.execute(select(replies).where(replies.c.idempotency_key != "there")).all()
        assert [(row.status, row.headers, row.body) for row in kept] == [(201, None, None)]
        assert connection.scalars(select(import_answers.c.layout)).all() == ["plain"]
        assert [read_reading(connection, one) is None for one in (NAMED, PLAIN)] == [True, False]


def begin_changeset(installation: Installation, title: str, reason: str) -> None:
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        save(register, Changeset(uuid4(), title, reason=reason, state=ChangesetState.DRAFT, proposers=("a",)))
        register.record(COMMAND_LINE, "begin a changeset")


def test_titles_and_reasons_that_name_him_are_erased_and_the_log_holds(town: Installation) -> None:
    named = [(f"Mandate of {NAME.upper()}", "x"), ("Import", f"asked by {GONE.email}"), ("Other", "for another")]
    for title, reason in named:
        begin_changeset(town, title, reason)
    forget_employee(COMMAND_LINE, town, OIN, "z1")
    with town.reading() as connection:
        found = connection.execute(select(changesets).order_by(changesets.c.row)).mappings().all()
    assert [(row["title"], row["reason"], row["salt"] is None) for row in found] == [
        ("", "", True),
        ("", "", True),
        ("Other", "for another", False),
    ]
    assert [stored_changeset(row).changeset.title for row in found] == [ERASED, ERASED, "Other"]
    assert verify_log(COMMAND_LINE, town, [], lambda _what, _done: None).difference is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_file_of_the_database_holds_the_name(town: Installation, tmp_path: Path) -> None:
    answered(town, "here", OIN)
    assert any(NAME.encode() in file.read_bytes() for file in tmp_path.glob("register.sqlite*"))
    forget_employee(COMMAND_LINE, town, OIN, "z1")
    assert truncate_write_ahead_log(town.engine)
    for file in tmp_path.glob("register.sqlite*"):
        assert NAME.encode() not in file.read_bytes(), file
        assert GONE.email.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_log_that_is_in_use_is_told(town: Installation) -> None:
    with town.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM employees").all()
        answered(town, "meanwhile", OIN)
        town.engine.pool.dispose()
        assert not truncate_write_ahead_log(town.engine, patience=CONNECTIONS_PER_THREAD)


def test_no_reply_is_kept_longer_than_questions_are(town: Installation) -> None:
    for days, kept_for in ((1, timedelta(days=1)), (30, service.RETENTION), (None, service.RETENTION)):
        kept = replace(town, settings=replace(town.settings, keep_checks=days))
        answered(kept, f"key {days}", OIN)
        with time_machine.travel(now() + kept_for - timedelta(hours=1)):
            assert answered(kept, f"key {days}", OIN).is_replayed
        with time_machine.travel(now() + kept_for + timedelta(hours=1)):
            assert not answered(kept, f"key {days}", OIN).is_replayed


def test_what_is_old_goes_without_a_question(town: Installation) -> None:
    kept = replace(town, settings=replace(town.settings, keep_checks=1))
    check(COMMAND_LINE, kept, QUESTION)
    answered(kept, "old", OIN)
    assert purge(COMMAND_LINE, kept) == (0, True)
    with time_machine.travel(now() + timedelta(days=2)):
        assert purge(COMMAND_LINE, kept) == (1, True)
    with kept.reading() as connection:
        assert [connection.execute(select(table)).all() for table in (checks, replies)] == [[], []]
