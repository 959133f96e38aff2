"""A question is kept for as long as was set: then it is not shown, and soon deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from mandate_registry.errors import NotFound
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.access_log import list_traces
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.check_store import read_check
from mandate_registry.services.checks.decision_log import decision_log
from mandate_registry.services.checks.retention import DELETED_AT_ONCE
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from models import check_subjects, checks
from tests.services.concurrency import at_once
from tests.services.town import QUESTION, Town

DAYS = 30


@pytest.fixture
def kept_a_month(installation: Installation) -> Installation:
    Town.founded(installation)
    return replace(installation, settings=replace(installation.settings, keep_checks=DAYS))


def after(days: int) -> Any:
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days))


def rows(installation: Installation) -> tuple[int, int]:
    """Count the checks, and those whom they were about."""
    with installation.reading() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) for table in (checks, check_subjects)]
    return counts[0] or 0, counts[1] or 0


def shown(installation: Installation) -> int:
    """Count what is shown, in traces and in the log alike."""
    found = list_traces(COMMAND_LINE, installation, Slice()).items
    assert len(found) == len(decision_log(COMMAND_LINE, installation, Slice()).items)
    return len(found)


def test_what_is_older_is_not_shown_at_once_and_deleted_with_the_next_question(kept_a_month: Installation) -> None:
    told = check(COMMAND_LINE, kept_a_month, QUESTION)
    with after(DAYS - 1):
        assert shown(kept_a_month) == 1
        assert read_check(COMMAND_LINE, kept_a_month, told.id).id == told.id
    with after(DAYS + 1):
        assert (shown(kept_a_month), rows(kept_a_month)) == (0, (1, 1))
        with pytest.raises(NotFound):
            read_check(COMMAND_LINE, kept_a_month, told.id)
        check(COMMAND_LINE, kept_a_month, QUESTION)
        assert (shown(kept_a_month), rows(kept_a_month)) == (1, (1, 1))
        with kept_a_month.reading() as connection:
            assert connection.scalar(select(check_subjects.c.check_id)) != told.id


def test_what_is_kept_for_ever_is_never_deleted(installation: Installation) -> None:
    Town.founded(installation)
    for_ever = replace(installation, settings=replace(installation.settings, keep_checks=None))
    check(COMMAND_LINE, for_ever, QUESTION)
    with after(36_000):
        check(COMMAND_LINE, for_ever, QUESTION)
        assert (shown(for_ever), rows(for_ever)) == (2, (2, 2))


def test_five_years_are_kept_unless_another_term_was_set(installation: Installation) -> None:
    Town.founded(installation)
    check(COMMAND_LINE, installation, QUESTION)
    for days, found in ((5 * 365, 1), (5 * 366, 0)):
        with after(days):
            assert shown(installation) == found


@pytest.mark.slow
def test_no_question_deletes_more_than_so_many(kept_a_month: Installation) -> None:
    for count in (DELETED_AT_ONCE, 5):
        check_all(COMMAND_LINE, kept_a_month, [QUESTION] * count)
    with after(DAYS + 1):
        for left in (6, 2, 3):
            check(COMMAND_LINE, kept_a_month, QUESTION)
            assert rows(kept_a_month) == (left, left)


def test_many_who_ask_at_once_delete_what_is_old_and_keep_what_is_new(kept_a_month: Installation) -> None:
    check_all(COMMAND_LINE, kept_a_month, [QUESTION] * 50)
    with after(DAYS + 1):
        told = at_once(*[lambda: check(COMMAND_LINE, kept_a_month, QUESTION).outcome] * 6)
        assert told == ["not_authorised"] * 6
        check(COMMAND_LINE, kept_a_month, QUESTION)
        assert (shown(kept_a_month), rows(kept_a_month)) == (7, (7, 7))
