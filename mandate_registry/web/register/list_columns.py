"""The columns of every list of entries, by table, on a page and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mandate_registry.services.checks.access_log import AccessLogEntry
from mandate_registry.web.chosen_register import named
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.register.displayed_names import Link, Money
from mandate_registry.web.register.entry_values import (
    address,
    first_day,
    last_day,
    published,
    standing_of_person,
    status,
)
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import NATURE_NAMES, TRACED, TRIGGER_NAMES


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands above it, and what it shows of an entry."""

    title: Any
    show: Callable[[Any, RegisterView], Any]


def _leading(table: str, title: Any, name: str) -> Column:
    """Make the column by which an entry is called: it leads to its detail view."""
    return Column(title, lambda one, _look: Link(getattr(one.entry.fact, name), address(table, one)))


def _fact(title: Any, show: Callable[[Any, RegisterView], Any]) -> Column:
    return Column(title, lambda one, look: show(one.entry.fact, look))


def _limit(fact: Any, name: str) -> Money | None:
    value = getattr(fact, name)
    return None if value is None else Money(value, getattr(fact, "currency", "EUR"), fact.vat)


def _asker(one: AccessLogEntry, look: RegisterView) -> str:
    """Return which organisation asked; of the own organisation, who asked."""
    if one.asked_by and one.asker in (None, look.organisation):
        return one.asked_by
    return named(one.asker) if one.asker else _("the installation")


def _asked_about(who: dict[str, str | None], look: RegisterView) -> str:
    number = who.get("number")
    return (look.names.person(number) if number and not who.get("organisation") else number) or who.get("name") or ""


_FROM, _UNTIL = Column(lazy("From"), first_day), Column(lazy("Until"), last_day)
_PERIOD = (_FROM, _UNTIL)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "mandates": (
        _leading("mandates", lazy("Number"), "number"),
        _fact(lazy("Who"), lambda fact, look: look.names.seats(fact.seats)),
        _fact(lazy("May decide"), lambda fact, look: look.names.decision_types(fact.decision_types)),
        _fact(lazy("On behalf of"), lambda fact, look: look.names.body(fact.on_behalf_of)),
        _fact(lazy("Highest amount"), lambda fact, _look: _limit(fact, "max_amount")),
        *_PERIOD,
        Column(lazy("Status"), lambda one, _look: status(one)),
    ),
    "employees": (
        _leading("employees", lazy("Name"), "name"),
        _fact(lazy("Staff number"), lambda fact, _look: fact.number),
        _fact(
            lazy("Positions"),
            lambda fact, look: [
                look.names.position(code) for code in look.names.directory.positions_of(fact.number, look.names.at)
            ],
        ),
        Column(lazy("Employed from"), first_day),
        Column(lazy("Employed until"), last_day),
        Column(lazy("Status"), standing_of_person),
    ),
    "positions": (
        _leading("positions", lazy("Position"), "title"),
        _fact(lazy("Code"), lambda fact, _look: fact.code),
        _fact(lazy("Unit"), lambda fact, look: look.names.unit(fact.unit)),
        _fact(lazy("Category"), lambda fact, _look: fact.category),
        _fact(
            lazy("Held by"),
            lambda fact, look: len(look.names.directory.holders_of(fact.code, look.names.at)),
        ),
    ),
    "decision_types": (
        Column(
            lazy("Decision type"),
            lambda one, look: Link(look.names.decision_type(one.entry.fact.code), address("decision_types", one)),
        ),
        _fact(lazy("Code"), lambda fact, _look: fact.code),
        _fact(lazy("Belongs to"), lambda fact, look: fact.parent and look.names.decision_type(fact.parent)),
        _fact(lazy("Of"), lambda fact, look: look.names.body(fact.body)),
        _fact(lazy("Nature"), lambda fact, _look: str(NATURE_NAMES[fact.nature]) if fact.nature else ""),
        _fact(lazy("Legal basis"), lambda fact, _look: fact.legal_basis),
    ),
    "units": (
        _leading("units", lazy("Unit"), "name"),
        _fact(lazy("Code"), lambda fact, _look: fact.code),
        _fact(lazy("Part of"), lambda fact, look: look.names.unit(fact.parent)),
    ),
    "bodies": (
        _leading("bodies", lazy("Body"), "name"),
        _fact(lazy("Code"), lambda fact, _look: fact.code),
        _fact(lazy("Position"), lambda fact, look: look.names.position(fact.position)),
    ),
    "instruments": (
        _leading("instruments", lazy("Reference"), "reference"),
        _fact(lazy("Title"), lambda fact, _look: fact.title),
        _fact(lazy("Adopted by"), lambda fact, _look: fact.adopted_by),
        _fact(lazy("Adopted on"), lambda fact, _look: fact.adopted_on),
        _fact(lazy("Published as"), lambda fact, _look: published(fact)),
    ),
    "agreements": (
        _leading("agreements", lazy("Number"), "number"),
        _fact(lazy("Partner"), lambda fact, _look: named(fact.partner)),
        _fact(lazy("About"), lambda fact, look: look.names.decision_types(fact.decision_types)),
        _fact(lazy("May search"), lambda fact, _look: _("Yes") if fact.lists else _("No")),
        *_PERIOD,
    ),
    "appointments": (
        _fact(lazy("Position"), lambda fact, look: look.names.position(fact.position)),
        _fact(lazy("Who"), lambda fact, look: look.names.person(fact.employee)),
        *_PERIOD,
    ),
    "absences": _PERIOD,
    "deputyships": (
        _fact(lazy("Number"), lambda fact, _look: fact.number),
        _fact(lazy("Stands in"), lambda fact, look: look.names.seat(fact.deputy)),
        _fact(lazy("For"), lambda fact, look: look.names.seat(fact.principal)),
        _fact(lazy("When"), lambda fact, _look: str(TRIGGER_NAMES[fact.trigger])),
        _fact(lazy("Order"), lambda fact, _look: fact.rank),
        _fact(lazy("Only for"), lambda fact, look: look.names.decision_types(fact.decision_types)),
        _fact(lazy("Highest amount"), lambda fact, _look: _limit(fact, "max_amount")),
        *_PERIOD,
    ),
    "traces": (
        Column(lazy("Asked at"), lambda one, _look: one.recorded_at),
        Column(lazy("By"), _asker),
        Column(lazy("About"), lambda one, look: [_asked_about(who, look) for who in one.employees]),
        Column(
            lazy("Decision type"), lambda one, look: one.decision_type and look.names.decision_type(one.decision_type)
        ),
        Column(lazy("Purpose"), lambda one, _look: one.purpose),
        Column(lazy("Answer"), lambda one, _look: str(TRACED[one.outcome])),
    ),
}
