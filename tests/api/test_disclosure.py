"""What a partner and an employee are ever told, of a register in which everything that is not theirs is a canary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.client import Answer, Api
from tests.api.installations import agree
from tests.api.mandate_events import SMALL_REGISTER, Desk, euro
from tests.api.small_register import HERE, THERE
from tests.support.receipts import claims_of
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

CANARY = re.compile(r"[^\"]*(?:kanarie|71.?717|2.?717.?00|2033-)[^\"]*", re.IGNORECASE)
"""Stands in every name, text, code and number, every limit and every date that is not for a partner."""
COLLEAGUE = re.compile(r"[^\"]*(?:collega|2033-)[^\"]*", re.IGNORECASE)
"""Stands in what an employee is not told of his colleagues."""
NO_MATTER = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16}\b|\.[0-9]{1,6}Z"  # in which any number may stand
    r'|"stableUntil":"[^"]*"'  # how long a yes holds is told, and not why
    r'|"receipt":"[^"]*"'  # which is looked at by itself
)
ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("units", {"code": "kanarie-afdeling", "name": "Kanarieafdeling"}),
    (
        "positions",
        {"code": "kanariemeester", "title": "Kanariemeester", "unit": "kanarie-afdeling", "category": "kanaries"},
    ),
    ("positions", {"code": "kanarieloos", "title": "Kanarieloos"}),
    (
        "decision-types",
        {
            "code": "contract.sign",
            "titleNl": "Kanarietekenen",
            "parent": "contract",
            "nature": "signing",
            "legalBasis": "Kanariewet 1",
        },
    ),
    ("decision-types", {"code": "permit", "titleNl": "Kanarievergunning", "nature": "decision"}),
    ("employees", {"number": "K-003", "name": "Kanarie Zanger", "email": "kanarie@voorbeeld.example"}),
    (
        "employees",
        {
            "number": "K-004",
            "name": "Kanarie Collega",
            "email": "collega.kanarie@voorbeeld.example",
            "employedUntil": "2033-03-17",
        },
    ),
    ("employees", {"number": "K-005", "name": "Kanarie Vertrokken", "employedUntil": "2024-01-01"}),
    ("appointments", {"employee": "K-003", "position": "kanariemeester"}),
    ("appointments", {"employee": "K-004", "position": "kanarieloos", "validUntil": "2033-03-17"}),
    ("absences", {"employee": "K-003", "validFrom": "2033-03-17", "validUntil": "2033-03-18"}),
    ("absences", {"employee": "K-004", "validFrom": "2026-01-01", "validUntil": "2033-03-18"}),
    (
        "deputyships",
        {
            "number": "kanarie-plaats",
            "for": "position:kanariemeester",
            "deputy": "employee:K-004",
            "maxAmount": "2717.00",
        },
    ),
    (
        "instruments",
        {
            "reference": "kanarie-besluit",
            "title": "Kanariebesluit",
            "adoptedBy": "Kanarieraad",
            "publishedAs": "Kanarieblad",
        },
    ),
]
USUAL: dict[str, Any] = {
    "instructions": "Kanarie-instructie.",
    "legalBasis": "Kanariewet art. 2",
    "instrument": "kanarie-besluit",
    "decisionTypes": ["contract"],
}
MANDATES: list[tuple[str, dict[str, Any]]] = [
    ("kanarie-boven", {"holder": "position:kanarieloos", "subMandating": 2, "disclosure": "internal"}),
    ("D-1", {"holder": "position:kanariemeester", "parent": "kanarie-boven", "maxAmount": "71717.17"}),
    ("kanarie-intern", {"holder": "employee:K-003", "disclosure": "internal", "decisionTypes": ["permit"]}),
    ("D-2", {"holder": "employee:K-003 & position:kanarieloos", "decisionTypes": ["contract.sign"]}),
    ("D-3", {"holder": "category:kanaries", "decisionTypes": ["contract.decide"], "cases": ["kanariezaak"]}),
    ("D-4", {"holder": "employee:K-001", "within": ["inkoop"], "aboveAmount": "2717.00"}),
    ("D-5", {"holder": "employee:K-002", "conditions": ["Na overleg."]}),
]
PEOPLE = ["K-001", "K-002", "K-003", "K-004", "K-005", "K-404"]
TYPES = ["contract.decide", "contract.sign", "permit", "contract", "unknown"]
AMOUNTS = [None, euro("100.00"), euro("71717.18")]
USUALLY: dict[str, Any] = {"organisation": HERE, "purpose": "onderhandeling"}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Return a register full of canaries, and an agreement that lets THERE ask and search about all of it."""
    desk = Desk(app)
    for path, entry in ENTRIES:
        add(desk.hr, f"/{path}", {"organisation": HERE} | entry)
    addresses = [desk.grant(number, **USUAL | fields) for number, fields in MANDATES]
    desk.let(desk.hr, addresses[3], "suspensions", reason="Kanarie-onderzoek.", until="2033-03-17T00:00:00Z")
    desk.draft("kanarie-ontwerp", **USUAL | {"holder": "employee:K-003"})
    terms = {"number": "kanarie-afspraak", "basis": "Kanarieconvenant", "lists": True}
    agree(app.extensions["mandate_registry"], HERE, THERE, **terms)
    return desk


def questions(people: Iterable[str]) -> Iterator[dict[str, Any]]:
    for person, decision_type, amount in product(people, TYPES, AMOUNTS):
        asked = USUALLY | {"employees": [{"number": person}], "decisionType": decision_type, "amount": amount}
        yield asked
        others = {"about": {"number": "K-002"}, "primaryDecisionBy": [{"number": "K-004"}]}
        yield asked | others | {"confirmedConditions": "all"}


def asked_by(api: Api, people: list[str]) -> Iterator[Answer]:
    """Yield everything that a caller can be told about people: alone, in a batch, at a table, in a search."""
    everything = list(questions(people))
    yield api.post("/checks/_batch", {"checks": everything})
    first = api.post("/checks", everything[0])
    yield from (first, api.get(f"/checks/{first.json['id']}"))
    table = {"decisionTypes": TYPES, "purpose": "overleg"}
    yield api.post("/checks/_table", table | {"employees": [{"organisation": HERE, "number": one} for one in people]})
    for person in people:
        yield api.post("/authorities/_search", USUALLY | {"employees": [{"number": person}]})
    yield api.post("/checks", everything[0] | {"extra": 1}, 400)
    yield api.post("/checks", everything[0] | {"organisation": THERE}, 403)


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of everything that is told: null, and an empty list or text, tell nothing."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from paths(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, path)
    elif value not in (None, ""):
        yield path


PROBLEM = {"type", "title", "status", "detail", "errors.field", "errors.code", "errors.detail"}
LEG = {"decisionType", "outcome", "onBehalfOf.code", "onBehalfOf.name", "ownPower", "signatureLine.nl"}
LEG |= {"signatureLine.en", "mandate.id", "mandate.number", "reason.code", "reason.text", "reason.mandate"}
ANSWER = {"employees.number", "decisionType", "outcome", "reasons.code", "reasons.text", "reasons.mandate"}
ANSWER |= {"mandate.id", "mandate.number", "conditions.id", "conditions.text", "conditions.mandate"} | {
    "conditions.statedByAsker"
}
ANSWER |= {f"legs.{path}" for path in LEG} | {"id", "organisation", "decision", "at", "knownAt", "evaluatedAt"}
ANSWER |= {"stableUntil", "forecast", "signatureLine.nl", "signatureLine.en", "receipt"}
REMEDY = {"kind", "outcome", "since", "case", "counterparty", "unit.code", "unit.name", "seats.seat", "seats.name"}
REMEDY |= {f"{side}.{name}" for side in ("above", "upTo") for name in ("value", "currency", "vat")}
REMEDY |= {f"conditions.{name}" for name in ("id", "text", "mandate", "statedByAsker")}
IN_FULL = {"employees.name", "explanation.mandate", "explanation.decisionType"}
IN_FULL |= {f"explanation.gates.{name}" for name in ("gate", "pass", "reason")}
IN_FULL |= {f"explanation.wouldBeYesIf.{path}" for path in REMEDY}


def of_everything(answer: set[str]) -> set[str]:
    """Return the paths of an answer alone, in a list, at a table and as an authority, and those of a problem."""
    authority = {path.replace("employees.", "employee.") for path in answer}
    places = {f"{seat}.{path}" for seat in ("alone", "together") for path in answer}
    return answer | PROBLEM | {f"items.{path}" for path in answer | authority | places}


MOMENTS = ("at", "knownAt", "evaluatedAt")
TOLD = {Role.PARTNER: of_everything(ANSWER), Role.HOLDER: of_everything(ANSWER | IN_FULL)}
"""What each may be told, and nothing beside it."""


def test_a_partner_is_told_nothing_that_is_not_its_to_know(app: Flask, desk: Desk) -> None:
    partner = caller(app, Role.PARTNER, THERE)
    answers = [*asked_by(partner, PEOPLE)]
    who_may = [USUALLY | {"decisionType": one, "amount": amount} for one, amount in product(TYPES, AMOUNTS)]
    answers += [partner.post("/authorities/_search", search) for search in who_may]
    _must_tell_no_more(answers, Role.PARTNER, CANARY)
    outcomes = {one["outcome"] for one in answers[0].json["items"]}
    assert outcomes == {"authorised", "conditional", "not_authorised", "indeterminate"}
    assert all(one["receipt"] for one in answers[0].json["items"])
    assert desk.hr.get("/employees").text.count("Kanarie") == 3


def test_an_employee_is_told_nothing_of_his_colleagues(app: Flask, desk: Desk) -> None:
    key = api_keys.create(COMMAND_LINE, app.extensions["mandate_registry"], Role.HOLDER, HERE, "a test", "K-003")
    answers = [*asked_by(Api(app, key), ["K-003"])]
    answers.append(Api(app, key).post("/authorities/_search", USUALLY | {"decisionType": "permit"}, 403))
    _must_tell_no_more(answers, Role.HOLDER, COLLEAGUE)
    assert {"authorised", "not_authorised"} <= {one["outcome"] for one in answers[0].json["items"]}
    assert desk.hr.get("/employees").text.count("Collega") == 1


def _must_tell_no_more(answers: Iterable[Answer], role: Role, canary: re.Pattern[str]) -> None:
    for answer in answers:
        assert set(paths(answer.json)) <= TOLD[role]
        assert canary.findall(NO_MATTER.sub("", answer.text + str(answer.headers))) == []
        for told in checks_in(answer.json):
            if told["receipt"]:
                _must_sign_no_more(told, canary)


def checks_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every check in an answer."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and "receipt" in value:
        yield value
    for item in inner:
        yield from checks_in(item)


def _must_sign_no_more(told: dict[str, Any], canary: re.Pattern[str]) -> None:
    """Hold a receipt against the answer with which it came: it repeats that, and says who asked what of which state."""
    claims = claims_of(told["receipt"])
    answer = claims.pop("answer")
    assert answer == {name: told[name] for name in answer}
    assert (claims.pop("check"), claims["question"]["organisation"]) == (told["id"], told["organisation"])
    assert [claims.pop(name) for name in MOMENTS] == [told[name] for name in MOMENTS]
    assert claims.keys() == {"iss", "aud", "iat", "jti", "question", "register", "log"}
    named = [{name: value for name, value in one.items() if value} for one in told["employees"]]
    assert claims["question"]["decisionType"] == told["decisionType"]
    assert canary is COLLEAGUE or claims["question"]["employees"] == named


@pytest.mark.usefixtures("desk")
def test_a_partner_that_sends_a_name_is_told_that_name_and_no_other(app: Flask) -> None:
    named = {"employees": [{"name": "Kanarie Zanger"}], "decisionType": "contract.decide", "amount": euro("100.00")}
    told = caller(app, Role.PARTNER, THERE).post("/checks", USUALLY | named)
    assert told.json["outcome"] == "authorised"
    assert CANARY.findall(NO_MATTER.sub("", told.text.replace("Kanarie Zanger", ""))) == []
