"""What a changeset would do to answers, before it is approved: it is carried out, looked at, and undone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.errors import Conflict
from mandate_registry.rules.differences import Difference, EmptySeat, gainers
from mandate_registry.rules.impact import Comparison
from mandate_registry.rules.questions import Person, Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.changing.comparing import comparison
from mandate_registry.services.changing.deciding import put_into_effect
from mandate_registry.services.changing.expecting import expectations_of
from mandate_registry.services.changing.judging import Turn, Verdict, as_question, before_and_after, turns
from mandate_registry.services.changing.new_people import NewPeople
from mandate_registry.services.changing.new_types import Covering, NewTypes
from mandate_registry.services.changing.plans import beginning_of_today
from mandate_registry.services.changing.proposals import Proposal, read_proposal
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pages import Slice
from mandate_registry.services.registers.recording import OpenRegister, open_register
from mandate_registry.services.registers.states import states

REMEMBERED = 4
"""Of so many changesets it is remembered what they do: each keeps two registers in memory."""


@dataclass(frozen=True, slots=True)
class Flip:
    """An expected check (its name in `expectation`) whose answer changes; `breaks`: it was met till now."""

    question: Question
    before: Verdict
    after: Verdict
    expectation: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A difference, with how the person is written (an OIN before the number of who works elsewhere) and called.

    `by_new_type`: somebody gains by nothing but a new decision type, which a mandate covers that is there already.
    `about_new`: somebody who was there already gains only in decisions about people who are new.
    """

    difference: Difference
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

    flips: list[Flip]
    differences: Sequence[Told]
    empty_seats: Sequence[EmptySeat]
    total: int
    next_after: int | None = None
    covering: Sequence[Covering] = ()

    @property
    def blocks(self) -> bool:
        """Tell whether it cannot be approved as it is."""
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


def _fits(told: Told, filters: Mapping[str, str]) -> bool:
    stated = {"employee": told.employee, "decision_type": told.difference.decision_type}
    return all(stated[name] == value for name, value in filters.items())


def impact(caller: Caller, installation: Installation, identity: UUID) -> Impact:
    """Return what would change if a changeset were approved now; nothing is kept.

    Raise NotFound when there is no such changeset, Conflict and InvalidInput when it could not be carried out as it is.
    """
    return look_once(caller, installation, identity).impact


@dataclass(frozen=True, slots=True)
class Look:
    """What was found of a changeset, with the `state` of the database in which it was."""

    state: Hashable
    seen: Seen
    impact: Impact


def look_once(caller: Caller, installation: Installation, identity: UUID) -> Look:
    """Return what would change if a changeset were approved now, found out once for each state. Raise as `impact`.

    The last of a few are remembered. What has steps of its own counts from the moment of its approval, and is looked
    at anew each time.
    """
    with installation.reading() as connection:
        state = _state(connection, read_proposal(caller, connection, identity))

    def find() -> Look:
        with installation.writing() as connection:
            proposal, seen = looked_at(caller, connection, identity)
            state = _state(connection, proposal)
        return Look(state, seen, seen.impact())

    place = ("look", identity.int % REMEMBERED)
    return installation.remembered.get(place, state, find, is_good=lambda found: found.state == state)


def _state(connection: Connection, proposal: Proposal) -> Hashable:
    """Return all on which it rests what a changeset would do: its version, every register's, and the day."""
    changeset, register_id = proposal.kept.changeset, proposal.kept.register_id
    day = now() if changeset.steps else beginning_of_today(connection, register_id)
    return changeset.id, proposal.kept.version, changeset.state, day, tuple(sorted(states(connection).items()))


def looked_at(caller: Caller, connection: Connection, identity: UUID) -> tuple[Proposal, Seen]:
    """Return a changeset and what it does, carried out and undone. Raise as `impact`."""
    register = open_register(connection, read_proposal(caller, connection, identity).organisation)
    proposal = read_proposal(caller, connection, identity)
    if not proposal.kept.changeset.is_open:
        raise Conflict(f"This changeset is {proposal.kept.changeset.state}: it has done what it does.")
    with register.trying():
        put_into_effect(register, proposal.kept)
        return proposal, look(register)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is recorded and what is under way, read: comparing them takes long, and needs the database no more."""

    register: OpenRegister
    flips: list[Flip]
    compared: Comparison

    def impact(self) -> Impact:
        """Compare what everybody may decide."""
        effect = self.compared.effect()
        new, people = NewTypes(self.compared), NewPeople(self.compared)
        found = ((one, told_of(self.register, self.compared, one)) for one in effect.differences)
        told = [
            replace(its, by_new_type=new.are_all_of(one), about_new=people.are_all_about(one)) for one, its in found
        ]
        covering = list(new.covering(self.register.moment)) if any(one.by_new_type for one in told) else []
        return Impact(self.flips, told, effect.empty_seats, len(told), covering=covering)


def look(register: OpenRegister) -> Seen:
    """Read what is recorded and what is under way, and ask the expected checks of both."""
    turned = turns(expectations_of(register.connection, register.id), *before_and_after(register))
    return Seen(register, [_expected(register, turn) for turn in turned], comparison(register))


def told_of(register: OpenRegister, compared: Comparison, difference: Difference) -> Told:
    """Return a difference with how the person is written and called."""
    person = difference.person
    if person.organisation != register.oin:
        return Told(difference, f"{person.organisation}/{person.number}", None)
    names = (side.directory.called(person.number) for side in (compared.after, compared.before))
    return Told(difference, person.number, next((name for name in names if name), None))


def _expected(register: OpenRegister, turn: Turn) -> Flip:
    question = as_question(register.oin, turn.expectation, register.moment)
    return Flip(question, turn.before, turn.after, turn.expectation.id, turn.breaks)
