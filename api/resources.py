"""All that the register holds: the same two views for each resource, and two searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint
from flask.views import MethodView

from api.answering import created, one
from api.context import call
from api.pagination import findings, listing
from api.parsing import load_body, load_query, named_as_in
from mandate_registry.services import entries
from mandate_registry.services.entries import Draft
from schemas.queries import EmployeeSearch, MandateSearch
from schemas.resources import WIRES

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from schemas.entries import Wire

resources = Blueprint("resources", __name__)


class Entries(MethodView):
    """All entries of one kind."""

    init_every_request = False

    def __init__(self, table: str, wire: Wire) -> None:
        """Serve the entries of a table."""
        self.table = table
        self.wire = wire

    def get(self) -> Response:
        """List them."""
        query = load_query(self.wire.query)
        page = call(entries.list_entries, self.table, **_filtered(query))
        return listing(self.wire.gives, page)

    def post(self) -> Response:
        """Add one."""
        draft = Draft(**load_body(self.wire.accepts))
        with named_as_in(self.wire.accepts):
            stored = call(entries.create, self.table, draft)
        return created(self.wire.gives, stored, f"resources.{self.table}_entry")


class Entry(MethodView):
    """One entry."""

    init_every_request = False

    def __init__(self, table: str, wire: Wire) -> None:
        """Serve an entry of a table."""
        self.table = table
        self.wire = wire

    def get(self, identity: UUID) -> Response:
        """Read it."""
        return one(self.wire.gives, call(entries.get, self.table, identity))


@resources.post("/employees/_search")
def search_employees() -> Response:
    """Find employees by number or name."""
    search = load_body(EmployeeSearch)
    page = call(entries.list_entries, "employees", **_filtered(search))
    return findings(WIRES["employees"].gives, page)


@resources.post("/mandates/_search")
def search_mandates() -> Response:
    """Find mandates by number, decision type or holder."""
    search = load_body(MandateSearch)
    page = call(entries.list_entries, "mandates", **_filtered(search))
    return findings(WIRES["mandates"].gives, page)


def _filtered(query: dict[str, Any]) -> dict[str, Any]:
    """Set apart by what a list is filtered from which page of it is wanted."""
    return {"limit": query.pop("limit"), "after": query.pop("after"), "filters": query}


for table, wire in WIRES.items():
    path = f"/{table.replace('_', '-')}"
    resources.add_url_rule(path, view_func=Entries.as_view(table, table, wire))
    resources.add_url_rule(f"{path}/<uuid:identity>", view_func=Entry.as_view(f"{table}_entry", table, wire))
