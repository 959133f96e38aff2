"""Whom a partner may hear about, and who is undisclosed to it: nobody at all, somebody who left, or is not agreed on.

A partner is told the same about an undisclosed subject as about an employee without a mandate. To prevent timing
attacks it takes the same work too: a decoy is judged in place of the subject, and what is found of it is thrown away.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.answers import Answer
from mandate_registry.rules.decision.candidates import seat_names
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.questions import Named, Person, Question

NOBODY = Named()


@dataclass(frozen=True, slots=True)
class KnownSubjects:
    """Those whom a question names, as the `staff` of the organisations know them; of the `undisclosed` nothing is told.

    `agreed` is about whom the partner may hear.
    """

    agreed: AgreementSet
    staff: Register
    undisclosed: frozenset[Named]
    subjects: list[Person | None]

    @classmethod
    def of(cls, staff: Register, question: Question, agreed: AgreementSet) -> KnownSubjects:
        """Find those whom a partner names."""
        undisclosed = (named for named in question.employees if _is_undisclosed(staff, named, question, agreed))
        return cls(agreed, staff, frozenset(undisclosed), [person_meant(staff, named) for named in question.employees])

    def with_decoys(self, question: Question) -> Question:
        """Put a decoy, who works there, in place of each undisclosed subject: always the same one for the same name."""
        decoyed = (self._decoy(one, question) if one in self.undisclosed else one for one in question.employees)
        return replace(question, employees=tuple(decoyed))

    def without_undisclosed(self, question: Question, register: Register) -> Question:
        """Leave undisclosed subjects out: people without a mandate make no difference. Of them alone nobody is left.

        Who is of another organisation, the mandates of `register` know by naming him, or nobody does.
        """
        met = (named for named in question.employees if named not in self.undisclosed)
        known = tuple(named for named in met if any(_employed(register, named, question)))
        return replace(question, employees=known or (NOBODY,))

    def with_mentioned(self, question: Question, register: Register) -> Question:
        """Return the question without mentioned people of whom the partner may not learn that they exist.

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

    def _decoy(self, undisclosed: Named, question: Question) -> Named:
        directory = self.staff.directory_of(undisclosed.organisation or question.organisation)
        number = directory.decoy(question.at, zlib.crc32(repr(undisclosed).encode())) if directory else None
        return Named(number, organisation=undisclosed.organisation) if number else NOBODY


def signatories_of(question: Question, answer: Answer, register: Register) -> Question:
    """Ask about those alone on whom a yes rests: when it ends must not tell when anybody else comes or goes."""
    signing = {signatory.person for leg in answer.legs for signatory in leg.signatories}
    named = tuple(one for one in question.employees if register.find(one) & signing)
    return replace(question, employees=named or question.employees)


def _ever_has_power(register: Register, named: Named) -> bool:
    """Return True if a mandate could ever concern somebody, or the power of a body of one person."""
    names = seat_names(register.directory, register.others, [named])
    is_body = any(f"position:{body.position}" in names for body in register.directory.bodies_known() if body.position)
    return is_body or any(register.mandates.naming(names))


def _is_undisclosed(staff: Register, named: Named, question: Question, agreed: AgreementSet) -> bool:
    """Return True if nobody of that name works here at that moment whom the agreement is about."""
    if named.organisation not in (None, question.organisation):
        return not agreed.reaches(Person(named.organisation or "", named.number or ""), question.at)
    return not any(agreed.reaches(person, question.at) for person in _employed(staff, named, question))


def _employed(register: Register, named: Named, question: Question) -> Iterator[Person]:
    """Yield those who may be meant and work there at that moment; whom no register here keeps, works there."""
    for person in register.find(named):
        directory = register.directory_of(person.organisation)
        if directory is None or directory.is_employed(person.number, question.at):
            yield person


def person_meant(staff: Register, named: Named) -> Person | None:
    """Return whom a question is about: the one whom his organisation calls so."""
    organisation = named.organisation or staff.directory.oin
    directory = staff.directory_of(organisation)
    numbers = directory.meant(named.number, named.name) if directory else {named.number or ""} - {""}
    return Person(organisation, next(iter(numbers))) if len(numbers) == 1 else None
