"""A receipt of a yes, with the key that signed it."""

from __future__ import annotations

from typing import Any

from mandate_registry.evidence.private_keys import Algorithm, make_key
from mandate_registry.evidence.receipts import sign

KEY = make_key(Algorithm.STATEMENTS)
PUBLIC = KEY.as_dict(private=False)
MANDATE = {"id": "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a11", "number": "3.2"}
LEG = {
    "decisionType": "permit",
    "outcome": "authorised",
    "onBehalfOf": {"code": "college", "name": "College"},
    "ownPower": False,
    "mandate": MANDATE,
    "reason": None,
    "signatureLine": {"nl": "Namens het college", "en": "On behalf of the College"},
}
CLAIMS: dict[str, Any] = {
    "iss": "https://register.example",
    "aud": "00000009000000000002",
    "iat": 1_795_000_000,
    "jti": "2d9f4c1a-0b7e-4d2c-9a44-7e5b8c6d1f01",
    "check": "2d9f4c1a-0b7e-4d2c-9a44-7e5b8c6d1f02",
    "question": {
        "organisation": "00000009000000000001",
        "employees": [{"number": "e1"}],
        "decisionType": "permit",
        "amount": {"value": "50.00", "currency": "EUR", "vat": "excl"},
        "confirmedConditions": "all",
        "purpose": "overleg",
    },
    "answer": {
        "decision": True,
        "outcome": "authorised",
        "reasons": [],
        "mandate": MANDATE,
        "legs": [LEG],
        "conditions": [],
        "signatureLine": LEG["signatureLine"],
        "stableUntil": None,
        "differsFromThen": None,
    },
    "at": "2026-04-15T12:30:00Z",
    "knownAt": "2026-04-15T12:30:01.204117Z",
    "evaluatedAt": "2026-04-15T12:30:01.204117Z",
    "register": {"organisation": "00000009000000000001", "version": 7, "release": "0.1.0"},
    "log": {"origin": "register.example/v1/log", "size": 12, "root": "3q2+7w=="},
}
RECEIPT = sign(CLAIMS, KEY)
