"""A question brought together with the facts: who acts, about whom, and for which decision type."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Named, Person, Question


@dataclass(frozen=True)
class Register:
    """One organisation's facts as known at one moment, with the directories of other organisations by OIN."""

    directory: Directory
    mandates: Mandates
    others: Mapping[str, Directory]

    def find(self, named: Named) -> set[Person]:
        """Return everyone who may be meant: nobody when unknown, several when a name fits several.

        Of another organisation only those are known whom a seat here names: who else works there, is theirs to tell.
        """
        organisation = named.organisation or self.directory.oin
        directory = self.directory_of(organisation)
        numbers = directory.meant(named.number, named.name) if directory else {named.number or ""}
        people = {Person(organisation, number) for number in numbers}
        return people if directory is self.directory else {one for one in people if self._is_in_a_seat(one, directory)}

    def directory_of(self, organisation: str) -> Directory | None:
        """Return the directory that knows this organisation's people, None when no register here keeps them."""
        if organisation == self.directory.oin:
            return self.directory
        other = self.others.get(organisation)
        return other if other and other.has_employees else None

    def _is_in_a_seat(self, person: Person, directory: Directory | None) -> bool:
        """Return whether a seat names somebody of another organisation, or a position that he ever holds there."""
        held = directory.positions_ever(person.number) if directory else set()
        seats = (seat for mandate in self.mandates for seat in mandate.seats)
        theirs = (seat for seat in seats if seat.organisation == person.organisation)
        return any(seat.employee == person.number if seat.employee else seat.position in held for seat in theirs)


@dataclass(frozen=True)
class Case:
    """A question with its people found: those who act, whom it is about, who took the primary decision."""

    register: Register
    question: Question
    people: tuple[Person, ...]

    @property
    def at(self) -> datetime:
        """The moment asked about."""
        return self.question.at

    @property
    def directory(self) -> Directory:
        """The directory of the represented organisation."""
        return self.register.directory

    @cached_property
    def about(self) -> set[Person] | None:
        """Whom the decision may be about; None when the question does not say."""
        return self.register.find(self.question.about) if self.question.about else None

    @cached_property
    def is_about_oneself(self) -> bool:
        """Whether it may be about one of those who act, or one of them may be the counterparty."""
        party = self.register.find(self.question.party) if self.question.party else set()
        return not {*(self.about or ()), *party}.isdisjoint(self.people)

    @property
    def is_with_oneself(self) -> bool:
        """Whether the counterparty is the organisation of an outsider who acts."""
        home = self.directory.oin
        return any(self.question.counterparty == one.organisation != home for one in self.people)

    @cached_property
    def took_the_primary_decision(self) -> set[Person]:
        """Everyone whom the question may mean by those who took the primary decision."""
        return {person for named in self.question.primary_decision_by for person in self.register.find(named)}

    def positions_of(self, person: Person) -> tuple[str, ...]:
        """Return the positions that a person holds in his own organisation at the moment asked about."""
        directory = self.register.directory_of(person.organisation)
        return directory.positions_of(person.number, self.at) if directory else ()

    def units_of(self, people: Iterable[Person]) -> tuple[str, ...]:
        """Return the units of the represented organisation to which these people are appointed."""
        own = [person for person in people if person.organisation == self.directory.oin]
        return self.directory.units_of([code for person in own for code in self.positions_of(person)], self.at)


@dataclass(frozen=True)
class Leg:
    """A case for one decision type that can be asked and is no composite."""

    case: Case
    decision_type: DecisionType

    @cached_property
    def lineage(self) -> frozenset[str]:
        """The code of the decision type and of all above it."""
        return frozenset(self.case.directory.types_above(self.decision_type.code, self.case.at))

    def is_among(self, codes: Collection[str]) -> bool:
        """Return whether one of the codes is this decision type, one above it, or every type."""
        return EVERY_TYPE in codes or not self.lineage.isdisjoint(codes)

    def is_held_back_by(self, code: str) -> bool:
        """Return whether holding back `code` holds back this decision type; a composite stands for its components."""
        return any(part in self.lineage for part in self.case.directory.parts(code, self.case.at))
