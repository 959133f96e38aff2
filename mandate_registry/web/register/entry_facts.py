"""What the detail view of an entry says of it, line by line; a line that says nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mandate_registry.rules.facts import Instrument
from mandate_registry.rules.fields import FACTS, stated
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.register.mandate_history import EntryHistory
from mandate_registry.web.chosen_register import named
from mandate_registry.web.field_labels import LABELS
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.register.displayed_names import Money
from mandate_registry.web.register.entry_values import first_day, last_day, published, status
from mandate_registry.web.register.fields import shown
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import (
    DISCLOSURE_NAMES,
    EVENTS_OF_A_PERSON,
    EVENTS_OF_A_RESUMPTION,
    KIND_PURPOSES,
    NATURE_NAMES,
)

Said = Iterator[tuple[str, Any]]


def facts_of(table: str, stored: EntryView, look: RegisterView) -> list[tuple[str, Any]]:
    """Return what an entry says: what each line is about, and what it says."""
    lines, fields = SAYS[table]
    others = [one for one in stated(FACTS[table]) if one.name not in fields.split()]
    follow = [(str(LABELS[table][one.name]), shown(one, stored.entry.fact, look)) for one in others]
    return [(about, said) for about, said in (*lines(stored, look), *follow) if said not in (None, "", [])]


def title_of(table: str, stored: EntryView, look: RegisterView) -> str:
    """Return what an entry is called."""
    fact = stored.entry.fact
    if table == "decision_types":
        return look.names.decision_type(fact.code)
    return str(next(value for name in ("name", "title", "number") if (value := getattr(fact, name, None))))


def _period(stored: EntryView, look: RegisterView) -> Said:
    yield _("From"), first_day(stored, look)
    yield _("Until"), last_day(stored, look)


def _mandate(stored: EntryView, look: RegisterView) -> Said:
    fact, names = stored.entry.fact, look.names
    yield _("Status"), status(stored)
    yield _("Who"), names.seats(fact.seats)
    yield _("May decide"), names.decision_types(fact.decision_types)
    yield _("Except"), [names.reservation(one, fact.currency) for one in fact.reservations]
    yield _("On behalf of"), names.body(fact.on_behalf_of)
    yield _("By way of"), [str(KIND_PURPOSES[kind]) for kind in fact.kinds]
    yield _("Only above"), fact.above_amount and Money(fact.above_amount, fact.currency, fact.vat)
    yield _("Highest amount"), fact.max_amount and Money(fact.max_amount, fact.currency, fact.vat)
    yield _("Only for matters of"), list(map(names.unit, fact.within))
    yield _("Only for these cases"), list(fact.cases)
    yield _("Only with these organisations"), list(fact.counterparties)
    yield _("Never about those who act"), _("Yes") if fact.not_about_oneself else None
    yield _("Conditions"), list(fact.conditions)
    yield _("Instruction"), fact.instructions
    yield _("No superior to consent"), _("Yes") if fact.no_superior else None
    yield _("Statute that provides for it"), fact.consent_statute
    yield _("May be passed on"), _levels(fact.sub_mandating)
    yield from _period(stored, look)
    yield _("Legal basis"), fact.legal_basis
    yield _("May be shown to"), str(DISCLOSURE_NAMES[fact.disclosure])


def _levels(levels: int) -> str:
    """Return how often a mandate may be passed on, in words (Awb 10:9)."""
    if levels == 0:
        return _("no")
    return _("yes, once") if levels == 1 else _("yes, %(levels)s times in a row", levels=levels)


def _employee(stored: EntryView, look: RegisterView) -> Said:
    fact, names = stored.entry.fact, look.names
    yield _("Staff number"), fact.number
    yield _("Positions"), [names.position(code) for code in names.directory.positions_of(fact.number, names.at)]
    is_stopped = fact.is_suspended(names.at)  # who is stopped is away too, and nothing more is said of it
    yield _("Away"), _("Yes") if names.directory.is_absent(fact.number, names.at) and not is_stopped else None
    yield _("Stopped"), [Formatter(look.names.lang).stopped(period, look.zone.key) for period in fact.suspensions]
    yield _("E-mail"), fact.email
    yield _("Employed from"), first_day(stored, look)
    yield _("Employed until"), last_day(stored, look)


def _position(stored: EntryView, look: RegisterView) -> Said:
    fact, names = stored.entry.fact, look.names
    yield _("Code"), fact.code
    yield _("Unit"), names.unit(fact.unit)
    yield _("Category"), fact.category
    held_by = sorted(names.person(number) for number in names.directory.holders_of(fact.code, names.at))
    yield _("Held by"), held_by or _("nobody: the position is vacant")


def _decision_type(stored: EntryView, look: RegisterView) -> Said:
    fact, names = stored.entry.fact, look.names
    yield _("Code"), fact.code
    yield _("Belongs to"), fact.parent and names.decision_type(fact.parent)
    yield _("Of"), names.body(fact.body)
    yield _("Nature"), fact.nature and str(NATURE_NAMES[fact.nature])
    yield _("Takes"), names.decision_types(fact.components)
    yield _("Amount"), _("must be stated") if fact.amount_required else None
    yield _("Mandate"), None if fact.mandatable else _("not allowed: the law keeps this with the body (Awb 10:3)")
    yield _("Legal basis"), fact.legal_basis
    yield from _period(stored, look)


def _instrument(stored: EntryView, look: RegisterView) -> Said:
    fact = stored.entry.fact
    for one in stated(Instrument):
        if one.name == "published_as":
            yield LABELS["instruments"][one.name], published(fact)
        elif one.name not in ("title", "publication_url"):
            yield LABELS["instruments"][one.name], shown(one, fact, look)


def _agreement(stored: EntryView, look: RegisterView) -> Said:
    fact, names = stored.entry.fact, look.names
    yield _("Partner"), named(fact.partner)
    yield _("About"), names.decision_types(fact.decision_types)
    yield _("Only people of"), list(map(names.unit, fact.units))
    yield _("May search"), _("Yes") if fact.lists else _("No")
    yield _("Basis"), fact.basis
    yield from _period(stored, look)


def _no_line_of_its_own(_stored: EntryView, _look: RegisterView) -> Said:
    yield from ()


_OF_MANDATES = (
    "number seats decision_types reservations on_behalf_of kinds above_amount max_amount currency vat within cases "
    "counterparties not_about_oneself conditions instructions sub_mandating legal_basis disclosure"
)
_OF_TYPES = "code title_nl title_en parent body nature components amount_required mandatable legal_basis"
SAYS: dict[str, tuple[Callable[[EntryView, RegisterView], Said], str]] = {
    "mandates": (_mandate, f"{_OF_MANDATES} parent instrument"),  # these two stand beside the others
    "employees": (_employee, "number name email"),
    "positions": (_position, "code title unit category"),
    "decision_types": (_decision_type, _OF_TYPES),
    "units": (_no_line_of_its_own, "name"),
    "bodies": (_no_line_of_its_own, "name"),
    "instruments": (_instrument, " ".join(one.name for one in stated(Instrument))),
    "agreements": (_agreement, "number partner decision_types units lists basis"),
}
"""By table, the lines that are worded by themselves, and the fields that these and the title tell."""

AROUND = {
    "bodies": {"mandates": lazy("Mandates on its behalf"), "decision_types": lazy("Decision types of this body")},
    "units": {
        "units": lazy("Units below it"),
        "positions": lazy("Positions in this unit"),
        "mandates": lazy("Mandates of everybody in it"),
    },
    "positions": {
        "appointments": lazy("Appointments"),
        "deputyships": lazy("Who stands in"),
        "mandates": lazy("Mandates that reach this position"),
    },
    "decision_types": {
        "decision_types": lazy("Decision types below it"),
        "mandates": lazy("Mandates that list it, what it belongs to or what it takes"),
    },
    "employees": {
        "employments": lazy("Employments"),
        "appointments": lazy("Appointments"),
        "absences": lazy("Absences"),
        "stands_in": lazy("Stands in for others"),
        "deputies": lazy("Who stands in"),
        "mandates": lazy("Mandates by name or by position"),
    },
    "instruments": {"mandates": lazy("Mandates that it granted")},
    "mandates": {"mandates": lazy("Mandates below this one")},
    "agreements": {},
}
"""By table, what stands around an entry (`services.register.entry_details.AROUND`), and under which title."""


def in_words(happened: Sequence[EntryHistory]) -> list[tuple[Any, EntryHistory]]:
    """Return what happened to a person, each with what it is called: a changeset that decides may be a resumption."""
    resumptions = {one.changeset for one in happened if one.event == Event.PROPOSAL}
    return [
        ((EVENTS_OF_A_RESUMPTION if one.changeset in resumptions else EVENTS_OF_A_PERSON)[one.event], one)
        for one in happened
    ]
