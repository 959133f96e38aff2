"""All that the register holds: the same two views for each resource, and two searches."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response
from flask.views import MethodView

from api.idempotency import question
from api.pagination import findings, listing, requested_page
from api.request_body import load_body, load_query, precondition, takes_query
from api.responses import created, many, one, waits
from mandate_registry.services.changesets import entry_changes, person_suspension
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.register import entries
from mandate_registry.services.register.mandate_history import mandate_events
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.view_context import call
from schemas.entries import Wire
from schemas.load import named_as_in
from schemas.mandate_events import EmployeeHappenedOut, ResumeIn, StopIn
from schemas.queries import EmployeeSearch, MandateSearch, MomentQuery
from schemas.resources import WIRES

resources = Blueprint("resources", __name__)


class EntryList(MethodView):
    """All entries of one kind."""

    init_every_request = False

    def __init__(self, table: str, wire: Wire) -> None:
        """Serve the entries of a table."""
        self.table = table
        self.wire = wire

    def get(self) -> Response:
        """List them."""
        query = load_query(self.wire.query)
        page = call(entries.list_entries, self.table, *requested_page(query))
        return listing(self.wire.gives, page)

    def post(self) -> Response:
        """Add one."""
        draft = Draft(**load_body(self.wire.accepts))
        with named_as_in(self.wire.accepts):
            added = call(entry_changes.create, self.table, draft)
        if isinstance(added, WaitingChange):
            return waits(added)
        return created(self.wire.gives, added, f"resources.{self.table}_entry", added.entry.id)


class EntryItem(MethodView):
    """One entry."""

    init_every_request = False

    def __init__(self, table: str, wire: Wire) -> None:
        """Serve an entry of a table."""
        self.table = table
        self.wire = wire

    def get(self, identity: UUID) -> Response:
        """Read it."""
        when = PointInTime(**load_query(MomentQuery))
        return one(self.wire.gives, call(entries.get, self.table, identity, when))

    def patch(self, identity: UUID) -> Response:
        """Correct it."""
        correction = Correction(**load_body(self.wire.corrects))
        with named_as_in(self.wire.corrects):
            changed = call(entry_changes.change, self.table, identity, precondition(), correction)
        return waits(changed) if isinstance(changed, WaitingChange) else one(self.wire.gives, changed)


@resources.post("/employees/_search")
@question
def search_employees() -> Response:
    """Find employees by number or name."""
    search = load_body(EmployeeSearch)
    page = call(entries.list_entries, "employees", *requested_page(search))
    return findings(WIRES["employees"].gives, page)


@resources.post("/employees/<uuid:identity>/suspensions")
def stop_employee(identity: UUID) -> Response:
    """Stop a person."""
    values = load_body(StopIn)
    until = values.pop("until", None)
    return one(
        WIRES["employees"].gives, call(person_suspension.stop, identity, precondition(), EventDetails(**values), until)
    )


@resources.post("/employees/<uuid:identity>/resumptions")
def resume_employee(identity: UUID) -> Response:
    """Propose that a person is resumed."""
    done = call(person_suspension.resume, identity, precondition(), EventDetails(**load_body(ResumeIn)))
    return waits(done) if isinstance(done, WaitingChange) else one(WIRES["employees"].gives, done)


@resources.get("/employees/<uuid:identity>/history")
def read_employee_history(identity: UUID) -> Response:
    """Return the history of an employee."""
    return many(EmployeeHappenedOut, call(mandate_events, "employees", identity))


@resources.post("/mandates/_search")
@question
def search_mandates() -> Response:
    """Find mandates by number, decision type or holder."""
    search = load_body(MandateSearch)
    page = call(entries.list_entries, "mandates", *requested_page(search))
    return findings(WIRES["mandates"].gives, page)


for table, wire in WIRES.items():
    path = f"/{table.replace('_', '-')}"
    resources.add_url_rule(path, view_func=takes_query(EntryList.as_view(table, table, wire)))
    resources.add_url_rule(
        f"{path}/<uuid:identity>", view_func=takes_query(EntryItem.as_view(f"{table}_entry", table, wire))
    )
