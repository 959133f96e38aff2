"""The answers that an organisation expects of its register: unit tests for authority."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from mandate_registry.errors import Conflict, FieldError, InvalidInput, NotFound
from mandate_registry.register_folder.expectations import Expectation, as_json, parse_expectations
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.lifecycle.approval import weakens
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.early_refusals import Precondition, opened_as_seen, opened_for
from mandate_registry.services.changesets.entry_changes import time_zone
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.expected_checks.evaluation import before_and_after, changed_answers
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.expected_checks.weakening_reason import must_have_reason, propose_weakening
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.register_writer import RegisterWriter
from mandate_registry.services.register.version_state import entry_of
from models import changes, expected_checks, registers


def add_expected_check(
    caller: Caller, installation: Installation, organisation: str, expectation: Expectation
) -> ExpectedCheck:
    """Save an expected answer. Raises Conflict (name in use) or InvalidInput (reason missing)."""
    identity = uuid4()

    def judge(register: RegisterWriter) -> None:
        time_zone(register.connection, organisation)
        _refuse_incomplete(expectation)
        _refuse_duplicate(register, identity, expectation)

    with opened_for(caller, installation, Right.KEEP, lambda _: organisation, judge) as register:
        judge(register)
        _insert(register, identity, expectation)
        register.record(caller, "expect an answer")
        return _read(caller, register.connection, identity)


def update_expected_check(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    values: Mapping[str, Any],
    reason: str = "",
) -> ExpectedCheck | WaitingChange:
    """Expect another answer, or to another question: these fields change. Who did so, and when, is kept.

    Another question or answer has a reason and waits for approval (`weakening_reason`); another name or why does not.
    NotFound, Stale, InvalidInput and Conflict as when an entry of the register is changed.
    """

    def judge(register: RegisterWriter, kept: ExpectedCheck) -> None:
        expectation = replace(kept.expectation, **values)
        if expectation == kept.expectation:
            return
        _refuse_incomplete(expectation)
        _refuse_duplicate(register, identity, expectation)
        if weakens(kept.expectation, expectation):
            must_have_reason(reason, [kept.expectation.id])

    with _changing(caller, installation, identity, precondition, judge) as (register, kept):
        judge(register, kept)
        expectation = replace(kept.expectation, **values)
        if expectation == kept.expectation:
            return kept
        if weakens(kept.expectation, expectation):
            waits = propose_weakening(caller, register, kept, expectation, reason)
            return waits or _read(caller, register.connection, identity)
        register.end(expected_checks, [kept.row])
        _insert(register, identity, expectation)
        register.record(caller, "expect another answer")
        return _read(caller, register.connection, identity)


def delete_expected_check(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, reason: str
) -> WaitingChange | None:
    """Expect this answer no longer, for a reason; it waits for approval, unless the organisation asks for no four eyes.

    What was expected until now stays known.
    """

    def judge(_register: RegisterWriter, kept: ExpectedCheck) -> None:
        must_have_reason(reason, [kept.expectation.id])

    with _changing(caller, installation, identity, precondition, judge) as (register, kept):
        return propose_weakening(caller, register, kept, None, reason)


def _changing(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    judge: Callable[[RegisterWriter, ExpectedCheck], object],
) -> AbstractContextManager[tuple[RegisterWriter, ExpectedCheck]]:
    def present(connection: Connection) -> ExpectedCheck:
        return _read(caller, connection, identity)

    return opened_as_seen(caller, installation, Right.KEEP, precondition, present, judge)


def get_expected(caller: Caller, installation: Installation, identity: UUID, when: PointInTime = NOW) -> ExpectedCheck:
    """Return an expected answer; NotFound when it is none of the caller's, or was not there then."""
    with installation.reading() as connection:
        when.must_be_past(caller, connection)
        return _read(caller, connection, identity, when)


def list_expected(
    caller: Caller, installation: Installation, wanted: Slice, when: PointInTime = NOW
) -> Page[ExpectedCheck]:
    """Return a page of expected answers, by organisation."""
    fits = [registers.c.oin == value for value in wanted.filters.values()]
    query = _visible(caller, when).where(*fits)
    with installation.reading() as connection:
        when.must_be_past(caller, connection)
        return page_of(connection, query, expected_checks, wanted, lambda rows: list(map(_as_expected, rows)))


def expectations_of(connection: Connection, register_id: int, when: PointInTime = NOW) -> list[Expectation]:
    """Return all that an organisation expects of its register."""
    return [one.expectation for one in all_expected(connection, register_id, when)]


def refuse_flips(register: RegisterWriter) -> None:
    """Refuse what is under way when an answer that was as expected would be so no longer; Conflict names them."""
    turned = changed_answers(expectations_of(register.connection, register.id), *before_and_after(register))
    found = [turn.expectation for turn in turned if turn.breaks]
    if found:
        raise Conflict(
            "Answers that are expected would change. Where that is meant, change what is expected first.",
            *(FieldError("expectedChecks", "would_flip", f"{one.id}: {one.why}".rstrip(": ")) for one in found),
        )


_EXPECTED = (
    select(
        expected_checks,
        registers.c.oin,
        changes.c.recorded_at,
        entry_of(expected_checks.c.register_id, expected_checks.c.known_from).label("made"),
    )
    .join(registers, registers.c.id == expected_checks.c.register_id)
    # What a first import brings is not recorded before the end of it: its change may not be there yet.
    .outerjoin(
        changes,
        (changes.c.register_id == expected_checks.c.register_id) & (changes.c.version == expected_checks.c.known_from),
    )
)


def _visible(caller: Caller, when: PointInTime = NOW) -> Any:
    wanted = _EXPECTED.where(when.knows(expected_checks))
    return caller.narrowed(wanted, registers.c.oin)


def _read(caller: Caller, connection: Connection, identity: UUID, when: PointInTime = NOW) -> ExpectedCheck:
    row = connection.execute(_visible(caller, when).where(expected_checks.c.id == identity)).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such expected check.")
    return _as_expected(row)


def all_expected(connection: Connection, register_id: int, when: PointInTime = NOW) -> list[ExpectedCheck]:
    """Return all that an organisation expects of its register, as it is kept, in the order in which that was said."""
    wanted = _EXPECTED.where(expected_checks.c.register_id == register_id, when.knows(expected_checks))
    return [_as_expected(row) for row in connection.execute(wanted.order_by(expected_checks.c.row)).mappings()]


def _as_expected(row: Any) -> ExpectedCheck:
    expectation = _expectation(row["expectation"])
    known = (row["known_from"], row["recorded_at"])
    return ExpectedCheck(row["row"], row["id"], row["oin"], *known, expectation, row["made"])


@lru_cache(maxsize=10_000)
def _expectation(text: str) -> Expectation:
    """Return what a row says. Reading YAML takes 2 ms, and every look ahead needs all expected checks of a register."""
    (expectation,) = parse_expectations(text)
    return expectation


def _refuse_duplicate(register: RegisterWriter, identity: UUID, expectation: Expectation) -> None:
    """Refuse an expectation where there is another of its name; Conflict."""
    if any(
        one.expectation.id == expectation.id and one.id != identity
        for one in all_expected(register.connection, register.id)
    ):
        detail = f"{expectation.id} stands in the register already"
        raise Conflict(f"The register has this expectation already: {detail}.", FieldError("id", "duplicate", detail))


def _insert(register: RegisterWriter, identity: UUID, expectation: Expectation) -> None:
    row = {"id": identity, "name": expectation.id, "expectation": as_json(expectation)}
    register.insert(expected_checks, [row])


def _refuse_incomplete(expectation: Expectation) -> None:
    if expectation.reason is None and expectation.outcome is not Outcome.AUTHORISED:
        detail = f"must be given for the outcome {expectation.outcome}"
        raise InvalidInput(FieldError("reason", "required", detail))
