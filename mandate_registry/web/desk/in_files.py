"""What a file of a list has beside the columns of its page: of mandates all that bounds them, to prove a limit by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandate_registry.web.desk.columns import COLUMNS, Column
from mandate_registry.web.desk.looking import Look
from mandate_registry.web.language import lazy
from mandate_registry.web.mandate_labels import LABELS
from mandate_registry.web.telling import levels
from mandate_registry.web.terms import BASES, DISCLOSURE_CHOICES, KIND_NAMES
from mandate_registry.web.writing import Writing


def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of a file of a list: those of the page first."""
    return (*COLUMNS[table], *(_BOUNDS if table == "mandates" else ()))


def _of(name: str, show: Callable[[Any, Look], Any] | None = None) -> Column:
    """Return the column of a field of a mandate, called as everywhere."""

    def shown(stored: Any, look: Look) -> Any:
        fact = stored.entry.fact
        return show(fact, look) if show else getattr(fact, name)

    return Column(LABELS[name], shown)


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


def _conditions(fact: Any, look: Look) -> list[str]:
    return [Writing(look.names.lang).condition(text, look.names.unit) for text in fact.conditions]


def _passed_on(fact: Any) -> str:
    return levels(fact.sub_mandating)


def _joint(fact: Any, look: Look) -> list[str]:
    return [look.names.seat(seat) for seat in fact.seats] if len(fact.seats) > 1 else []


_BOUNDS = (
    Column(lazy("Only together"), lambda one, look: _joint(one.entry.fact, look)),
    _of("kinds", lambda fact, _look: [str(KIND_NAMES[kind]) for kind in fact.kinds]),
    _of("reservations", lambda fact, look: [look.names.reservation(held, fact.currency) for held in fact.reservations]),
    _of("above_amount", lambda fact, _look: _amount(fact, "above_amount")),
    _of("vat", lambda fact, _look: _basis(fact)),
    _of("currency", lambda fact, _look: fact.currency if _has_limit(fact) else ""),
    _of("within", lambda fact, look: [look.names.unit(code) for code in fact.within]),
    _of("cases", lambda fact, _look: list(fact.cases)),
    _of("counterparties", lambda fact, _look: list(fact.counterparties)),
    _of("conditions", _conditions),
    _of("instructions"),
    _of("sub_mandating", lambda fact, _look: _passed_on(fact)),
    _of("sub_mandating_only", lambda fact, look: look.names.decision_types(fact.sub_mandating_only)),
    _of("sub_mandating_except", lambda fact, look: look.names.decision_types(fact.sub_mandating_except)),
    _of("parent"),
    _of("legal_basis"),
    _of("instrument"),
    _of("disclosure", lambda fact, _look: str(DISCLOSURE_CHOICES[fact.disclosure])),
)
