"""Who sends a request again needs the rights with which it was answered, whatever it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mandate_registry.errors import Forbidden
from mandate_registry.services.callers import Caller
from mandate_registry.services.idempotency import replies
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right, Role
from mandate_registry.services.reply_basis import ReplyBasis

pytestmark = pytest.mark.either_database

HERE, THERE = "00000009000000000001", "00000009000000000002"
KEEPER = Caller((Role.HR, Role.AUDITOR), HERE, "issuer/hanna", "hanna")
REQUEST = replies.Request("key", "digest")


@pytest.mark.parametrize(
    ("later", "again"),
    [
        ({}, True),
        ({"roles": (Role.HR,)}, True),
        ({"roles": (Role.HR, Role.APPROVER)}, True),
        ({"roles": (Role.ADMINISTRATOR,)}, True),
        ({"roles": (Role.AUDITOR,)}, False),
        ({"roles": (Role.PARTNER,)}, False),
        ({"roles": ()}, False),
        ({"organisation": THERE}, False),
        ({"person": "arjan"}, False),
    ],
)
def test_a_reply_is_given_again_with_the_rights_that_it_took(
    installation: Installation, later: dict[str, Any], *, again: bool
) -> None:
    def act() -> replies.Reply:
        KEEPER.must(Right.KEEP, HERE)
        return replies.Reply(201, {}, b"done")

    assert not replies.once(KEEPER, installation, REQUEST, act).is_replayed
    caller = replace(KEEPER, **later)
    if again:
        assert replies.once(caller, installation, REQUEST, act).is_replayed
    else:
        with pytest.raises(Forbidden, match="no longer has the rights"):
            replies.once(caller, installation, REQUEST, act)


def test_what_a_reply_rests_on_is_read_as_it_was_noted() -> None:
    asked = {("ask", HERE, "contract.decide"): ["A-1"]}
    basis = ReplyBasis(
        HERE, "hanna", {("keep", "own")}, asked, {HERE: "3-abc"}, {HERE}, {"a card"}, {"a key"}, "2026-05-01"
    )
    assert ReplyBasis.of(basis.text()) == basis
