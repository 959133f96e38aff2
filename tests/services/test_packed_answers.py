"""What was told is kept in little room, and is exactly the same when it is read: also what an earlier release kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.packing import packed, unpacked
from mandate_registry.services.answering.asking import CheckRequest, EmployeeRef
from mandate_registry.services.answering.checking import check
from mandate_registry.services.answering.keeping import read_check
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation, now
from models import checks
from models.session import make_engine, writing
from models.types import Instant
from tests.support.demo import WIERDENLAND as OIN
from tests.support.templates import WIERDENLAND, Template

LEAST = 6
"""How many times less room an answer with its explanation takes than it is long."""


@pytest.fixture(scope="session")
def template() -> Template:
    return WIERDENLAND


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert unpacked(packed(text)) == text


def test_what_is_no_packed_text_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="no packed text"):
        unpacked(b'{"outcome": "authorised"}')


def test_an_answer_of_ones_own_organisation_takes_little_room_and_is_whole(installation: Installation) -> None:
    employees = (EmployeeRef(number="W-012"),)
    asked = CheckRequest(organisation=OIN, employees=employees, decision_type="cooperation.conclude")
    told = check(COMMAND_LINE, installation, asked)
    assert told.explanation
    with installation.reading() as connection:
        kept = connection.scalars(sa.select(checks.c.answer)).one()
    text = unpacked(kept)
    assert len(text.encode()) > LEAST * len(kept)
    read = read_check(COMMAND_LINE, installation, UUID(told.id))
    assert json.loads(json.dumps(read["explanation"])) == json.loads(json.dumps(told.explanation))


def test_what_an_earlier_release_kept_is_read_as_it_was(empty_database: str) -> None:
    bootstrap.upgrade(empty_database, "0019")
    engine = make_engine(empty_database)
    answers = [json.dumps({"id": str(number), "outcome": "authorised", "name": "Zoë"}) for number in range(1203)]
    with writing(engine) as connection:
        connection.execute(sa.text("INSERT INTO registers (id, oin, version) VALUES (1, '00000009000000000001', 0)"))
        connection.execute(sa.insert(_AT_0019), [_row(answer) for answer in [*answers, None]])
    engine.dispose()
    bootstrap.upgrade(empty_database)
    installation = bootstrap.build(Settings(empty_database))
    with installation.reading() as connection:
        kept = connection.scalars(sa.select(checks.c.answer).order_by(checks.c.row)).all()
    installation.close()
    assert [one and unpacked(one) for one in kept] == [*answers, None]


_AT_0019 = sa.table(
    "checks",
    *(sa.column(one.name, one.type) for one in checks.c if one.name not in ("row", "answer", "recorded_at")),
    sa.column("answer", sa.Text()),
    sa.column("recorded_at", Instant()),
)


def _row(answer: str | None) -> dict[str, Any]:
    said = {"actor": "x", "credential": "x", "channel": "api", "kind": "check", "outcome": "authorised", "place": 0}
    trace = {"trace_id": "c" * 32, "span_id": "d" * 16, "recorded_at": now()}
    return {"id": uuid4(), "register_id": 1, "answer": answer} | said | trace
