"""A question that an organisation guards by an expected check, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from mandate_registry.rules.facts import Vat
from mandate_registry.services.approval.review import TurnedExpectation
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import REASONS

MATTER = {
    "unit": (lazy("for a matter of %(names)s"), "units"),
    "about": (lazy("about %(names)s"), "employees"),
    "counterparty": (lazy("with %(names)s"), "employees"),
    "case": (lazy("in the case %(names)s"), ""),
    "earlier": (lazy("where the first decision was taken by %(names)s"), "employees"),
}
"""How a question tells its matter, and in which table that is called by a name."""


def question_of(one: TurnedExpectation, names: RegisterNames | None) -> str:
    """Return who may decide what by an expected check; its name where that is not known."""
    if names is None or not one.decision_type:
        return one.name
    people = _(" together with ").join(names.title("employees", number) for number in one.people)
    return ", ".join(
        part for part in (people, names.title("decision_types", one.decision_type), _amount(one, names)) if part
    )


def _amount(one: TurnedExpectation, names: RegisterNames) -> str:
    if one.amount is None:
        return ""
    amount = names.write.amount(Decimal(one.amount[0]), one.amount[1])
    return f"{amount} {names.write.vat(Vat(one.details['vat']))}" if "vat" in one.details else amount


def matter_of(one: TurnedExpectation, names: RegisterNames | None) -> str:
    """Return of which matter it asks, and at what moment; "" where that is not known."""
    return ", ".join(_matter(one, names)) if names else ""


def _matter(one: TurnedExpectation, names: RegisterNames) -> Iterator[str]:
    for name, (words, table) in MATTER.items():
        if said := one.details.get(name):
            yield str(words) % {"names": names.title(table, said) if table else said}
    if said := one.details.get("at"):
        yield _("asked at %(moment)s", moment=names.write.moment(datetime.fromisoformat(said), names.zone))


def reason_of(one: TurnedExpectation) -> str:
    """Return why the new answer is no plain yes; "" for a plain yes."""
    return str(REASONS[one.after.reason]) if one.after.reason else ""
