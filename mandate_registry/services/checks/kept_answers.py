"""Answers that were kept, with the words that a page needs to show them: titles and names as they were known then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from mandate_registry.errors import NotFound
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef, request_from_plain
from mandate_registry.rules.facts import DecisionType
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.access_log import kept_question
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.check_store import find_check, result_in
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from models import checks


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A check as it was told (`told`), with the question (`request`) as it was asked.

    Who was named by a code is nobody in the request: a code is kept nowhere. `is_mine`: whoever looks asked it.
    `types` has the decision types by code, `organisation` and `counterparty` are names (an OIN where none is known).
    `unit` is the name of the unit asked about, to who reads the register; to anybody else the code as it was asked.
    """

    result: CheckResult
    request: CheckRequest
    is_mine: bool
    organisation: str
    counterparty: str | None
    time_zone: str
    types: Mapping[str, DecisionType]
    unit: str | None = None


def read_answer(caller: Caller, installation: Installation, identity: UUID) -> AnswerView:
    """Return an answer to be shown; NotFound as when the check is read."""
    with installation.reading() as connection:
        row = find_check(caller, installation, connection, identity)
        return _shown(caller, installation, connection, row)


def read_answers_together(caller: Caller, installation: Installation, identity: UUID) -> list[AnswerView]:
    """Return all answers of one call, in their order, by the first of them; NotFound when it was not this caller's."""
    with installation.reading() as connection:
        row = find_check(caller, installation, connection, identity)
        if row.credential != caller.credential:
            raise NotFound("There are no such answers.")
        wanted = select(checks.c.id).where(
            checks.c.recorded_at == row.recorded_at,
            checks.c.trace_id == row.trace_id,
            checks.c.span_id == row.span_id,
            checks.c.answer.is_not(None),
        )
        found = connection.scalars(wanted.order_by(checks.c.row)).all()
        rows = (find_check(caller, installation, connection, one) for one in found)
        return [_shown(caller, installation, connection, one) for one in rows]


def _shown(caller: Caller, installation: Installation, connection: Connection, row: Any) -> AnswerView:
    result = result_in(row)
    at, home = result.at, result.organisation
    loader = Loader(connection, result.known_at, installation.remembered)
    directory = loader.directory(home)
    request = request_from_plain(kept_question(row._mapping))  # noqa: SLF001 - a public name of SQLAlchemy, for a row by columns
    unit = directory.unit(request.unit, at) if request.unit and caller.may(Right.READ, home) else None
    codes = [result.decision_type, *(leg["decision_type"] for leg in result.legs)]
    found = ((code, directory.decision_type(code, at)) for code in codes)
    return AnswerView(
        result,
        request,
        is_mine=row.credential == caller.credential,
        organisation=directory.name(at),
        counterparty=_called(loader, home, request.counterparty, at),
        time_zone=directory.time_zone(at),
        types={code: fact for code, fact in found if fact},
        unit=unit.name if unit else request.unit,
    )


def _called(loader: Loader, home: str, party: str | EmployeeRef | None, at: datetime) -> str | None:
    """Return the name of the counterparty, or its OIN; of an employee, how he was named."""
    if isinstance(party, EmployeeRef):
        return party.written
    return loader.name_of(party, home, at) if party else None
