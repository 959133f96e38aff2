"""A large call is bounded, and gives way: others are answered and registers changed between its pieces."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from limits import parse
from sqlalchemy import func, select

from mandate_registry.errors import Forbidden, InvalidInput, TooMany, Unavailable
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef, TableRequest
from mandate_registry.rules.facts import EVERY_TYPE, Agreement, Position
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.checks import answered_calls
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.authority_search import search
from mandate_registry.services.checks.call_limits import LARGE_CALL, MAX_PEOPLE
from mandate_registry.services.checks.check_tables import check_table
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import changes, check_subjects, checks, receipts
from tests.support import templates
from tests.support.templates import Template

HOME, PARTNER, OTHER = "00000009100000000001", "00000009100000000002", "00000009100000000003"
PEOPLE = tuple(EmployeeRef(number=f"W-{number:03d}") for number in range(1, 11))
ASKED = CheckRequest(
    organisation=HOME, employees=PEOPLE[:1], decision_type="cooperation.decide", purpose="a test", receipt=True
)
MANY = [ASKED] * (LARGE_CALL + 10)
partner, hr = Caller((Role.PARTNER,), PARTNER, "key 1"), Caller((Role.HR,), HOME, "key 2")


def _let_partners_ask(url: str) -> None:
    with templates.opened(url) as installation:
        agreement = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,), lists=True)
        create(COMMAND_LINE, installation, "agreements", Draft(HOME, agreement))


@pytest.fixture(scope="module")
def template() -> Template:
    return Template("one-partner", _let_partners_ask, templates.WIERDENLAND)


@pytest.fixture
def town(installation: Installation) -> Installation:
    return installation


def allowing(town: Installation, **limits: str) -> Installation:
    parsed: dict[str, Any] = {name: parse(limit) for name, limit in limits.items()}
    return replace(town, settings=replace(town.settings, **parsed))


def counted(town: Installation, *tables: Any) -> list[int]:
    with town.reading() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.mark.either_database
def test_each_person_in_a_question_counts(town: Installation) -> None:
    few = allowing(town, questions="12/minute")
    with pytest.raises(TooMany, match="12 questions"):
        check_all(partner, few, [replace(ASKED, employees=PEOPLE[:5])] * 3)
    check(partner, few, replace(ASKED, employees=PEOPLE))
    with pytest.raises(TooMany):
        search(partner, few, replace(ASKED, employees=PEOPLE[:3], decision_type=""))
    check_all(partner, few, [ASKED] * 2)


@pytest.mark.either_database
def test_a_call_that_is_too_large_is_refused_before_any_work(town: Installation) -> None:
    ten = replace(ASKED, employees=PEOPLE)
    with pytest.raises(InvalidInput, match="more than the 1000 of one call") as refused:
        check_all(hr, town, [ten] * (MAX_PEOPLE // 10) + [ASKED])
    assert [(one.field, one.code) for one in refused.value.errors] == [("checks", "too_large")]
    seated = tuple(replace(one, organisation=HOME) for one in PEOPLE)
    with pytest.raises(InvalidInput) as refused:
        check_table(hr, town, TableRequest(seated, tuple(f"type-{n}" for n in range(51)), ASKED))
    assert [(one.field, one.code) for one in refused.value.errors] == [("employees", "too_large")]
    assert counted(town, checks) == [0]


@pytest.mark.either_database
def test_what_an_organisation_can_have_stored_of_others_is_bounded(town: Installation) -> None:
    little = allowing(town, stored="9/day")
    check(partner, little, ASKED)
    with pytest.raises(TooMany) as refused:
        check_all(partner, little, [ASKED] * 4)
    assert (refused.value.allowance.policy, refused.value.allowance.quota) == ("stored", 9)
    assert 86_000 < refused.value.allowance.seconds <= 86_400
    assert counted(town, checks, receipts) == [1, 1]
    check_all(hr, little, [ASKED] * 4)
    stranger = Caller((Role.PARTNER,), OTHER, "key 3")
    refusals = [_refusal(little, stranger) for _ in range(10)]
    kept = refusals.count(Forbidden)
    assert refusals == [Forbidden] * kept + [TooMany] * (10 - kept)
    assert 0 < kept < 10
    assert counted(town, checks) == [5 + kept]


def _refusal(town: Installation, caller: Caller) -> type[Exception]:
    with pytest.raises((Forbidden, TooMany)) as refused:
        check(caller, town, ASKED)
    return refused.type


@pytest.mark.either_database
def test_one_large_call_is_answered_at_a_time_beside_small_ones(town: Installation) -> None:
    with town.large:
        with pytest.raises(Unavailable, match="Many questions"):
            check_all(partner, town, MANY)
        check_all(partner, town, [ASKED] * LARGE_CALL)
    with town.one_write(), pytest.raises(InvalidInput) as refused:
        check_all(partner, town, MANY)
    assert [(one.field, one.code) for one in refused.value.errors] == [("Idempotency-Key", "not_permitted")]
    assert len(check_all(partner, town, MANY)) == len(MANY)


@pytest.fixture
def between(town: Installation, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Ask a check and change a register after each piece of a call, and return the moments of these answers.

    Both would wait if the call held the database.
    """
    told: list[datetime] = []

    def go_on(_seconds: float) -> None:
        told.append(check(hr, town, replace(ASKED, receipt=True)).evaluated_at)
        create(COMMAND_LINE, town, "positions", Draft(HOME, Position(code=f"new-{len(told)}", title="New")))

    monkeypatch.setattr(answered_calls, "sleep", go_on)
    return told


def test_between_the_pieces_others_ask_and_change_what_is_then_later(
    town: Installation, between: list[datetime]
) -> None:
    told = check_all(partner, town, MANY)
    pieces = -(-len(MANY) // answered_calls.PIECE)
    assert len(between) == pieces > 1
    assert counted(town, checks, receipts, check_subjects) == [len(MANY) + pieces] * 3
    assert len({one.receipt for one in told}) == len(MANY)
    with town.reading() as connection:
        mine = connection.execute(select(checks).where(checks.c.asker == PARTNER).order_by(checks.c.row)).all()
        changed = connection.scalars(
            select(changes.c.recorded_at).order_by(changes.c.version.desc()).limit(pieces)
        ).all()
    assert [row.place for row in mine] == list(range(len(MANY)))
    assert [row.id for row in mine] == [one.id for one in told]
    assert max(row.recorded_at for row in mine) < min(changed)
