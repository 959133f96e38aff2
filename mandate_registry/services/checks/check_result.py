"""What one caller is told of a question: a value here, and plain data where it is kept, claimed and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from mandate_registry.rules.plain_data import moment_of, to_plain

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """An answer as one caller is told it; what stands within it is plain data already.

    `receipt` is the same, signed (JWS). `forecast`: it is about a later moment than that at which it was known.
    """

    id: UUID
    organisation: str
    employees: list[Plain]
    decision_type: str
    decision: bool
    outcome: str
    reasons: list[Plain]
    mandate: Plain | None
    legs: list[Plain]
    conditions: list[Plain]
    at: datetime
    known_at: datetime
    evaluated_at: datetime
    stable_until: datetime | None
    differs_from_then: bool | None = None
    forecast: bool = field(init=False)
    explanation: list[Plain] | None = None
    signature_line: dict[str, str] | None = None
    receipt: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "forecast", self.at > self.known_at)

    @property
    def is_of_then(self) -> bool:
        """Whether it tells what was known before it was given."""
        return self.known_at < self.evaluated_at

    @property
    def reason(self) -> Plain | None:
        """Why it is not a plain yes; None for a yes."""
        return next(iter(self.reasons), None)

    @property
    def essence(self) -> tuple[object, ...]:
        """Return that of it on which a partner relies."""
        return self.outcome, [one["code"] for one in self.reasons], [leg["mandate"] for leg in self.legs]


_GIVEN = [one.name for one in fields(CheckResult) if one.init]
_MOMENTS = ("at", "known_at", "evaluated_at", "stable_until")


def result_to_keep(result: CheckResult) -> Plain:
    """Return a result as it is kept: plain data without the receipt, which is kept by itself."""
    plain: Plain = to_plain(result)
    return {name: value for name, value in plain.items() if name != "receipt"}


def result_from_plain(plain: Mapping[str, Any], receipt: str | None) -> CheckResult:
    """Read a result that was kept, and put its receipt beside it."""
    values = {name: plain[name] for name in _GIVEN if name != "receipt"}
    moments = {name: moment_of(plain[name]) if plain[name] else None for name in _MOMENTS}
    return CheckResult(**values | moments | {"id": UUID(plain["id"]), "receipt": receipt})
