"""How the register's pages show the fields of facts, by their kinds of value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandate_registry.rules import values
from mandate_registry.rules.facts import Disclosure, Kind, Nature, Trigger, Vat
from mandate_registry.rules.fields import Field
from mandate_registry.rules.notation import Reservation
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register.displayed_names import Money
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import BASES, DISCLOSURE_NAMES, KIND_PURPOSES, NATURE_NAMES, TRIGGER_NAMES

WORDS: dict[Any, Any] = {
    Disclosure: DISCLOSURE_NAMES,
    Kind: KIND_PURPOSES,
    Nature: NATURE_NAMES,
    Trigger: TRIGGER_NAMES,
    Vat: BASES,
}


def shown(one: Field, fact: Any, look: RegisterView) -> Any:
    """Return what a page shows of a field of a fact: a text, an amount or a day, or a list of such; None of nothing."""
    value = getattr(fact, one.name)
    if value is None or value is False:
        return None
    if one.kind is values.SEATS:
        return look.names.seats(value)
    return [_shown(one, item, fact, look) for item in value] if one.many else _shown(one, value, fact, look)


def _shown(one: Field, value: Any, fact: Any, look: RegisterView) -> Any:
    names, kind = look.names, one.kind
    if isinstance(value, Reservation):
        return names.reservation(value, fact.currency)
    if kind is values.AMOUNT:
        return Money(value, getattr(fact, "currency", "EUR"), fact.vat)
    if kind in WORDS:
        return str(WORDS[kind][value])
    called: dict[str, Callable[[Any], str]] = {
        "bodies": names.body,
        "decision_types": names.decision_type,
        "employees": names.person,
        "positions": names.position,
        "seats": names.seat,
        "units": names.unit,
    }
    if one.refers in called:
        return called[one.refers](value)
    return _("Yes") if value is True else value
