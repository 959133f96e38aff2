"""What a file of a list has beside the columns of its page: of mandates all that bounds them, to prove a limit by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.fields import Field, fields_of
from mandate_registry.web.field_labels import MANDATE_LABELS
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import lazy
from mandate_registry.web.mandate_texts import levels
from mandate_registry.web.register.fields import shown
from mandate_registry.web.register.list_columns import COLUMNS, Column
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import BASES, DISCLOSURE_CHOICES, KIND_NAMES


def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of a file of a list: those of the page first."""
    return (*COLUMNS[table], *(_BOUNDS if table == "mandates" else ()))


def _of(one: Field) -> Column:
    """Return the column of a field of a mandate, called and shown as everywhere but for what is of its own here."""
    own = _OF_THEIR_OWN.get(one.name)
    return Column(MANDATE_LABELS[one.name], lambda stored, look: (own or _shown(one))(stored.entry.fact, look))


def _shown(one: Field) -> Callable[[Any, RegisterView], Any]:
    return lambda fact, look: shown(one, fact, look) or ""


def _amount(fact: Any, name: str) -> str:
    value = getattr(fact, name)
    return "" if value is None else f"{value:.2f}"


def _basis(fact: Any) -> str:
    return str(BASES[fact.vat]) if _has_limit(fact) else ""


def _has_limit(fact: Any) -> bool:
    """Return True if an amount of it needs a currency and a VAT basis to be read."""
    return any(one is not None for one in (fact.max_amount, fact.above_amount, *_thresholds(fact)))


def _thresholds(fact: Any) -> list[Any]:
    return [held.threshold for held in fact.reservations]


def _conditions(fact: Any, look: RegisterView) -> list[str]:
    return [Formatter(look.names.lang).condition(text, look.names.unit) for text in fact.conditions]


def _joint(fact: Any, look: RegisterView) -> list[str]:
    return [look.names.seat(seat) for seat in fact.seats] if len(fact.seats) > 1 else []


_OF_THEIR_OWN: dict[str, Callable[[Any, RegisterView], Any]] = {
    "kinds": lambda fact, _look: [str(KIND_NAMES[kind]) for kind in fact.kinds],
    "above_amount": lambda fact, _look: _amount(fact, "above_amount"),
    "vat": lambda fact, _look: _basis(fact),
    "currency": lambda fact, _look: fact.currency if _has_limit(fact) else "",
    "conditions": _conditions,
    "sub_mandating": lambda fact, _look: levels(fact.sub_mandating),
    "disclosure": lambda fact, _look: str(DISCLOSURE_CHOICES[fact.disclosure]),
}
_FIELDS = {one.name: one for one in fields_of(Mandate)}
_ON_THE_PAGE = ("seats", "decision_types", "on_behalf_of", "max_amount", "valid_from", "valid_until")
_BOUNDS = (
    Column(lazy("Only together"), lambda one, look: _joint(one.entry.fact, look)),
    *(_of(_FIELDS[name]) for name in MANDATE_LABELS if name not in _ON_THE_PAGE),
)
