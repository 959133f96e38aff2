"""What a receipt says, member by member: the shape to which its claims are held before anybody reads them.

A kind tells whether a value is of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

Kind = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return type(value) is str


def _whole(value: Any) -> bool:
    return type(value) is int and value >= 0


def _flag(value: Any) -> bool:
    return type(value) is bool


def _parsed(read: Callable[[str], object]) -> Kind:
    """Return a check for texts that `read` accepts."""

    def is_one(value: Any) -> bool:
        try:
            return type(value) is str and bool(read(value))
        except ValueError:
            return False

    return is_one


def _nullable(kind: Kind) -> Kind:
    return lambda value: value is None or kind(value)


def _listed(kind: Kind) -> Kind:
    return lambda value: isinstance(value, list) and all(map(kind, value))


def _object(required: Mapping[str, Kind], optional: Mapping[str, Kind] | None = None) -> Kind:
    """Return a check for objects with exactly these members."""
    known = {**required, **(optional or {})}

    def is_one(value: Any) -> bool:
        if not isinstance(value, dict) or not required.keys() <= value.keys() <= known.keys():
            return False
        return all(known[name](member) for name, member in value.items())

    return is_one


def _reference(value: Any) -> bool:
    """Return whether a value names an employee: each way to do so is a text."""
    return isinstance(value, dict) and bool(value) and all(map(_text, value.values()))


def _party(value: Any) -> bool:
    return _text(value) or _reference(value)


def _conditions(value: Any) -> bool:
    return value == "all" or _listed(_text)(value)


_moment = _parsed(lambda text: datetime.fromisoformat(text).tzinfo)
_identity = _parsed(UUID)
_mandate = _nullable(_object({"id": _identity, "number": _text}))
_line = _nullable(_object({"nl": _text, "en": _text}))
_named = _nullable(_text)
_reason = _object({"code": _text, "text": _text, "mandate": _named})
_question = _object(
    {"organisation": _text, "employees": _listed(_reference), "decisionType": _text},
    {
        "amount": _object({"value": _text, "currency": _text, "vat": _text}),
        "case": _text,
        "counterparty": _party,
        "unit": _text,
        "about": _reference,
        "confirmedConditions": _conditions,
        "primaryDecisionBy": _listed(_reference),
        "purpose": _text,
    },
)
_leg = _object(
    {
        "decisionType": _text,
        "outcome": _text,
        "onBehalfOf": _nullable(_object({"code": _text, "name": _text})),
        "ownPower": _flag,
        "mandate": _mandate,
        "reason": _nullable(_reason),
        "signatureLine": _line,
    }
)
_answer = _object(
    {
        "decision": _flag,
        "outcome": _text,
        "reasons": _listed(_reason),
        "mandate": _mandate,
        "legs": _listed(_leg),
        "conditions": _listed(_object({"id": _text, "text": _text, "mandate": _named, "statedByAsker": _flag})),
        "signatureLine": _line,
        "stableUntil": _nullable(_moment),
        "differsFromThen": _nullable(_flag),
    }
)
are_claims = _object(
    {
        "iss": _text,
        "aud": _text,
        "iat": _whole,
        "jti": _identity,
        "check": _identity,
        "question": _question,
        "answer": _answer,
        "at": _moment,
        "knownAt": _moment,
        "evaluatedAt": _moment,
        "register": _object({"organisation": _text, "version": _whole, "release": _text}),
        "log": _object({"origin": _text, "size": _whole, "root": _text}),
    }
)
"""Tells whether a value is what a receipt claims."""
