"""Who asked what: traces, and the decision log."""

from __future__ import annotations

from flask import Blueprint, Response

from api.pagination import findings, listing, requested_page
from api.request_body import load_body, load_query, takes_query
from mandate_registry.services.checks import decision_log
from mandate_registry.services.checks.access_log import list_traces
from mandate_registry.view_context import call
from schemas.decision_log import DecisionLogQuery, DecisionRecordOut
from schemas.traces import CheckQuery, CheckSearch, TraceOut

traces = Blueprint("traces", __name__)


@traces.get("/checks")
@takes_query
def listed() -> Response:
    """List the questions asked."""
    wanted, _ = requested_page(load_query(CheckQuery))
    return listing(TraceOut, call(list_traces, wanted))


@traces.post("/checks/_search")
def search() -> Response:
    """Find the questions asked, also by an employee they were about."""
    asked = load_body(CheckSearch)
    ref = asked.pop("employee", None)
    wanted, _ = requested_page(asked)
    return findings(TraceOut, call(list_traces, wanted, ref))


@traces.get("/decision-log")
@takes_query
def log() -> Response:
    """Return the records of calls."""
    wanted, _ = requested_page(load_query(DecisionLogQuery))
    return listing(DecisionRecordOut, call(decision_log.decision_log, wanted))
