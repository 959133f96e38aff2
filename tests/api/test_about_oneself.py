"""A decision about oneself is to be confirmed, whatever the mandate says, and a plain no where it says so."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.rules.decision.scope import NOT_ABOUT_ONESELF, OWN_INTEREST, OWN_INTEREST_WORDS
from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.small_register import HERE, THERE, mandate
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


MAYOR: list[tuple[str, dict[str, Any]]] = [
    ("/positions", {"code": "mayor", "title": "Burgemeester"}),
    ("/bodies", {"code": "mayor", "name": "Burgemeester", "position": "mayor"}),
    ("/decision-types", {"code": "order", "titleNl": "Bevel", "body": "mayor", "nature": "decision"}),
    ("/deputyships", {"number": "P-1", "for": "position:mayor", "deputy": "employee:K-001", "trigger": "vacancy"}),
]
"""A body of one person, which has no holder yet: Sanne stands in."""


@pytest.mark.each_database
def test_who_looks_at_his_own_power_is_told_that_it_is_not_about_himself(desk: Desk) -> None:
    for path, entry in MAYOR:
        add(desk.hr, path, {"organisation": HERE} | entry)
    sanne, joris = (caller(desk.app, Role.HOLDER, HERE, number) for number in ("K-001", "K-002"))
    asked = {"organisation": HERE, "employees": [{"number": "K-001"}], "decisionType": "order"}
    for oneself in ({"about": {"number": "K-001"}}, {"counterparty": {"name": "Sanne Verbeek"}}):
        told = sanne.post("/checks", asked | oneself).json
        (leg,), (condition,) = told["legs"], told["conditions"]
        assert (told["outcome"], leg["ownPower"], leg["reason"]["code"]) == (
            "conditional",
            True,
            "condition_unconfirmed",
        )
        assert (condition["id"], condition["mandate"], condition["statedByAsker"]) == (OWN_INTEREST, None, False)
        confirmed = sanne.post("/checks", asked | oneself | {"confirmedConditions": [OWN_INTEREST]}).json
        assert (confirmed["outcome"], confirmed["conditions"][0]["statedByAsker"]) == ("authorised", True)
    assert sanne.post("/checks", asked | {"about": {"number": "K-002"}}).json["outcome"] == "authorised"
    desk.grant(notAboutOneself=True)
    wanted = {"organisation": HERE, "decisionTypes": ["contract.decide", "order"]}
    by_mandate, own = (power["legs"][0] for power in sanne.post("/credentials", wanted, 201).json["powers"])
    assert (by_mandate["conditions"], own["conditions"]) == ([NOT_ABOUT_ONESELF], [])
    add(desk.hr, "/appointments", {"organisation": HERE, "employee": "K-002", "position": "mayor"})
    himself = asked | {"employees": [{"number": "K-002"}], "about": {"number": "K-002"}}
    assert joris.post("/checks", himself).json["outcome"] == "authorised", "the holder alone has that power"
    assert sanne.post("/checks", asked).json["decision"] is False
