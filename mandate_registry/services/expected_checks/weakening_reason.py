"""Expecting an answer no longer, or another one: it guards answers, so it has a reason, and somebody else approves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.lifecycle.approval import weakens
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState, Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import EventDetails, describe, four_eyes
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange, settled
from mandate_registry.services.changesets.plans import facts_of_rows, save_plan, write_changes
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.register.changeset_store import Changeset, save
from mandate_registry.services.register.register_writer import RegisterWriter

REASON = "motivation"
"""The name of the field that says why; an expected check has a `reason` of its own."""


def propose_weakening(
    caller: Caller, register: RegisterWriter, kept: ExpectedCheck, after: Expectation | None, reason: str
) -> WaitingChange | None:
    """Propose that an expected check ends (`after` is None), or expects otherwise; return where it waits.

    None where the organisation asks for no four eyes: it counts at once, and its changeset keeps the reason. Raise
    InvalidInput without a reason.
    """
    must_have_reason(reason, [kept.expectation.id])
    change = PlannedChange(
        kind=ChangeKind.CHANGED if after else ChangeKind.WITHDRAWN,
        table=EXPECTED,
        entry=kept.id,
        key=(after or kept.expectation).id,
        fact=after or kept.expectation,
        from_row=kept.row,
        from_version=register.version,
    )
    waits = four_eyes(register)
    state = ChangesetState.SUBMITTED if waits else ChangesetState.APPROVED
    made = Changeset(uuid4(), _title(change), reason=reason, state=state, proposers=(caller.actor,))
    save(register, made)
    save_plan(register, made.id, [change])
    if not waits:
        write_changes(register, settled([change], register.moment))
        describe(register, [made.id], Event.APPROVAL, made.id, EventDetails(reason=reason))
    register.record(caller, "propose to expect otherwise" if waits else "expect otherwise")
    return WaitingChange(kept.id, made.id) if waits else None


def must_have_reason(reason: str, names: Sequence[str], field: str = REASON) -> None:
    """Raise InvalidInput at a field if these answers are to be expected no longer, or otherwise, without a reason."""
    if not reason.strip():
        detail = f"must be given: expected no longer, or otherwise, would be {', '.join(names[:5])}"
        raise InvalidInput(FieldError(field, "required", detail))


def weakened_by(connection: Connection, changes: Sequence[PlannedChange]) -> list[str]:
    """Return the names of the answers that would be expected no longer, or otherwise."""
    about = [one for one in changes if one.table == EXPECTED and one.from_row is not None]
    before = facts_of_rows(connection, about)
    return [
        one.key
        for one in about
        if weakens(before[EXPECTED, one.from_row or 0], None if one.kind is ChangeKind.WITHDRAWN else one.fact)
    ]


def _title(change: PlannedChange) -> str:
    what = "Change of" if change.kind is ChangeKind.CHANGED else "End of"
    return f"{what} expected check: {change.key}"
