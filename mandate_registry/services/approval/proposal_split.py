"""Splitting a proposal in two: what somebody may approve, and the rest. Each part is approved as any other proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from mandate_registry.errors import Conflict
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.services.approval.approval_review import blocked_for
from mandate_registry.services.approval.known_approvers import as_approver
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.changeset_impact import compare
from mandate_registry.services.changesets.drafts import EventDetails, with_hand
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.file_readings import read_reading, save_reading
from mandate_registry.services.changesets.plan_dependencies import Dependencies
from mandate_registry.services.changesets.plan_staleness import outdated, unfit
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange, settled
from mandate_registry.services.changesets.plans import beginning_of_today, read_plan, save_plan, write_changes
from mandate_registry.services.changesets.proposal_changes import opened_proposal
from mandate_registry.services.changesets.proposal_titles import file_in, title_of
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.changesets.transitions import decide
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.changeset_store import Changeset, save
from mandate_registry.services.register.points_in_time import NOW
from mandate_registry.services.register.register_writer import RegisterWriter
from models import changesets

SPLIT = "Part of a proposal that was split: what somebody may approve, and the rest."
SPLIT_IN_ORDER = "Part of a proposal that was split. It rests on the other part, which is approved first."
WITH_GUARDS = "This changes what is expected: what guards an answer stays with what turns it, and is not split."
WITHDRAWN = "It was split into two proposals, each of which is approved by itself."


def split(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, approver: str
) -> tuple[Proposal, Proposal]:
    """Split a proposal into what an approver (employee number) may approve, and the rest; the proposal is withdrawn.

    Entries that refer to each other stay together. Where all of them do, the rest rests on the first part. Whoever had
    a hand in the proposal has one in both parts, and so has the caller. NotFound and Stale as when it is edited.
    Conflict when it does not wait for approval, has steps, is out of date, or cannot be split for this approver.
    """

    def judge(register: RegisterWriter, proposal: Proposal) -> None:
        _plan_of(register, proposal.kept.changeset)

    with opened_proposal(caller, installation, identity, Right.KEEP, precondition, judge) as (register, proposal):
        plan = _plan_of(register, proposal.kept.changeset)
        parts, reason = _parted(register, plan, as_approver(register, approver))
        decide(caller, register, proposal.kept, Event.WITHDRAWAL, EventDetails(reason=WITHDRAWN))
        first, second = (
            _propose(caller, register, proposal.kept.changeset, part, why)
            for part, why in zip(parts, (SPLIT, reason), strict=True)
        )
        register.record(caller, "split of changeset")
        return read_proposal(caller, register.connection, first), read_proposal(caller, register.connection, second)


def parts_of(caller: Caller, installation: Installation, identity: UUID) -> list[Proposal]:
    """Return the proposals that a proposal was split into: those made as it was withdrawn; none of any other."""
    with installation.reading() as connection:
        withdrawn = select(changesets.c.register_id, changesets.c.known_from).where(
            changesets.c.id == identity, changesets.c.state == ChangesetState.WITHDRAWN, NOW.knows(changesets)
        )
        if (when := connection.execute(withdrawn).one_or_none()) is None:
            return []
        earlier = changesets.alias()
        made = select(changesets.c.id).where(
            changesets.c.register_id == when.register_id,
            changesets.c.known_from == when.known_from,
            changesets.c.id != identity,
            ~exists().where(earlier.c.id == changesets.c.id, earlier.c.known_from < when.known_from),
        )
        found = connection.scalars(made.order_by(changesets.c.row)).all()
        return [read_proposal(caller, connection, one) for one in found]


def _plan_of(register: RegisterWriter, changeset: Changeset) -> list[PlannedChange]:
    """Return the plan of a changeset that can be split; Conflict when it cannot."""
    if changeset.state is not ChangesetState.SUBMITTED:
        raise Conflict(f"This changeset is {changeset.state}: only what waits for approval is split.")
    if changeset.steps:
        raise Conflict("A decision on mandates is approved as a whole: it is not split.")
    plan = read_plan(register.connection, changeset.id)
    if any(one.table == EXPECTED for one in plan):
        raise Conflict(WITH_GUARDS)
    end = beginning_of_today(register.connection, register.id)
    if not plan or outdated(register.connection, register.id, plan, end):
        raise Conflict("The register has changed since this was proposed: make it again before it is split.")
    return plan


def _propose(
    caller: Caller, register: RegisterWriter, whole: Changeset, part: Sequence[PlannedChange], reason: str
) -> UUID:
    hands = with_hand(whole, caller)
    title = title_of(file_in(whole.title), part)
    reasons = "\n".join(filter(None, (whole.reason, reason)))
    made = replace(whole, id=uuid4(), title=title, reason=reasons, state=ChangesetState.SUBMITTED, proposers=hands)
    save(register, made)
    save_plan(register, made.id, [replace(one, id=uuid4()) for one in part])
    if reading := read_reading(register.connection, whole.id):
        save_reading(register.connection, made.id, reading)
    return made.id


def _parted(
    register: RegisterWriter, plan: Sequence[PlannedChange], approver: Caller
) -> tuple[tuple[list[PlannedChange], list[PlannedChange]], str]:
    """Return what an approver may approve, the rest, and the reason that the rest bears.

    Conflict when he may approve all or nothing of it.
    """
    its = Dependencies(register.connection, plan)
    for both_ways, reason in ((True, SPLIT), (False, SPLIT_IN_ORDER)):
        first = _allowed(register, plan, approver, its, both_ways=both_ways)
        if len(first) == len(plan):
            raise Conflict("Nothing of this keeps this person from approving all of it.")
        if first:
            kept = {one.id for one in first}
            return (first, [one for one in plan if one.id not in kept]), reason
    raise Conflict("There is nothing of this that this person may approve by himself.")


def _allowed(
    register: RegisterWriter,
    plan: Sequence[PlannedChange],
    approver: Caller,
    its: Dependencies,
    *,
    both_ways: bool,
) -> list[PlannedChange]:
    """Return the largest part found of a plan by which an approver gains nothing, tried as it would be carried out."""
    allowed = list(plan)
    while allowed:
        done = settled(allowed, beginning_of_today(register.connection, register.id))
        if unfit(register.connection, register.id, done):
            return []
        with register.dry_run():
            write_changes(register, done)
            seen = compare(register)
        blocked = blocked_for(seen, seen.compared.contributions, approver)
        if not blocked:
            return allowed
        out = its.grown(blocked, both_ways=both_ways)
        allowed = [one for one in allowed if (one.table, one.key) not in out]
    return []
