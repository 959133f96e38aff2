"""A sub-mandate that reaches further than a mandate above it is refused, wherever it is granted or amended."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.api.client import Answer
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.small_register import HERE, THERE, mandate
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

RESTRICTED: dict[str, Any] = {
    "decisionTypes": ["*"],
    "except": ["contract.decide>=20000.00"],
    "cases": ["Z-1", "Z-2"],
    "counterparties": [THERE],
    "within": ["own_unit"],
    "conditions": ["Na advies."],
    "subMandating": 1,
}
WITHIN = {name: RESTRICTED[name] for name in ("except", "cases", "counterparties", "within", "conditions")}
LEFT_OUT = ("except", "cases", "counterparties", "within", "conditions")


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Return a desk at which a mandate was granted that is restricted in every way."""
    desk = Desk(app)
    desk.grant("P", **RESTRICTED)
    return desk


def details(answer: Answer) -> dict[str, str]:
    errors = answer.json["errors"]
    assert {error["code"] for error in errors} == {"wider_than_parent"}
    assert all(set(error) == {"field", "code", "detail"} for error in errors)
    return {error["field"]: error["detail"] for error in errors}


def test_every_restriction_that_is_left_out_is_refused_by_name_with_what_would_be_right(desk: Desk) -> None:
    told = details(desk.hr.post("/mandates", mandate("9", parent="P"), 400))
    assert set(told) == set(LEFT_OUT)
    for field in LEFT_OUT:
        said = " ; ".join(RESTRICTED[field])
        assert told[field] == f"mandate P says: {said}; right would be, for example: {said} (Awb 10:9)"
    assert desk.hr.get(f"/mandates?organisation={HERE}&number=9").json["items"] == []


def test_what_the_refusals_say_would_be_right_is_right(desk: Desk) -> None:
    told = details(desk.hr.post("/mandates", mandate("9", parent="P"), 400))
    right = {
        field: text.partition("example: ")[2].removesuffix(" (Awb 10:9)").split(" ; ") for field, text in told.items()
    }
    desk.grant("9", parent="P", **right)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"except": ["contract>=20000.01"]}, "except"),
        ({"except": [], "maxAmount": "20000.00"}, "except"),
        ({"except": [], "maxAmount": "19999.99", "currency": "USD"}, "except"),
        ({"cases": ["Z-1", "Z-3"]}, "cases"),
        ({"counterparties": [HERE]}, "counterparties"),
        ({"within": ["own_staff"]}, "within"),
        ({"holder": "employee:K-002", "within": ["own_unit"]}, None),
        ({"holder": "anyone"}, "within"),
        ({"conditions": ["Na overleg."]}, "conditions"),
        ({"subMandating": 1}, "subMandating"),
        ({"except": ["contract>=20000.00"]}, None),
        ({"except": [], "maxAmount": "19999.99"}, None),
        ({"within": ["inkoop"]}, None),
    ],
)
def test_a_restriction_that_is_wider_is_refused_and_one_as_narrow_is_not(
    desk: Desk, wrong: dict[str, Any], field: str | None
) -> None:
    answer = desk.hr.post("/mandates", mandate("9", parent="P", **WITHIN | wrong), 400 if field else 201)
    assert field is None or list(details(answer)) == [field]


def test_a_draft_is_not_corrected_to_reach_further(desk: Desk) -> None:
    address = desk.draft("9", parent="P", **WITHIN)
    tag = desk.hr.get(address).headers["ETag"]
    refused = desk.hr.send("PATCH", address, 400, json={"conditions": []}, headers={"If-Match": tag})
    assert list(details(refused)) == ["conditions"]


def test_a_mandate_is_not_amended_to_reach_further(desk: Desk) -> None:
    address = desk.grant("9", parent="P", **WITHIN)
    told = {"reason": "Ruimer.", "changes": {"within": []}}
    assert list(details(desk.let(desk.hr, address, "amendments", 400, **told))) == ["changes.within"]


def test_a_changeset_is_not_approved_when_the_parent_holds_back_more_by_then(desk: Desk) -> None:
    (parent,) = desk.hr.get(f"/mandates?organisation={HERE}&number=P").json["items"]
    drafted = desk.draft("9", parent="P", **WITHIN)
    desk.let(desk.hr, drafted, "submissions")
    narrower = desk.let(
        desk.hr, f"/mandates/{parent['id']}", "amendments", reason="Lager.", changes={"except": ["contract"]}
    )
    desk.let(desk.approver, f"/mandates/{narrower.json['id']}", "approvals")
    changeset = f"/changesets/{desk.hr.get(drafted).json['changeset']}"
    refused = desk.let(desk.approver, changeset, "approvals", 400)
    assert details(refused) == {"except": "mandate P says: contract; right would be, for example: contract (Awb 10:9)"}
