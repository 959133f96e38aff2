"""A decision about oneself is to be confirmed, whatever the mandate says, and a plain no where it says so."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.rules.scope import OWN_INTEREST, OWN_INTEREST_WORDS
from tests.api.life import SMALL_REGISTER, Desk
from tests.api.world import HERE, THERE, mandate
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

ONESELF: dict[str, Any] = {"about": {"number": "K-001"}}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.mark.each_database
def test_about_oneself_is_to_be_confirmed(desk: Desk) -> None:
    desk.grant()
    told = desk.ask(**ONESELF)
    assert (told["outcome"], told["decision"]) == ("conditional", False)
    assert [(one["id"], one["text"]) for one in told["conditions"]] == [(OWN_INTEREST, OWN_INTEREST_WORDS)]
    assert desk.outcome(**ONESELF, confirmedConditions=[OWN_INTEREST]) == "authorised"
    assert desk.outcome() == desk.outcome(about={"number": "K-002"}) == "authorised"


@pytest.mark.each_database
def test_with_oneself_is_to_be_confirmed_and_who_is_nobody_hides_nothing(desk: Desk) -> None:
    desk.grant()
    name = "Sanne Verbeek"
    for oneself in ({"number": "K-001"}, {"name": name.upper()}):
        for field in ("about", "counterparty"):
            assert desk.outcome(**{field: oneself}) == "condition_unconfirmed"
            assert desk.outcome(**{field: oneself}, confirmedConditions=[OWN_INTEREST]) == "authorised"
    assert desk.outcome(counterparty=THERE) == desk.outcome(counterparty={"number": "K-002"}) == "authorised"
    for field in ("about", "counterparty"):
        told = desk.ask(**{field: {"name": f"{name}s"}}, confirmedConditions="all", receipt=True)
        assert (told["outcome"], told["reasons"][0]["code"]) == ("indeterminate", f"{field}_unknown")
        assert desk.hr.post("/receipts/_verify", {"receipt": told["receipt"]}).json["genuine"] is True
    asked = {"organisation": HERE, "employees": [{"number": "K-001"}], "decisionType": "contract.decide"}
    for wrong in ({"number": "K-1", "name": "Kim"}, "Kim", 1, {"code": "7KQ3-M9XW-2B4T-R8ND-C6HF"}):
        (error,) = desk.hr.post("/checks", asked | {"counterparty": wrong}, 400).json["errors"]
        assert error["field"].startswith("counterparty")


@pytest.mark.each_database
def test_a_mandate_may_say_that_it_is_never_about_oneself(desk: Desk) -> None:
    address = desk.grant(notAboutOneself=True)
    assert desk.hr.get(address).json["notAboutOneself"] is True
    assert desk.outcome(**ONESELF, confirmedConditions="all") == "out_of_scope"
    assert desk.outcome() == desk.outcome(about={"number": "K-002"}) == "authorised"


def test_below_a_mandate_that_says_so_a_sub_mandate_says_so_too(desk: Desk) -> None:
    desk.grant("1", notAboutOneself=True, subMandating=1)
    wider = desk.hr.post("/mandates", mandate("1.1", parent="1"), 400).json["errors"]
    assert [(one["field"], one["code"]) for one in wider] == [("notAboutOneself", "wider_than_parent")]
    desk.grant("1.1", parent="1", notAboutOneself=True)
