"""Why an answer is what it is, in words: tried on answers as the service tells and keeps them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, render_template

from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.answer_check import check_all
from mandate_registry.services.checks.check_store import read_check
from mandate_registry.services.permissions import Role
from mandate_registry.web.app import create_pages
from mandate_registry.web.check.gate_explanation import explain
from tests.support.demo import WIERDENLAND
from tests.web.pages import text_of
from tests.web.site import Site

HR = Caller((Role.HR,), WIERDENLAND, "test hr", "W-001")


def page_of(app: Flask, told: Any, lang: str = "en") -> str:
    with app.test_request_context(f"/?lang={lang}"):
        return text_of(render_template("check/why.html", result=told))


def asked(kept: Site, **question: Any) -> Any:
    request = CheckRequest(organisation=WIERDENLAND, **question)
    return check_all(HR, kept.installation, [request], path="")[0]


def remedy(kind: str, **said: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"above": None, "up_to": None, "seats": [], "since": None, "conditions": [], "case": None}
    return {"kind": kind, "outcome": "authorised", "counterparty": None, "unit": None} | empty | said


def told(*remedies: dict[str, Any], reason: str = "amount_above_limit") -> list[Any]:
    gates = [{"gate": "time", "pass": True, "reason": None}, {"gate": "limits", "pass": False, "reason": reason}]
    return [{"mandate": "3.2", "decision_type": "x", "gates": gates, "would_be_yes_if": list(remedies)}]


FIFTY = {"value": "50000.00", "currency": "EUR", "vat": "excl"}
CONTROLLER = {"seat": "position:controller", "name": "Controller"}
SENTENCES = [
    (remedy("amount", up_to=FIFTY), "the amount were up to and including €50,000 excluding VAT"),
    (
        remedy("amount", above={**FIFTY, "vat": "none"}, up_to={**FIFTY, "value": "75000.50"}),
        "the amount were more than €50,000 and up to and including €75,000.50 excluding VAT",
    ),
    (
        remedy(
            "co_holder", seats=[{"seat": "position:controller", "name": "Controller"}, {"seat": "anyone", "name": None}]
        ),
        "somebody who is Controller and anybody of the organisation acted as well",
    ),
    (
        remedy("co_holder", seats=[{"seat": "category:leads", "name": None}]),
        "somebody of the category leads acted as well",
    ),
    (remedy("moment", since="2026-06-30T22:00:00Z"), "it were 1 July 2026 at 00:00 or later"),
    (
        remedy("moment", since="2026-06-30T22:00:00Z", outcome="conditional"),
        "it were 1 July 2026 at 00:00 or later; then a condition has to be confirmed",
    ),
    (remedy("confirmation", conditions=[{"text": "Na advies."}]), "it is confirmed: Na advies"),
    (
        remedy("matter", case="RS-1", counterparty="0001", unit={"code": "z", "name": "Zorg"}),
        "the case were RS-1, the other party were 0001 and it were a matter of Zorg",
    ),
    (remedy("approval"), "the mandate were approved"),
    (remedy("consent"), "the holder and the holder's superior had consented"),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_a_change_is_said_in_a_sentence(kept: Site, change: dict[str, Any], sentence: str) -> None:
    with create_pages(kept.installation).test_request_context("/?lang=en"):
        (unfolded,) = explain(told(change), "x").about
    assert [text.replace("\u00a0", " ") for text in unfolded.remedies] == [sentence]


def test_a_no_unfolds_into_gates_and_what_would_make_it_a_yes(kept: Site) -> None:
    answer = asked(
        kept, employees=(EmployeeRef(number="W-012"),), decision_type="purchase.award", amount=Money(Decimal(10**9))
    )
    pages = create_pages(kept.installation)
    said = page_of(pages, answer)
    assert "It was given to who acts" in said
    assert " mandates are about something else, or on behalf of another body: WL-1.5, " in said
    assert "No: The amount is above the limit." in said
    assert "It would be a yes if: the amount were up to and including €" in said
    assert "Het zou een ja zijn als: het bedrag tot en met €" in page_of(pages, answer, "nl")
    assert page_of(pages, read_check(HR, kept.installation, answer.id)) == said


@pytest.mark.parametrize("explanation", [None, []])
def test_who_is_told_no_explanation_is_shown_none(kept: Site, explanation: list[Any] | None) -> None:
    answer = {"explanation": explanation, "legs": [{"decision_type": "x"}]}
    assert page_of(create_pages(kept.installation), answer) == ""


def test_an_answer_about_a_heading_says_that_it_is_one_and_how_that_is_mended(kept: Site) -> None:
    answers = kept.client(Role.HR)
    for code, lead in (("cooperation", "This is a heading"), ("juggling", "does not know this decision type")):
        found = asked(kept, employees=(EmployeeRef(number="W-012"),), decision_type=code)
        page = text_of(answers.get(f"/answers/{found.id}?lang=en").text)
        assert (lead in page, "set its nature in the register" in page) == (True, code == "cooperation")
