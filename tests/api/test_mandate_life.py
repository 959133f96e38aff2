"""The life of a mandate: drafted, submitted, approved by another, amended, suspended, resumed, revoked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.mandate_events import SMALL_REGISTER, Desk, euro
from tests.api.small_register import HERE, THERE, mandate
from tests.support.templates import Template

pytestmark = pytest.mark.either_database


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.mark.each_database
def test_a_mandate_counts_when_somebody_else_has_approved_it(desk: Desk) -> None:
    address = desk.draft()
    assert (desk.hr.get(address).json["status"], desk.outcome()) == ("draft", "not_approved")
    assert desk.let(desk.hr, address, "submissions").json["status"] == "submitted"
    assert desk.outcome() == "not_approved"
    assert desk.let(desk.approver, address, "approvals").json["status"] == "in_force"
    assert desk.outcome() == "authorised"
    assert desk.hr.get(address).json["changeset"] is None


def test_who_proposes_does_not_approve(desk: Desk, api: Any) -> None:
    address = f"/mandates/{api.post('/mandates', mandate('1'), 201).json['id']}"
    desk.let(api, address, "submissions")
    assert "somebody else" in desk.let(api, address, "approvals", 403).json["detail"]
    desk.let(desk.hr, address, "approvals", 403)
    desk.let(desk.approver, address, "approvals")


def test_an_approver_neither_drafts_nor_amends(desk: Desk) -> None:
    desk.approver.post("/mandates", mandate("1"), 403)
    address = desk.grant()
    for happening in ("amendments", "suspensions", "revocations"):
        told = {"reason": "x"} | ({"changes": {"maxAmount": "1.00"}} if happening == "amendments" else {})
        desk.let(desk.approver, address, happening, 403, **told)


def test_a_draft_that_was_rejected_is_changed_and_submitted_again(desk: Desk) -> None:
    address = desk.draft(maxAmount="90000.00")
    desk.let(desk.hr, address, "submissions")
    tag = desk.hr.get(address).headers["ETag"]
    desk.hr.send("PATCH", address, 409, json={"maxAmount": "1.00"}, headers={"If-Match": tag})
    desk.let(desk.approver, address, "rejections", reason="Te hoog.")
    tag = desk.hr.get(address).headers["ETag"]
    desk.hr.send("PATCH", address, 200, json={"maxAmount": "50000.00"}, headers={"If-Match": tag})
    desk.let(desk.hr, address, "submissions")
    desk.let(desk.approver, address, "approvals")
    assert desk.outcome(amount=euro("90000.00")) == "amount_above_limit"
    assert desk.outcome(amount=euro("50000.00")) == "authorised"


def test_a_draft_that_is_withdrawn_is_gone_and_its_number_is_free(desk: Desk) -> None:
    address = desk.draft()
    assert desk.let(desk.hr, address, "withdrawals").json["status"] == "withdrawn"
    desk.hr.get(address, 404)
    assert [one["event"] for one in desk.hr.get(f"{address}/history").json["items"]] == ["draft", "withdrawal"]
    desk.grant()
    assert desk.outcome() == "authorised"


@pytest.mark.parametrize(
    ("effective", "before", "after"),
    [
        ("2026-06-01T00:00:00+02:00", "2026-05-31T23:59:59+02:00", "2026-06-01T00:00:00+02:00"),
        ("2099-06-01T12:30:00+02:00", "2099-06-01T12:29:59+02:00", "2099-06-01T12:30:00+02:00"),
    ],
    ids=["in the past", "to come"],
)
def test_an_amendment_counts_from_its_moment_when_it_is_approved(
    desk: Desk, effective: str, before: str, after: str
) -> None:
    address = desk.grant(maxAmount="90000.00", validFrom="2026-01-01")
    amended = desk.let(
        desk.hr, address, "amendments", effectiveAt=effective, reason="Lager.", changes={"maxAmount": "10000.00"}
    )
    assert amended.json["changeset"]
    large = {"amount": euro("50000.00")}
    assert desk.outcome(at=after, **large) == "authorised"
    desk.let(desk.approver, address, "approvals")
    assert desk.outcome(at=before, **large) == "authorised"
    assert desk.outcome(at=after, **large) == "amount_above_limit"


def test_what_is_granted_for_the_past_ratifies_nothing_that_was_answered(desk: Desk) -> None:
    told = desk.ask()
    assert (told["decision"], told["outcome"]) == (False, "not_authorised")
    desk.grant(validFrom="2026-01-01")
    assert desk.outcome() == "authorised"
    assert desk.outcome(knownAt=told["knownAt"]) == "no_mandate"
    assert desk.hr.get(f"/checks/{told['id']}").json["outcome"] == "not_authorised"


@pytest.mark.each_database
def test_what_was_known_before_an_amendment_is_still_answered(desk: Desk) -> None:
    address = desk.grant(maxAmount="90000.00")
    told = desk.ask(amount=euro("50000.00"))
    day = "2026-01-01T00:00:00Z"
    desk.let(desk.hr, address, "amendments", reason="x", changes={"maxAmount": "1.00"}, effectiveAt=day)
    desk.let(desk.approver, address, "approvals")
    again = desk.ask(amount=euro("50000.00"), knownAt=told["knownAt"])
    assert (again["outcome"], desk.outcome(amount=euro("50000.00"))) == ("authorised", "amount_above_limit")


def test_a_suspension_counts_at_once_and_its_end_when_approved(desk: Desk) -> None:
    address = desk.grant()
    day = {"effectiveAt": "2026-09-01T00:00:00+02:00"}
    assert desk.let(desk.hr, address, "suspensions", reason="Onderzoek.", **day).json["status"] == "suspended"
    assert desk.outcome() == "suspended"
    desk.let(desk.hr, address, "resumptions", reason="Afgerond.", effectiveAt="2026-09-10T00:00:00+02:00")
    assert desk.outcome() == "suspended"
    desk.let(desk.approver, address, "approvals")
    assert desk.outcome() == "authorised"
    assert desk.outcome(at="2026-09-05T12:00:00Z") == "suspended"


def test_a_revocation_counts_at_once(desk: Desk) -> None:
    address = desk.grant()
    told = {"reason": "Reorganisatie.", "instrument": "MB-2026", "effectiveAt": "2026-09-01T00:00:00+02:00"}
    assert desk.let(desk.hr, address, "revocations", **told).json["status"] == "revoked"
    assert desk.outcome() == "revoked"
    assert desk.outcome(at="2026-08-31T12:00:00Z") == "authorised"
    assert desk.let(desk.hr, address, "revocations", 400, **told).json["errors"][0]["code"] == "already_revoked"


def test_a_holder_elsewhere_waits_for_two_consents(desk: Desk) -> None:
    address = desk.grant(holder=f"{THERE}/employee:D-1")
    assert desk.hr.get(address).json["status"] == "approved"
    day = {"effectiveAt": "2026-02-01T00:00:00Z"}
    assert desk.let(desk.hr, address, "consents", giver="holder", **day).json["status"] == "approved"
    given = desk.let(desk.hr, address, "consents", giver="superior", **day).json
    both = {"holder": "2026-02-01", "superior": "2026-02-01", "noSuperior": False, "statute": None}
    assert (given["status"], given["consents"]) == ("in_force", both)


@pytest.mark.parametrize(
    ("said", "stands", "refused"),
    [
        ({"consents": {"noSuperior": True}}, "approved", ["superior"]),
        ({"consents": {"holder": "2026-02-01", "noSuperior": True}}, "in_force", ["superior"]),
        ({"consents": {"statute": "Wvr art. 39"}}, "in_force", ["holder", "superior"]),
        ({"kinds": ["authorisation"]}, "in_force", ["holder", "superior"]),
    ],
)
def test_a_consent_that_the_law_does_not_ask_is_not_waited_for_nor_recorded(
    desk: Desk, said: dict[str, Any], stands: str, refused: list[str]
) -> None:
    address = desk.grant(holder=f"{THERE}/employee:D-1", **said)
    told = desk.hr.get(address).json
    assert told["status"] == stands
    assert told["consents"].items() >= said.get("consents", {}).items()
    for giver in refused:
        problem = desk.let(desk.hr, address, "consents", 400, giver=giver)
        assert [(error["field"], error["code"]) for error in problem.json["errors"]] == [("giver", "not_asked")]


def test_the_consent_of_a_superior_and_that_there_is_none_exclude_each_other(desk: Desk) -> None:
    holder = f"{THERE}/employee:D-1"
    both = mandate("2", holder=holder, consents={"superior": "2026-02-01", "noSuperior": True})
    assert [error["field"] for error in desk.hr.post("/mandates", both, 400).json["errors"]] == ["consents.superior"]
    address = desk.grant(holder=holder, consents={"holder": "2026-02-01", "superior": "2026-02-01"})
    for changes, given in (({"noSuperior": True}, (None, True)), ({"superior": "2026-03-01"}, ("2026-03-01", False))):
        told = {"changes": {"consents": changes}, "reason": "x", "effectiveAt": "2026-02-01T00:00:00Z"}
        desk.let(desk.hr, address, "amendments", **told)
        desk.let(desk.approver, address, "approvals")
        said = desk.hr.get(address).json["consents"]
        assert (said["superior"], said["noSuperior"]) == given


def test_a_mandate_of_one_who_left_has_lapsed(desk: Desk) -> None:
    address = desk.grant(holder="employee:K-002")
    (one,) = desk.hr.post("/employees/_search", {"organisation": HERE, "number": "K-002"}).json["items"]
    person = desk.hr.get(f"/employees/{one['id']}")
    leaves = {"employedUntil": "2026-06-30"}
    desk.hr.send("PATCH", f"/employees/{one['id']}", json=leaves, headers={"If-Match": person.headers["ETag"]})
    assert desk.hr.get(address).json["status"] == "lapsed"
    assert desk.hr.get(f"{address}?validAt=2026-06-30T12:00:00Z").json["status"] == "in_force"


@pytest.mark.parametrize(
    ("happening", "told", "field"),
    [
        ("amendments", {"changes": {}}, "changes"),
        ("amendments", {"changes": {"onBehalfOf": "raad"}}, "changes.onBehalfOf"),
        ("amendments", {"changes": {"validUntil": "2020-01-01"}}, "changes.validUntil"),
        ("amendments", {"changes": {"number": "2"}}, "changes.number"),
        ("resumptions", {}, "effectiveAt"),
        ("suspensions", {"until": "2020-01-01T00:00:00Z"}, "until"),
        ("revocations", {"instrument": "onbekend"}, "instrument"),
    ],
)
def test_what_cannot_happen_names_its_field(desk: Desk, happening: str, told: dict[str, Any], field: str) -> None:
    address = desk.grant(validFrom="2026-01-01")
    before = desk.hr.get(address)
    problem = desk.let(desk.hr, address, happening, 400, reason="x", **told)
    assert [error["field"] for error in problem.json["errors"]] == [field]
    assert desk.hr.get(address).headers["ETag"] == before.headers["ETag"]


def test_one_thing_is_decided_before_the_next_is_proposed(desk: Desk) -> None:
    address = desk.grant()
    desk.let(desk.hr, address, "amendments", reason="x", changes={"maxAmount": "1.00"})
    desk.let(desk.hr, address, "amendments", 409, reason="x", changes={"maxAmount": "2.00"})
    desk.let(desk.hr, address, "withdrawals")
    desk.let(desk.hr, address, "amendments", reason="x", changes={"maxAmount": "2.00"})


def test_a_change_says_which_state_it_means(desk: Desk) -> None:
    address = desk.grant()
    told = {"reason": "x"}
    assert desk.hr.post(f"{address}/revocations", told, 428).json["type"] == "/v1/problems/unconditional"
    stale = desk.hr.post(f"{address}/revocations", told, 412, headers={"If-Match": '"1-draft"'})
    assert stale.json["type"] == "/v1/problems/stale"
    desk.hr.post(f"{address}/revocations", told, 412, headers={"If-Match": "W/" + desk.hr.get(address).headers["ETag"]})
    desk.hr.post(f"{address}/revocations", told, headers={"If-Match": "*"})


@pytest.mark.each_database
def test_the_history_tells_both_times_who_and_why(desk: Desk) -> None:
    address = desk.grant(maxAmount="90000.00", validFrom="2026-01-01")
    day = "2026-06-01T00:00:00+02:00"
    desk.let(desk.hr, address, "amendments", reason="Lager.", effectiveAt=day, changes={"maxAmount": "1000.00"})
    desk.let(desk.approver, address, "approvals", reason="Akkoord.")
    happened = desk.hr.get(f"{address}/history").json["items"]
    assert [one["event"] for one in happened] == [
        *("draft", "submission", "approval", "grant"),
        *("proposal", "approval", "amendment"),
    ]
    last = happened[-1]
    assert (last["reason"], last["effectiveAt"], last["retroactive"]) == ("Lager.", "2026-05-31T22:00:00Z", True)
    assert [(one["since"], one["maxAmount"]) for one in last["stretches"]] == [
        ("2025-12-31T23:00:00Z", "90000.00"),
        ("2026-05-31T22:00:00Z", "1000.00"),
    ]
    assert last["recordedAt"] == happened[-2]["recordedAt"] > happened[-3]["recordedAt"]
    assert len({one["actor"] for one in happened}) == 2
