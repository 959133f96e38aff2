"""Expecting what a proposal would answer: the expected checks that it turns change with it, for one reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from uuid import UUID

from mandate_registry.errors import Conflict
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import with_hand
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.plan_staleness import outdated
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange
from mandate_registry.services.changesets.plans import beginning_of_today, read_plan, save_plan
from mandate_registry.services.changesets.proposal_changes import opened_proposal
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.changesets.transitions import put_into_effect
from mandate_registry.services.expected_checks.evaluation import ChangedAnswer, before_and_after, changed_answers
from mandate_registry.services.expected_checks.expectations import all_expected, expectations_of
from mandate_registry.services.expected_checks.weakening_reason import must_have_reason
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.changeset_store import StoredChangeset, save
from mandate_registry.services.register.register_writer import RegisterWriter

WHY_OTHERWISE = "Why answers are expected otherwise:"
"""Stands in the reason of a proposal, on a line of its own, before why the expected checks change with it."""


def accept_turned(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    reason: str,
    only: Collection[str] | None = None,
) -> Proposal:
    """Add to a proposal that each expected check that it turns expects what would then be answered; return it.

    With `only`, those of these ids; the others still keep everybody from approving it. `precondition` is the tag under
    which it was read, `reason` is kept apart from why it was made. It waits as before, and the caller has a hand in it.
    Raise InvalidInput without a reason, NotFound and Stale as `proposal_changes.edit_changeset`, and Conflict if it
    does not wait for approval, is out of date, or turns nothing of which the new answer is known.
    """

    def judge(register: RegisterWriter, proposal: Proposal) -> None:
        _plan_of(register, proposal.kept)

    with opened_proposal(caller, installation, identity, Right.KEEP, precondition, judge) as (register, proposal):
        plan = _plan_of(register, proposal.kept)
        changes = [one for one in _changes(register, proposal.kept) if only is None or str(one.entry) in only]
        if not changes:
            raise Conflict("No expected check turns by this of which the new answer is known.")
        must_have_reason(reason, [one.key for one in changes])
        _keep(caller, register, proposal.kept, [*_beside(plan, changes), *changes], reason.strip())
        register.record(caller, "propose to expect otherwise")
        return read_proposal(caller, register.connection, identity)


def _plan_of(register: RegisterWriter, kept: StoredChangeset) -> list[PlannedChange]:
    """Return the plan of what waits for approval, which may be empty; Conflict when it is out of date."""
    if kept.changeset.state is not ChangesetState.SUBMITTED:
        raise Conflict("This proposal does not wait for approval.")
    plan = read_plan(register.connection, kept.changeset.id)
    if outdated(register.connection, register.id, plan, beginning_of_today(register.connection, register.id)):
        raise Conflict("The register has changed since this was proposed: make it again first.")
    return plan


def _changes(register: RegisterWriter, kept: StoredChangeset) -> Iterator[PlannedChange]:
    """Yield what becomes of the expected checks that are met now and would not be met then."""
    with register.dry_run():
        put_into_effect(register, kept)
        expected = expectations_of(register.connection, register.id)
        turned = [turn for turn in changed_answers(expected, *before_and_after(register)) if turn.breaks]
    known = {one.expectation.id: one for one in all_expected(register.connection, register.id)}
    for turn in turned:
        check, after = known.get(turn.expectation.id), _as_answered(turn)
        if check and after:
            yield PlannedChange(
                kind=ChangeKind.CHANGED,
                table=EXPECTED,
                entry=check.id,
                key=after.id,
                fact=after,
                from_row=check.row,
                from_version=register.version,
            )


def _as_answered(turn: ChangedAnswer) -> Expectation | None:
    """Return what is expected with the answer of then; None where that would name no mandate any more for a yes.

    A yes that rests on several mandates, as one about a composite, does not tell which of them is meant.
    """
    after, expected = turn.after, turn.expectation
    names_mandate = expected.mandate is not None and after.outcome in (Outcome.AUTHORISED, Outcome.CONDITIONAL)
    reason = Reason(after.reason) if after.reason else None
    if (names_mandate and after.mandate is None) or (reason is None and after.outcome != Outcome.AUTHORISED):
        return None
    mandate = after.mandate if names_mandate else None
    return replace(expected, outcome=Outcome(after.outcome), reason=reason, mandate=mandate)


def _beside(plan: list[PlannedChange], changes: list[PlannedChange]) -> Iterator[PlannedChange]:
    """Yield the changes of a plan that others do not take the place of."""
    taken = {one.entry for one in changes}
    return (one for one in plan if one.table != EXPECTED or one.entry not in taken)


def _keep(
    caller: Caller, register: RegisterWriter, kept: StoredChangeset, plan: list[PlannedChange], reason: str
) -> None:
    """Save a proposal with its new plan and, separately, the reason for the changed expected answers."""
    changeset = kept.changeset
    why = "\n".join([*changeset.reason.splitlines(), WHY_OTHERWISE, reason])
    save(register, replace(changeset, reason=why, proposers=with_hand(changeset, caller)), kept)
    save_plan(register, changeset.id, plan)
