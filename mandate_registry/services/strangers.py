"""Whom a partner may hear about, and who is a stranger to it: nobody at all, somebody who left, or is not agreed on.

A partner is told the same about a stranger as about an employee without a mandate. So that it does not take less time,
somebody else stands in for the stranger: the work for him is done, and thrown away.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mandate_registry.rules.questions import Named, Person

if TYPE_CHECKING:
    from mandate_registry.rules.agreements import Agreed
    from mandate_registry.rules.case import Register
    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.questions import Question

NOBODY = Named()


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Those whom a question names, as a directory knows them; `strangers` are those of whom nothing is told."""

    directory: Directory
    strangers: frozenset[Named]
    subjects: list[Person | None]

    @classmethod
    def made(cls, staff: Register, question: Question, agreed: Agreed) -> Acquaintance:
        """Find those whom a partner names. Who is of another organisation is left to the mandates that name him."""
        directory = staff.directory
        found = [(named, staff.find(named)) for named in question.employees]
        strangers = (named for named, people in found if _is_stranger(directory, named, people, question, agreed))
        return cls(directory, frozenset(strangers), [only(people) for _, people in found])

    def with_stand_ins(self, question: Question) -> Question:
        """Let an employee stand in for each stranger, always the same one for the same name."""
        return self._replacing(question, {one: self._stand_in(one, question) for one in self.strangers})

    def without_strangers(self, question: Question) -> Question:
        """Let a question be about nobody where it names a stranger."""
        return self._replacing(question, dict.fromkeys(self.strangers, NOBODY))

    def _replacing(self, question: Question, others: dict[Named, Named]) -> Question:
        return replace(question, employees=tuple(others.get(named, named) for named in question.employees))

    def _stand_in(self, stranger: Named, question: Question) -> Named:
        draw = zlib.crc32(repr(stranger).encode())
        number = self.directory.stand_in(question.at, draw)
        return Named(number=number) if number else NOBODY


def _is_stranger(directory: Directory, named: Named, people: set[Person], question: Question, agreed: Agreed) -> bool:
    if named.organisation not in (None, directory.oin):
        return not agreed.reaches(Person(named.organisation or "", named.number or ""), question.at)
    return not any(
        directory.is_employed(person.number, question.at) and agreed.reaches(person, question.at) for person in people
    )


def only(people: set[Person]) -> Person | None:
    """Give the one person who is meant, None when that is nobody or not certain."""
    return next(iter(people)) if len(people) == 1 else None
