"""What a changeset would do to answers, before it is approved: it is carried out, looked at, and undone."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from mandate_registry.errors import Conflict
from mandate_registry.rules.case import Register
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.sampling import sample
from mandate_registry.rules.staffing import Staff
from mandate_registry.services.changing.deciding import put_into_effect
from mandate_registry.services.changing.expecting import expectations_of
from mandate_registry.services.changing.judging import as_question, before_and_after, turns
from mandate_registry.services.changing.proposals import read_proposal
from mandate_registry.services.registers.loading import directory_at
from mandate_registry.services.registers.recording import open_register
from models import TABLES, as_fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from mandate_registry.rules.facts import Mandate
    from mandate_registry.rules.questions import Question
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.changing.judging import Judge, Turn, Verdict
    from mandate_registry.services.installation import Installation
    from mandate_registry.services.registers.recording import OpenRegister

LARGEST_SAMPLE = 2000
MOST_MOMENTS = 12


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose answer changes, and the first of the moments looked at from which it does.

    `expectation` is the name of the expected check that asks it, if it is one, and `breaks` that it was met till now.
    """

    question: Question
    before: Verdict
    after: Verdict
    expectation: str | None = None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What a changeset would do. `blocks`: an expected check would no longer be met, so it cannot be approved.

    `asked` counts the questions of the sample; when it is not `complete`, there were more than could be asked.
    """

    flips: list[Flip]
    blocks: bool
    asked: int
    complete: bool


def impact(caller: Caller, installation: Installation, identity: UUID) -> Impact:
    """Give what would change if a changeset were approved now; nothing is kept.

    NotFound when there is no such changeset; Conflict and InvalidInput when it could not be carried out as it is.
    """
    with installation.writing() as connection:
        register = open_register(connection, read_proposal(caller, connection, identity).organisation)
        proposal = read_proposal(caller, connection, identity)
        if not proposal.kept.changeset.is_open:
            raise Conflict(f"This changeset is {proposal.kept.changeset.state}: it has done what it does.")
        with register.trying():
            put_into_effect(register, proposal.kept)
            return look(register)


def look(register: OpenRegister, since: datetime | None = None) -> Impact:
    """Compare the answers of what is recorded with those of what is under way; `since`: nothing changes before it."""
    before, after = before_and_after(register)
    expected = expectations_of(register.connection, register.id)
    expectations = [_expected(register, turn) for turn in turns(expected, before, after)]
    questions = list(islice(_questions(register, since), LARGEST_SAMPLE + 1))
    sampled = [flip for question in questions[:LARGEST_SAMPLE] if (flip := _flip(question, before, after))]
    return Impact(
        flips=[*expectations, *_first_of_each(sampled)],
        blocks=any(flip.breaks for flip in expectations),
        asked=len(questions[:LARGEST_SAMPLE]),
        complete=len(questions) <= LARGEST_SAMPLE,
    )


def _expected(register: OpenRegister, turn: Turn) -> Flip:
    question = as_question(register.oin, turn.expectation, register.moment)
    return Flip(question, turn.before, turn.after, turn.expectation.id, turn.breaks)


def _flip(question: Question, before: Judge, after: Judge) -> Flip | None:
    then, now = before.verdict(question), after.verdict(question)
    return Flip(question, then, now) if then.outcome != now.outcome else None


def _first_of_each(flips: Iterable[Flip]) -> list[Flip]:
    """Keep the first moment of each question."""
    found: dict[Question, Flip] = {}
    for flip in sorted(flips, key=lambda flip: flip.question.at):
        found.setdefault(replace(flip.question, at=flip.question.known_at), flip)
    return list(found.values())


def _questions(register: OpenRegister, since: datetime | None) -> Iterator[Question]:
    """Yield the sample, each question once: of each moment at which something changes and each mandate touched in turn.

    A mandate is touched as it was and as it is to be: much of what could be asked of both is the same.
    """
    touched = _touched(register)
    directory = directory_at(register.connection, register.id, register.oin, register.reached)
    moments = [at for at in _moments(register, touched) if since is None or at >= since]
    staffs = [Staff(Register(directory, Mandates(()), {}), at) for at in moments]
    samples = deque(sample(staff, mandate, register.moment) for staff in staffs for mandate in touched)
    asked: set[Question] = set()
    while samples:
        if question := next((found for found in samples[0] if found not in asked), None):
            asked.add(question)
            yield question
            samples.rotate(-1)
        else:
            samples.popleft()


def _touched(register: OpenRegister) -> list[Mandate]:
    """Give what the register says no longer, or says from now on, of mandates."""
    rows = TABLES["mandates"]
    changed = or_(rows.c.known_from == register.reached, rows.c.known_until == register.reached)
    found = register.connection.execute(
        select(rows).where(rows.c.register_id == register.id, changed).order_by(rows.c.row)
    )
    return [as_fact("mandates", row) for row in found.mappings()]


def _moments(register: OpenRegister, touched: Iterable[Mandate]) -> list[datetime]:
    """Give the moments at which what changes begins or ends, and now."""
    return sorted({register.moment, *(at for mandate in touched for at in mandate.changes())})[:MOST_MOMENTS]
