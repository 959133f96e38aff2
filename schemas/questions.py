"""The wire format of questions: the check, the batch, the table and the search for authorities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from mandate_registry.rules.check_requests import CheckRequest, TableRequest
from mandate_registry.rules.check_requests import EmployeeRef as Ref
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.plain_data import ALL
from mandate_registry.rules.presentation_code import CODE, Presented
from mandate_registry.rules.questions import Money
from schemas import fields
from schemas.base import Listed, Nested, Schema, Strict, wrong
from schemas.values import Count, Flag, Word, Written

MAX_EMPLOYEES = 10
MAX_CHECKS = 1000


class AmountIn(Schema):
    """An amount of money."""

    value = fields.amount(required=True)
    currency = fields.currency()
    vat = Word(Vat)

    @ma.post_load
    def as_money(self, data: dict[str, Any], **_: object) -> Money:
        """Make it money."""
        return Money(**data)


class RefIn(Schema):
    """An employee who is named in exactly one way, and maybe his organisation."""

    @ma.validates_schema(skip_on_field_errors=True)
    def is_named_once(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse somebody without a name, or with two."""
        ways = [name for name in self.fields if name != "organisation"]
        if len(data.keys() & set(ways)) != 1:
            raise wrong("invalid_value", f"bears exactly one of {', '.join(ways[:-1])} and {ways[-1]}")

    @ma.post_load
    def as_ref(self, data: dict[str, Any], **_: object) -> Ref:
        """Make it the reference of a request."""
        return Ref(**data)


class MentionedRef(RefIn):
    """An employee who does not act: whom a decision is about, or who took the one before. No card speaks for him."""

    id = fields.identity()
    number = fields.number()
    name = fields.line()
    organisation = fields.oin()


class EmployeeRef(MentionedRef):
    """An employee who acts, named in exactly one way, by the code of his card too."""

    code = Written(CODE, "a presentation code such as 7KQ3-M9XW-2B4T-R8ND-C6HF", Presented.of)


class Party(Strict, ma.fields.Field[Any]):
    """The other side: an organisation by OIN, or an employee, who is named as whoever does not act."""

    organisation = fields.oin()
    employee = Nested(MentionedRef)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        kind = self.employee if isinstance(value, dict) else self.organisation
        return kind.deserialize(value, attr, data, **options)


class SeatedRef(EmployeeRef):
    """An employee at a table, where everybody's organisation is stated."""

    organisation = fields.oin(required=True)


class AllOrSome(Strict, ma.fields.Field[Any]):
    """The conditions that are confirmed: a list of them, or `all`."""

    some = Listed(fields.line())

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        return ALL if value == ALL else self.some.deserialize(value, attr, data, **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:  # noqa: ARG002  (as marshmallow calls it)
        return value if value == ALL else list(value)


class Confirmed(AllOrSome):
    """The conditions that the caller confirms; `all` is loaded as None, as a request has it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        found = super()._deserialize(value, attr, data, **options)
        return None if found == ALL else frozenset(found)


class Circumstances(Schema):
    """What all questions share. What is not stated is left out of what is loaded."""

    amount = Nested(AmountIn, allow_none=True)
    case = fields.line(allow_none=True)
    counterparty = Party(allow_none=True)
    at = fields.instant(allow_none=True)
    known_at = fields.instant(allow_none=True)
    confirmed_conditions = Confirmed()


class CheckIn(Circumstances):
    """One question."""

    organisation = fields.oin(required=True)
    employees = Listed(EmployeeRef, least=1, most=MAX_EMPLOYEES, required=True)
    decision_type = fields.code(required=True)
    unit = fields.code(allow_none=True)
    about = Nested(MentionedRef, allow_none=True)
    primary_decision_by = Listed(MentionedRef, most=MAX_EMPLOYEES)
    purpose = fields.sentence(allow_none=True)
    receipt = Flag(allow_none=True)

    @ma.post_load
    def as_request(self, data: dict[str, Any], **_: object) -> CheckRequest:
        """Make it a request."""
        return CheckRequest(**data)


class BatchIn(Schema):
    """Many questions, answered from one snapshot."""

    checks = Listed(CheckIn, least=1, most=MAX_CHECKS, required=True)


class TableIn(Circumstances):
    """Who sits at the table, and what may be decided there."""

    employees = Listed(SeatedRef, least=1, most=100, required=True)
    decision_types = Listed(fields.code(), least=1, required=True)
    purpose = fields.sentence(allow_none=True)
    receipt = Flag(allow_none=True)

    @ma.post_load
    def as_request(self, data: dict[str, Any], **_: object) -> TableRequest:
        """Make it a request; of the question that all share, only the circumstances are stated."""
        seats = data.pop("employees"), data.pop("decision_types")
        return TableRequest(*seats, CheckRequest(organisation="", employees=(), decision_type="", **data))


class AuthoritiesIn(Circumstances):
    """Who may take this decision, or what may these people decide: one of the two is given."""

    organisation = fields.oin(required=True)
    employees = Listed(EmployeeRef, least=1, most=MAX_EMPLOYEES)
    decision_type = fields.code()
    unit = fields.code(allow_none=True)
    purpose = fields.sentence(allow_none=True)
    after = fields.place(data_key="cursor")
    limit = Count(1, 100, load_default=50)

    @ma.validates_schema(skip_on_field_errors=True)
    def asks_one_thing(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse both questions at once, and none."""
        if ("employees" in data) == ("decision_type" in data):
            raise wrong("invalid_value", "bears exactly one of decisionType and employees")

    @ma.post_load
    def as_request(self, data: dict[str, Any], **_: object) -> tuple[CheckRequest, dict[str, Any]]:
        """Make it a request, of which what is searched for is left open, and the part that is wanted."""
        part: dict[str, Any] = {name: data.pop(name) for name in ("limit", "after") if name in data}
        return CheckRequest(**{"employees": (), "decision_type": ""} | data), part
