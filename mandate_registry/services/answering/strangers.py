"""Whom a partner may hear about, and who is a stranger to it: nobody at all, somebody who left, or is not agreed on.

A partner is told the same about a stranger as about an employee without a mandate. So that it does not take less time,
somebody else stands in for the stranger: the work for him is done, and thrown away.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mandate_registry.rules.agreements import Agreed
from mandate_registry.rules.answers import Answer
from mandate_registry.rules.candidates import seat_names
from mandate_registry.rules.case import Register
from mandate_registry.rules.questions import Named, Person, Question

NOBODY = Named()


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Those whom a question names, as the `staff` of the organisations know them; of `strangers` nothing is told.

    `agreed` is about whom the partner may hear.
    """

    agreed: Agreed
    staff: Register
    strangers: frozenset[Named]
    subjects: list[Person | None]

    @classmethod
    def made(cls, staff: Register, question: Question, agreed: Agreed) -> Acquaintance:
        """Find those whom a partner names."""
        strangers = (named for named in question.employees if _is_stranger(staff, named, question, agreed))
        return cls(agreed, staff, frozenset(strangers), [meant(staff, named) for named in question.employees])

    def with_stand_ins(self, question: Question) -> Question:
        """Let an employee stand in for each stranger, always the same one for the same name."""
        stood_in = (self._stand_in(one, question) if one in self.strangers else one for one in question.employees)
        return replace(question, employees=tuple(stood_in))

    def without_strangers(self, question: Question, register: Register) -> Question:
        """Leave strangers out, as people without a mandate make no difference; of strangers alone nobody is left.

        Who is of another organisation, the mandates of `register` know by naming him, or nobody does.
        """
        met = (named for named in question.employees if named not in self.strangers)
        known = tuple(named for named in met if any(_employed(register, named, question)))
        return replace(question, employees=known or (NOBODY,))

    def with_mentioned(self, question: Question, register: Register) -> Question:
        """Let those who are named and do not act be nobody, unless the partner may hear that such a person exists.

        The answer depends on that. So about somebody without any power the partner hears the same as about nobody.
        """

        def heard_of(named: Named) -> Named:
            return named if self._may_hear_of(named, question, register) else NOBODY

        return replace(
            question,
            about=heard_of(question.about) if question.about else None,
            counterparty=heard_of(question.party) if question.party else question.counterparty,
            primary_decision_by=tuple(map(heard_of, question.primary_decision_by)),
        )

    def _may_hear_of(self, named: Named, question: Question, register: Register) -> bool:
        people = register.find(named)
        reached = len(people) == 1 and all(self.agreed.reaches(person, question.at) for person in people)
        return reached and _ever_has_power(register, named)

    def _stand_in(self, stranger: Named, question: Question) -> Named:
        directory = self.staff.directory_of(stranger.organisation or question.organisation)
        number = directory.stand_in(question.at, zlib.crc32(repr(stranger).encode())) if directory else None
        return Named(number, organisation=stranger.organisation) if number else NOBODY


def of_those_who_sign(question: Question, answer: Answer, register: Register) -> Question:
    """Ask about those alone on whom a yes rests: when it ends must not tell when anybody else comes or goes."""
    signing = {signatory.person for leg in answer.legs for signatory in leg.signatories}
    named = tuple(one for one in question.employees if register.find(one) & signing)
    return replace(question, employees=named or question.employees)


def _ever_has_power(register: Register, named: Named) -> bool:
    """Return True if a mandate could ever concern somebody, or the power of a body of one person."""
    names = seat_names(register.directory, register.others, [named])
    is_body = any(f"position:{body.position}" in names for body in register.directory.bodies_known() if body.position)
    return is_body or any(register.mandates.naming(names))


def _is_stranger(staff: Register, named: Named, question: Question, agreed: Agreed) -> bool:
    """Tell whether nobody of that name works here at that moment whom the agreement is about."""
    if named.organisation not in (None, question.organisation):
        return not agreed.reaches(Person(named.organisation or "", named.number or ""), question.at)
    return not any(agreed.reaches(person, question.at) for person in _employed(staff, named, question))


def _employed(register: Register, named: Named, question: Question) -> Iterator[Person]:
    """Yield those who may be meant and work there at that moment; whom no register here keeps, works there."""
    for person in register.find(named):
        directory = register.directory_of(person.organisation)
        if directory is None or directory.is_employed(person.number, question.at):
            yield person


def meant(staff: Register, named: Named) -> Person | None:
    """Give whom a question is about: the one whom his organisation calls so."""
    organisation = named.organisation or staff.directory.oin
    directory = staff.directory_of(organisation)
    numbers = directory.meant(named.number, named.name) if directory else {named.number or ""} - {""}
    return Person(organisation, next(iter(numbers))) if len(numbers) == 1 else None
