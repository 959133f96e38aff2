"""What stands in the way of an approval: expected checks that turn, and entries by which an approver would gain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.rules.impact.contributions import Contributions, Named
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.turn_causes import Causes, TurnAnalysis
from mandate_registry.rules.questions import Person
from mandate_registry.services.approval.known_approvers import known_approvers
from mandate_registry.services.approval.review import Approver, Review, TurnedExpectation
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.changeset_impact import (
    ComparedRegisters,
    Impact,
    TurnedCheck,
    compare,
    impact_once,
)
from mandate_registry.services.changesets.drafts import four_eyes
from mandate_registry.services.changesets.plan_dependencies import Dependencies
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange, settled
from mandate_registry.services.changesets.plans import beginning_of_today, read_plan, write_changes
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.expected_checks.evaluation import details_of
from mandate_registry.services.expected_checks.expectations import all_expected
from mandate_registry.services.impact.deputy_gains import gained_as_deputy, principals_of
from mandate_registry.services.impact.gains import gained_by
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.progress import step
from mandate_registry.services.register.points_in_time import moment_in
from mandate_registry.services.register.register_writer import RegisterWriter, find_register, open_register
from mandate_registry.services.transfer.import_preview import Preview


def reviewed(caller: Caller, installation: Installation, identity: UUID) -> tuple[Impact, Review]:
    """Return what a changeset would do if it were approved now, and what stands in the way. Raise as `impact.impact`.

    Whoever asks is among those who approve, if he does.
    """
    look = impact_once(caller, installation, identity)
    with installation.reading() as connection:
        proposal = read_proposal(caller, connection, identity)
        moment = moment_in(connection, look.seen.register.id)
        seen = replace(look.seen, register=replace(look.seen.register, connection=connection, moment=moment))
        changes = _changes(proposal, connection)
        return look.impact, review_of(seen, changes, proposal.kept.changeset.proposers, caller)


def review_import(caller: Caller, installation: Installation, preview: Preview) -> Review:
    """Return what would stand in the way of an approval of what an import would do; nothing is kept."""
    step("reviewing")
    with installation.writing() as connection:
        if preview.is_empty or find_register(connection, preview.organisation) is None:
            return Review()
        register = open_register(connection, preview.organisation)
        end = beginning_of_today(connection, register.id)
        with register.dry_run():
            write_changes(register, settled(preview.changes, end))
            seen = compare(register)
        return review_of(seen, Changed(tuple(preview.changes)), {caller.actor}, caller)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change is made of: the rows of a plan, and mandates with steps of their own, which are not taken apart."""

    plan: Sequence[PlannedChange] = ()
    mandates: frozenset[Named] = frozenset()

    @property
    def entries(self) -> frozenset[Named]:
        """The entries that change."""
        return self.mandates | {(one.table, one.key) for one in self.plan}

    def parted(self, connection: Connection) -> Dependencies | None:
        """Return what hangs together with what, None where it is approved as a whole."""
        is_whole = self.mandates or any(one.table == EXPECTED for one in self.plan)
        return Dependencies(connection, self.plan) if self.plan and not is_whole else None


def _changes(proposal: Proposal, connection: Connection) -> Changed:
    changeset = proposal.kept.changeset
    named = frozenset(("mandates", proposal.numbers[one]) for one in changeset.mandates)
    return Changed(read_plan(connection, changeset.id), named)


def review_of(seen: ComparedRegisters, changed: Changed, hands: Collection[str], caller: Caller) -> Review:
    """Return what stands in the way of an approval of what was looked at."""
    found = seen.compared.contributions
    asked = four_eyes(seen.register)
    approvers = tuple(_approvers(seen, found, hands, approving(seen.register, caller))) if asked else ()
    its = changed.parted(seen.register.connection) if any(one.blocked for one in approvers) else None
    with_parts = (replace(one, may_part=_may_part(one, changed, its)) for one in approvers)
    own = gained_by(caller, seen.register, seen.compared)[1] if caller.actor in hands else set[str]()
    return Review(len(changed.entries), tuple(with_parts), tuple(_flipped(seen, found)), asked, tuple(sorted(own)))


def _may_part(one: Approver, changed: Changed, its: Dependencies | None) -> bool:
    """Return True if something is left without what an approver gains by and all that rests on it."""
    if its is None or one.has_hand or not one.blocked:
        return False
    return bool(changed.entries - its.grown(one.blocked, both_ways=False))


def approving(register: RegisterWriter, caller: Caller) -> list[Caller]:
    """Return who is known to approve, whoever asks among them, if he does."""
    callers = {one.person: one for one in known_approvers(register)}
    if caller.person and caller.may(Right.APPROVE, register.oin):
        callers.setdefault(caller.person, caller)
    return list(callers.values())


def _approvers(
    seen: ComparedRegisters, found: Contributions, hands: Collection[str], approvers: Iterable[Caller]
) -> Iterator[Approver]:
    for one in approvers:
        name = seen.compared.after.directory.called(one.person or "") or ""
        people, gained = gained_by(one, seen.register, seen.compared)
        blocked = found.to(people, gained) if gained else ()
        whom = _deputised(people, gained, seen.compared)
        approver = Approver(one.person or "", name, one.actor in hands, blocked)
        yield replace(approver, gained=tuple(sorted(gained)), deputy_of=whom)


def _deputised(people: Collection[Person], gained: Collection[str], compared: Comparison) -> tuple[str, ...]:
    """Return for which seats these people stand in, where they gain as deputies alone."""
    if not gained or gained_as_deputy(people, gained, compared) != set(gained):
        return ()
    return tuple(map(str, principals_of(people, compared.after)))


def blocked_for(seen: ComparedRegisters, found: Contributions, approver: Caller) -> tuple[Named, ...]:
    """Return the entries by which somebody may decide more, as a holder or as a deputy."""
    people, gained = gained_by(approver, seen.register, seen.compared)
    return found.to(people, gained) if gained else ()


def _flipped(seen: ComparedRegisters, found: Contributions) -> Iterator[TurnedExpectation]:
    known = {one.expectation.id: one for one in all_expected(seen.register.connection, seen.register.id)}
    turning = TurnAnalysis(seen.compared) if seen.flips else None
    for flip in seen.flips:
        check, asked = known.get(flip.expectation), flip.question
        causes = _causes(seen, found, flip)
        tried = turning.causes(asked, causes) if turning else Causes(causes)
        people = tuple(one.number or one.name or "" for one in asked.employees)
        amount = (str(asked.amount.value), asked.amount.currency) if asked.amount else None
        question = (tried.entries, tried.share, people, asked.decision_type, amount, details_of(asked))
        why = (check.expectation.why,) if check else ()
        yield TurnedExpectation(
            check.id if check else None, flip.expectation, flip.before, flip.after, flip.breaks, *question, *why
        )


def _causes(seen: ComparedRegisters, found: Contributions, flip: TurnedCheck) -> tuple[Named, ...]:
    """Return the entries that may be why an answer turns; the mandate that it names, where that is one of them."""
    home = seen.register.oin
    people = [Person(one.organisation or home, one.number) for one in flip.question.everybody if one.number]
    causes = found.to(people, {flip.question.decision_type})
    named = {("mandates", verdict.mandate) for verdict in (flip.before, flip.after)}
    return tuple(one for one in causes if one in named) or causes
