"""Expecting an answer no longer, or another one: it guards answers, so it has a reason, and somebody else approves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.approval import weakens
from mandate_registry.rules.lifecycle import ChangeKind, Event, State
from mandate_registry.services.callers import Caller
from mandate_registry.services.changing.drafting import Account, four_eyes, tell
from mandate_registry.services.changing.entry_proposals import Waiting
from mandate_registry.services.changing.expected_checks import ExpectedCheck
from mandate_registry.services.changing.planned import EXPECTED, PlannedChange, settled
from mandate_registry.services.changing.plans import facts_of_rows, keep_plan, write_changes
from mandate_registry.services.registers.changesets import Changeset, keep
from mandate_registry.services.registers.recording import OpenRegister

REASON = "motivation"
"""The name of the field that says why; an expected check has a `reason` of its own."""


def weaken(
    caller: Caller, register: OpenRegister, kept: ExpectedCheck, after: Expectation | None, reason: str
) -> Waiting | None:
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
    state = State.SUBMITTED if waits else State.APPROVED
    made = Changeset(uuid4(), _title(change), reason=reason, state=state, proposers=(caller.actor,))
    keep(register, made)
    keep_plan(register, made.id, [change])
    if not waits:
        write_changes(register, settled([change], register.moment))
        tell(register, [made.id], Event.APPROVAL, made.id, Account(reason=reason))
    register.record(caller, "propose to expect otherwise" if waits else "expect otherwise")
    return Waiting(kept.id, made.id) if waits else None


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
