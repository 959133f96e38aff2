"""What a list may be asked: where to begin, how much, and by which codes."""

from __future__ import annotations

from schemas import fields
from schemas.base import Schema
from schemas.values import Count, Digits


class KnowledgeQuery(Schema):
    """As known at which moment a thing is looked at."""

    known_at = fields.instant()


class MomentQuery(KnowledgeQuery):
    """When a thing is looked at: as valid at a moment, as known at a moment."""

    valid_at = fields.instant()


class Paged(Schema):
    """A page of a list, asked for in the address: all values are texts."""

    after = fields.cursor(data_key="cursor", load_default=0)
    limit = Digits(1, 100, load_default=50)


class PageQuery(Paged, MomentQuery):
    """A page of entries, as they were at a moment."""


class InBody:
    """Which page of a list is wanted, asked for in a body."""

    after = fields.cursor(data_key="cursor", load_default=0)
    limit = Count(1, 100, load_default=50)


class PageSearch(InBody, MomentQuery):
    """A page of a list, asked for in a body; the fields of a subclass are what is searched by."""

    organisation = fields.oin(required=True)


class EmployeeSearch(PageSearch):
    """Employees by what may not stand in an address."""

    number = fields.number()
    name = fields.line()


class MandateSearch(PageSearch):
    """Mandates by number, by a decision type they list, or by a seat."""

    number = fields.line()
    decision_type = fields.types()
    holder = fields.seat_name()
