"""The lists of what was asked are read in the order of an index: they do not slow with what was kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, insert, select

from mandate_registry.config import RELEASE
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.checks.access_log import list_traces
from mandate_registry.services.checks.decision_log import decision_log
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from models import checks, registers
from tests.support import templates
from tests.support.templates import Template

HOME, PARTNER = "00000009100000000001", "00000009100000000002"
HR = Caller((Role.HR,), HOME, "key 1")
AUDITOR = Caller((Role.AUDITOR,), HOME, "key 2")
LONG_AGO = datetime(2023, 1, 1, tzinfo=UTC)
KEPT = 10000
LISTS: dict[str, Callable[[Installation], Any]] = {
    "of a register": lambda town: list_traces(HR, town, Slice()),
    "of an organisation": lambda town: list_traces(COMMAND_LINE, town, Slice({"organisation": HOME})),
    "of every register": lambda town: list_traces(COMMAND_LINE, town, Slice()),
    "of one asker": lambda town: list_traces(HR, town, Slice({"asker": PARTNER})),
    "of refusals": lambda town: list_traces(HR, town, Slice({"outcome": "refused"})),
    "since a moment": lambda town: list_traces(HR, town, Slice({"since": LONG_AGO})),
    "a later page": lambda town: list_traces(HR, town, Slice(after=KEPT // 2)),
    "the decision log": lambda town: decision_log(AUDITOR, town, Slice({"organisation": HOME, "since": LONG_AGO})),
}


@pytest.fixture(scope="module")
def template() -> Template:
    return templates.WIERDENLAND


@pytest.fixture
def town(installation: Installation) -> Installation:
    """Return the sample register, of which many questions were asked."""
    with installation.writing() as connection:
        register = connection.scalar(select(registers.c.id).where(registers.c.oin == HOME))
        connection.execute(insert(checks), [_row(register, place) for place in range(KEPT)])
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE checks")
    return installation


def _row(register: Any, place: int) -> dict[str, Any]:
    told = {
        "register_id": register,
        "register_version": 1,
        "release": RELEASE,
        "actor": "x",
        "credential": "x",
        "channel": "api",
        "kind": "check",
        "outcome": "no",
    }
    trace = {"id": uuid4(), "asker": PARTNER, "trace_id": "0" * 32, "span_id": f"{place:016x}", "place": 0}
    asked = {"question": '{"employees": [{"number": "W-001"}], "organisation": "' + HOME + '", "decision_type": "x"}'}
    return (
        told
        | trace
        | asked
        | {
            "outcome": "refused" if place % 4 == 0 else "no",
            "decision_type": "x",
            "recorded_at": now() - timedelta(minutes=KEPT - place),
        }
    )


def test_each_list_is_read_in_its_order_without_sorting(town: Installation) -> None:
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if re.search(r"ORDER BY checks\.\"?row\b[^,]*LIMIT", statement) and not statement.startswith("EXPLAIN"):
            how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
            plans.append(str(connection.exec_driver_sql(f"{how} {statement}", parameters).all()))

    with town.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", explain)
    for name, ask in LISTS.items():
        assert ask(town).items, name
        plan = plans.pop()
        assert plans == []
        assert "TEMP B-TREE" not in plan, name
        assert "Sort" not in plan, name
