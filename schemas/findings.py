"""The wire format of findings, and what a list of them may be asked."""

from __future__ import annotations

import re

from marshmallow.fields import Function

from mandate_registry.rules.findings.findings import FindingCode, Severity
from schemas import fields
from schemas.base import Listed, Schema
from schemas.queries import KnowledgeQuery, Paged
from schemas.values import Value, Word, Written


class FindingQuery(Paged, KnowledgeQuery):
    """Of which register, at which moment, and how bad."""

    organisation = fields.oin(required=True)
    at = fields.instant()
    severity = Word(Severity)


class ConcernedOut(Schema):
    """An entry that a finding concerns; `table` is its path in the API."""

    table = Written(re.compile("[a-z-]+"), "the path of a table", write=lambda table: table.replace("_", "-"))
    key = Value()
    id = Value(allow_none=True)


class FindingOut(Schema):
    """One thing found; `explanation` is the address of the page of its code."""

    code = Word(FindingCode)
    severity = Word(Severity)
    article = Value()
    detail = Function(lambda found: str(found.detail))
    explanation = Function(lambda found: f"/v1/findings/{found.code}")
    entries = Listed(ConcernedOut)
