"""What the register says of a mandate, what a changeset does to it, and which answers that changes: in words."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mandate_registry.rules.facts import EVERY_TYPE, OWN_STAFF, OWN_UNIT, Mandate
from mandate_registry.rules.lifecycle import Event
from mandate_registry.rules.moments import last_day_before
from mandate_registry.web.changing.words import DISCLOSURES, KIND_NAMES, OUTCOMES, STEPS
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.words import BASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from mandate_registry.rules.questions import Money, Named
    from mandate_registry.services.changing.impact import Flip
    from mandate_registry.services.registers.changesets import Step
    from mandate_registry.web.changing.names import Names

Lines = list[tuple[Any, str]]

LABELS: dict[str, Any] = {
    "seats": lazy("Given to"),
    "kinds": lazy("What is given"),
    "decision_types": lazy("For"),
    "reservations": lazy("Except"),
    "on_behalf_of": lazy("On behalf of"),
    "above_amount": lazy("Above"),
    "max_amount": lazy("Up to and including"),
    "vat": lazy("VAT"),
    "currency": lazy("Currency"),
    "within": lazy("Only within"),
    "cases": lazy("Only in the cases"),
    "counterparties": lazy("Only with"),
    "conditions": lazy("On the condition"),
    "instructions": lazy("Instructions"),
    "sub_mandating": lazy("May be passed on"),
    "sub_mandating_only": lazy("Passed on only for"),
    "sub_mandating_except": lazy("Not passed on for"),
    "parent": lazy("Below mandate"),
    "legal_basis": lazy("Legal basis"),
    "instrument": lazy("By decision"),
    "valid_from": lazy("From"),
    "valid_until": lazy("Until"),
    "disclosure": lazy("Who may know"),
}
"""How the fields of a mandate are called, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a field says now and what it is to say; empty for nothing."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Whose answer changes about what, from when; `tone` says whether somebody gains or loses."""

    people: str
    decision_types: tuple[str, ...]
    amounts: str
    at: str
    before: str
    after: str
    tone: str
    breaks: str


class Telling:
    """Tells in words what stands in codes, of one register."""

    def __init__(self, names: Names) -> None:
        """Keep how things are called."""
        self.names = names
        self.write = names.write
        types = self._listed("decision_types")
        self._tell: dict[str, Callable[[Any, Any], str]] = {
            "seats": lambda value, _of: _(" together with ").join(map(names.seat, value)),
            "kinds": lambda value, _of: ", ".join(str(KIND_NAMES[kind]) for kind in value),
            "decision_types": types,
            "sub_mandating_only": types,
            "sub_mandating_except": types,
            "reservations": lambda value, of: "; ".join(names.reservation(held, of("currency")) for held in value),
            "on_behalf_of": lambda value, _of: names.title("bodies", value),
            "above_amount": lambda value, of: self.write.amount(value, of("currency")),
            "max_amount": lambda value, of: self.write.amount(value, of("currency")),
            "vat": lambda value, _of: str(BASES[value]),
            "within": lambda value, _of: ", ".join(map(self._within, value)),
            "sub_mandating": lambda value, _of: _levels(value),
            "disclosure": lambda value, _of: str(DISCLOSURES[value]),
            "valid_from": lambda value, _of: self.day(value),
            "valid_until": lambda value, _of: self.last_day(value),
        }

    def day(self, moment: datetime) -> str:
        """Write the day of a moment."""
        return self.write.day(moment, self.names.zone)

    def last_day(self, until: datetime) -> str:
        """Write the last day of a period that ends at a moment."""
        return self.write.date(last_day_before(until, ZoneInfo(self.names.zone)))

    def mandate(self, mandate: Mandate) -> Lines:
        """Tell what a mandate says, leaving out what it says nothing about."""
        said = _laid_out(mandate)
        has_limit = mandate.max_amount is not None or mandate.above_amount is not None
        shown = [name for name in LABELS if said[name] and name != "currency" and (has_limit or name != "vat")]
        return [(LABELS[name], self._said(name, said)) for name in shown]

    def changes(self, mandate: Mandate, values: Mapping[str, Any]) -> list[Change]:
        """Tell what a mandate is to say otherwise."""
        before = _laid_out(mandate)
        after = before | dict(values)
        changed = (name for name in LABELS if after[name] != before[name])
        return [Change(LABELS[name], self._said(name, before), self._said(name, after)) for name in changed]

    def step(self, step: Step, number: str) -> str:
        """Tell what a step does, from when."""
        text = str(STEPS[step.event]) % {"number": number}
        if step.event is not Event.GRANT and step.effective_at:
            text += _(", from %(day)s", day=self.day(step.effective_at))
        if step.until:
            text += _(", until %(day)s", day=self.last_day(step.until))
        return text

    def effects(self, flips: Iterable[Flip]) -> list[Effect]:
        """Tell whose answers change: what is the same about several people, amounts and types in one line."""
        ordered = sorted(flips, key=_matter)
        found: dict[Effect, list[str]] = {}
        for _key, group in groupby(ordered, key=_matter):
            alike = list(group)
            title = self.names.title("decision_types", alike[0].question.decision_type)
            found.setdefault(self._effect(alike), []).append(title)
        return [replace(effect, decision_types=tuple(titles)) for effect, titles in found.items()]

    def _effect(self, flips: list[Flip]) -> Effect:
        first = flips[0]
        people = dict.fromkeys(self._people(flip.question.employees) for flip in flips)
        gains, loses = (flip == "authorised" for flip in (first.after.outcome, first.before.outcome))
        return Effect(
            people=", ".join(sorted(people)),
            decision_types=(),
            amounts=self._amounts([flip.question.amount for flip in flips if flip.question.amount]),
            at=self.day(first.question.at),
            before=str(OUTCOMES[first.before.outcome]),
            after=str(OUTCOMES[first.after.outcome]),
            tone="good" if gains else "bad" if loses else "partly",
            breaks=first.expectation or "" if first.breaks else "",
        )

    def _people(self, employees: Iterable[Named]) -> str:
        return _(" together with ").join(map(self._person, employees))

    def _person(self, named: Named) -> str:
        if named.organisation or named.number not in self.names.facts("employees"):
            return named.name or named.number or ""
        return self.names.title("employees", named.number)

    def _amounts(self, amounts: list[Money]) -> str:
        if not amounts:
            return ""
        values = sorted(amount.value for amount in amounts)
        low, high = (self.write.amount(value, amounts[0].currency) for value in (values[0], values[-1]))
        return low if low == high else _("%(low)s to %(high)s", low=low, high=high)

    def _said(self, name: str, said: Mapping[str, Any]) -> str:
        value = said[name]
        if value in (None, (), ""):
            return ""
        if name in self._tell:
            return self._tell[name](value, said.__getitem__)
        return "; ".join(value) if isinstance(value, tuple) else str(value)

    def _listed(self, table: str) -> Callable[[Any, Any], str]:
        def told(codes: Iterable[str], _of: object) -> str:
            return "; ".join(_("everything") if code == EVERY_TYPE else self.names.title(table, code) for code in codes)

        return told

    def _within(self, code: str) -> str:
        own = {OWN_UNIT: _("the holder's own unit"), OWN_STAFF: _("the staff of the holder's own unit")}
        return own.get(code) or self.names.title("units", code)


def _levels(count: int) -> str:
    return _("Yes, %(count)s deep", count=count) if count else _("No")


def _laid_out(mandate: Mandate) -> dict[str, Any]:
    """Lay a mandate and its period side by side, as an amendment names them."""
    said = {field.name: getattr(mandate, field.name) for field in fields(mandate)}
    return said | {"valid_from": mandate.valid.since, "valid_until": mandate.valid.until}


def _matter(flip: Flip) -> tuple[Any, ...]:
    question = flip.question
    return (
        not flip.breaks,
        flip.expectation or "",
        question.decision_type,
        question.at,
        flip.before.outcome,
        flip.after.outcome,
    )
