"""A question and its answer in the words of the API, as a receipt states them; and a stated question read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from mandate_registry.canonical import as_bytes, as_text, camel_case, in_camel_case
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.notation import parse_amount
from mandate_registry.rules.presentation import Presented
from mandate_registry.rules.questions import Money
from mandate_registry.services.answering.asking import CheckRequest, EmployeeRef
from mandate_registry.services.answering.disclosure import Told

EVERY_CONDITION = "all"
ANSWER = (
    *("decision", "outcome", "reasons", "mandate", "legs", "conditions", "signature_line", "stable_until"),
    "differs_from_then",
)
"""What is stated of an answer: how it was reached is not."""
_WAYS = ("id", "number", "name", "organisation", "code")
_BESIDE = {"at", "known_at", "receipt"}
"""What a receipt states beside the question, or is itself."""
_NAMES = {camel_case(one.name): one.name for one in fields(CheckRequest) if one.name not in _BESIDE}
_USUAL = {one.name: one.default for one in fields(CheckRequest)}


def stated(request: CheckRequest) -> dict[str, Any]:
    """State a question as it was asked; what was not asked is left out, and so are its moments."""
    asked = {name: getattr(request, field) for name, field in _NAMES.items()}
    return {name: _plain(value) for name, value in asked.items() if value != _USUAL[_NAMES[name]]}


def asked_in(question: Mapping[str, Any], at: str, known_at: str | None, asked_at: str) -> CheckRequest:
    """Read a question that was `stated`, to ask it again about the same moment, as known then or (None) now.

    Whom a code named when it was asked, it names again. ValueError or KeyError when it is none.
    """
    asked = {_NAMES[name]: _READ.get(name, str)(value) for name, value in question.items()}
    people = tuple(_presented_at(ref, _moment(asked_at)) for ref in asked["employees"])
    moments = {"at": _moment(at), "known_at": _moment(known_at) if known_at else None}
    return CheckRequest(**asked | moments | {"employees": people}, receipt=False)


def answer_in(told: Told) -> dict[str, Any]:
    """State an answer as it was told."""
    return {camel_case(name): in_camel_case(getattr(told, name)) for name in ANSWER}


def _plain(value: Any) -> Any:
    """Write a part of a question; None is all conditions, for of everything else nothing is left out."""
    if value is None:
        return EVERY_CONDITION
    if isinstance(value, Money):
        return {"value": f"{value.value:.2f}", "currency": value.currency, "vat": value.vat.value}
    if isinstance(value, EmployeeRef):
        return _named(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _named(ref: EmployeeRef) -> dict[str, str]:
    """Write how an employee was named: a code masked, with its digest, whether it is that of a card or of none."""
    ways = {name: str(value) for name in _WAYS if (value := getattr(ref, name)) is not None}
    return ways | {"codeDigest": as_text(ref.code.digest)} if ref.code else ways


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _money(stated: Mapping[str, str]) -> Money:
    return Money(parse_amount(stated["value"]), stated["currency"], Vat(stated["vat"]))


def _employee(stated: Mapping[str, str]) -> EmployeeRef:
    """Read how an employee was named: every way is a text, an id and a code apart."""
    ways: dict[str, Any] = {name: stated[name] for name in stated.keys() - {"id", "code", "codeDigest"}}
    if "id" in stated:
        ways["id"] = UUID(stated["id"])
    if "code" in stated:
        ways["code"] = Presented(as_bytes(stated["codeDigest"]), stated["code"])
    return EmployeeRef(**ways)


def _presented_at(ref: EmployeeRef, moment: datetime) -> EmployeeRef:
    return replace(ref, code=Presented(ref.code.digest, ref.code.masked, moment)) if ref.code else ref


def _party(stated: str | Mapping[str, str]) -> str | EmployeeRef:
    return stated if isinstance(stated, str) else _employee(stated)


def _employees(stated: list[Mapping[str, str]]) -> tuple[EmployeeRef, ...]:
    return tuple(map(_employee, stated))


def _conditions(stated: str | list[str]) -> frozenset[str] | None:
    return None if isinstance(stated, str) else frozenset(stated)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "employees": _employees,
    "amount": _money,
    "about": _employee,
    "counterparty": _party,
    "confirmedConditions": _conditions,
    "primaryDecisionBy": _employees,
}
