"""New decision types that mandates which stand cover at once: who gave these did not think of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.coverage import GATES
from mandate_registry.rules.decision.filled_seats import Staff
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType, Mandate
from mandate_registry.rules.findings.remarks import Remark
from mandate_registry.rules.findings.review import is_living
from mandate_registry.rules.mandates import Mandates, by_number
from mandate_registry.rules.questions import Question
from mandate_registry.rules.sentences import make_sentence


@dataclass(frozen=True)
class Standing:
    """The mandates that stand before a change, as it leaves them, and the directory as it will be, at a moment."""

    mandates: Sequence[Mandate]
    directory: Directory
    at: datetime

    def remarks(self, fact: DecisionType) -> list[Remark]:
        """Find by which mandates a new decision type may be taken at once, by how many people, and from when."""
        if fact.nature is None or not fact.mandatable:
            return []
        found = sorted(filter(self._covers(fact), self._living), key=lambda one: by_number(one.number))
        people = {person for one in found for seat in one.seats for person in self._staff.fill(seat) or ()}
        if not people:
            return []
        begun = [_later(one.valid.since, fact.valid.since) for one in found]
        known = [since for since in begun if since is not None]
        sentence = make_sentence(
            "is covered at once by mandates that exist (%(mandates)s): %(count)s people may take it, from %(since)s on",
            mandates=tuple(dict.fromkeys(one.number for one in found)),
            count=len(people),
            since=min(known) if len(known) == len(begun) else make_sentence("its beginning"),
        )
        return [Remark("covered_at_once", "code", sentence)]

    @cached_property
    def _living(self) -> list[Mandate]:
        return [one for one in self.mandates if is_living(one, self.at)]

    @cached_property
    def _register(self) -> Register:
        return Register(self.directory, Mandates(self.mandates), {})

    @cached_property
    def _staff(self) -> Staff:
        return Staff(self._register, self.at)

    def _covers(self, fact: DecisionType) -> Callable[[Mandate], bool]:
        """Return what tells whether a mandate covers a decision type at some moment, by its own words, unnamed."""
        at = _later(self.at, fact.valid.since) or self.at
        home = self.directory.oin
        question = Question(organisation=home, employees=(), decision_type=fact.code, at=at, known_at=at)
        leg = Leg(Case(self._register, question, ()), fact)

        def passes(mandate: Mandate) -> bool:
            return mandate.valid.meets(fact.valid) and not any(gate(Trial(leg, mandate)) for gate in GATES)

        return lambda mandate: fact.code not in mandate.decision_types and passes(mandate)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later of two moments at which something begins; None is since ever."""
    return max((at for at in (one, other) if at is not None), default=None)
