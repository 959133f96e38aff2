"""What a partner asks to have signed, and how a receipt is brought back."""

from __future__ import annotations

from typing import Any

from tests.api.client import Api
from tests.api.mandate_events import AT, euro
from tests.api.small_register import HERE

QUESTION: dict[str, Any] = {
    "organisation": HERE,
    "employees": [{"number": "K-001"}],
    "decisionType": "contract.decide",
    "amount": euro("100.00"),
    "at": AT,
    "purpose": "onderhandeling",
}
AT_UTC = "2026-09-15T10:00:00Z"


def keys(api: Api) -> dict[str, Any]:
    response = api.http.get("/.well-known/jwks.json")
    assert response.status_code == 200
    return dict(response.get_json())


def verified(api: Api, receipt: str) -> dict[str, Any]:
    return dict(api.post("/receipts/_verify", {"receipt": receipt}).json)
