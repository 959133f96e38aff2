"""Two implementations that are not ours, jose and PyJWT, judge real receipts with the keys that are published."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
import time_machine

from mandate_registry.evidence.private_keys import Algorithm
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.proof import signing_keys
from tests.api.client import Api
from tests.api.receipts.receipt_questions import QUESTION, keys
from tests.support.npm import TOOLS
from tests.support.receipts import tampered
from tests.support.waiting import PATIENCE

ISSUER = "http://127.0.0.1:8000"
Judge = Callable[[dict[str, Any], list[str]], list[bool]]


def by_jose(jwks: dict[str, Any], receipts: list[str]) -> list[bool]:
    asked = json.dumps({"jwks": jwks, "issuer": ISSUER, "receipts": receipts})
    done = subprocess.run(
        ["node", "receipts.mjs"], input=asked, cwd=TOOLS, capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return list(json.loads(done.stdout))


def by_pyjwt(jwks: dict[str, Any], receipts: list[str]) -> list[bool]:
    return [_is_genuine(jwt.PyJWKSet.from_dict(jwks), one) for one in receipts]


def _is_genuine(found: jwt.PyJWKSet, receipt: str) -> bool:
    options: Any = {"verify_aud": False}
    try:
        key = found[jwt.get_unverified_header(receipt)["kid"]]
        jwt.decode(receipt, key, algorithms=["ES256"], issuer=ISSUER, options=options)
    except (jwt.PyJWTError, KeyError):
        return False
    return True


@pytest.fixture(params=[by_jose, by_pyjwt])
def judge(request: pytest.FixtureRequest, npm_tools: Path) -> Judge:  # noqa: ARG001 - the tools are there
    found: Judge = request.param
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_others_verify_receipts_before_and_after_a_rotation(
    installation: Installation, told: dict[str, Any], partner: Api, judge: Judge
) -> None:
    assert judge(keys(partner), [told["receipt"]]) == [True]
    signing_keys.rotate(COMMAND_LINE, installation, Algorithm.STATEMENTS)
    with time_machine.travel(datetime.now(UTC) + signing_keys.ROTATION_LEAD + timedelta(minutes=1)):
        later = partner.post("/checks", QUESTION).json["receipt"]
        assert judge(keys(partner), [told["receipt"], later]) == [True, True]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_others_refuse_what_was_tampered_with(told: dict[str, Any], partner: Api, judge: Judge) -> None:
    (key,) = keys(partner)["keys"]
    forged = tampered(told["receipt"], key, partner.post("/checks", QUESTION).json["receipt"])
    verdicts = judge(keys(partner), list(forged.values()))
    assert [name for name, accepted in zip(forged, verdicts, strict=True) if accepted] == []
