"""The decision log: of every call the record that the NLGov Authorization Decision Log 1.0 asks for.

A record is made of the questions that were kept, and is written nowhere else: there is one of each call, or none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping

from mandate_registry.compression import unpacked
from mandate_registry.rules.moments import rfc3339
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.access_log import ASKED, FITS, kept_question
from mandate_registry.services.checks.authzen import action_search, decision, evaluation, subject_search
from mandate_registry.services.checks.check_records import REFUSED, CheckKind
from mandate_registry.services.checks.retention import is_kept
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.permissions import Right
from models import checks, registers

SERVICE = "mandate-registry"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REQUEST, RESPONSE = "adl.core.request", "adl.core.response"


def decision_log(caller: Caller, installation: Installation, wanted: Slice) -> Page[dict[str, Any]]:
    """Return a page of records in the order in which calls were kept, filtered by `organisation`, `since` and `until`.

    A call that asked several registers is a record in the log of each. Forbidden to who does not see all that was asked
    of a register.
    """
    fits = [FITS[name](value) for name, value in wanted.filters.items()]
    calls = ASKED.where(checks.c.place == 0, is_kept(installation.settings, now()), *fits)
    visible = caller.narrowed(calls, registers.c.oin, Right.LOG)
    with installation.reading() as connection:
        return page_of(connection, visible, checks, wanted, lambda rows: _records(connection, rows))


def _records(connection: Connection, calls: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Make a record of each call, given by the first of its questions; the others have its moment and its span."""
    several = ASKED.where(
        checks.c.recorded_at.in_({call["recorded_at"] for call in calls}),
        checks.c.span_id.in_({call["span_id"] for call in calls}),
    )
    of_call = itemgetter("span_id", "register_id")
    found = connection.execute(several.order_by(checks.c.span_id, checks.c.register_id, checks.c.place)).mappings()
    questions = {call: list(rows) for call, rows in groupby(found, of_call)}
    return [_record(questions[of_call(call)]) for call in calls]


def _record(rows: Sequence[RowMapping]) -> dict[str, Any]:
    first = rows[0]
    name, request = _asked(rows)
    reference, response = _answered(rows)
    parent = {"parent_span_id": first["parent_span_id"]} if first["parent_span_id"] else {}
    return {
        "trace_id": first["trace_id"],
        "span_id": first["span_id"],
        **parent,
        "event_name": f"adl.{name}",
        "timestamp": (first["recorded_at"] - EPOCH) // timedelta(milliseconds=1),
        "status": "Unset",
        "attributes": _attributes(first) | reference,
        "resource": {"service.name": SERVICE, "controller.oin": first["oin"]},
        "body": {REQUEST: request} | response,
    }


def _attributes(row: RowMapping) -> dict[str, Any]:
    """Refer to what the answer rests on: mandates and people both stand in the register, at a version of it."""
    state = {row["oin"]: row["register_version"]}
    release = {"adl.core.configuration": {SERVICE: row["release"]}}
    asker = {"mandates.asker.oin": row["asker"]} if row["asker"] else {}
    return {"adl.core.policies": state, "adl.core.information": state} | release | asker


def _asked(rows: Sequence[RowMapping]) -> tuple[str, dict[str, Any]]:
    """Return the AuthZEN API that a call comes down to, and its request."""
    first = rows[0]
    if first["kind"] == CheckKind.SEARCH:
        for_people = first["decision_type"] is not None
        write, name = (subject_search, "search_subject") if for_people else (action_search, "search_action")
        return name, write(kept_question(first), first["purpose"], first["recorded_at"])
    requests = [evaluation(kept_question(row), row["purpose"], row["recorded_at"]) for row in rows]
    return ("access_evaluations", {"evaluations": requests}) if len(rows) > 1 else ("access_evaluation", requests[0])


def _answered(rows: Sequence[RowMapping]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the answer of a call, as a reference or as it was told.

    Whom or what a search found was not kept, lest the log enumerate people: the same search finds it again with
    `knownAt`.
    """
    first = rows[0]
    if first["kind"] == CheckKind.SEARCH and first["outcome"] == REFUSED:
        return {}, {RESPONSE: {"results": [], "context": {"id": str(first["id"]), "outcome": REFUSED}}}
    if first["kind"] == CheckKind.SEARCH:
        state = {"register": first["oin"], "version": first["register_version"]}
        return {RESPONSE: state | {"knownAt": rfc3339(first["recorded_at"])}}, {}
    evaluations = [decision(str(row["id"]), row["outcome"], _read_answer(row["answer"])) for row in rows]
    return {}, {RESPONSE: {"evaluations": evaluations} if len(evaluations) > 1 else evaluations[0]}


def _read_answer(answer: bytes | None) -> dict[str, Any] | None:
    return json.loads(unpacked(answer)) if answer else None
