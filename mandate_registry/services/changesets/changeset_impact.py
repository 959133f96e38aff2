"""What a changeset would do to answers, before it is approved: it is carried out, looked at, and undone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.errors import Conflict
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.power_differences import EmptySeat, PowerDifference, gainers
from mandate_registry.rules.questions import Person, Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.plans import beginning_of_today
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.changesets.transitions import put_into_effect
from mandate_registry.services.expected_checks.evaluation import (
    ChangedAnswer,
    EvaluatedAnswer,
    as_question,
    before_and_after,
    changed_answers,
)
from mandate_registry.services.expected_checks.expectations import expectations_of
from mandate_registry.services.impact.new_entries import Covering, NewPeople, NewTypes
from mandate_registry.services.impact.register_comparison import comparison
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.register_writer import RegisterWriter, open_register
from mandate_registry.services.register.version_state import states

CACHED_IMPACTS = 4
"""Of so many changesets it is remembered what they do: each keeps two registers in memory."""


@dataclass(frozen=True, slots=True)
class TurnedCheck:
    """An expected check (its name in `expectation`) whose answer changes; `breaks`: it was met till now."""

    question: Question
    before: EvaluatedAnswer
    after: EvaluatedAnswer
    expectation: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class NamedDifference:
    """A difference, with how the person is written (an OIN before the number of who works elsewhere) and called.

    `by_new_type`: somebody gains by nothing but a new decision type, which a mandate covers that is there already.
    `about_new`: somebody who was there already gains only in decisions about people who are new.
    """

    difference: PowerDifference
    employee: str
    name: str | None
    by_new_type: bool = False
    about_new: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What a changeset would do: to the expected checks, and to what people may decide.

    `blocks`: an expected check would no longer be met, so it cannot be approved. `total` counts the differences of
    which these are a part, and `next_after` is where the next part begins. `covering` are the mandates that are there
    already and cover new decision types.
    """

    flips: list[TurnedCheck]
    differences: Sequence[NamedDifference]
    empty_seats: Sequence[EmptySeat]
    total: int
    next_after: int | None = None
    covering: Sequence[Covering] = ()

    @property
    def blocks(self) -> bool:
        """Return whether it cannot be approved as it is."""
        return any(flip.breaks for flip in self.flips)

    @property
    def is_nothing(self) -> bool:
        """Return True if nobody may decide otherwise, and no expected check is answered otherwise."""
        return not (self.flips or self.differences or self.empty_seats)

    @property
    def gainers(self) -> frozenset[Person]:
        """The people who gain by it, as holders or as deputies."""
        return gainers(one.difference for one in self.differences)

    def part(self, wanted: Slice) -> Impact:
        """Return a part of the differences, of one employee or decision type where that is wanted."""
        found = [one for one in self.differences if _fits(one, wanted.filters)]
        end = wanted.after + wanted.limit
        following = end if end < len(found) else None
        return replace(self, differences=found[wanted.after : end], total=len(found), next_after=following)


def _fits(difference: NamedDifference, filters: Mapping[str, str]) -> bool:
    stated = {"employee": difference.employee, "decision_type": difference.difference.decision_type}
    return all(stated[name] == value for name, value in filters.items())


def impact(caller: Caller, installation: Installation, identity: UUID) -> Impact:
    """Return what would change if a changeset were approved now; nothing is kept.

    Raise NotFound when there is no such changeset, Conflict and InvalidInput when it could not be carried out as it is.
    """
    return impact_once(caller, installation, identity).impact


@dataclass(frozen=True, slots=True)
class StoredImpact:
    """What was found of a changeset, with the `state` of the database in which it was."""

    state: Hashable
    seen: ComparedRegisters
    impact: Impact


def impact_once(caller: Caller, installation: Installation, identity: UUID) -> StoredImpact:
    """Return what would change if a changeset were approved now, found out once for each state. Raise as `impact`.

    The last of a few are remembered. What has steps of its own counts from the moment of its approval, and is looked
    at anew each time.
    """
    with installation.reading() as connection:
        state = _state(connection, read_proposal(caller, connection, identity))

    def find() -> StoredImpact:
        with installation.writing() as connection:
            proposal, seen = compared(caller, connection, identity)
            state = _state(connection, proposal)
        return StoredImpact(state, seen, seen.impact())

    place = ("look", identity.int % CACHED_IMPACTS)
    return installation.remembered.get(place, state, find, is_good=lambda found: found.state == state)


def _state(connection: Connection, proposal: Proposal) -> Hashable:
    """Return all on which it rests what a changeset would do: its version, every register's, and the day."""
    changeset, register_id = proposal.kept.changeset, proposal.kept.register_id
    day = now() if changeset.steps else beginning_of_today(connection, register_id)
    return changeset.id, proposal.kept.version, changeset.state, day, tuple(sorted(states(connection).items()))


def compared(caller: Caller, connection: Connection, identity: UUID) -> tuple[Proposal, ComparedRegisters]:
    """Return a changeset and what it does, carried out and undone. Raise as `impact`."""
    register = open_register(connection, read_proposal(caller, connection, identity).organisation)
    proposal = read_proposal(caller, connection, identity)
    if not proposal.kept.changeset.is_open:
        raise Conflict(f"This changeset is {proposal.kept.changeset.state}: it has done what it does.")
    with register.dry_run():
        put_into_effect(register, proposal.kept)
        return proposal, compare(register)


@dataclass(frozen=True, slots=True)
class ComparedRegisters:
    """What is recorded and what is under way, read: comparing them takes long, and needs the database no more."""

    register: RegisterWriter
    flips: list[TurnedCheck]
    compared: Comparison

    def impact(self) -> Impact:
        """Compare what everybody may decide."""
        effect = self.compared.effect()
        new, people = NewTypes(self.compared), NewPeople(self.compared)
        found = ((one, named_difference(self.register, self.compared, one)) for one in effect.differences)
        differences = [
            replace(its, by_new_type=new.are_all_of(one), about_new=people.are_all_about(one)) for one, its in found
        ]
        covering = list(new.covering(self.register.moment)) if any(one.by_new_type for one in differences) else []
        return Impact(self.flips, differences, effect.empty_seats, len(differences), covering=covering)


def compare(register: RegisterWriter) -> ComparedRegisters:
    """Read what is recorded and what is under way, and ask the expected checks of both."""
    turned = changed_answers(expectations_of(register.connection, register.id), *before_and_after(register))
    return ComparedRegisters(register, [_expected(register, turn) for turn in turned], comparison(register))


def named_difference(register: RegisterWriter, compared: Comparison, difference: PowerDifference) -> NamedDifference:
    """Return a difference with how the person is written and called."""
    person = difference.person
    if person.organisation != register.oin:
        return NamedDifference(difference, f"{person.organisation}/{person.number}", None)
    names = (side.directory.called(person.number) for side in (compared.after, compared.before))
    return NamedDifference(difference, person.number, next((name for name in names if name), None))


def _expected(register: RegisterWriter, turn: ChangedAnswer) -> TurnedCheck:
    question = as_question(register.oin, turn.expectation, register.moment)
    return TurnedCheck(question, turn.before, turn.after, turn.expectation.id, turn.breaks)
