"""A question is stated in a receipt as it was asked, and read back as the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.canonical import canonical
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef, request_from_plain, request_to_plain
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.presentation_code import Presented
from mandate_registry.rules.questions import Money
from mandate_registry.services.checks.receipt_claims import question_claims, question_from_claims

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
REFS = st.builds(EmployeeRef, st.none() | st.uuids(), st.none() | TEXTS, st.none() | TEXTS, st.none() | TEXTS)
MONEY = st.builds(Money, st.decimals(0, 10**12, places=2), st.sampled_from(("EUR", "USD")), st.sampled_from(list(Vat)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - in UTC
REQUESTS = st.builds(
    CheckRequest,
    organisation=TEXTS,
    employees=st.lists(REFS, min_size=1, max_size=3).map(tuple),
    decision_type=TEXTS,
    amount=st.none() | MONEY,
    case=st.none() | TEXTS,
    counterparty=st.none() | TEXTS | REFS,
    unit=st.none() | TEXTS,
    about=st.none() | REFS,
    confirmed_conditions=st.none() | st.frozensets(TEXTS, max_size=3),
    primary_decision_by=st.lists(REFS, max_size=2).map(tuple),
    purpose=st.none() | TEXTS,
)


@given(REQUESTS, MOMENTS, st.none() | MOMENTS)
def test_a_question_is_read_back_as_it_was_stated(
    request: CheckRequest, at: datetime, known_at: datetime | None
) -> None:
    known = rfc3339(known_at) if known_at else None
    read = question_from_claims(
        json.loads(canonical(question_claims(request))), rfc3339(at), known, asked_at=rfc3339(at)
    )
    assert read == replace(request, at=at, known_at=known_at, receipt=False)


@given(request=REQUESTS, at=st.none() | MOMENTS, known_at=st.none() | MOMENTS, receipt=st.none() | st.booleans())
def test_a_question_is_read_back_as_it_was_kept(
    request: CheckRequest, at: datetime | None, known_at: datetime | None, *, receipt: bool | None
) -> None:
    asked = replace(request, at=at, known_at=known_at, receipt=receipt)
    assert request_from_plain(json.loads(json.dumps(request_to_plain(asked)))) == asked


def test_whom_a_code_named_is_kept_by_the_card_and_read_back_as_nobody() -> None:
    ref = EmployeeRef(organisation="1", code=Presented.of(20 * "7"), card=uuid4())
    plain = request_to_plain(CheckRequest(organisation="1", employees=(ref,), decision_type="permit"))
    assert plain["employees"] == [{"organisation": "1", "code": "7777-…", "card": str(ref.card)}]
    assert request_from_plain(plain).employees == (EmployeeRef(),)


def test_a_code_is_stated_by_its_digest_alike_whether_it_named_anybody() -> None:
    found, unknown = (
        EmployeeRef(code=Presented.of(20 * digit), card=card) for digit, card in (("7", uuid4()), ("8", None))
    )
    asked = [CheckRequest(organisation="1", employees=(ref,), decision_type="permit") for ref in (found, unknown)]
    ways = [question_claims(request)["employees"][0] for request in asked]
    assert [way.keys() for way in ways] == [{"code", "codeDigest"}] * 2
    assert [way["code"] for way in ways] == ["7777-…", "8888-…"]
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    read = question_from_claims(question_claims(asked[0]), rfc3339(moment), None, asked_at=rfc3339(moment))
    assert read.employees == (EmployeeRef(code=Presented(Presented.of(20 * "7").digest, "7777-…", moment)),)


def test_a_question_is_stated_in_the_words_of_the_api_without_what_was_not_asked() -> None:
    request = CheckRequest(
        organisation="00000009000000000001",
        employees=(EmployeeRef(number="e1"), EmployeeRef(name="Kim", organisation="00000009000000000002")),
        decision_type="permit",
        amount=Money(Decimal(50)),
        confirmed_conditions=None,
        primary_decision_by=(EmployeeRef(number="e2"),),
        receipt=True,
    )
    assert question_claims(request) == {
        "organisation": "00000009000000000001",
        "employees": [{"number": "e1"}, {"name": "Kim", "organisation": "00000009000000000002"}],
        "decisionType": "permit",
        "amount": {"value": "50.00", "currency": "EUR", "vat": "excl"},
        "confirmedConditions": "all",
        "primaryDecisionBy": [{"number": "e2"}],
    }
