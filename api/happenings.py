"""What happens to a mandate: each kind of happening is added to its own list, and all are read as one history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.answering import many, one
from api.context import call
from api.parsing import load_body, precondition
from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.changing import happening
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.happening import Deed
from mandate_registry.services.registers.histories import history
from schemas.base import Schema
from schemas.happenings import ActIn, AmendmentIn, ConsentIn, DecisionIn, HappenedOut, RejectionIn, SuspensionIn
from schemas.loading import named_as_in
from schemas.mandates import MANDATES

happenings = Blueprint("happenings", __name__, url_prefix="/mandates/<uuid:identity>")

KINDS: dict[str, tuple[Event, type[Schema]]] = {
    "submissions": (Event.SUBMISSION, DecisionIn),
    "approvals": (Event.APPROVAL, DecisionIn),
    "rejections": (Event.REJECTION, RejectionIn),
    "withdrawals": (Event.WITHDRAWAL, DecisionIn),
    "consents": (Event.CONSENT, ConsentIn),
    "amendments": (Event.AMENDMENT, AmendmentIn),
    "suspensions": (Event.SUSPENSION, SuspensionIn),
    "resumptions": (Event.RESUMPTION, ActIn),
    "revocations": (Event.REVOCATION, ActIn),
}
"""By path, what happens and what has to be said of it."""


def let_happen(identity: UUID, event: Event, told: dict[str, Any]) -> Response:
    """Let it happen."""
    deed = _as_deed(event, told)
    beside = ("instrument",) if deed.account.instrument else ()
    with named_as_in(MANDATES.corrects, within="changes", beside=beside):
        return one(MANDATES.gives, call(happening.act, identity, precondition(), deed))


@happenings.get("/history")
def read_history(identity: UUID) -> Response:
    """Tell all that happened."""
    return many(HappenedOut, call(history, identity))


def telling(event: Event, schema: type[Schema], answer: Callable[[UUID, Event, dict[str, Any]], Response]) -> Any:
    """Make the view to which an event is told in a schema; `answer` lets it happen."""

    def tell(identity: UUID) -> Response:
        return answer(identity, event, load_body(schema))

    return tell


def as_account(told: dict[str, Any]) -> Account:
    """Take apart from when something counts, why, and by which instrument."""
    return Account(**{name: told.pop(name) for name in ("effective_at", "reason", "instrument") if name in told})


def _as_deed(event: Event, told: dict[str, Any]) -> Deed:
    account = as_account(told)
    return Deed(event=event, account=account, **told.pop("changes", {}), **told)


for path, (event, schema) in KINDS.items():
    happenings.add_url_rule(f"/{path}", path, telling(event, schema, let_happen), methods=["POST"])
