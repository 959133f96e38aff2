"""A trial: one mandate held against one leg of a question, with what the gates look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.conditions import Condition
from mandate_registry.rules.decision import amounts, scope
from mandate_registry.rules.decision.case import Case, Leg
from mandate_registry.rules.decision.holders import Occupant, occupants
from mandate_registry.rules.decision.lapsed_seats import has_lapsed
from mandate_registry.rules.facts import OWN_FIELDS, Mandate
from mandate_registry.rules.notation import Seat

NO_LIMIT = Decimal("Infinity")


@dataclass(frozen=True)
class Trial:
    """One mandate held against one leg of a question."""

    leg: Leg
    mandate: Mandate

    def asked(self, leg: Leg) -> Trial:
        """Return the trial of another question of the same people and moment: about another amount or matter."""
        trial = Trial(leg, self.mandate)
        trial.__dict__.update(chain=self.chain, line=self.line, occupants=self.occupants)
        return trial

    @property
    def case(self) -> Case:
        """The question with its people."""
        return self.leg.case

    @cached_property
    def chain(self) -> tuple[tuple[Mandate, ...], bool]:
        """The parents from the nearest to the root, and whether the chain is whole."""
        return self.case.register.mandates.chain(self.mandate, self.case.at)

    @cached_property
    def line(self) -> tuple[Mandate, ...]:
        """The mandate and its parents, each of which binds."""
        return (self.mandate, *self.chain[0])

    @cached_property
    def occupants(self) -> list[list[Occupant]]:
        """For each seat, those who fill it."""
        return [[] if self.has_lapsed(seat) else occupants(self.leg, seat) for seat in self.mandate.seats]

    def has_lapsed(self, seat: Seat) -> bool:
        """Return True if the seat names an employee who has left since, also when he came back."""
        return has_lapsed(self.case.register, self.mandate.number, seat, self.case.at)

    @cached_property
    def able(self) -> list[list[Occupant]]:
        """For each seat, those who fill it within their own cap and their own field."""
        return [[occupant for occupant in seat if not self.bars(occupant)] for seat in self.occupants]

    def bars(self, occupant: Occupant) -> Reason | None:
        """Return the reason why this occupant does not reach so far, None when he does."""
        covered = scope.own_area_covers(self.case, self.mandate, occupant.own_units, self.case.people)
        return self.caps(occupant) or (Reason.OUT_OF_SCOPE if covered is False else None)

    def caps(self, occupant: Occupant) -> Reason | None:
        """Return the reason why the cap of a deputy stops him, None when it does not."""
        return self.held_against(list(amounts.cap(occupant.deputyship))) if occupant.deputyship else None

    def held_against(self, bounds: list[amounts.Bound]) -> Reason | None:
        """Hold the amount of the question against bounds."""
        required = self.leg.decision_type.amount_required
        return amounts.judge(bounds, self.case.question.amount, required=required)

    @cached_property
    def effective_maximum(self) -> Decimal:
        """The narrowest maximum over the chain and the caps of those who act; Infinity when there is none."""
        caps = [max((_cap(occupant) for occupant in seat), default=NO_LIMIT) for seat in self.able]
        stated = [mandate.max_amount for mandate in self.line if mandate.max_amount is not None]
        return min((*caps, *stated), default=NO_LIMIT)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What must be confirmed: the conditions of the chain, what the question leaves open, one's own interest."""
        found = tuple(condition for mandate in self.line for condition in self._conditions_of(mandate))
        return (*found, *own_interest(self.case, self.mandate.number))

    def _conditions_of(self, mandate: Mandate) -> Iterator[Condition]:
        yield from (_condition(mandate, text) for text in mandate.conditions)
        if scope.named_units_cover(self.case, mandate) is None:
            units = ", ".join(code for code in mandate.within if code not in OWN_FIELDS)
            yield _condition(mandate, f"{scope.ONE_OF_UNITS}{units}.")
        for restriction in mandate.within:
            if restriction in OWN_FIELDS and self._leaves_open(mandate):
                yield _condition(mandate, scope.OWN_WORDS[restriction])

    def _leaves_open(self, mandate: Mandate) -> bool:
        if mandate is self.mandate:
            return scope.own_area_covers(self.case, mandate, self._own_units, self.case.people) is None
        return scope.parents_area_covers(self.case, mandate) is None

    @property
    def _own_units(self) -> tuple[str, ...]:
        return tuple(unit for seat in self.able for occupant in seat for unit in occupant.own_units)


def own_interest(case: Case, mandate: str | None = None) -> tuple[Condition, ...]:
    """Return what is to be confirmed where one of those who act decides about or with himself, if he does.

    `mandate` is the number of the mandate under which, None for the own power of a body of one person.
    """
    return (Condition(scope.OWN_INTEREST, scope.OWN_INTEREST_WORDS, mandate),) if case.is_about_oneself else ()


def _cap(occupant: Occupant) -> Decimal:
    limit = occupant.deputyship.max_amount if occupant.deputyship else None
    return NO_LIMIT if limit is None else limit


def _condition(mandate: Mandate, text: str) -> Condition:
    digest = hashlib.sha256(f"{mandate.number}\n{text}".encode()).hexdigest()
    return Condition(digest[:16], text, mandate.number)
