"""Whom a caller may ask and about what, and the answers that are shown to him afterwards."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from mandate_registry.errors import NotFound
from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.kept_answers import read_answer, read_answers_together
from mandate_registry.services.checks.query_targets import list_query_targets
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from tests.services.town import HR, OIN, QUESTION, Town, somebody

pytestmark = pytest.mark.either_database

ELSEWHERE = "00000009000000000009"
TYPES = [
    facts.DecisionType(code="all", title_nl="Alles"),
    facts.DecisionType(code="tree", title_nl="Kappen", parent="all", nature=facts.Nature.DECISION),
    facts.DecisionType(code="sign", title_nl="Tekenen", nature=facts.Nature.SIGNING),
]
PARTNER = Caller((Role.PARTNER,), ELSEWHERE, "their key")


@pytest.fixture
def town(installation: Installation) -> Town:
    town = Town.founded(installation, four_eyes=False)
    for fact in TYPES:
        create(COMMAND_LINE, installation, "decision_types", Draft(OIN, fact))
    return town


def agree(town: Town, *codes: str) -> None:
    agreement = facts.Agreement(number="A", partner=ELSEWHERE, decision_types=codes, basis="a letter")
    create(COMMAND_LINE, town.installation, "agreements", Draft(OIN, agreement))


def offered(caller: Caller, town: Town) -> list[str]:
    return [fact.code for one in list_query_targets(caller, town.installation) for fact in one.decision_types]


def test_nobody_else_is_offered_a_register_that_agreed_nothing(town: Town) -> None:
    assert list_query_targets(PARTNER, town.installation) == []


@pytest.mark.parametrize(
    ("agreed", "seen"),
    [(("all",), ["tree"]), (("sign", "tree"), ["tree", "sign"]), (("*",), ["tree", "sign", "permit"])],
)
def test_a_partner_is_offered_what_was_agreed_by_title_and_no_heading(
    town: Town, agreed: tuple[str, ...], seen: list[str]
) -> None:
    agree(town, *agreed)
    assert offered(PARTNER, town) == seen


def test_ones_own_people_are_offered_everything_and_an_employee_himself(town: Town) -> None:
    (own,) = list_query_targets(HR, town.installation)
    (alone,) = list_query_targets(somebody(Role.HOLDER, "e1"), town.installation)
    assert (own.own, own.as_partner, own.alone) == (True, False, None)
    assert (alone.own, alone.as_partner, alone.alone) == (False, False, "e1")
    assert own.decision_types == alone.decision_types


def test_an_answer_is_shown_with_its_question_and_the_names_of_its_time(town: Town) -> None:
    town.granted()
    result = check(HR, town.installation, replace(QUESTION, case="Z-1"))
    shown = read_answer(HR, town.installation, result.id)
    assert shown.request == replace(QUESTION, case="Z-1")
    assert (shown.organisation, shown.is_mine, shown.result.outcome) == ("Town", True, "authorised")
    assert shown.types["permit"].title_nl == "Vergunning"


def test_who_did_not_ask_and_does_not_read_the_register_is_shown_nothing(town: Town) -> None:
    result = check(HR, town.installation, QUESTION)
    for caller, identity in ((PARTNER, result.id), (HR, uuid4())):
        with pytest.raises(NotFound):
            read_answer(caller, town.installation, identity)


def test_the_answers_of_one_call_are_found_together_by_who_asked(town: Town) -> None:
    asked = [replace(QUESTION, employees=(EmployeeRef(number=number),)) for number in ("e1", "e2")]
    result = check_all(HR, town.installation, asked)
    check(HR, town.installation, QUESTION)
    found = read_answers_together(HR, town.installation, result[0].id)
    assert [one.result.id for one in found] == [one.id for one in result]
    with pytest.raises(NotFound):
        read_answers_together(somebody(Role.AUDITOR, "Ada", key=7), town.installation, result[0].id)
