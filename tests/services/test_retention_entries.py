"""The log tells for how long questions are kept, so that what was deleted by a term of then is no alarm later."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, select, update

from mandate_registry.canonical import canonical
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.retention_entries import KIND, is_term, kept_since, term_in
from mandate_registry.rules.moments import rfc3339
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks import retention
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.privacy.purge import purge
from mandate_registry.services.proof.log_proofs import verify_log
from models import checks, log_entries
from tests.services.table_owner import unguard
from tests.services.town import QUESTION, Town

ASKED = replace(QUESTION, receipt=True)
DAY = timedelta(days=1)


def keeping(installation: Installation, days: int | None) -> Installation:
    return replace(installation, settings=replace(installation.settings, keep_checks=days))


def terms(installation: Installation) -> list[int | None]:
    with installation.reading() as connection:
        entries = map(json.loads, connection.scalars(select(log_entries.c.entry).order_by(log_entries.c.position)))
        return [entry["days"] for entry in entries if entry["kind"] == KIND]


def alarm(installation: Installation) -> str | None:
    found = verify_log(COMMAND_LINE, installation, [], lambda _what, _done: None).difference
    return f"{found.table}: {found.detail}" if found else None


@pytest.mark.either_database
def test_what_was_deleted_by_the_term_of_then_is_no_alarm_whatever_is_set_now(installation: Installation) -> None:
    Town.founded(installation)
    short = keeping(installation, 1)
    check(COMMAND_LINE, short, ASKED)
    with time_machine.travel(now() + 3 * DAY):
        assert purge(COMMAND_LINE, short)[0] == 1
        longer, for_ever = keeping(installation, 1826), keeping(installation, None)
        assert [alarm(one) for one in (short, longer, for_ever)] == [None] * 3
        retention.begin(longer)
        retention.begin(longer)
        check(COMMAND_LINE, longer, ASKED)
    with time_machine.travel(now() + 10 * DAY):
        assert [alarm(one) for one in (short, longer, for_ever)] == [None] * 3
        assert terms(installation) == [1, 1826]
        with installation.writing() as connection:
            connection.execute(delete(checks))
        for one in (short, longer, for_ever):
            assert "it is kept yet: the log says that questions are kept for 1826 days." in str(alarm(one))


@pytest.mark.either_database
def test_a_log_that_does_not_tell_goes_by_the_setting_and_names_it(installation: Installation) -> None:
    Town.founded(installation)
    check(COMMAND_LINE, installation, ASKED)
    with installation.writing() as connection:
        connection.execute(delete(checks))
    with time_machine.travel(now() + 3 * DAY):
        assert "MANDATES_KEEP_CHECKS" in str(alarm(installation))
        check(COMMAND_LINE, installation, replace(ASKED, receipt=False))
        assert alarm(keeping(installation, 1)) is None
    assert terms(installation) == []


@pytest.mark.either_database
def test_an_entry_that_says_no_term_is_found(installation: Installation) -> None:
    with installation.writing() as connection:
        open_log(connection).append([{"kind": KIND, "days": "many", "at": rfc3339(now())}])
    assert alarm(installation) == "log_entries: It does not say for how long questions are kept."


@pytest.mark.either_database
def test_a_term_that_was_changed_afterwards_is_found(installation: Installation) -> None:
    retention.begin(keeping(installation, 1826))
    with installation.writing() as connection:
        unguard(connection)
        of_then = {"kind": KIND, "days": 1, "at": rfc3339(now())}
        connection.execute(update(log_entries).values(entry=canonical(of_then)))
    assert alarm(installation) == "log_entries: It does not say any more what the tree has of it."


AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(0, 10)], 90),
        ([(0, None)], None),
        ([(0, 1), (50, 1000)], 49),
        ([(0, None), (50, 10)], 90),
        ([(0, 10), (50, None)], 40),
        ([(0, 1), (50, 30), (99, None)], 69),
    ],
)
def test_each_term_was_in_force_until_the_next(told: list[tuple[int, int | None]], expected: int | None) -> None:
    entries = [{"at": (AT + day * DAY).isoformat(), "days": days} for day, days in told]
    assert kept_since(entries, AT + 100 * DAY) == (None if expected is None else AT + expected * DAY)


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": KIND, "days": 0, "at": "2026-01-01T00:00:00Z"},
        {"kind": KIND, "days": True, "at": "2026-01-01T00:00:00Z"},
        {"kind": KIND, "days": "1", "at": "2026-01-01T00:00:00Z"},
        {"kind": KIND, "days": 1, "at": "2026-01-01T00:00:00"},
        {"kind": KIND, "days": 1, "at": None},
        {"kind": KIND, "days": 1},
        {"kind": KIND, "days": 1, "at": "2026-01-01T00:00:00Z", "more": 1},
    ],
)
def test_what_is_written_in_another_way_is_no_term(entry: dict[str, Any]) -> None:
    assert not is_term(entry)
    assert is_term({"kind": KIND, "days": 1, "at": "2026-01-01T00:00:00Z"})


@pytest.mark.parametrize("entry", [b"", b'{"at":', b'{"at":"2026-01-01T00:00:00Z"}', b'{"kind":"retention"}'])
def test_an_entry_that_is_cut_off_or_of_another_kind_is_no_term(entry: bytes) -> None:
    assert term_in(entry) is None
