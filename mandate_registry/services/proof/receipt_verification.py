"""A receipt that is brought back: whether it is genuine, and whether its answer would be the same today.

Who relied on what an organisation declared is protected (BW 3:61): a receipt shows what was declared, and when.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from mandate_registry.canonical import canonical
from mandate_registry.errors import Forbidden
from mandate_registry.evidence.private_keys import Algorithm, published_keys, revoked_keys
from mandate_registry.evidence.receipts import FLAWS, Flaw, Receipt, key_set, log_entry, read, verify
from mandate_registry.rules.plain_data import moment_of
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.answer_check import check_all
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.receipt_claims import answer_claims, question_from_claims
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.reply_basis import note_key
from models import log_entries, log_receipts

Remark = dict[str, str]

WITHHELD = {
    "not_yours": "Only who reads the register, or whom the receipt was given, is told what the register says today.",
    "not_agreed": "The organisation does not agree, or no longer does, that this is asked.",
}
VERDICTS = {
    "same": "You relied on a genuine answer; it would be the same today.",
    "unknown": "You relied on a genuine answer; whether it would be the same today is not told.",
}
NO_LONGER = "You relied on a genuine answer; about that same moment the register says no today: {}"
YES_TODAY = "You relied on a genuine answer; about that same moment the register says yes today."
OTHERWISE = "You relied on a genuine answer; the decision is the same today, by another outcome, reason or mandate."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found of a receipt; all but `genuine` and `reason` only of one that is genuine.

    `log_index` is its position in the log, None when the log does not have it. `now` is what the register says today
    about the same moment; where that is `withheld`, why.
    """

    genuine: bool
    reason: Remark | None = None
    check: UUID | None = None
    at: datetime | None = None
    known_at: datetime | None = None
    log_index: int | None = None
    now: CheckResult | None = None
    withheld: Remark | None = None
    verdict: Remark | None = None


def verify_receipt(caller: Caller, installation: Installation, text: str) -> Verification:
    """Return whether a receipt is genuine, and whether its answer would be the same today.

    That is asked as any question is, by who may ask it: admitted, counted, kept, and told as far as it is agreed today.
    TooMany as a check. A receipt that is not genuine asks nothing.
    """
    with installation.reading() as connection:
        position = find_in_log(connection, text)
        found = _genuine(connection, installation.settings.issuers_of_receipts, text, is_logged=position is not None)
    if isinstance(found, Flaw):
        return Verification(genuine=False, reason={"code": found.value, "text": FLAWS[found]})
    claims = found.claims
    now, before, withheld = _ask_again(caller, installation, claims)
    return Verification(
        genuine=True,
        check=UUID(claims["check"]),
        at=moment_of(claims["at"]),
        known_at=moment_of(claims["knownAt"]),
        log_index=position,
        now=now,
        withheld={"code": withheld, "text": WITHHELD[withheld]} if withheld else None,
        verdict=_verdict(before, answer_claims(now)) if now else {"code": "unknown", "text": VERDICTS["unknown"]},
    )


def find_in_log(connection: Connection, text: str) -> int | None:
    """Return the position of a receipt in the log, also of one that is no longer kept; None when it is not there."""
    receipt = read(text)
    if receipt is None:
        return None
    identity, register = receipt.claims["jti"], receipt.claims["register"]["organisation"]
    wanted = select(log_entries).join(log_receipts, log_receipts.c.position == log_entries.c.position)
    row = connection.execute(wanted.where(log_receipts.c.id == UUID(identity))).one_or_none()
    is_there = row is not None and row.entry == canonical(log_entry(register, identity, text))
    return row.position if row is not None and is_there else None


def _genuine(connection: Connection, issuers: Collection[str], text: str, *, is_logged: bool) -> Receipt | Flaw:
    """Return whether this registry signed a receipt; by a key that was revoked, only where the log has it."""
    revoked = revoked_keys(connection, Algorithm.STATEMENTS)
    keys = key_set([*published_keys(connection, Algorithm.STATEMENTS), *revoked])
    found = verify(text, keys, is_logged=is_logged)
    receipt = read(text)
    if receipt and receipt.claims["iss"] not in issuers:
        return Flaw.OTHER_ISSUER
    if isinstance(found, Receipt) and found.kid not in {key["kid"] for key in revoked}:
        note_key(found.kid)
    elif isinstance(found, Receipt) and not is_logged:
        return Flaw.KEY_REVOKED
    return found


def _ask_again(
    caller: Caller, installation: Installation, claims: Mapping[str, Any]
) -> tuple[CheckResult | None, dict[str, Any], str | None]:
    """Ask the question of a receipt as the register knows it today; returns that, the answer before, and why not.

    A partner was told less than who sees the register in full: to him the answer before is what he would have been
    told then, so that one view is never compared with the other.
    """
    organisation, audience = claims["question"]["organisation"], claims["aud"]
    in_full = caller.may(Right.ASK, organisation) or caller.may_for_self(Right.ASK, organisation)
    if not in_full and not (caller.organisation == audience and caller.may_as_partner(Right.ASK, organisation)):
        return None, {}, "not_yours"
    asked = partial(question_from_claims, claims["question"], claims["at"], asked_at=claims["evaluatedAt"])
    questions = [asked(None)]
    if in_full and audience not in {organisation, claims["iss"]}:
        questions.append(asked(_known_by_now(claims["knownAt"])))
    try:
        now, *then = check_all(caller, installation, questions, path="")
    except Forbidden as error:
        codes = {found.code for found in error.errors}
        return None, {}, "not_agreed" if "not_agreed" in codes else "not_yours"
    return now, _answer_before(claims, *then), None


def _answer_before(claims: Mapping[str, Any], then: CheckResult | None = None) -> dict[str, Any]:
    """Return the answer before, in the view of who asks again (`then`) if that is another one.

    Where the clocks of hosts disagree about the moment of its knowledge, `then` has the newest: it may be another
    decision, and then that of the receipt counts.
    """
    answer: dict[str, Any] = claims["answer"]
    is_newer = (
        then is not None and then.known_at != moment_of(claims["knownAt"]) and then.decision != answer["decision"]
    )
    return answer if then is None or is_newer else answer_claims(then)


def _known_by_now(moment: str) -> str | None:
    """Return the moment of which knowledge is asked, None (the newest) where another host's clock was ahead of this."""
    return moment if moment_of(moment) <= now() else None


def _verdict(before: Mapping[str, Any], after: Mapping[str, Any]) -> Remark:
    if _essence(before) == _essence(after):
        return {"code": "same", "text": VERDICTS["same"]}
    if before["decision"] == after["decision"]:
        return {"code": "changed", "text": OTHERWISE}
    reasons = " ".join(reason["text"] for reason in after["reasons"])
    return {"code": "changed", "text": YES_TODAY if after["decision"] else NO_LONGER.format(reasons)}


def _essence(answer: Mapping[str, Any]) -> tuple[object, ...]:
    """Return that of an answer on which somebody relies: the decision, why, and by which mandates."""
    mandates = [leg["mandate"] and leg["mandate"]["number"] for leg in answer["legs"]]
    return answer["decision"], answer["outcome"], [reason["code"] for reason in answer["reasons"]], mandates
