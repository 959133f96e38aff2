"""What was told is kept in little room, and is exactly the same when it is read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.compression import packed, unpacked
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.check_store import read_check
from mandate_registry.services.installation import Installation
from models import checks
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
    read = read_check(COMMAND_LINE, installation, told.id)
    assert read == told
