"""What a token claims of its times, its audience and its subject is held to the letter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from mandate_registry.services.identity.access_tokens import TokenRefused, must_hold, read
from tests.support.issuer import signed

AUDIENCE = "https://register.voorbeeld.example"
MOMENT = 1_789_000_000.5
NOW = datetime.fromtimestamp(MOMENT, UTC)
GOOD: dict[str, Any] = {"aud": AUDIENCE, "exp": MOMENT + 300, "sub": "system-7"}


def _why(claims: dict[str, Any], **more: Any) -> str | None:
    """Return the claim for which a token is refused at MOMENT; None when it is not."""
    given = {name: value for name, value in (GOOD | claims).items() if value != "left out"}
    with time_machine.travel(NOW, tick=False):
        try:
            must_hold(given, AUDIENCE, **more)
        except TokenRefused as refused:
            return str(refused)
    return None


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"exp": MOMENT + 1},
        {"exp": 10**400},
        {"nbf": MOMENT + 59.5, "iat": int(MOMENT) + 60},
        {"nbf": 0, "iat": -1},
        {"aud": [AUDIENCE]},
        {"aud": ["https://elsewhere.example", AUDIENCE]},
        {"sub": "a" * 255},
    ],
)
def test_what_may_be_claimed_is_taken(claims: dict[str, Any]) -> None:
    assert _why(claims) is None


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("exp", ["left out", None, True, "1999999999", [], MOMENT, MOMENT - 0.1, MOMENT - 59]),
        ("exp", [float("inf"), float("-inf"), float("nan")]),
        ("nbf", [None, True, "0", [], MOMENT + 60.1, MOMENT + 61, float("inf"), float("-inf"), float("nan")]),
        ("iat", [None, True, "0", {}, MOMENT + 60.1, MOMENT + 61, float("inf"), float("-inf"), float("nan")]),
        ("aud", ["left out", None, "", [], {}, 7, True, [None], [AUDIENCE, 7], [[AUDIENCE]], AUDIENCE + "/"]),
        ("aud", [AUDIENCE.upper(), AUDIENCE[:-1], {AUDIENCE: True}, f" {AUDIENCE}", f"{AUDIENCE} other"]),
        ("sub", ["left out", None, "", " ", 7, True, ["system-7"], "a\x00b", "a" * 256]),
    ],
)
def test_what_may_not_be_claimed_is_refused_by_its_claim(claim: str, wrong: list[object]) -> None:
    assert [(value, _why({claim: value})) for value in wrong] == [(value, claim) for value in wrong]


def test_what_more_must_be_said_is_refused_when_it_is_not() -> None:
    more: dict[str, Any] = {"iat": {"essential": True}, "iss": {"essential": True, "value": "https://a.example"}}
    good = {"iat": int(MOMENT), "iss": "https://a.example"}
    assert _why(good, **more) is None
    for name in good:
        assert _why(good | {name: None}, **more) == name
        assert _why(good | {name: "left out"}, **more) == name
    for wrong in ("https://a.example/", ["https://a.example"], 7):
        assert _why(good | {"iss": wrong}, **more) == "iss"


def test_a_number_too_large_for_the_machine_is_no_expiry() -> None:
    """`1e999` is JSON, and Python reads it as a number that never comes."""
    _, claims = read(signed({"alg": "ES256", "kid": "first"}, b'{"exp": 1e999}'))
    assert _why(claims) == "exp"
