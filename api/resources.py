"""All that the register holds: the same two views for each resource, and two searches."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response
from flask.views import MethodView

from api.answering import created, many, one, waits
from api.context import call
from api.pagination import asked_page, findings, listing
from api.parsing import load_body, load_query, precondition, takes_query
from api.repeating import question
from mandate_registry.services.changing import stopping, writing
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.entry_proposals import Waiting
from mandate_registry.services.changing.writing import Correction, Draft
from mandate_registry.services.registers import entries
from mandate_registry.services.registers.histories import happened_to
from mandate_registry.services.registers.knowledge import Moment
from schemas.entries import Wire
from schemas.happenings import EmployeeHappenedOut, ResumeIn, StopIn
from schemas.loading import named_as_in
from schemas.queries import EmployeeSearch, MandateSearch, MomentQuery
from schemas.resources import WIRES

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
        page = call(entries.list_entries, self.table, *asked_page(query))
        return listing(self.wire.gives, page)

    def post(self) -> Response:
        """Add one."""
        draft = Draft(**load_body(self.wire.accepts))
        with named_as_in(self.wire.accepts):
            added = call(writing.create, self.table, draft)
        if isinstance(added, Waiting):
            return waits(added)
        return created(self.wire.gives, added, f"resources.{self.table}_entry", added.entry.id)


class Entry(MethodView):
    """One entry."""

    init_every_request = False

    def __init__(self, table: str, wire: Wire) -> None:
        """Serve an entry of a table."""
        self.table = table
        self.wire = wire

    def get(self, identity: UUID) -> Response:
        """Read it."""
        when = Moment(**load_query(MomentQuery))
        return one(self.wire.gives, call(entries.get, self.table, identity, when))

    def patch(self, identity: UUID) -> Response:
        """Correct it."""
        correction = Correction(**load_body(self.wire.corrects))
        with named_as_in(self.wire.corrects):
            changed = call(writing.change, self.table, identity, precondition(), correction)
        return waits(changed) if isinstance(changed, Waiting) else one(self.wire.gives, changed)


@resources.post("/employees/_search")
@question
def search_employees() -> Response:
    """Find employees by number or name."""
    search = load_body(EmployeeSearch)
    page = call(entries.list_entries, "employees", *asked_page(search))
    return findings(WIRES["employees"].gives, page)


@resources.post("/employees/<uuid:identity>/suspensions")
def stop_employee(identity: UUID) -> Response:
    """Stop a person."""
    told = load_body(StopIn)
    until = told.pop("until", None)
    return one(WIRES["employees"].gives, call(stopping.stop, identity, precondition(), Account(**told), until))


@resources.post("/employees/<uuid:identity>/resumptions")
def resume_employee(identity: UUID) -> Response:
    """Propose that a person is resumed."""
    done = call(stopping.resume, identity, precondition(), Account(**load_body(ResumeIn)))
    return waits(done) if isinstance(done, Waiting) else one(WIRES["employees"].gives, done)


@resources.get("/employees/<uuid:identity>/history")
def read_employee_history(identity: UUID) -> Response:
    """Tell what happened to an employee."""
    return many(EmployeeHappenedOut, call(happened_to, "employees", identity))


@resources.post("/mandates/_search")
@question
def search_mandates() -> Response:
    """Find mandates by number, decision type or holder."""
    search = load_body(MandateSearch)
    page = call(entries.list_entries, "mandates", *asked_page(search))
    return findings(WIRES["mandates"].gives, page)


for table, wire in WIRES.items():
    path = f"/{table.replace('_', '-')}"
    resources.add_url_rule(path, view_func=takes_query(Entries.as_view(table, table, wire)))
    resources.add_url_rule(
        f"{path}/<uuid:identity>", view_func=takes_query(Entry.as_view(f"{table}_entry", table, wire))
    )
