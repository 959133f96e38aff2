"""The question of a check: whether these people may take this decision, for this organisation, at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from mandate_registry.rules.conditions import Condition
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.notation import OIN


class Person(NamedTuple):
    """An employee of an organisation (OIN), by number."""

    organisation: str
    number: str


@dataclass(frozen=True, slots=True)
class Named:
    """How a question names an employee: by number, by full name, or by a text that may be either.

    `organisation` is an OIN when it is not the represented one.
    """

    number: str | None = None
    name: str | None = None
    organisation: str | None = None


CENT = Decimal("0.01")
"""The least by which two amounts differ."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency (ISO 4217) and VAT basis."""

    value: Decimal
    currency: str = "EUR"
    vat: Vat = Vat.EXCL


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `at` and `known_at` are instants with an offset.

    `counterparty` is an organisation by OIN, or a named employee; any other text names an employee as well.

    `confirmed_conditions` holds condition ids or texts; None means that all are confirmed.
    """

    organisation: str
    employees: tuple[Named, ...]
    decision_type: str
    at: datetime
    known_at: datetime
    amount: Money | None = None
    case: str | None = None
    counterparty: str | Named | None = None
    unit: str | None = None
    about: Named | None = None
    confirmed_conditions: frozenset[str] | None = frozenset()
    primary_decision_by: tuple[Named, ...] = ()

    def confirms(self, condition: Condition) -> bool:
        """Return True if who asks states that a condition is met: the register does not know it."""
        confirmed = self.confirmed_conditions
        return confirmed is None or not confirmed.isdisjoint((condition.id, condition.text))

    @property
    def party(self) -> Named | None:
        """The employee who is named as the counterparty: by whatever is no OIN, so that nobody hides behind a text."""
        other = self.counterparty
        if not isinstance(other, str):
            return other
        return Named(number=other, name=other) if other and not OIN.fullmatch(other) else None

    @property
    def everybody(self) -> tuple[Named, ...]:
        """All whom it names, in whatever part."""
        others = (one for one in (self.about, self.party) if one)
        return (*self.employees, *others, *self.primary_decision_by)
