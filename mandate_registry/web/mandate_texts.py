"""What the register says of a mandate, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.rules import values
from mandate_registry.rules.facts import EVERY_TYPE, Disclosure, Kind, Mandate, Vat
from mandate_registry.rules.fields import fields_of
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.moments import last_day_before
from mandate_registry.services.register.changeset_store import Step
from mandate_registry.web.field_labels import MANDATE_LABELS
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import BASES, DISCLOSURE_CHOICES, KIND_NAMES, OWN_FIELDS, STEPS
from schemas.base import ready
from schemas.pages import mandate_forms

Lines = list[tuple[Any, str]]
_FIELDS = {one.name: one for one in fields_of(Mandate)}


def labels(within: str = "") -> dict[str, Any]:
    """Return how the fields of a form about a mandate are called, by their paths, which begin with `within`."""
    known = ready(mandate_forms.RestatedIn).fields
    return {within + (known[name].data_key or name): label for name, label in MANDATE_LABELS.items() if name in known}


@dataclass(frozen=True, slots=True)
class Change:
    """What a field says now and what it is to say; empty for nothing."""

    label: Any
    before: str
    after: str


class MandateFormatter:
    """Tells in words what stands in codes, of one register, and what becomes of it."""

    def __init__(self, names: RegisterNames) -> None:
        self.names = names
        self.write = names.write
        self._tell: dict[Any, Callable[[Any, Any], str]] = {
            values.SEATS: lambda value, _of: _(" together with ").join(map(names.seat, value)),
            Kind: lambda value, _of: ", ".join(str(KIND_NAMES[kind]) for kind in value),
            values.RESERVATION: lambda value, of: "; ".join(names.reservation(held, of("currency")) for held in value),
            values.AMOUNT: lambda value, of: self.write.amount(value, of("currency")),
            values.DAY: lambda value, _of: self.write.date(value),
            Vat: lambda value, _of: str(BASES[value]),
            values.SCOPE: lambda value, _of: ", ".join(map(self._within, value)),
            values.LEVELS: lambda value, _of: levels(value),
            bool: lambda value, _of: _("Yes") if value else _("No"),
            Disclosure: lambda value, _of: str(DISCLOSURE_CHOICES[value]),
        }
        """How a value is told, by its kind."""

    def day(self, moment: datetime) -> str:
        """Write the day of a moment."""
        return self.write.day(moment, self.names.zone)

    def last_day(self, until: datetime) -> str:
        """Write the last day of a period that ends at a moment."""
        return self.write.date(last_day_before(until, ZoneInfo(self.names.zone)))

    def mandate(self, mandate: Mandate) -> Lines:
        """Return what a mandate says, leaving out what it says nothing about."""
        said = laid_out(mandate)
        has_limit = mandate.max_amount is not None or mandate.above_amount is not None
        shown = [name for name in MANDATE_LABELS if said[name] and name != "currency" and (has_limit or name != "vat")]
        return [(MANDATE_LABELS[name], self._said(name, said)) for name in shown]

    def changes(self, mandate: Mandate, values: Mapping[str, Any]) -> list[Change]:
        """Return what a mandate is to say otherwise."""
        before = laid_out(mandate)
        after = before | dict(values)
        changed = (name for name in MANDATE_LABELS if after[name] != before[name])
        return [Change(MANDATE_LABELS[name], self._said(name, before), self._said(name, after)) for name in changed]

    def _said(self, name: str, said: Mapping[str, Any]) -> str:
        value = said[name]
        if value in (None, (), ""):
            return ""
        if name in ("valid_from", "valid_until"):
            return self.day(value) if name == "valid_from" else self.last_day(value)
        one = _FIELDS[name]
        if tell := self._tell.get(one.kind):
            return tell(value, said.__getitem__)
        items = value if one.many else (value,)
        return "; ".join(self._named(one.refers, str(item)) for item in items)

    def _named(self, table: str, code: str) -> str:
        if code == EVERY_TYPE:
            return _("everything")
        return self.names.title(table, code) if table in ("bodies", "decision_types", "units", "positions") else code

    def _within(self, code: str) -> str:
        return str(OWN_FIELDS[code]) if code in OWN_FIELDS else self.names.title("units", code)

    def step(self, step: Step, number: str) -> str:
        """Return what a step does and from when, in words."""
        text = str(STEPS[step.event]) % {"number": number}
        if step.event is not Event.GRANT and step.effective_at:
            text += _(", from %(day)s", day=self.day(step.effective_at))
        if step.until:
            text += _(", until %(day)s", day=self.last_day(step.until))
        return text


def levels(count: int) -> str:
    """Return to how many levels a mandate may be passed on, in words."""
    if count == 1:
        return _("Yes, to one level below")
    return _("Yes, to %(count)s levels below", count=count) if count else _("No")


def laid_out(mandate: Mandate) -> dict[str, Any]:
    """Lay a mandate and its period side by side, as an amendment names them."""
    said = {field.name: getattr(mandate, field.name) for field in fields(mandate)}
    return said | {"valid_from": mandate.valid.since, "valid_until": mandate.valid.until}
