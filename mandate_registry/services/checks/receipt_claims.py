"""What a receipt claims of a question and of its answer, and a claimed question read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from mandate_registry.canonical import as_bytes, as_text, in_camel_case, in_snake_case
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef, request_from_plain, request_to_plain
from mandate_registry.rules.plain_data import moment_of, to_plain
from mandate_registry.rules.presentation_code import Presented
from mandate_registry.services.checks.check_result import CheckResult

ANSWER = (
    *("decision", "outcome", "reasons", "mandate", "legs", "conditions", "signature_line", "stable_until"),
    "differs_from_then",
)
"""What is claimed of an answer: how it was reached is not."""
_BESIDE = ("at", "known_at", "receipt")
"""What a receipt claims beside the question, or is itself."""


def question_claims(request: CheckRequest) -> dict[str, Any]:
    """Return what a receipt claims of a question: what was not asked is left out, and so are its moments."""
    plain = {name: value for name, value in request_to_plain(request).items() if name not in _BESIDE}
    claims: dict[str, Any] = in_camel_case(plain)
    return claims | {"employees": [_named(*one) for one in zip(request.employees, claims["employees"], strict=True)]}


def question_from_claims(question: Mapping[str, Any], at: str, known_at: str | None, asked_at: str) -> CheckRequest:
    """Read a question that a receipt claims, to ask it again about the same moment, as known then or (None) now.

    Whom a code named when it was asked, it names again. ValueError or KeyError when it is none.
    """
    request = request_from_plain(in_snake_case({**question, "at": at, "knownAt": known_at, "receipt": False}))
    named = zip(request.employees, question["employees"], strict=True)
    return replace(request, employees=tuple(_presented(*one, moment_of(asked_at)) for one in named))


def answer_claims(result: CheckResult) -> dict[str, Any]:
    """Return what a receipt claims of an answer."""
    claims: dict[str, Any] = in_camel_case(to_plain({name: getattr(result, name) for name in ANSWER}))
    return claims


def _named(ref: EmployeeRef, claims: dict[str, str]) -> dict[str, str]:
    """Write how an employee was named: a code with its digest, whether it is that of a card or of none."""
    ways = {name: text for name, text in claims.items() if name != "card"}
    return ways | {"codeDigest": as_text(ref.code.digest)} if ref.code else ways


def _presented(ref: EmployeeRef, claims: Mapping[str, str], moment: datetime) -> EmployeeRef:
    if "codeDigest" not in claims:
        return ref
    code = Presented(as_bytes(claims["codeDigest"]), claims["code"], moment)
    return EmployeeRef(organisation=claims.get("organisation"), code=code)
