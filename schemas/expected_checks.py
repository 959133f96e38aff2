"""The wire format of expected checks: `checks.yaml` in camelCase, where what the file calls `id` is the name."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any

import marshmallow as ma

from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import Vat
from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.changesets import VerdictOut
from schemas.queries import KnowledgeQuery, Paged
from schemas.questions import AllOrSome
from schemas.values import Value, Word

MAX_EMPLOYEES = 10


class ExpectedCheckQuery(Paged, KnowledgeQuery):
    """Which expected checks are wanted."""

    organisation = fields.oin()


class MotivationQuery(Schema):
    """Why an answer is expected no longer, or otherwise."""

    motivation = fields.text(load_default="")


class _Asked(Schema):
    """A question with the answer that is expected."""

    id = fields.line(data_key="name", required=True)
    why = fields.text()
    employees = Listed(fields.line(), least=1, most=MAX_EMPLOYEES, required=True)
    decision_type = fields.line(required=True)
    at = fields.instant(required=True)
    outcome = Word(Outcome, required=True)
    reason = Word(Reason, allow_none=True)
    mandate = fields.line(allow_none=True)
    amount = fields.amount(allow_none=True)
    vat = Word(Vat)
    currency = fields.currency()
    case = fields.line(allow_none=True)
    unit = fields.code(allow_none=True)
    about = fields.line(allow_none=True)
    counterparty = fields.oin(allow_none=True)
    confirmed_conditions = AllOrSome()
    primary_decision_by = Listed(fields.line(), most=MAX_EMPLOYEES)
    known_at = fields.instant(allow_none=True)


class ExpectedCheckIn(_Asked):
    """An answer to be expected. It loads into the organisation and the expectation."""

    organisation = fields.oin(required=True)

    @ma.post_load
    def as_expectation(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Make it an expectation."""
        return {"organisation": data.pop("organisation"), "expectation": Expectation(**data)}


class ExpectedCheckPatch(_Asked):
    """What is to be expected otherwise: the fields that are given, and no others; null is what is not stated."""

    def __init__(self, **options: Any) -> None:
        """Require nothing."""
        super().__init__(partial=True, **options)


class ExpectedCheckOut(_Asked):
    """An expected check as it is kept."""

    id = fields.identity()
    name = Value()
    organisation = Value()
    recorded_at = fields.instant(allow_none=True)

    @ma.pre_dump
    def spread(self, kept: Any, **_: object) -> dict[str, Any]:
        """Lay the expectation and what is known about it side by side."""
        said = {field.name: getattr(kept.expectation, field.name) for field in fields_of(Expectation)}
        about = {"id": kept.id, "organisation": kept.organisation, "recorded_at": kept.recorded_at}
        return said | {"name": kept.expectation.id} | about


class VerificationIn(Schema):
    """Of which register every expected check is asked."""

    organisation = fields.oin(required=True)


class UnexpectedAnswerOut(Schema):
    """An expected answer that the register does not give."""

    id = Value(data_key="name")
    why = Value()
    expected = Nested(VerdictOut)
    answered = Nested(VerdictOut)


class VerificationOut(Schema):
    """How many answers are as expected, and those that are not."""

    agreed = ma.fields.Integer()
    total = ma.fields.Integer()
    differences = Listed(UnexpectedAnswerOut)
