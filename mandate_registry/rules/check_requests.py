"""A question as it is asked, before its people are found; and the one way in which it becomes plain data and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from mandate_registry.rules.notation import OIN
from mandate_registry.rules.plain_data import ALL, moment_of, money_of, to_plain
from mandate_registry.rules.presentation_code import Presented
from mandate_registry.rules.questions import Money, Named, Question

WAYS = ("id", "number", "name", "organisation", "code")
"""How an employee may be named, by the fields of a reference and of what is shown of it."""


@dataclass(frozen=True, slots=True)
class EmployeeRef:
    """How a request names an employee: by id, number, full name or code; `organisation` when it is another's.

    `card` is the one that was found by the code, None where none is good for this question.
    """

    id: UUID | None = None
    number: str | None = None
    name: str | None = None
    organisation: str | None = None
    code: Presented | None = None
    card: UUID | None = None

    @property
    def written(self) -> str:
        """How it names somebody, after OIN and slash when it says whose he is; a code is not written."""
        name = self.name or self.number or str(self.id)
        return f"{self.organisation}/{name}" if self.organisation else name

    @property
    def named(self) -> Named:
        """How the rules name somebody, as far as it is by number or name."""
        return Named(self.number, self.name, self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """A question as asked: times that are not stated mean now; no `confirmed_conditions` means all of them.

    `receipt` says whether its answer is to be signed; None: for a partner it is, for one's own it is not.
    """

    organisation: str
    employees: tuple[EmployeeRef, ...]
    decision_type: str
    amount: Money | None = None
    case: str | None = None
    counterparty: str | EmployeeRef | None = None
    unit: str | None = None
    about: EmployeeRef | None = None
    confirmed_conditions: frozenset[str] | None = frozenset()
    primary_decision_by: tuple[EmployeeRef, ...] = ()
    at: datetime | None = None
    known_at: datetime | None = None
    purpose: str | None = None
    receipt: bool | None = None

    @property
    def mentioned(self) -> dict[str, EmployeeRef]:
        """Those whom it names and who do not act, by the field in which they stand."""
        party = self.counterparty if isinstance(self.counterparty, EmployeeRef) else None
        alone = {field: ref for field, ref in (("about", self.about), ("counterparty", party)) if ref}
        return alone | {f"primaryDecisionBy.{place}": ref for place, ref in enumerate(self.primary_decision_by)}

    @property
    def organisations(self) -> set[str]:
        """The organisations that it names (OIN): the one asked about, and those of whom it names."""
        refs = (*self.employees, *self.mentioned.values())
        return {self.organisation, *(ref.organisation for ref in refs if ref.organisation)}

    def question(self, moment: datetime, named: Callable[[EmployeeRef], Named]) -> Question:
        """Return the question that the rules answer: times left out become this moment, `named` finds employees."""
        party = self.counterparty
        return Question(
            organisation=self.organisation,
            employees=tuple(map(named, self.employees)),
            decision_type=self.decision_type,
            at=self.at or moment,
            known_at=self.known_at or moment,
            amount=self.amount,
            case=self.case,
            counterparty=named(party) if isinstance(party, EmployeeRef) else party,
            unit=self.unit,
            about=named(self.about) if self.about else None,
            confirmed_conditions=self.confirmed_conditions,
            primary_decision_by=tuple(map(named, self.primary_decision_by)),
        )


@dataclass(frozen=True, slots=True)
class TableRequest:
    """Who sits at the table, each with an organisation, and the decision types asked about.

    `question` holds what all checks share; its organisation, employees and decision type are not looked at.
    """

    employees: tuple[EmployeeRef, ...]
    decision_types: tuple[str, ...]
    question: CheckRequest


def request_to_plain(request: CheckRequest | EmployeeRef) -> dict[str, Any]:
    """Return a question, or how it names somebody, as plain data; what is not stated is left out, a code is masked."""
    values = ((name, default, getattr(request, name)) for name, default in _DEFAULTS[type(request)])
    return {name: _plain(value) for name, default, value in values if value != default}


_DEFAULTS = {kind: [(field.name, field.default) for field in fields(kind)] for kind in (CheckRequest, EmployeeRef)}


def _plain(value: Any) -> Any:
    if value is None:  # all conditions: nothing else is stated as None
        return ALL
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return request_to_plain(value) if isinstance(value, EmployeeRef) else to_plain(value)


def request_from_plain(plain: Mapping[str, Any]) -> CheckRequest:
    """Read a question; ValueError when it is none. Whom a code named is nobody: a code is kept nowhere."""
    stated = {field.name: plain[field.name] for field in fields(CheckRequest) if plain.get(field.name) is not None}
    read = {name: _READ[name](value) if name in _READ else value for name, value in stated.items()}
    return CheckRequest(**read)


def _employee(plain: Mapping[str, Any]) -> EmployeeRef:
    if plain.get("code"):
        return EmployeeRef()
    identity = plain.get("id")
    number, name, organisation = (plain.get(way) for way in ("number", "name", "organisation"))
    return EmployeeRef(UUID(identity) if identity else None, number, name, organisation)


def _employees(plain: list[Mapping[str, Any]]) -> tuple[EmployeeRef, ...]:
    return tuple(map(_employee, plain))


def _party(plain: str | Mapping[str, Any]) -> str | EmployeeRef:
    return plain if isinstance(plain, str) else _employee(plain)


def _conditions(plain: str | list[str]) -> frozenset[str] | None:
    return None if plain == ALL else frozenset(plain)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "employees": _employees,
    "primary_decision_by": _employees,
    "about": _employee,
    "counterparty": _party,
    "amount": money_of,
    "confirmed_conditions": _conditions,
    "at": moment_of,
    "known_at": moment_of,
}


def request_in_words(
    organisation: str,
    *,
    employees: Iterable[str],
    confirmed_conditions: str | Iterable[str],
    counterparty: str | None = None,
    about: str | None = None,
    primary_decision_by: Iterable[str] = (),
    **others: Any,
) -> CheckRequest:
    """Return the question that is written as in `checks.yaml`: by numbers or full names, after OIN and slash elsewhere.

    The counterparty is an organisation by OIN, or else an employee; `confirmed_conditions` may be `all`.
    """
    party = counterparty and (counterparty if OIN.fullmatch(counterparty) else _ref_in_words(counterparty))
    return CheckRequest(
        organisation=organisation,
        employees=tuple(map(_ref_in_words, employees)),
        confirmed_conditions=None if ALL in confirmed_conditions else frozenset(confirmed_conditions),
        counterparty=party or None,
        about=_ref_in_words(about) if about else None,
        primary_decision_by=tuple(map(_ref_in_words, primary_decision_by)),
        **others,
    )


def _ref_in_words(text: str) -> EmployeeRef:
    organisation, slash, local = text.partition("/")
    if slash and OIN.fullmatch(organisation):
        return EmployeeRef(number=local, name=local, organisation=organisation)
    return EmployeeRef(number=text, name=text)
