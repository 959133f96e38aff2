"""A question is stated in a receipt as it was asked, and read back as the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.canonical import canonical
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.questions import Money
from mandate_registry.services.answering.asking import CheckRequest, EmployeeRef
from mandate_registry.services.answering.stating import asked_in, stated

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
    counterparty=st.none() | TEXTS,
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
    read = asked_in(json.loads(canonical(stated(request))), rfc3339(at), rfc3339(known_at) if known_at else None)
    assert read == replace(request, at=at, known_at=known_at, receipt=False)


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
    assert stated(request) == {
        "organisation": "00000009000000000001",
        "employees": [{"number": "e1"}, {"name": "Kim", "organisation": "00000009000000000002"}],
        "decisionType": "permit",
        "amount": {"value": "50.00", "currency": "EUR", "vat": "excl"},
        "confirmedConditions": "all",
        "primaryDecisionBy": [{"number": "e2"}],
    }
