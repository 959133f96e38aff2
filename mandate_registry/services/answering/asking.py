"""A question as it is asked, and as the rules read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.notation import OIN
from mandate_registry.rules.presentation import Presented
from mandate_registry.rules.questions import Money, Named, Question


@dataclass(frozen=True, slots=True)
class EmployeeRef:
    """How a request names an employee: by id, number, full name or code; `organisation` when it is another's.

    `card` is the one that the desk found by the code, None where it found none that is good for this question.
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


def as_request(asked: Mapping[str, Any]) -> CheckRequest:
    """Make the request of a question as a schema loads it; what it does not state has the default of the request."""
    people: dict[str, Any] = {
        field: tuple(EmployeeRef(**ref) for ref in asked[field])
        for field in ("employees", "primary_decision_by")
        if field in asked
    }
    if asked.get("about"):
        people["about"] = EmployeeRef(**asked["about"])
    if isinstance(party := asked.get("counterparty"), dict):
        people["counterparty"] = EmployeeRef(**party)
    return CheckRequest(**{**asked, **people})


def question_of(request: CheckRequest, moment: datetime, named: Callable[[EmployeeRef], Named]) -> Question:
    """Make the question of a request: times left out become this moment, `named` finds employees.

    InvalidInput when it asks what will be known.
    """
    if request.known_at and request.known_at > moment:
        raise InvalidInput(FieldError("knownAt", "invalid_value", "lies in the future, which nobody knows yet"))
    return Question(
        organisation=request.organisation,
        employees=tuple(named(ref) for ref in request.employees),
        decision_type=request.decision_type,
        at=request.at or moment,
        known_at=request.known_at or moment,
        amount=request.amount,
        case=request.case,
        counterparty=named(party) if isinstance(party := request.counterparty, EmployeeRef) else party,
        unit=request.unit,
        about=named(request.about) if request.about else None,
        confirmed_conditions=request.confirmed_conditions,
        primary_decision_by=tuple(named(ref) for ref in request.primary_decision_by),
    )


def organisations_named(request: CheckRequest) -> set[str]:
    """Return the organisations that a request names: the one asked about, and those of whom it names."""
    refs = (*request.employees, *request.mentioned.values())
    return {request.organisation, *(ref.organisation for ref in refs if ref.organisation)}


def must_name_nobody_beside_a_code(request: CheckRequest) -> None:
    """Refuse (InvalidInput) what asks by the code of a card and names somebody otherwise, whoever that is.

    What such an answer says of whoever is named, it would say of the holder, whose name the card may withhold: that he
    is a party, or that one who acts together with him is he.
    """
    if any(ref.code for ref in request.employees):
        acting = (f"employees.{place}" for place, ref in enumerate(request.employees) if not ref.code)
        errors = [FieldError(field, "beside_a_code", BESIDE_A_CODE) for field in (*acting, *request.mentioned)]
        if errors:
            raise InvalidInput(*errors)


BESIDE_A_CODE = (
    "names somebody in a question by the code of a card, which may not tell who its holder is: leave it out; those who"
    " act together each show a card"
)


def must_know_its_moment(request: CheckRequest, moment: datetime) -> None:
    """Refuse (InvalidInput) what asks about a moment from knowledge of before it, while there is newer knowledge.

    What was recorded in between would be left out: somebody whose mandate was revoked could have it confirmed.
    """
    if request.known_at and request.known_at < min(request.at or moment, moment):
        raise InvalidInput(FieldError("knownAt", "before_at", BEFORE))


BEFORE = (
    "lies before the moment asked about (at; now if left out), so that what was recorded since would be left out:"
    " partners are not told that, and it is not signed. Leave knownAt out, or ask about a moment up to knownAt"
)


def as_ref(text: str) -> EmployeeRef:
    """Read how a person names an employee: by number or full name, after OIN and slash when of another organisation."""
    organisation, slash, local = text.partition("/")
    if slash and OIN.fullmatch(organisation):
        return EmployeeRef(number=local, name=local, organisation=organisation)
    return EmployeeRef(number=text, name=text)


def as_party(text: str) -> str | EmployeeRef:
    """Read how a person names the counterparty: an organisation by OIN, or else an employee."""
    return text if OIN.fullmatch(text) else as_ref(text)
