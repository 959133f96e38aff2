"""What the pages of the desk may be asked in an address: days instead of moments, and what lists are filtered by."""

from __future__ import annotations

from typing import Any

from marshmallow.fields import Field

from mandate_registry.rules.lifecycle.lifecycle import Status
from schemas import fields
from schemas.base import Schema
from schemas.resources import WIRES
from schemas.traces import CheckQuery
from schemas.values import Word


class Days:
    """The days as on which an entry is looked at: valid then, known then."""

    at = fields.day()
    known = fields.day()


class HomeQuery(Schema):
    """In whose register one looks."""

    organisation = fields.oin()


class DetailsQuery(Days, Schema):
    """When an entry is looked at."""


class TraceQuery(CheckQuery):
    """Which questions are wanted, from a day to another."""

    since = fields.day()
    until = fields.day()


class PeopleSearch(Schema):
    """Whom to find, by what may not stand in an address."""

    organisation = fields.oin()
    words = fields.line(required=True)


OWN: dict[str, dict[str, Field[Any]]] = {
    "mandates": {
        "words": fields.line(),
        "status": Word(Status),
        "decision_type": fields.types(),
        "holder": fields.seat_name(),
        "ends_by": fields.day(),
    },
    "employees": {},
}
"""What a list is filtered by beyond what its entries are; `words` where it says nothing else."""


def _query(table: str) -> type[Schema]:
    own = OWN.get(table, {"words": fields.line()})
    return type(f"{table.title()}OnPaper", (Days, WIRES[table].query), {"__module__": __name__, **own})


LISTED: dict[str, type[Schema]] = {table: _query(table) for table in WIRES} | {"traces": TraceQuery}
"""By table, what a list of it may be asked."""
